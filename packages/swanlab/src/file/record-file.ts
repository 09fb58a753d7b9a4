import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { FILE_HEADER, frame } from "./framing.js";
import { recordCodec, type SwanlabRecord } from "./records.js";

const WRITE_SIZE = 65_536;
const WRITE_DELAY_MS = 200;
/** What waits in memory while the disk refuses writes. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;

export interface RecordFileEvents {
  /** Called after more of the file can be read. */
  readonly onWritten: () => void;
  /** Called when the disk refuses a write (the bytes wait) and when records are lost because too many wait. */
  readonly onFailure: (message: string) => void;
}

/**
 * The `.swanlab` file of a run, written through in batches: at the latest 200 ms after a record, or when 64 KiB wait.
 * It never throws after it was opened: a disk that refuses is reported, and at most 8 MiB wait for it.
 */
export class RecordFile {
  readonly path: string;
  readonly fd: number;
  readonly #events: RecordFileEvents;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #written = 0;
  #timer: NodeJS.Timeout | undefined;
  #isFailing = false;
  #isClosed = false;
  #lost = 0;

  /** Creates the file; throws the file system's error when it exists or cannot be made. */
  constructor(path: string, events: RecordFileEvents) {
    this.path = path;
    this.#events = events;
    this.fd = openSync(path, "ax+");
    this.#push(FILE_HEADER);
  }

  /** Bytes that are in the file. */
  get size(): number {
    return this.#written;
  }

  /** Records that could not be kept. */
  get lost(): number {
    return this.#lost;
  }

  append(record: SwanlabRecord): void {
    if (this.#isClosed || this.#waitingBytes > MOST_WAITING_BYTES) {
      this.#lost += 1;
      if (this.#lost === 1) this.#events.onFailure(`records are lost: ${this.path} cannot be written`);
      return;
    }
    this.#push(frame(recordCodec.encode(record), this.#written + this.#waitingBytes));
    if (this.#waitingBytes >= WRITE_SIZE && !this.#isFailing) this.write();
    else this.#timer ??= setTimeout(() => this.write(), WRITE_DELAY_MS);
  }

  /** Writes what waits. */
  write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waitingBytes === 0 || this.#isClosed) return;
    try {
      this.#writeAll(Buffer.concat(this.#waiting));
    } catch (error) {
      this.#refused(error);
      return;
    }
    this.#written += this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#isFailing = false;
    this.#events.onWritten();
  }

  /** Writes what waits and makes it durable. Returns whether everything is in the file. */
  settle(): boolean {
    this.write();
    try {
      if (!this.#isClosed) fsyncSync(this.fd);
    } catch {
      // Not every file system can do this; the bytes are written.
    }
    return this.#waitingBytes === 0 && this.#lost === 0;
  }

  close(): void {
    if (this.#isClosed) return;
    this.write();
    clearTimeout(this.#timer);
    this.#isClosed = true;
    try {
      closeSync(this.fd);
    } catch {
      // Whatever was wrong with the file was reported when it was written.
    }
  }

  #push(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  #writeAll(bytes: Uint8Array): void {
    for (let offset = 0; offset < bytes.length; ) offset += writeSync(this.fd, bytes, offset);
  }

  /** Half a batch in the file would make everything behind it unreadable. */
  #refused(error: unknown): void {
    try {
      ftruncateSync(this.fd, this.#written);
    } catch {
      // The same disk; the next attempt tries again.
    }
    if (!this.#isFailing) this.#events.onFailure(`${this.path} cannot be written (${messageOf(error)}); what is logged waits in memory`);
    this.#isFailing = true;
    this.#timer ??= setTimeout(() => this.write(), WRITE_DELAY_MS * 5).unref();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
