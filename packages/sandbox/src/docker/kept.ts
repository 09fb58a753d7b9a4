import { Writable } from "node:stream";

/** Keeps the first bytes and drains the rest. */
export class Kept extends Writable {
  readonly #chunks: Buffer[] = [];
  #room: number;
  truncated = false;

  constructor(limit: number) {
    super();
    this.#room = limit;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (chunk.length > this.#room) this.truncated = true;
    if (this.#room > 0) this.#chunks.push(chunk.subarray(0, this.#room));
    this.#room = Math.max(0, this.#room - chunk.length);
    done();
  }
}
