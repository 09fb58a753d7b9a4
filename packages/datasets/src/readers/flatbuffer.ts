/**
 * A table of a flatbuffer: fields by number, absent ones undefined or the default given. Reads outside of the bytes throw a RangeError;
 * the depth of tables is the reader's own.
 */
export class FlatTable {
  private readonly view: DataView;
  private readonly at: number;

  constructor(view: DataView, at: number) {
    this.view = view;
    this.at = at;
  }

  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  uint8(field: number): number {
    const at = this.place(field);
    return at === undefined ? 0 : this.view.getUint8(at);
  }

  int16(field: number): number {
    const at = this.place(field);
    return at === undefined ? 0 : this.view.getInt16(at, true);
  }

  int32(field: number): number {
    const at = this.place(field);
    return at === undefined ? 0 : this.view.getInt32(at, true);
  }

  int64(field: number): number {
    const at = this.place(field);
    return at === undefined ? 0 : Number(this.view.getBigInt64(at, true));
  }

  text(field: number): string {
    const start = this.vector(field);
    if (start === undefined) return "";
    const length = this.view.getUint32(start, true);
    return new TextDecoder().decode(new Uint8Array(this.view.buffer, this.view.byteOffset + start + 4, length));
  }

  table(field: number): FlatTable | undefined {
    const at = this.place(field);
    return at === undefined ? undefined : new FlatTable(this.view, at + this.view.getUint32(at, true));
  }

  tables(field: number): readonly FlatTable[] {
    const start = this.vector(field);
    if (start === undefined) return [];
    return Array.from({ length: this.count(start, 4) }, (_, index) => {
      const at = start + 4 + index * 4;
      return new FlatTable(this.view, at + this.view.getUint32(at, true));
    });
  }

  /** A list of pairs of 64-bit numbers. */
  pairs(field: number): readonly (readonly [first: number, second: number])[] {
    const start = this.vector(field);
    if (start === undefined) return [];
    return Array.from({ length: this.count(start, 16) }, (_, index) => {
      const at = start + 4 + index * 16;
      return [Number(this.view.getBigInt64(at, true)), Number(this.view.getBigInt64(at + 8, true))] as const;
    });
  }

  private vector(field: number): number | undefined {
    const at = this.place(field);
    return at === undefined ? undefined : at + this.view.getUint32(at, true);
  }

  /** Length of a list, which cannot be longer than the bytes there are. */
  private count(start: number, size: number): number {
    const count = this.view.getUint32(start, true);
    if (count * size > this.view.byteLength) throw new RangeError("a list is longer than its file");
    return count;
  }

  private place(field: number): number | undefined {
    const slots = this.at - this.view.getInt32(this.at, true);
    const slot = 4 + field * 2;
    if (slot >= this.view.getUint16(slots, true)) return undefined;
    const offset = this.view.getUint16(slots + slot, true);
    return offset === 0 ? undefined : this.at + offset;
  }
}
