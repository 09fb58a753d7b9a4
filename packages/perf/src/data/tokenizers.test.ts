import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { byteLetters, byteLevelFile, GPT2_SPLIT } from "./bpe-file.js";
import { openTokenizer } from "./open-tokenizer.js";
import { seededRandom } from "./seeded-random.js";

const folder = mkdtempSync(join(tmpdir(), "evalkit-perf-tokenizer-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const letters = byteLetters();
const SPACE = letters[32]!;

/** All bytes, then words built letter by letter, as a trained vocabulary has them: ` ab`, ` abc`, …. */
function vocabulary(): { readonly tokens: string[]; readonly merges: [string, string][] } {
  const tokens = [...letters];
  const merges: [string, string][] = [];
  const alphabet = "abcdefghijklmnopqrstuvwxyz";
  const add = (left: string, right: string): string => {
    if (!tokens.includes(left + right)) {
      tokens.push(left + right);
      merges.push([left, right]);
    }
    return left + right;
  };
  for (const first of alphabet) for (const second of alphabet) add(add(SPACE, first), second);
  return { tokens, merges };
}

const { tokens, merges } = vocabulary();
const parts = { vocabulary: Object.fromEntries(tokens.map((token, id) => [token, id])), merges, special: [{ id: tokens.length, content: "<|end|>" }], split: GPT2_SPLIT };

function writeJson(): string {
  const path = join(folder, "tokenizer.json");
  writeFileSync(path, JSON.stringify(byteLevelFile(parts).json));
  return path;
}

function writeTiktoken(): string {
  const bytesOf = (token: string): Buffer => Buffer.from([...token].map((letter) => letters.indexOf(letter)));
  const path = join(folder, "tiny.tiktoken");
  writeFileSync(path, tokens.map((token, rank) => `${bytesOf(token).toString("base64")} ${rank}`).join("\n"));
  return path;
}

function writeGguf(kind = "gpt2"): string {
  const number = (value: number, bytes: 4 | 8): Buffer => {
    const buffer = Buffer.alloc(bytes);
    if (bytes === 4) buffer.writeUInt32LE(value);
    else buffer.writeBigUInt64LE(BigInt(value));
    return buffer;
  };
  const text = (value: string): Buffer => Buffer.concat([number(Buffer.byteLength(value), 8), Buffer.from(value)]);
  const list = (values: readonly string[]): Buffer => Buffer.concat([number(9, 4), number(8, 4), number(values.length, 8), ...values.map(text)]);
  const entries = [
    [text("general.name"), number(8, 4), text("tiny")],
    [text("tokenizer.ggml.model"), number(8, 4), text(kind)],
    [text("tokenizer.ggml.tokens"), list([...tokens, "<|end|>"])],
    [text("tokenizer.ggml.merges"), list(merges.map((pair) => pair.join(" ")))],
    [text("tokenizer.ggml.token_type"), number(9, 4), number(5, 4), number(tokens.length + 1, 8), ...[...tokens.map(() => 1), 3].map((type) => number(type, 4))],
  ];
  const path = join(folder, `tiny-${kind}.gguf`);
  writeFileSync(path, Buffer.concat([Buffer.from("GGUF"), number(3, 4), number(0, 8), number(entries.length, 8), ...entries.flat()]));
  return path;
}

describe.each([["tokenizer.json", writeJson], [".tiktoken", writeTiktoken], [".gguf", writeGguf]] as const)("%s", (_, write) => {
  test("counts, cuts and makes texts of exact lengths", async () => {
    const counter = await openTokenizer(write());
    expect(counter.unit).toBe("tokenizer");
    expect(counter.encode!(" ab cd")).toEqual([tokens.indexOf(`${SPACE}ab`), tokens.indexOf(`${SPACE}cd`)]);
    expect(counter.count(" ab cdx é")).toBe(6);
    expect(counter.cut(" ab cd ef", 2)).toBe(" ab cd");
    for (const [place, length] of [1, 2, 17, 300].entries()) {
      const text = counter.random(length, seededRandom(3, place));
      expect(counter.count(text)).toBe(length);
      expect(counter.random(length, seededRandom(3, place))).toBe(text);
      expect(text).not.toContain("<|end|>");
    }
  });
});

describe("files that are none", () => {
  test("are said to be", async () => {
    await expect(openTokenizer(join(folder, "missing"))).rejects.toThrow(/There is no .*missing \(--tokenizer-path\)/);
    await expect(openTokenizer(writeGguf("llama"))).rejects.toThrow(/vocabulary of the kind llama/);
    const path = join(folder, "bad.tiktoken");
    writeFileSync(path, "aGk= 1\nnot a line at all\n");
    await expect(openTokenizer(path)).rejects.toThrow(/bad\.tiktoken:2 is no line/);
    writeFileSync(join(folder, "cut.gguf"), Buffer.from("GGUF\u0003\u0000\u0000\u0000"));
    await expect(openTokenizer(join(folder, "cut.gguf"))).rejects.toThrow(/cut\.gguf ends inside of its head/);
    writeFileSync(join(folder, "other.json"), `{"a": 1}`);
    await expect(openTokenizer(join(folder, "other.json"))).rejects.toThrow(/cannot be used/);
  });
});
