import type { FrameReader } from "../file/frame-reader.js";
import { recordCodec, runStates, type ColumnRecord, type LogRecord, type MediaRecord, type SaveRecord, type ScalarRecord } from "../file/records.js";

/** Records that are sent together, sorted by kind, each kind in the order of the file. */
export interface Batch {
  readonly saves: SaveRecord[];
  readonly columns: ColumnRecord[];
  readonly scalars: ScalarRecord[];
  readonly media: MediaRecord[];
  readonly logs: LogRecord[];
}

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_MEDIA = 100;

export interface BatchLimits {
  /** Bytes of the file that may be read. */
  readonly end: number;
  /** Records. */
  readonly most: number;
  /** Number of the run's last console line; the error that ended a run is sent as the line behind it. */
  readonly lastLine: number;
}

/** The next records of the file: at most `most`, 4 MiB or 100 of media; `undefined` when there is none. */
export function readBatch(reader: FrameReader, { end, most, lastLine }: BatchLimits): Batch | undefined {
  const batch: Batch = { saves: [], columns: [], scalars: [], media: [], logs: [] };
  let bytes = 0;
  let count = 0;
  while (count < most && bytes < MOST_BYTES && batch.media.length < MOST_MEDIA) {
    const message = reader.next(end);
    if (message === undefined) break;
    bytes += message.length;
    count += 1;
    const record = recordCodec.decode(message);
    if (record.scalar !== undefined) batch.scalars.push(record.scalar);
    else if (record.media !== undefined) batch.media.push(record.media);
    else if (record.log !== undefined) batch.logs.push(record.log);
    else if (record.column !== undefined) batch.columns.push(record.column);
    else if (record.save !== undefined) batch.saves.push(record.save);
    else if (record.finish !== undefined && record.finish.state !== runStates.finished) {
      const { error, finishedAt } = record.finish;
      batch.logs.push({ line: error, level: 1, timestamp: finishedAt, epoch: lastLine + 1 });
    }
  }
  return count === 0 ? undefined : batch;
}
