const encoder = new TextEncoder();
const decoder = new TextDecoder();
const START_SIZE = 256;

/** Builds protobuf bytes. One writer is reused for many messages: `take` copies what was written and starts anew. */
export class WireWriter {
  #bytes = new Uint8Array(START_SIZE);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The bytes written since the last `take`. */
  take(): Uint8Array {
    const copy = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return copy;
  }

  /** A whole number of at most 53 bits; negative ones become ten bytes, as protobuf wants. */
  varint(value: number): void {
    this.#reserve(10);
    if (value < 0) {
      this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
      return;
    }
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Length and UTF-8 bytes; lone surrogates become U+FFFD. */
  string(value: string): void {
    const most = value.length * 3;
    this.#reserve(most + 10);
    const start = this.#length;
    const sizeLength = varintLength(most);
    const { written } = encoder.encodeInto(value, this.#bytes.subarray(start + sizeLength));
    this.#closeLength(start, sizeLength, written);
  }

  /** Length and what `write` writes. */
  nested(write: () => void): void {
    this.#reserve(5);
    const start = this.#length;
    this.#length += 1;
    write();
    this.#closeLength(start, 1, this.#length - start - 1);
  }

  #closeLength(start: number, room: number, size: number): void {
    const needed = varintLength(size);
    if (needed !== room) {
      this.#reserve(needed);
      this.#bytes.copyWithin(start + needed, start + room, start + room + size);
    }
    this.#length = start;
    this.varint(size);
    this.#length = start + needed + size;
  }

  #bigVarint(value: bigint): void {
    let rest = value;
    while (rest > 0x7fn) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) length += 1;
  return length;
}

/** Reads protobuf bytes; throws a `RangeError` where they end too early. */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  #position: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = start;
    this.#end = end;
  }

  get atEnd(): boolean {
    return this.#position >= this.#end;
  }

  /** A signed 64-bit whole number; beyond 53 bits it loses precision. */
  varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < 7; count += 1) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    let high = BigInt(value);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      high |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, high));
    }
    throw new RangeError("a whole number has more than ten bytes");
  }

  double(): number {
    const at = this.#advance(8);
    return this.#view.getFloat64(at, true);
  }

  string(): string {
    const size = this.#size();
    const at = this.#advance(size);
    return decoder.decode(this.#bytes.subarray(at, at + size));
  }

  /** A reader of the nested message that starts here. */
  nested(): WireReader {
    const size = this.#size();
    const at = this.#advance(size);
    return new WireReader(this.#bytes, at, at + size);
  }

  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#advance(8);
    else if (wireType === 2) this.#advance(this.#size());
    else if (wireType === 5) this.#advance(4);
    else throw new RangeError(`a field has the unknown wire type ${wireType}`);
  }

  #size(): number {
    const size = this.varint();
    if (size < 0) throw new RangeError("a length is negative");
    return size;
  }

  #byte(): number {
    const byte = this.#position < this.#end ? this.#bytes[this.#position] : undefined;
    if (byte === undefined) throw new RangeError("a message ends too early");
    this.#position += 1;
    return byte;
  }

  #advance(count: number): number {
    const at = this.#position;
    if (at + count > this.#end) throw new RangeError("a message ends too early");
    this.#position = at + count;
    return at;
  }
}
