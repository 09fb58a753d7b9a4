import { DatasetError, EvalkitError } from "@evalkit/core";
import { type ArrowField, arrowFields, arrowRows } from "./arrow-columns.js";
import { readBytes, type ByteOptions } from "./bytes.js";
import { FlatTable } from "./flatbuffer.js";
import { plainRow } from "./plain-value.js";
import type { PlacedRow, RowBatches } from "./placed-row.js";

const FILE_MARK = "ARROW1";
const CONTINUES = 0xffffffff;
const SCHEMA = 1;
const RECORD_BATCH = 3;
const MAX_METADATA_BYTES = 64 * 1024 * 1024;
const MAX_BODY_BYTES = 1024 * 1024 * 1024;
const MAX_BATCH_ROWS = 10_000_000;

/**
 * Rows of an Arrow IPC file or stream as Hugging Face's `save_to_disk` writes it, batch by batch: texts, numbers, truth values, lists and
 * structs. Compressed or dictionary-encoded columns and other kinds are refused by a `DatasetError`.
 */
export async function* arrowBatches(path: string, name: string, options: ByteOptions): RowBatches {
  const source = new ByteReader(readBytes(path, options));
  try {
    let fields: readonly ArrowField[] | undefined;
    let line = 0;
    await skipFileMark(source);
    for (let message = await nextMessage(source); message !== undefined; message = await nextMessage(source)) {
      const { kind, header, body } = message;
      if (kind === SCHEMA) fields = arrowFields(header);
      else if (kind !== RECORD_BATCH) throw new Error("its columns are dictionary-encoded");
      else if (fields === undefined) throw new Error("it has no schema");
      else {
        const rows = rowsOf(header, fields, body, line);
        line += rows.length;
        yield rows;
      }
    }
    if (fields === undefined) throw new Error("it has no schema");
    await source.drain();
  } catch (cause) {
    if (EvalkitError.is(cause) || (cause instanceof Error && cause.name === "AbortError")) throw cause;
    throw new DatasetError(`${name} cannot be read as Arrow: ${cause instanceof Error ? cause.message : "unknown reason"}`, { cause });
  } finally {
    await source.close();
  }
}

function rowsOf(header: FlatTable, fields: readonly ArrowField[], body: Uint8Array, before: number): readonly PlacedRow[] {
  if (header.table(3) !== undefined) throw new Error("it is compressed");
  const length = header.int64(0);
  if (length < 0 || length > MAX_BATCH_ROWS) throw new RangeError("a batch claims too many rows");
  const rows = arrowRows(fields, { length, nodes: header.pairs(1), buffers: header.pairs(2) }, body);
  return rows.map((row, index) => ({ row: plainRow(row), line: before + index + 1 }));
}

async function skipFileMark(source: ByteReader): Promise<void> {
  const head = await source.peek(8);
  if (new TextDecoder().decode(head.subarray(0, FILE_MARK.length)) === FILE_MARK) await source.take(8);
}

interface ArrowMessage {
  readonly kind: number;
  readonly header: FlatTable;
  readonly body: Uint8Array;
}

/** The next message; `undefined` at the mark of the end or where the bytes end. */
async function nextMessage(source: ByteReader): Promise<ArrowMessage | undefined> {
  let size = await uint32(source);
  if (size === CONTINUES) size = await uint32(source);
  if (size === undefined || size === 0) return undefined;
  if (size > MAX_METADATA_BYTES) throw new RangeError("its first bytes are none of Arrow's");
  const message = FlatTable.root(await source.take(size));
  const header = message.table(2);
  const length = message.int64(3);
  if (header === undefined || length < 0) throw new Error("a message is damaged");
  if (length > MAX_BODY_BYTES) throw new RangeError("a batch is larger than 1 GiB");
  return { kind: message.uint8(1), header, body: await source.take(length) };
}

async function uint32(source: ByteReader): Promise<number | undefined> {
  const bytes = await source.peek(4);
  if (bytes.length < 4) return undefined;
  await source.take(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}

/** Takes exact numbers of bytes from chunks as they come. */
class ByteReader {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private held = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** So many bytes, or what is left, without taking them. */
  async peek(length: number): Promise<Uint8Array> {
    await this.hold(length);
    return this.held.slice(0, length);
  }

  async take(length: number): Promise<Uint8Array> {
    await this.hold(length);
    if (this.held.length < length) throw new RangeError("it ends in the middle of a batch");
    const taken = this.held.slice(0, length);
    this.held = this.held.subarray(length);
    return taken;
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  /** Reads to the end, so that every byte was seen. */
  async drain(): Promise<void> {
    while ((await this.chunks.next()).done !== true);
  }

  private async hold(length: number): Promise<void> {
    if (this.held.length >= length) return;
    const parts = [this.held];
    let total = this.held.length;
    while (total < length) {
      const next = await this.chunks.next();
      if (next.done === true) break;
      parts.push(new Uint8Array(next.value));
      total += next.value.length;
    }
    const joined = new Uint8Array(total);
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    this.held = joined;
  }
}
