import { existsSync } from "node:fs";
import { join } from "node:path";
import { type DefinitionTable, type PerfOptions, type PointReport, DEFINITION_NAMES, PERF_FILES, loadShare, readRecords, renderPercentileTable, renderRunSummary, renderSummaryTable, renderSweepTable, JOURNAL_FILE, tabulateBy, writePerfReport, writePointFiles, writeSlaSummary, writeSweepFiles } from "@evalkit/perf";
import type { ProcessEnvironment } from "../env.js";
import { jsonText, writeFileAtomic } from "../store/atomic-write.js";
import { LOG_FILE } from "./perf-log.js";
import type { FinishedPoint, PerfRun } from "./perf-run.js";
import { TELEMETRY_FILE } from "./resume-point.js";
import { factsOf } from "./run-facts.js";
import type { PointSetup } from "./run-point.js";

export interface WriteOptions {
  readonly options: PerfOptions;
  readonly environment: ProcessEnvironment;
  readonly redact: (text: string) => string;
  readonly setup: PointSetup;
}

/** Writes the files of one load, EvalScope's and ours. */
export async function writePoint(finished: FinishedPoint, { options, environment, redact, setup }: WriteOptions): Promise<void> {
  const { folder, server, gpus, lengths } = finished;
  const journal = join(folder, JOURNAL_FILE);
  await writePointFiles(folder, { facts: factsOf(options, setup.target, environment.now), report: reportOf(finished, setup), records: existsSync(journal) ? readRecords(journal) : [], redact });
  const measured = { lengths, server, gpus };
  if (Object.values(measured).some((value) => value !== undefined)) writeFileAtomic(join(folder, TELEMETRY_FILE), redact(jsonText(measured)));
}

function reportOf({ point, result, peak, segments, server, gpus }: FinishedPoint, { calibration }: PointSetup): PointReport {
  const { index, label, concurrency, ratePerSecond, requests } = point;
  return {
    point: { index, label, ...(concurrency === undefined ? {} : { concurrency }), ...(ratePerSecond === undefined ? {} : { ratePerSecond }), ...(requests === undefined ? {} : { requests }) },
    result,
    segments,
    ...(server === undefined ? {} : { server }),
    ...(gpus === undefined ? {} : { gpus }),
    ...(calibration === undefined ? {} : { calibration: loadShare(calibration, peak) }),
  };
}

/** Writes the files of the whole run; returns the names of those that people read, and the tables for a terminal. */
export async function writeRun(run: Pick<PerfRun, "folder" | "points" | "searches">, written: WriteOptions): Promise<Pick<PerfRun, "files" | "lines" | "definitions">> {
  const { options, environment, redact, setup } = written;
  const facts = factsOf(options, setup.target, environment.now);
  const reports = run.points.map((point) => reportOf(point, setup));
  if (reports.length === 0) return { files: [], lines: ["No load has ended: there are no figures to show."], definitions: [] };
  writeSweepFiles(run.folder, facts, reports, redact);
  writePerfReport(run.folder, facts, reports, { redact, searches: run.searches });
  const [search] = run.searches;
  if (search !== undefined) {
    const tries = run.searches.flatMap(({ probes }) => probes.map(({ value, label }) => ({ value, result: run.points.find(({ point }) => point.label === label)?.result })));
    writeSlaSummary(run.folder, tries.flatMap(({ value, result }) => (result === undefined ? [] : [{ variable: search.variable, value, result }])));
    writeFileAtomic(join(run.folder, "sla_search.json"), jsonText(run.searches));
  }
  const isSmall = reports.length <= 4 && run.searches.length === 0;
  const details = isSmall ? reports.flatMap(({ point, result }) => ["", point.label, ...renderSummaryTable(result, facts.kind), ...renderPercentileTable(result, facts.kind)]) : [];
  const summary = run.searches.length > 0 ? renderSweepTable(reports, facts.kind) : renderRunSummary(facts, reports);
  const lines = [...details, ...(details.length === 0 ? [] : [""]), ...summary];
  const names = [PERF_FILES.text, PERF_FILES.markdown, PERF_FILES.html, LOG_FILE, ...(search === undefined ? [] : [PERF_FILES.sla])].filter((name) => existsSync(join(run.folder, name)));
  return { files: [...names, ...run.points.map(({ folder }) => join(folder.slice(run.folder.length + 1), PERF_FILES.summary))], lines, definitions: await definitionsOf(run, options) };
}

/** Recomputed from the raw timelines in the journals. */
async function definitionsOf({ points, searches }: Pick<PerfRun, "points" | "searches">, { output }: PerfOptions): Promise<PerfRun["definitions"]> {
  const { definitions } = output;
  const name = DEFINITION_NAMES.find((known) => known === definitions);
  if (name === undefined || searches.length > 0) return [];
  const tables: { label: string; table: DefinitionTable }[] = [];
  for (const { point, folder } of points) {
    const journal = join(folder, JOURNAL_FILE);
    if (existsSync(journal)) tables.push({ label: point.label, table: await tabulateBy(name, readRecords(journal)) });
  }
  return tables;
}
