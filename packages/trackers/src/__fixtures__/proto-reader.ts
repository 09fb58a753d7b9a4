/** Fields of a message by number, in order: varints as bigint, fixed as number, the rest as bytes. */
export type Fields = ReadonlyMap<number, readonly (bigint | number | Uint8Array)[]>;

export function readMessage(bytes: Uint8Array, fixed32: "float" | "bits" = "float"): Fields {
  const fields = new Map<number, (bigint | number | Uint8Array)[]>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError("The message ends within a number.");
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    let value: bigint | number | Uint8Array;
    if (wire === 0) value = varint();
    else if (wire === 1) {
      value = view.getFloat64(at, true);
      at += 8;
    } else if (wire === 5) {
      value = fixed32 === "float" ? view.getFloat32(at, true) : view.getUint32(at, true);
      at += 4;
    } else if (wire === 2) {
      const length = Number(varint());
      if (at + length > bytes.length) throw new RangeError("The message ends within a field.");
      value = bytes.subarray(at, at + length);
      at += length;
    } else throw new TypeError(`Wire type ${wire}.`);
    const number = tag >>> 3;
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

export function messagesOf(fields: Fields, number: number): readonly Fields[] {
  return (fields.get(number) ?? []).map((value) => readMessage(value as Uint8Array));
}

export function textOf(fields: Fields, number: number): string | undefined {
  const value = fields.get(number)?.[0];
  return value === undefined ? undefined : new TextDecoder("utf-8", { fatal: true }).decode(value as Uint8Array);
}
