import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { DatasetError } from "@evalkit/core";
import { parseJsonFile } from "./data-files.js";
import type { TokenizerFile } from "./bpe-file.js";
import type { TextCounter } from "./text-counter.js";

/**
 * The tokenizer in a file (`tokenizer.json`, `.tiktoken`, `.gguf`) or a model's folder that holds one of them. Throws a DatasetError when there is none or it
 * cannot be read.
 */
export async function openTokenizer(path: string): Promise<TextCounter> {
  const file = await locate(path);
  const [{ Tokenizer }, { TokenCounter }, source] = await Promise.all([import("./hugging-face.js"), import("./token-counter.js"), read(file)]);
  try {
    return new TokenCounter(new Tokenizer(source.json, source.config));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(`The tokenizer in ${basename(file)} cannot be used: ${reason.slice(0, 200)}`, { cause, hint: "Give another --tokenizer-path, or none to count characters." });
  }
}

async function locate(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return path;
  if (found?.isDirectory() === true) {
    const { readdir } = await import("node:fs/promises");
    const names = await readdir(path);
    const name = ["tokenizer.json", ...names.filter((entry) => /\.(tiktoken|gguf)$/.test(entry)).sort()].find((entry) => names.includes(entry));
    if (name !== undefined) return join(path, name);
  }
  const what = found === undefined ? "There is no" : "There is no tokenizer in";
  throw new DatasetError(`${what} ${path} (--tokenizer-path).`, { hint: "Give a tokenizer.json, a .tiktoken or .gguf file, or the folder of a model that holds one. Hub names are not looked up." });
}

async function read(file: string): Promise<TokenizerFile> {
  const name = basename(file);
  if (file.endsWith(".gguf")) return (await import("./gguf-file.js")).readGguf(file, name);
  if (file.endsWith(".tiktoken")) return (await import("./tiktoken-file.js")).readTiktoken(await readFile(file, "utf8"), name);
  const config = await readFile(join(file, "..", "tokenizer_config.json"), "utf8").catch(() => "{}");
  return { json: await parseJsonFile(file), config: asObject(config) };
}

function asObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
