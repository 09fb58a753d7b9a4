import { readFile } from "node:fs/promises";
import { ConfigError, DatasetError } from "@evalkit/core";
import { type PerfOptions, type PromptSource, type RowReader, type TextCounter, characterCounter, findPerfDataset, onePrompt, openTokenizer, readPlainRows } from "@evalkit/perf";
import { fetchPerfData } from "./fetch-data.js";
import type { PromptEnvironment } from "./prompt-environment.js";

export interface OpenedPrompts {
  readonly prompts: PromptSource;
  readonly counter: TextCounter;
  /** Conversations follow the server's answers. */
  readonly isMultiTurn: boolean;
  readonly notes: readonly string[];
}

/** Opens the prompts that a load test sends. Throws a ConfigError or DatasetError, before any request, when they cannot be had. */
export async function openPrompts(options: PerfOptions, isChat: boolean, environment: PromptEnvironment): Promise<OpenedPrompts> {
  const { data, request, tokenizerPath } = options;
  const counter = tokenizerPath === undefined ? characterCounter : await openTokenizer(tokenizerPath);
  if (data.tokenizePrompt && counter.encode === undefined) throw new ConfigError("--tokenize-prompt needs --tokenizer-path.");
  if (data.prompt !== undefined) {
    const text = await textOf(data.prompt, "--prompt", environment);
    if (text.trim() === "") throw new ConfigError("--prompt is empty: there is nothing to send.");
    const prompts = onePrompt(text, isChat);
    return { prompts, counter, isMultiTurn: false, notes: prompts.notes };
  }
  const dataset = findPerfDataset(data.name);
  const path = dataset.reads === "none" ? undefined : await pathOf(options, environment);
  const prompts = await dataset.open({
    rows: path === "-" ? stdinRows(environment) : rowReader,
    counter,
    seed: request.seed,
    isChat,
    sendsTokens: data.tokenizePrompt,
    minLength: data.minPromptLength,
    prefixLength: data.prefixLength,
    minTurns: data.minTurns,
    images: data.images,
    arguments: data.arguments,
    ...(path === undefined ? {} : { path }),
    ...(data.maxPromptLength === undefined ? {} : { maxLength: data.maxPromptLength }),
    ...(data.maxTurns === undefined ? {} : { maxTurns: data.maxTurns }),
  });
  return { prompts, counter, isMultiTurn: dataset.isMultiTurn === true, notes: prompts.notes };
}

/** A text as given, of a file behind `@`, or of standard input. */
export async function textOf(given: string, what: string, { readStdin }: Pick<PromptEnvironment, "readStdin">): Promise<string> {
  if (given === "-") return readStdin();
  if (!given.startsWith("@")) return given;
  return readFile(given.slice(1), "utf8").catch((cause: unknown) => {
    throw new DatasetError(`The file of ${what} cannot be read: ${given.slice(1)}`, { cause });
  });
}

async function pathOf({ data }: PerfOptions, environment: PromptEnvironment): Promise<string> {
  const { path } = data;
  const dataset = findPerfDataset(data.name);
  if (path === "-") return path;
  if (path !== undefined) return inFolder(path, dataset.hub === undefined ? [] : Object.values(dataset.hub).map(({ file }) => file), dataset.reads);
  return fetchPerfData(data, environment);
}

/** A folder stands for the data set's own file in it. */
async function inFolder(path: string, names: readonly string[], reads: "file" | "folder" | "none"): Promise<string> {
  const { stat } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new DatasetError(`There is nothing at ${path} (--dataset-path).`);
  if (reads === "folder" || found.isFile()) return path;
  for (const name of names) if ((await stat(join(path, name)).catch(() => undefined))?.isFile() === true) return join(path, name);
  throw new DatasetError(`${path} is a folder${names.length === 0 ? "" : ` without ${names.join(" or ")}`}.`, { hint: "Give the file itself as --dataset-path." });
}

/** Plain files by our own reader; what needs more (parquet, gzip, quoted CSV) by that of the benchmarks. */
const rowReader: RowReader = async function* rows(path) {
  const isPlain = !/\.(parquet|tsv|gz)$/.test(path) && !(path.endsWith(".csv") && (await hasQuotes(path)));
  if (isPlain) {
    yield* readPlainRows(path);
    return;
  }
  const { readRows } = await import("@evalkit/datasets");
  for await (const { row, place } of readRows(path)) yield { value: row, place };
};

async function hasQuotes(path: string): Promise<boolean> {
  const { open } = await import("node:fs/promises");
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  await using opened = file;
  const { buffer, bytesRead } = await opened.read(Buffer.alloc(65_536), 0, 65_536, 0);
  return buffer.subarray(0, bytesRead).includes('"');
}

function stdinRows({ readStdin }: PromptEnvironment): RowReader {
  const text = readStdin();
  return async function* rows() {
    for (const [index, line] of (await text).split("\n").entries()) {
      if (line.trim() === "") continue;
      const place = `standard input:${index + 1}`;
      yield { value: parsedLine(line, place), place };
    }
  };
}

function parsedLine(line: string, place: string): unknown {
  if (!/^\s*[{["]/.test(line)) return line;
  try {
    return JSON.parse(line) as unknown;
  } catch (cause) {
    throw new DatasetError(`${place} is not JSON.`, { cause });
  }
}
