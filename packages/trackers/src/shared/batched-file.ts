import { closeSync, openSync, writeSync } from "node:fs";

/** Written as soon as this much has gathered. */
const BATCH_BYTES = 64 * 1024;
/** A killed process loses what came in the last of these. */
const LONGEST_WAIT_MS = 1_000;

/** A new file that is appended to in batches. An error of the disk stops the writing and is kept, never thrown. */
export class BatchedFile {
  readonly path: string;
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #file: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #error: Error | undefined;

  /** Creates the file; one that exists is an error. */
  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, "wx");
  }

  /** What the disk refused, where it did; nothing after it was written. */
  get error(): Error | undefined {
    return this.#error;
  }

  append(bytes: Uint8Array): void {
    if (this.#file === undefined) return;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= BATCH_BYTES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), LONGEST_WAIT_MS).unref();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#file === undefined || this.#waiting.length === 0) return;
    const batch = Buffer.concat(this.#waiting);
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    try {
      for (let written = 0; written < batch.length; ) written += writeSync(this.#file, batch, written);
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
      this.#close();
    }
  }

  close(): void {
    this.flush();
    this.#close();
  }

  #close(): void {
    if (this.#file === undefined) return;
    const file = this.#file;
    this.#file = undefined;
    try {
      closeSync(file);
    } catch (error) {
      this.#error ??= error instanceof Error ? error : new Error(String(error));
    }
  }
}
