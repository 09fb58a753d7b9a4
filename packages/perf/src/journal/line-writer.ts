import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import type { StoreError } from "@evalkit/core";
import { storeError } from "../results/store-files.js";

export interface LineWriterOptions {
  /** Longest time a line waits in memory. @default 200 */
  readonly flushMs?: number;
  /** Bytes that wait in memory at most. @default 65,536 */
  readonly flushBytes?: number;
  /** `fs.writeSync` outside of tests. */
  readonly write?: (handle: number, bytes: Uint8Array, offset: number, length: number) => number;
}

/**
 * Appends lines to a file in batches: a process that is killed loses the lines of the last 200 ms or 64 KiB at most. After a failed write every
 * further one is refused with the same error.
 */
export class LineWriter {
  readonly #path: string;
  readonly #handle: number;
  readonly #options: Required<LineWriterOptions>;
  #pending: string[] = [];
  #pendingBytes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #broken: StoreError | undefined;

  /** Throws `StoreError` when the file cannot be opened; `flags` as of `fs.open`. */
  constructor(path: string, flags: "ax" | "a", options: LineWriterOptions = {}) {
    this.#path = path;
    this.#options = { flushMs: 200, flushBytes: 65_536, write: writeSync, ...options };
    try {
      this.#handle = openSync(path, flags);
    } catch (error) {
      throw storeError("create", path, error);
    }
  }

  /** `line` holds no newline. Throws `StoreError` once a write has failed. */
  append(line: string): void {
    if (this.#broken !== undefined) throw this.#broken;
    this.#pending.push(line);
    this.#pendingBytes += line.length + 1;
    if (this.#pendingBytes >= this.#options.flushBytes) {
      this.flush();
    } else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#flushLater(), this.#options.flushMs);
      this.#timer.unref();
    }
  }

  /** Hands what waits to the operating system. Throws `StoreError`. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#pending.length === 0) return;
    const bytes = Buffer.from(`${this.#pending.join("\n")}\n`);
    this.#pending = [];
    this.#pendingBytes = 0;
    try {
      for (let offset = 0; offset < bytes.length; ) offset += this.#options.write(this.#handle, bytes, offset, bytes.length - offset);
    } catch (error) {
      this.#broken = storeError("write", this.#path, error);
      throw this.#broken;
    }
  }

  /** Writes what waits, down to the disk, and closes the file. */
  close(): void {
    try {
      this.flush();
      fdatasyncSync(this.#handle);
    } finally {
      closeSync(this.#handle);
    }
  }

  #flushLater(): void {
    try {
      this.flush();
    } catch {
      // The next append tells.
    }
  }
}
