import { ConfigError, DatasetError, isRecord } from "@evalkit/core";
import { numberArgument, textArgument } from "../arguments.js";
import type { DataRow } from "../data-files.js";
import type { DatasetContext, PerfDataset } from "../dataset.js";
import { IndexedRows } from "../indexed-rows.js";
import { type PromptItem, type PromptSource, promptOf } from "../prompt-source.js";
import { seededRandom } from "../seeded-random.js";

const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length", "content-encoding", "accept-encoding"]);
const TRACE_KEYS = ["body", "timestamp", "headers", "request_id", "completion_tokens"];

/** A trace's row: when it is due, in milliseconds on the trace's own clock, and what is sent. */
type TraceRow = (row: DataRow, place: number) => { readonly atMs: number; readonly item: PromptItem };

/** Requests in the order and at the times of a trace. Its times must not go back. */
function traceSource(context: DatasetContext, name: string, read: TraceRow): PromptSource {
  const { path, counter } = context;
  if (path === undefined) throw new ConfigError(`The data set ${name} needs --dataset-path.`);
  const rows = new IndexedRows<PromptItem>({
    name,
    repeats: false,
    sizeOf: (item) => (item.prompt.kind === "body" ? JSON.stringify(item.prompt).length : 2000),
    async *open() {
      let startMs: number | undefined;
      let lastMs = 0;
      let count = 0;
      for await (const row of context.rows(path)) {
        const { atMs, item } = read(row, count);
        count += 1;
        startMs ??= atMs;
        const dueMs = atMs - startMs;
        if (dueMs < lastMs) throw new DatasetError(`${row.place}: the time lies before that of the row above.`, { hint: "Sort the trace by its times." });
        lastMs = dueMs;
        yield { ...item, dueMs };
      }
    },
  });
  const notes = name !== "workload_trace" && counter.unit === "characters" ? ["Prompt lengths of the trace are made in characters, four a token: give --tokenizer-path for exact token lengths."] : [];
  return { notes, isTimed: true, speed: numberArgument(context.arguments, "speed", 1), at: (place) => rows.at(place) };
}

export const workloadTrace: PerfDataset = {
  name: "workload_trace",
  title: "Recorded bodies at their recorded times",
  arguments: { speed: "number", model_override: "text", model_mapping: "mapping", match_output_length: "truth" },
  reads: "file",
  needs: "rows with body and timestamp",
  open: (context) => Promise.resolve(traceSource(context, "workload_trace", (row) => bodyRow(row, context))),
};

function bodyRow({ value, place }: DataRow, { arguments: given }: DatasetContext): { readonly atMs: number; readonly item: PromptItem } {
  const row = isRecord(value) ? value : {};
  const strange = Object.keys(row).find((key) => !TRACE_KEYS.includes(key));
  if (strange !== undefined) throw new DatasetError(`${place} has the unknown key ${strange.slice(0, 60)}.`, { hint: `A trace's rows hold ${TRACE_KEYS.join(", ")}.` });
  const { body, completion_tokens: completion } = row;
  if (!isRecord(body)) throw new DatasetError(`${place} has no body.`);
  const model = modelOf(body["model"], given);
  const matches = given["match_output_length"] === true && typeof completion === "number" && completion > 0;
  return {
    atMs: timeOf(row["timestamp"], place),
    item: {
      prompt: { kind: "body", body },
      ...(model === undefined ? {} : { model }),
      ...(isRecord(row["headers"]) ? { headers: endToEnd(row["headers"]) } : {}),
      ...(matches ? { maxTokens: completion, extra: { ignore_eos: true } } : {}),
    },
  };
}

function modelOf(recorded: unknown, given: Readonly<Record<string, unknown>>): string | undefined {
  const mapping = given["model_mapping"];
  const name = typeof recorded === "string" ? recorded : undefined;
  const mapped = name !== undefined && isRecord(mapping) ? mapping[name] : undefined;
  return typeof mapped === "string" ? mapped : (textArgument(given, "model_override") ?? name);
}

