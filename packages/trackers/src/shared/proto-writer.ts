const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Writes one protobuf message, field by field, in the order of the calls. Fields that proto3 leaves out at their default are written when called. */
export class ProtoWriter {
  #buffer = new Uint8Array(64);
  #view = new DataView(this.#buffer.buffer);
  #length = 0;

  /** An `int32`, `int64`, `uint64`, `bool` or enum field; a safe integer, negative ones in ten bytes. */
  integer(field: number, value: number): this {
    this.#tag(field, WIRE.varint);
    return this.#varint(BigInt.asUintN(64, BigInt(value)));
  }

  double(field: number, value: number): this {
    this.#tag(field, WIRE.fixed64);
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
    return this;
  }

  float(field: number, value: number): this {
    this.#tag(field, WIRE.fixed32);
    this.#reserve(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, WIRE.bytes);
    this.#varint(BigInt(value.length));
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  message(field: number, value: ProtoWriter): this {
    return this.bytes(field, value.finish());
  }

  /** `google.protobuf.Timestamp`: seconds and nanoseconds. */
  timestamp(field: number, epochMs: number): this {
    const seconds = Math.floor(epochMs / 1_000);
    return this.message(field, new ProtoWriter().integer(1, seconds).integer(2, Math.round((epochMs - seconds * 1_000) * 1e6)));
  }

  /** The message so far. */
  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  #tag(field: number, wire: number): void {
    this.#varint(BigInt(field * 8 + wire));
  }

  #varint(value: bigint): this {
    this.#reserve(10);
    let rest = value;
    // Numbers below 2^31 are nearly all there are, and much faster.
    let small = rest < 0x7fff_ffffn ? Number(rest) : -1;
    if (small >= 0) {
      for (; small > 127; small >>>= 7) this.#buffer[this.#length++] = (small & 127) | 128;
      this.#buffer[this.#length++] = small;
      return this;
    }
    for (; rest > 127n; rest >>= 7n) this.#buffer[this.#length++] = Number(rest & 127n) | 128;
    this.#buffer[this.#length++] = Number(rest);
    return this;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + count));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
  }
}
