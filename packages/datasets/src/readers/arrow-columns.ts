import type { FlatTable } from "./flatbuffer.js";

/** A column as the schema names it, its kind and the columns inside of it. */
export interface ArrowField {
  readonly name: string;
  readonly kind: "null" | "int" | "float" | "text" | "bool" | "list" | "struct" | "fixed-list";
  /** Bits of a number, or of the offsets of a text or list; the length of a fixed list. */
  readonly width: number;
  readonly isSigned: boolean;
  readonly children: readonly ArrowField[];
}

/** A batch: its number of rows, and its parts in the order of the schema. */
export interface ArrowBatch {
  readonly length: number;
  readonly nodes: readonly (readonly [length: number, nulls: number])[];
  readonly buffers: readonly (readonly [offset: number, length: number])[];
}

type Read = (index: number) => unknown;

const MAX_DEPTH = 16;
/** Values of one column in one batch. */
const MAX_LENGTH = 20_000_000;
const KINDS: Readonly<Record<number, ArrowField["kind"]>> = { 1: "null", 2: "int", 3: "float", 5: "text", 6: "bool", 12: "list", 13: "struct", 16: "fixed-list", 20: "text", 21: "list" };

/** Reads the columns of a schema. Throws for a kind of column that is not read. */
export function arrowFields(schema: FlatTable): readonly ArrowField[] {
  return schema.tables(1).map((field) => arrowField(field, 0));
}

function arrowField(field: FlatTable, depth: number): ArrowField {
  const name = field.text(0);
  const type = field.uint8(2);
  const kind = KINDS[type];
  if (kind === undefined || field.table(4) !== undefined || depth > MAX_DEPTH) throw new Error(`the column ${name.slice(0, 60)} is of a kind that is not read`);
  const detail = field.table(3);
  const isLarge = type === 20 || type === 21;
  const width = kind === "int" || kind === "fixed-list" ? (detail?.int32(0) ?? 0) : kind === "float" ? [16, 32, 64][detail?.int16(0) ?? 0] ?? 0 : isLarge ? 64 : 32;
  return { name, kind, width, isSigned: (detail?.uint8(1) ?? 0) !== 0, children: field.tables(5).map((child) => arrowField(child, depth + 1)) };
}

/** Reads the rows of one batch out of its body. */
export function arrowRows(fields: readonly ArrowField[], batch: ArrowBatch, body: Uint8Array): Record<string, unknown>[] {
  const columns = new ColumnReader(batch, body);
  const reads = fields.map((field) => [field.name, columns.column(field, 0)] as const);
  return Array.from({ length: batch.length }, (_, index) => Object.fromEntries(reads.map(([name, read]) => [name, read(index)])));
}

/** Takes nodes and buffers in the order in which columns need them. */
class ColumnReader {
  private node = 0;
  private buffer = 0;
  private readonly batch: ArrowBatch;
  private readonly body: Uint8Array;

  constructor(batch: ArrowBatch, body: Uint8Array) {
    this.batch = batch;
    this.body = body;
  }

  column(field: ArrowField, depth: number): Read {
    const node = this.batch.nodes[this.node++];
    if (node !== undefined && node[0] > MAX_LENGTH) throw new RangeError("a column claims too many values");
    if (node === undefined || depth > MAX_DEPTH) throw new RangeError("a batch has fewer columns than its schema");
    if (field.kind === "null") return () => null;
    const present = this.bits();
    const hasNulls = node[1] !== 0 && present !== undefined;
    const read = this.values(field, depth);
    return hasNulls ? (index) => (present(index) ? read(index) : null) : read;
  }

  private values(field: ArrowField, depth: number): Read {
    switch (field.kind) {
      case "int":
        return this.integers(field);
      case "float":
        return this.floats(field.width);
      case "bool":
        return this.bits() ?? (() => false);
      case "text":
        return this.texts(field.width);
      case "list":
        return this.lists(field, depth);
      case "fixed-list":
        return this.fixedLists(field, depth);
      default: {
        const members = field.children.map((child) => [child.name, this.column(child, depth + 1)] as const);
        return (index) => Object.fromEntries(members.map(([name, read]) => [name, read(index)]));
      }
    }
  }

  private take(): DataView {
    const [offset = 0, length = 0] = this.batch.buffers[this.buffer++] ?? [];
    if (offset < 0 || length < 0 || offset + length > this.body.byteLength) throw new RangeError("a column reaches beyond its batch");
    return new DataView(this.body.buffer, this.body.byteOffset + offset, length);
  }

  private bits(): ((index: number) => boolean) | undefined {
    const view = this.take();
    return view.byteLength === 0 ? undefined : (index) => (view.getUint8(index >> 3) & (1 << (index & 7))) !== 0;
  }

  private integers({ width, isSigned }: ArrowField): Read {
    const view = this.take();
    if (width === 64) return (index) => (isSigned ? view.getBigInt64(index * 8, true) : view.getBigUint64(index * 8, true));
    if (width === 32) return (index) => (isSigned ? view.getInt32(index * 4, true) : view.getUint32(index * 4, true));
    if (width === 16) return (index) => (isSigned ? view.getInt16(index * 2, true) : view.getUint16(index * 2, true));
    return (index) => (isSigned ? view.getInt8(index) : view.getUint8(index));
  }

  private floats(width: number): Read {
    const view = this.take();
    if (width === 16) throw new Error("numbers of 16 bits are not read");
    return width === 64 ? (index) => view.getFloat64(index * 8, true) : (index) => view.getFloat32(index * 4, true);
  }

  private offsets(width: number): (index: number) => number {
    const view = this.take();
    if (view.byteLength === 0) return () => 0;
    return width === 64 ? (index) => Number(view.getBigInt64(index * 8, true)) : (index) => view.getInt32(index * 4, true);
  }

  private texts(width: number): Read {
    const offset = this.offsets(width);
    const view = this.take();
    const decoder = new TextDecoder();
    return (index) => {
      const [start, end] = [offset(index), offset(index + 1)];
      if (start < 0 || end < start || end > view.byteLength) throw new RangeError("a text reaches beyond its column");
      return decoder.decode(new Uint8Array(view.buffer, view.byteOffset + start, end - start));
    };
  }

  private lists(field: ArrowField, depth: number): Read {
    const offset = this.offsets(field.width);
    const length = this.batch.nodes[this.node]?.[0] ?? 0;
    const item = this.column(field.children[0] ?? field, depth + 1);
    return (index) => {
      const [start, end] = [offset(index), offset(index + 1)];
      if (start < 0 || end < start || end > length) throw new RangeError("a list reaches beyond its column");
      return Array.from({ length: end - start }, (_, at) => item(start + at));
    };
  }

  private fixedLists(field: ArrowField, depth: number): Read {
    const length = this.batch.nodes[this.node]?.[0] ?? 0;
    const item = this.column(field.children[0] ?? field, depth + 1);
    return (index) => {
      if (field.width < 0 || (index + 1) * field.width > length) throw new RangeError("a list reaches beyond its column");
      return Array.from({ length: field.width }, (_, at) => item(index * field.width + at));
    };
  }
}