function endToEnd(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(([name, value]) => !HOP_BY_HOP.has(name.toLowerCase()) && typeof value === "string");
  return Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** Numbers are seconds, or milliseconds where they are too large to be seconds of our time; texts are ISO 8601. */
function timeOf(value: unknown, place: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value > 1e11 ? value : value * 1000;
  const parsed = typeof value === "string" ? Date.parse(isoOf(value)) : Number.NaN;
  if (Number.isNaN(parsed)) throw new DatasetError(`${place} has no time that can be read.`, { hint: "A number of seconds, or a time in ISO 8601." });
  return parsed + fractionBelowMs(String(value));
}

/** Azure writes `2023-11-16 18:17:03.9799600`: a space, no zone and seven digits. */
function isoOf(text: string): string {
  const iso = text.trim().replace(" ", "T").replace(/(\.\d{3})\d+/, "$1");
  return /(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`;
}

function fractionBelowMs(text: string): number {
  const digits = /\.\d{3}(\d{1,6})/.exec(text)?.[1];
  return digits === undefined ? 0 : Number(digits) / 10 ** digits.length;
}

/** Tokens of a prompt and of its answer, as most published traces tell them. */
interface Lengths {
  readonly input: number;
  readonly output: number;
}

/** A prompt made to the lengths of a trace's row; answers are held to theirs by `ignore_eos`. */
function madeItem(context: DatasetContext, text: string, { input, output }: Lengths): PromptItem {
  return {
    prompt: promptOf(text, context.isChat),
    asked: { inputTokens: input, counted: context.counter.unit },
    maxTokens: Math.max(1, output),
    extra: { ignore_eos: true },
  };
}

const CHARACTERS_PER_TOKEN = 4;

function madeText({ counter, seed }: DatasetContext, tokens: number, ...places: readonly number[]): string {
  return counter.random(tokens * (counter.unit === "tokenizer" ? 1 : CHARACTERS_PER_TOKEN), seededRandom(seed, ...places));
}

const MOONCAKE_BLOCK = 512;

export const mooncake: PerfDataset = {
  name: "mooncake",
  title: "Mooncake traces: lengths, times and shared blocks",
  arguments: { speed: "number" },
  reads: "file",
  needs: "JSON Lines with timestamp, input_length, output_length, hash_ids (the Mooncake repository has them)",
  open(context) {
    return Promise.resolve(
      traceSource(context, "mooncake", ({ value, place }, index) => {
        const row = isRecord(value) ? value : {};
        const lengths = { input: lengthIn(row["input_length"], place), output: lengthIn(row["output_length"], place) };
        const hashes = Array.isArray(row["hash_ids"]) ? row["hash_ids"].filter((hash): hash is number => Number.isSafeInteger(hash)) : [];
        const timestamp = row["timestamp"];
        if (typeof timestamp !== "number") throw new DatasetError(`${place} has no timestamp.`);
        return { atMs: timestamp, item: madeItem(context, blocksText(context, hashes, lengths.input, index), lengths) };
      }),
    );
  },
};

/** The same block of 512 tokens for the same hash, so that the server's prefix cache hits where the trace's did. */
function blocksText(context: DatasetContext, hashes: readonly number[], tokens: number, index: number): string {
  if (hashes.length === 0) return madeText(context, tokens, 9, index);
  let left = tokens;
  const parts = hashes.map((hash) => {
    const size = Math.min(MOONCAKE_BLOCK, left);
    left -= size;
    return size <= 0 ? "" : madeText(context, size, 8, hash);
  });
  return parts.join("") + (left > 0 ? madeText(context, left, 9, index) : "");
}

export const burstGpt: PerfDataset = {
  name: "burstgpt",
  title: "BurstGPT's CSV: times and lengths of real traffic",
  arguments: { speed: "number" },
  reads: "file",
  needs: "CSV with Timestamp, Request tokens, Response tokens (the BurstGPT repository has it)",
  open: (context) => Promise.resolve(csvTrace(context, "burstgpt", { time: ["Timestamp"], input: ["Request tokens"], output: ["Response tokens"] })),
};

export const azureTrace: PerfDataset = {
  name: "azure_trace",
  title: "Azure's LLM inference traces: times and lengths of real traffic",
  arguments: { speed: "number" },
  reads: "file",
  needs: "CSV with TIMESTAMP, ContextTokens, GeneratedTokens (AzurePublicDataset has it)",
  open: (context) => Promise.resolve(csvTrace(context, "azure_trace", { time: ["TIMESTAMP"], input: ["ContextTokens"], output: ["GeneratedTokens"] })),
};

interface TraceColumns {
  readonly time: readonly string[];
  readonly input: readonly string[];
  readonly output: readonly string[];
}

function csvTrace(context: DatasetContext, name: string, columns: TraceColumns): PromptSource {
  return traceSource(context, name, ({ value, place }, index) => {
    const row = isRecord(value) ? value : {};
    const cell = (names: readonly string[]): string => String(names.map((column) => row[column]).find((found) => found !== undefined) ?? "");
    const lengths = { input: lengthIn(Number(cell(columns.input) || Number.NaN), place), output: lengthIn(Number(cell(columns.output) || Number.NaN), place) };
    const time = cell(columns.time);
    const atMs = timeOf(/^\d+(\.\d+)?$/.test(time) ? Number(time) : time, place);
    return { atMs, item: madeItem(context, madeText(context, lengths.input, 9, index), lengths) };
  });
}

function lengthIn(value: unknown, place: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return Math.max(1, value);
  throw new DatasetError(`${place} has no lengths.`, { hint: "Check that the trace belongs to this --dataset." });
}
