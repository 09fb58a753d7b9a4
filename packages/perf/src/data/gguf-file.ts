import { open } from "node:fs/promises";
import { DatasetError } from "@evalkit/core";
import { GPT2_SPLIT, MODERN_SPLIT, QWEN_SPLIT, type TokenizerFile, byteLevelFile } from "./bpe-file.js";

const MAGIC = 0x46554747;
/** Vocabularies lie in the head of the file, before the weights. */
const HEAD_BYTES = 64 * 1024 * 1024;
const MOST_ITEMS = 2_000_000;
const SIZES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const STRING = 8;
const ARRAY = 9;
const CONTROL_TOKEN = 3;

/** The byte-level vocabulary of a GGUF file. Throws a DatasetError for other kinds of vocabulary and for files that are none. */
export async function readGguf(path: string, name: string): Promise<TokenizerFile> {
  const values = new GgufReader(await headOf(path), name).values();
  const kind = values.get("tokenizer.ggml.model");
  const tokens = values.get("tokenizer.ggml.tokens");
  const merges = values.get("tokenizer.ggml.merges");
  if (kind !== "gpt2" || !isTexts(tokens) || !isTexts(merges)) {
    throw new DatasetError(`${name} holds a vocabulary of the kind ${String(kind ?? "unknown").slice(0, 40)}, which cannot be read.`, { hint: "Only byte-level (gpt2) vocabularies of GGUF files can: give the model's tokenizer.json." });
  }
  const types = values.get("tokenizer.ggml.token_type");
  const special = tokens.flatMap((content, id) => (Array.isArray(types) && types[id] === CONTROL_TOKEN ? [{ id, content }] : []));
  return byteLevelFile({
    vocabulary: Object.fromEntries(tokens.map((token, id) => [token, id])),
    merges: merges.map((merge) => pairOf(merge)),
    special,
    split: splitOf(values.get("tokenizer.ggml.pre")),
  });
}

function pairOf(merge: string): readonly [string, string] {
  const space = merge.indexOf(" ", 1);
  return [merge.slice(0, space), merge.slice(space + 1)];
}

function splitOf(kind: unknown): string {
  if (kind === "qwen2") return QWEN_SPLIT;
  return kind === "gpt-2" || kind === undefined || kind === "default" ? GPT2_SPLIT : MODERN_SPLIT;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && typeof value[0] === "string";
}

async function headOf(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { size } = await file.stat();
  const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  return head.subarray(0, bytesRead);
}

/** Reads the key-value head of a GGUF file, version 2 and 3. */
class GgufReader {
  readonly #data: Buffer;
  readonly #name: string;
  #at = 0;

  constructor(data: Buffer, name: string) {
    this.#data = data;
    this.#name = name;
  }

  values(): ReadonlyMap<string, unknown> {
    try {
      return this.#values();
    } catch (cause) {
      if (cause instanceof RangeError) throw new DatasetError(`${this.#name} ends inside of its head.`, { cause });
      throw cause;
    }
  }

  #values(): ReadonlyMap<string, unknown> {
    if (this.#number(4) !== MAGIC || this.#number(4) < 2) throw new DatasetError(`${this.#name} is no GGUF file of version 2 or 3.`);
    this.#number(8);
    const values = new Map<string, unknown>();
    const count = this.#number(8);
    for (let index = 0; index < count; index += 1) {
      const key = this.#text();
      const value = this.#value(this.#number(4), 0);
      if (key.startsWith("tokenizer.")) values.set(key, value);
    }
    return values;
  }

  #number(bytes: 4 | 8): number {
    const value = bytes === 4 ? this.#data.readUInt32LE(this.#at) : Number(this.#data.readBigUInt64LE(this.#at));
    this.#at += bytes;
    return value;
  }

  #text(): string {
    const length = this.#number(8);
    if (this.#at + length > this.#data.length) throw new RangeError("text beyond the end");
    const text = this.#data.toString("utf8", this.#at, this.#at + length);
    this.#at += length;
    return text;
  }

  #value(type: number, depth: number): unknown {
    if (type === STRING) return this.#text();
    if (type === ARRAY && depth < 4) return this.#list(depth);
    const size = SIZES[type];
    if (size === undefined) throw new DatasetError(`${this.#name} holds a value of the unknown type ${type}.`);
    const value = type === 5 || type === 4 ? this.#data.readInt32LE(this.#at) : undefined;
    this.#at += size;
    return value;
  }

  #list(depth: number): readonly unknown[] {
    const type = this.#number(4);
    const count = this.#number(8);
    if (count > MOST_ITEMS) throw new DatasetError(`${this.#name} holds a list of ${count} items, which cannot be right.`);
    const items: unknown[] = [];
    for (let index = 0; index < count; index += 1) items.push(this.#value(type, depth + 1));
    return items;
  }
}
