import { closeSync, fstatSync, openSync } from "node:fs";
import { FrameReader } from "./frame-reader.js";
import { recordCodec, type SwanlabRecord } from "./records.js";

/** Every record of a `.swanlab` file, and why reading stopped early, if it did. */
export interface RecordFileContent {
  readonly records: readonly SwanlabRecord[];
  /** What is wrong with the file behind the last record; `undefined` for a sound file. */
  readonly damage: string | undefined;
}

/** Reads a whole `.swanlab` file; a damaged or cut-off tail is reported, what comes before it is kept. Throws the file system's error. */
export function readRecordFile(path: string): RecordFileContent {
  const fd = openSync(path, "r");
  const records: SwanlabRecord[] = [];
  try {
    const size = fstatSync(fd).size;
    const reader = new FrameReader(fd);
    for (let message = reader.next(size); message !== undefined; message = reader.next(size)) {
      records.push(recordCodec.decode(message));
    }
    return { records, damage: reader.damage ?? (reader.position < size ? "the last record is cut off" : undefined) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { records, damage: `record ${records.length + 1} cannot be read: ${error.message}` };
  } finally {
    closeSync(fd);
  }
}
