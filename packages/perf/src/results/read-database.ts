import { existsSync } from "node:fs";
import type { RequestRecord } from "../spec/record.js";
import { storeError } from "./store-files.js";

const QUERY = "SELECT start_time, inter_token_latencies, success, completed_time, latency, first_chunk_latency, prompt_tokens, completion_tokens, is_stream FROM result";
/** Databases of before streams were marked. */
const OLDER_QUERY = QUERY.replace(", is_stream", "");

/**
 * Timelines from the plain columns of a `benchmark_data.db`, EvalScope's or ours; pickled columns are not even asked for. Times begin at the first
 * request. Throws `StoreError`.
 */
export async function readDatabase(path: string): Promise<readonly RequestRecord[]> {
  if (!existsSync(path)) throw storeError("read", path, Object.assign(new Error("missing"), { code: "ENOENT" }));
  try {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const rows = hasStreamColumn(database) ? database.prepare(QUERY).all() : database.prepare(OLDER_QUERY).all();
      const origin = rows.reduce((first, row) => Math.min(first, numberOf(row.start_time) ?? first), Number.POSITIVE_INFINITY);
      return rows.map((row, index) => recordOf(row, index, origin));
    } finally {
      database.close();
    }
  } catch (error) {
    throw storeError("read", path, error);
  }
}

function hasStreamColumn(database: { prepare(sql: string): { all(): readonly Record<string, unknown>[] } }): boolean {
  return database.prepare("PRAGMA table_info(result)").all().some(({ name }) => name === "is_stream");
}

function recordOf(row: Readonly<Record<string, unknown>>, index: number, origin: number): RequestRecord {
  const sentMs = ((numberOf(row.start_time) ?? origin) - origin) * 1000;
  const latency = numberOf(row.latency);
  const completed = numberOf(row.completed_time);
  const isOk = row.success === 1;
  const endMs = latency !== undefined ? sentMs + latency * 1000 : completed !== undefined && completed > 0 ? (completed - origin) * 1000 : sentMs;
  const firstChunk = numberOf(row.first_chunk_latency);
  const isStream = row.is_stream === undefined ? firstChunk !== undefined : row.is_stream === 1;
  const arrivals = isOk && isStream && firstChunk !== undefined ? arrivalsOf(sentMs + firstChunk * 1000, row.inter_token_latencies) : [];
  const usage = { ...present("promptTokens", numberOf(row.prompt_tokens)), ...present("completionTokens", numberOf(row.completion_tokens)) };
  return {
    index,
    phase: "measured",
    worker: 0,
    outcome: isOk ? "ok" : "failed",
    ...(isOk ? {} : { failure: { kind: "bad-body" as const, message: "EvalScope does not say why a request failed" } }),
    stream: isStream,
    intendedMs: sentMs,
    sentMs,
    ...present("firstPayloadMs", arrivals[0]),
    ...present("firstEventMs", arrivals[0]),
    ...present("lastPayloadMs", arrivals.at(-1)),
    endMs: Math.max(sentMs, endMs),
    payloadMs: arrivals,
    usage: isOk && Object.keys(usage).length > 0 ? usage : undefined,
    bytes: 0,
  };
}

function arrivalsOf(firstMs: number, gaps: unknown): readonly number[] {
  const list = typeof gaps === "string" ? parseNumbers(gaps) : [];
  let at = firstMs;
  return [firstMs, ...list.map((gap) => (at += gap * 1000))];
}

function parseNumbers(text: string): readonly number[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((item) => typeof item === "number" && Number.isFinite(item)) : [];
  } catch {
    return [];
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function present<Key extends string>(key: Key, value: number | undefined): { readonly [Name in Key]?: number } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [Name in Key]?: number };
}
