import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { ConfigError, isRecord } from "@evalkit/core";
import type { LoadResult } from "../analysis/load-result.js";
import { JOURNAL_FILE } from "../journal/journal.js";
import { readRecords } from "../journal/read-journal.js";
import type { RequestRecord } from "../spec/record.js";
import { PERF_FILES } from "./layout.js";
import { readDatabase } from "./read-database.js";
import type { CalibrationNote, RunFacts } from "./run-facts.js";
import { storeError } from "./store-files.js";

/** One point of a stored load test. */
export interface StoredPoint {
  readonly folder: string;
  readonly label: string;
  /** Ours, or EvalScope's. */
  readonly origin: "evalkit" | "evalscope";
  /** Figures under EvalScope's keys, one set for all of its versions. */
  readonly summary: Readonly<Record<string, number>>;
  readonly percentiles: readonly Readonly<Record<string, string | number>>[];
  readonly args: Readonly<Record<string, unknown>>;
  /** Absent in folders of EvalScope. */
  readonly result?: LoadResult;
  readonly facts?: RunFacts;
  readonly calibration?: CalibrationNote;
  /** All timelines, from our journal or the plain columns of the database; undefined where there is neither. */
  readonly records?: () => Promise<Iterable<RequestRecord>>;
}

/** A stored load test: one point or a sweep. */
export interface StoredPerfRun {
  readonly folder: string;
  /** In the order of their load. */
  readonly points: readonly StoredPoint[];
}

/**
 * Opens the folder of a sweep or of a point, or one that holds a single sweep, written by us or by EvalScope (pickles are never loaded).
 * Throws `ConfigError` when there is no load test, `StoreError` when a file cannot be read.
 */
export function openPerfRun(folder: string): StoredPerfRun {
  const folders = pointFolders(folder, 2);
  if (folders.length === 0) {
    throw new ConfigError(`${folder} holds no load test`, { hint: `Give a folder that holds ${PERF_FILES.summary}, or one above it.` });
  }
  const points = folders.map(openPoint).toSorted((first, second) => loadOf(first) - loadOf(second) || first.label.localeCompare(second.label));
  return { folder, points };
}

/** Folders with a summary, at most `depth` levels down. */
function pointFolders(folder: string, depth: number): readonly string[] {
  if (existsSync(join(folder, PERF_FILES.summary))) return [folder];
  if (depth === 0 || !existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => pointFolders(join(folder, entry.name), depth - 1));
}

function openPoint(folder: string): StoredPoint {
  const stored = readJson(join(folder, PERF_FILES.result));
  const result = isRecord(stored) && isLoadResult(stored.result) ? stored.result : undefined;
  const args = readJson(join(folder, PERF_FILES.args));
  const percentiles = readJson(join(folder, PERF_FILES.percentiles));
  const records = recordsOf(folder);
  return {
    folder,
    label: basename(folder),
    origin: result === undefined ? "evalscope" : "evalkit",
    summary: numbersOf(readJson(join(folder, PERF_FILES.summary))),
    percentiles: (Array.isArray(percentiles) ? percentiles : []).filter(isRecord).map(cellsOf),
    args: isRecord(args) ? args : {},
    ...(result === undefined || !isRecord(stored) ? {} : { result, ...factsOf(stored) }),
    ...(records === undefined ? {} : { records }),
  };
}

/** What we wrote ourselves, and checked to be ours by its schema. */
function factsOf({ facts, calibration }: Readonly<Record<string, unknown>>): Pick<StoredPoint, "facts" | "calibration"> {
  return { ...(isRunFacts(facts) ? { facts } : {}), ...(isRecord(calibration) ? { calibration } : {}) };
}

function isRunFacts(value: unknown): value is RunFacts {
  return isRecord(value) && ["name", "model", "api", "dataset", "createdAt", "version"].every((key) => typeof value[key] === "string") && isRecord(value.args);
}

function isLoadResult(value: unknown): value is LoadResult {
  return isRecord(value) && value.schema === 1 && isRecord(value.metrics) && isRecord(value.counts) && isRecord(value.window) && isRecord(value.series);
}

function recordsOf(folder: string): StoredPoint["records"] {
  const journal = join(folder, JOURNAL_FILE);
  if (existsSync(journal)) return () => Promise.resolve(readRecords(journal));
  const database = join(folder, PERF_FILES.database);
  return existsSync(database) ? () => readDatabase(database) : undefined;
}

function readJson(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw storeError("read", path, error);
  }
}

/** Means that some versions of EvalScope (1.9.1) name without `Avg`. */
const SHORT_KEYS: ReadonlySet<string> = new Set(["TTFT (ms)", "TPOT (ms)", "ITL (ms)", "First-Turn TTFT (ms)", "Subsequent-Turn TTFT (ms)", "Decoded Tok/Iter"]);

function numbersOf(value: unknown): Readonly<Record<string, number>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, number]) => (typeof number === "number" ? [[SHORT_KEYS.has(key) ? `Avg ${key}` : key, number]] : [])));
}

function cellsOf(row: Readonly<Record<string, unknown>>): Readonly<Record<string, string | number>> {
  return Object.fromEntries(Object.entries(row).filter((entry): entry is [string, string | number] => typeof entry[1] === "number" || typeof entry[1] === "string"));
}

function loadOf({ summary }: StoredPoint): number {
  const rate = summary["Request Rate (req/s)"];
  return rate !== undefined && rate > 0 ? rate : (summary.Concurrency ?? 0);
}
