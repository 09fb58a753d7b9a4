import type { RecordBatch } from "./protocol.js";
import { RECORD, RECORD_COLUMNS } from "./record-columns.js";

/** One request's raw timeline as it left the worker, views into the batch. */
export interface RawRecord {
  /** A fixed column; undefined where the worker had none. */
  number(column: keyof typeof RECORD): number | undefined;
  readonly flags: number;
  readonly message: string | undefined;
  readonly times: Float64Array;
  readonly kinds: Uint8Array;
  /** Numbers of the kept events, and their bytes. */
  readonly kept: readonly number[];
  keptText(position: number): string;
  /** All kept bytes as one text: the body of an answer that was no stream. */
  bodyText(): string;
}

export function* unpackRecords(batch: RecordBatch): Generator<RawRecord> {
  const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.byteLength);
  let row = 0;
  let byte = 0;
  for (let count = 0; count < batch.count; count += 1) {
    const at = (column: keyof typeof RECORD): number => batch.numbers[row + RECORD[column]] ?? Number.NaN;
    const events = at("events");
    const kept = at("kept");
    const keptBytes = at("keptBytes");
    const length = RECORD_COLUMNS + events + 3 * kept;
    yield view(batch, bytes, { row, byte, events, kept, keptBytes });
    row += length;
    byte += events + keptBytes;
  }
}

interface Place {
  readonly row: number;
  readonly byte: number;
  readonly events: number;
  readonly kept: number;
  readonly keptBytes: number;
}

function view({ numbers, messages }: RecordBatch, bytes: Buffer, { row, byte, events, kept, keptBytes }: Place): RawRecord {
  const number = (column: keyof typeof RECORD): number | undefined => {
    const value = numbers[row + RECORD[column]];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  };
  const message = number("message");
  const triples = row + RECORD_COLUMNS + events;
  const blob = byte + events;
  return {
    number,
    flags: number("flags") ?? 0,
    message: message === undefined ? undefined : messages[message],
    times: numbers.subarray(row + RECORD_COLUMNS, triples),
    kinds: bytes.subarray(byte, blob),
    kept: Array.from({ length: kept }, (_, position) => numbers[triples + 3 * position] ?? 0),
    keptText: (position) => {
      const start = blob + (numbers[triples + 3 * position + 1] ?? 0);
      return bytes.toString("utf8", start, start + (numbers[triples + 3 * position + 2] ?? 0));
    },
    bodyText: () => bytes.toString("utf8", blob, blob + keptBytes),
  };
}
