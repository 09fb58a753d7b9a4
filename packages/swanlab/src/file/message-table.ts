import { WireReader, WireWriter } from "./wire.js";

type Scalar = "string" | "int64" | "bool" | "double";

/** One field of a message: its number, its type, and whether it repeats. */
export interface Field {
  readonly number: number;
  readonly name: string;
  readonly type: Scalar | MessageCodec<unknown>;
  readonly repeated?: boolean;
}

type Values = Record<string, unknown>;

const writer = new WireWriter();
const ZERO: Readonly<Record<Scalar, unknown>> = { string: "", int64: 0, bool: false, double: 0 };

/** Encodes and decodes one kind of protobuf message from a table of its fields; unknown fields are skipped. */
export class MessageCodec<Message> {
  readonly #fields: readonly Field[];
  readonly #byNumber: ReadonlyMap<number, Field>;

  constructor(fields: readonly Field[]) {
    this.#fields = fields.toSorted((first, second) => first.number - second.number);
    this.#byNumber = new Map(fields.map((field) => [field.number, field]));
  }

  encode(message: Message): Uint8Array {
    this.write(message as Values);
    return writer.take();
  }

  /** Absent fields come back as their zero value; absent messages as `undefined`. Throws `RangeError` on malformed bytes. */
  decode(bytes: Uint8Array): Message {
    return this.read(new WireReader(bytes)) as Message;
  }

  write(message: Values): void {
    for (const field of this.#fields) {
      const value = message[field.name];
      if (value === undefined) continue;
      if (field.repeated === true) {
        for (const item of value as readonly unknown[]) writeField(field, item);
      } else if (isSent(field, value)) {
        writeField(field, value);
      }
    }
  }

  read(reader: WireReader): Values {
    const message: Values = {};
    for (const field of this.#fields) {
      if (field.repeated === true) message[field.name] = [];
      else if (typeof field.type === "string") message[field.name] = ZERO[field.type];
    }
    while (!reader.atEnd) {
      const tag = reader.varint();
      const wireType = tag & 7;
      const field = this.#byNumber.get(Math.floor(tag / 8));
      if (field === undefined || wireType !== wireTypeOf(field)) {
        reader.skip(wireType);
        continue;
      }
      const value = readValue(field, reader);
      if (field.repeated === true) (message[field.name] as unknown[]).push(value);
      else message[field.name] = value;
    }
    return message;
  }
}

function isSent(field: Field, value: unknown): boolean {
  if (typeof field.type !== "string") return true;
  if (field.type === "double") return !Object.is(value, 0);
  return value !== ZERO[field.type];
}

function wireTypeOf(field: Field): number {
  if (field.type === "double") return 1;
  return field.type === "int64" || field.type === "bool" ? 0 : 2;
}

function writeField(field: Field, value: unknown): void {
  const { type } = field;
  writer.varint(field.number * 8 + wireTypeOf(field));
  if (type === "string") writer.string(value as string);
  else if (type === "int64") writer.varint(value as number);
  else if (type === "bool") writer.varint(value === true ? 1 : 0);
  else if (type === "double") writer.double(value as number);
  else writer.nested(() => type.write(value as Values));
}

function readValue(field: Field, reader: WireReader): unknown {
  const { type } = field;
  if (type === "string") return reader.string();
  if (type === "int64") return reader.varint();
  if (type === "bool") return reader.varint() !== 0;
  if (type === "double") return reader.double();
  return type.read(reader.nested());
}
