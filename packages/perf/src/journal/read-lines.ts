import { closeSync, openSync, readSync } from "node:fs";
import { storeError } from "../results/store-files.js";

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;
/** No record is as long; a longer line is damage. */
const MAX_LINE_BYTES = 256 << 20;

/** A whole line and the place behind its newline. */
export interface PlacedLine {
  /** Undefined for a line too long to be read. */
  readonly text: string | undefined;
  readonly endByte: number;
}

/** The whole lines of a file, one chunk in memory at a time; what stands behind the last newline is left out. Throws `StoreError`. */
export function* readLines(path: string): Generator<PlacedLine> {
  const handle = openForReading(path);
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let pieces: Buffer[] = [];
    let pending = 0;
    let position = 0;
    for (let size = readSync(handle, chunk, 0, CHUNK_BYTES, position); size > 0; size = readSync(handle, chunk, 0, CHUNK_BYTES, position)) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0 && end < size; end = chunk.indexOf(NEWLINE, start)) {
        const text = pending > MAX_LINE_BYTES ? undefined : Buffer.concat([...pieces, chunk.subarray(start, end)]).toString("utf8");
        yield { text, endByte: position + end + 1 };
        pieces = [];
        pending = 0;
        start = end + 1;
      }
      pending += size - start;
      if (pending <= MAX_LINE_BYTES) pieces.push(Buffer.from(chunk.subarray(start, size)));
      else pieces = [];
      position += size;
    }
  } finally {
    closeSync(handle);
  }
}

function openForReading(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw storeError("read", path, error);
  }
}
