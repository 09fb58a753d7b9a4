import { join } from "node:path";
import { isRecord, redactKeys } from "@evalkit/core";
import type { PerfPointResult } from "@evalkit/core";
import type { LoadResult } from "../analysis/load-result.js";
import type { RequestRecord } from "../spec/record.js";
import { DatabaseWriter, type DatabaseOptions } from "./database.js";
import { evalscopeSummary, percentileRows } from "./evalscope-summary.js";
import { PERF_FILES } from "./layout.js";
import { redactStrings } from "./redact-strings.js";
import { CsvWriter } from "./requests-csv.js";
import type { PointReport, RunFacts } from "./run-facts.js";
import { SpeedCollector } from "./speed-rows.js";
import { jsonText, makeFolder, writeWhole } from "./store-files.js";
import { summaryMarkdown } from "./summary-markdown.js";
import { summaryText } from "./summary-text.js";
import { TraceCollector } from "./trace-summary.js";
import { workloadThroughput, workloadTimeline } from "./workload-files.js";

export interface PointFilesOptions {
  readonly facts: RunFacts;
  readonly report: PointReport;
  /** All records of the point, such as `readRecords(journal.path)`; gone through once. */
  readonly records: Iterable<RequestRecord>;
  /** Bodies for the `request` column of the database, where they are still known. */
  readonly requestOf?: DatabaseOptions["requestOf"];
  /** Takes secrets out of every text. */
  readonly redact?: (text: string) => string;
}

/** Writes the files of one finished point, EvalScope's and ours. Throws `StoreError`; a file is there whole or not at all. */
export async function writePointFiles(folder: string, options: PointFilesOptions): Promise<void> {
  const { facts, report, redact = (text) => text } = options;
  const { result } = report;
  makeFolder(folder);
  const write = (name: string, value: unknown): void => writeWhole(join(folder, name), jsonText(redactStrings(value, redact)));
  write(PERF_FILES.args, maskedArguments(facts.args));
  write(PERF_FILES.summary, evalscopeSummary(result, facts.kind));
  write(PERF_FILES.percentiles, percentileRows(result, facts.kind));
  const throughput = workloadThroughput(result);
  if (throughput !== undefined) write(PERF_FILES.workload, throughput);
  write(PERF_FILES.timeline, workloadTimeline(result));
  await writeRecordFiles(folder, options, write);
  write(PERF_FILES.result, { facts: { ...facts, args: maskedArguments(facts.args) }, ...report });
}

async function writeRecordFiles(folder: string, { facts, report, records, requestOf, redact }: PointFilesOptions, write: (name: string, value: unknown) => void): Promise<void> {
  const database = await DatabaseWriter.open(join(folder, PERF_FILES.database), {
    ...(requestOf === undefined ? {} : { requestOf }),
    ...(redact === undefined ? {} : { redact }),
    startSeconds: (report.result.outcome?.startedAtMonotonicMs ?? 0) / 1000,
  });
  const csv = new CsvWriter(join(folder, PERF_FILES.csv));
  const traces = new TraceCollector();
  const speed = new SpeedCollector();
  try {
    for (const record of records) for (const sink of [database, csv, traces, speed]) sink.add(record);
  } catch (error) {
    database.abandon();
    csv.abandon();
    throw error;
  }
  database.close();
  csv.close();
  const traceSummary = traces.result();
  if (traceSummary !== undefined) write(PERF_FILES.traces, traceSummary);
  if (facts.dataset.startsWith("speed_benchmark")) write(PERF_FILES.speed, speed.rows());
}

/** Writes `performance_summary.txt` and `summary.md` of a sweep. Throws `StoreError`. */
export function writeSweepFiles(folder: string, facts: RunFacts, points: readonly PointReport[], redact: (text: string) => string = (text) => text): void {
  writeWhole(join(folder, PERF_FILES.text), redact(summaryText(facts, points)));
  writeWhole(join(folder, PERF_FILES.markdown), redact(summaryMarkdown(facts, points)));
}

/** One value that a search for the highest load under limits has tried. */
export interface SlaTry {
  readonly variable: "parallel" | "rate";
  readonly value: number;
  readonly result: LoadResult;
}

/** Writes `sla_summary.json`: `{variable}_{value}` → metrics and percentile columns. Throws `StoreError`. */
export function writeSlaSummary(folder: string, tries: readonly SlaTry[]): void {
  const entries = tries.map(({ variable, value, result }) => [`${variable}_${value}`, { metrics: evalscopeSummary(result), percentiles: percentileColumns(result) }]);
  writeWhole(join(folder, PERF_FILES.sla), jsonText(Object.fromEntries(entries)));
}

function percentileColumns(result: LoadResult): Readonly<Record<string, readonly unknown[]>> {
  const rows = percentileRows(result);
  const [first = { Percentiles: "" }] = rows;
  return Object.fromEntries(Object.keys(first).map((key) => [key, rows.map((row) => row[key])]));
}

/** What reporters and trackers are told of a finished point. */
export function pointResultOf(result: LoadResult, kind: "generation" | "embedding" = "generation"): PerfPointResult {
  const rows = percentileRows(result, kind);
  const columns = Object.keys(rows[0] ?? {});
  return {
    summary: evalscopeSummary(result, kind),
    percentiles: { columns, rows: rows.map((row) => columns.map((column) => row[column])) },
    verdict: result.outcome?.verdict ?? { state: "invalid", reasons: ["the run did not end"] },
  };
}

/** Arguments with what is secret by its name masked, in headers too. */
export function maskedArguments(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const masked = redactKeys(args);
  return isRecord(masked) ? masked : {};
}
