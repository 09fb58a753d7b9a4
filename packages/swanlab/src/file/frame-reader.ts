import { readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { BLOCK_SIZE, FILE_HEADER, FRAME_HEADER_SIZE } from "./framing.js";

const CHUNK_BLOCKS = 8;
const LAST_TYPE = 4;

/** Reads the messages of a `.swanlab` file in order, a few blocks at a time; it stops for good at the first damaged byte. */
export class FrameReader {
  readonly #fd: number;
  #chunk: Uint8Array = new Uint8Array(0);
  #chunkStart = 0;
  #position = 0;
  #damage: string | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#position;
  }

  /** Where reading stopped because bytes are not what they should be; `undefined` while all is well. */
  get damage(): string | undefined {
    return this.#damage;
  }

  /** The next message among the first `end` bytes of the file, or `undefined` when there is none. */
  next(end: number): Uint8Array | undefined {
    if (this.#damage !== undefined) return undefined;
    const start = this.#position;
    if (start === 0 && !this.#readHeader(end)) return undefined;
    const before = this.#position;
    const parts: Uint8Array[] = [];
    for (;;) {
      const fragment = this.#fragment(end, parts.length === 0);
      if (fragment === undefined) {
        this.#position = before;
        return undefined;
      }
      parts.push(fragment.payload);
      if (fragment.type === 1 || fragment.type === LAST_TYPE) break;
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }

  #readHeader(end: number): boolean {
    const header = this.#bytes(FILE_HEADER.length, end);
    if (header === undefined) return false;
    if (header.some((byte, index) => byte !== FILE_HEADER[index])) {
      return this.#stop("the file does not start as a SwanLab file of version 2 does");
    }
    this.#position = FILE_HEADER.length;
    return true;
  }

  #fragment(end: number, isFirst: boolean): { readonly type: number; readonly payload: Uint8Array } | undefined {
    const left = BLOCK_SIZE - (this.#position % BLOCK_SIZE);
    if (left < FRAME_HEADER_SIZE) this.#position += left;
    const room = BLOCK_SIZE - (this.#position % BLOCK_SIZE);
    const header = this.#bytes(FRAME_HEADER_SIZE, end);
    if (header === undefined) return undefined;
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const [checksum, length, type] = [view.getUint32(0, true), view.getUint16(4, true), view.getUint8(6)];
    if (type < 1 || type > LAST_TYPE || isFirst !== type < 3 || FRAME_HEADER_SIZE + length > room) {
      this.#stop(`a fragment at byte ${this.#position} has an impossible header`);
      return undefined;
    }
    const whole = this.#bytes(FRAME_HEADER_SIZE + length, end);
    if (whole === undefined) return undefined;
    if (crc32(whole.subarray(6)) !== checksum) {
      this.#stop(`a fragment at byte ${this.#position} does not match its checksum`);
      return undefined;
    }
    this.#position += FRAME_HEADER_SIZE + length;
    return { type, payload: whole.subarray(FRAME_HEADER_SIZE) };
  }

  #stop(damage: string): false {
    this.#damage = damage;
    return false;
  }

  /** `count` bytes at the position, within one block. */
  #bytes(count: number, end: number): Uint8Array | undefined {
    if (this.#position + count > end) return undefined;
    const offset = this.#position - this.#chunkStart;
    if (offset < 0 || offset + count > this.#chunk.length) this.#load(end);
    const from = this.#position - this.#chunkStart;
    return from + count <= this.#chunk.length ? this.#chunk.subarray(from, from + count) : undefined;
  }

  #load(end: number): void {
    const start = this.#position - (this.#position % BLOCK_SIZE);
    const chunk = new Uint8Array(Math.min(CHUNK_BLOCKS * BLOCK_SIZE, end - start));
    let filled = 0;
    while (filled < chunk.length) {
      const count = readSync(this.#fd, chunk, filled, chunk.length - filled, start + filled);
      if (count === 0) break;
      filled += count;
    }
    this.#chunk = chunk.subarray(0, filled);
    this.#chunkStart = start;
  }
}
