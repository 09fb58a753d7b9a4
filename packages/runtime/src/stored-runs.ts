import { basename } from "node:path";
import { type BenchmarkSummary, type RunHeader, type RunSummary, summarizeRun } from "@evalkit/core";
import { openRun, reportView, rescoreRun } from "./files/index.js";
import { writePage } from "./finish.js";
import { readSandbox, type SandboxFlags } from "./config/sandbox-config.js";
import { checkNeededSandbox, lazySandbox } from "./sandboxing.js";
import { scoringOf } from "./scoring.js";

export interface ShowRunOptions {
  /** Folder that relative names of benchmark modules start from. @default process.cwd() */
  readonly cwd?: string;
  readonly onWarning?: (text: string) => void;
}

/** A run that has been stored, as it is printed again. */
export interface ShownRun {
  readonly runDir: string;
  readonly header?: RunHeader;
  readonly summary?: RunSummary;
  readonly summaries: readonly BenchmarkSummary[];
  readonly files: readonly string[];
}

/** Reads a run of ours or of EvalScope, whole or cut short. Changes nothing. Throws `ConfigError` when there is none. */
export async function showRun(path: string, options: ShowRunOptions = {}): Promise<ShownRun> {
  const { cwd = process.cwd(), onWarning = () => undefined } = options;
  const run = await openRun(path, { warn: onWarning });
  // What another program stored is shown under its own metrics, whatever ours are called.
  const isOurs = run.header !== undefined;
  const summaries = await reportView(run, isOurs ? { resolveBenchmark: (id) => scoringOf(id, recordOf(run.header, id), { cwd }) } : {});
  return {
    runDir: run.runDir,
    summaries,
    files: [],
    ...(run.header === undefined ? {} : { header: run.header }),
    ...(run.summary === undefined ? {} : { summary: run.summary }),
  };
}

export interface RescoreOptions extends ShowRunOptions {
  readonly signal: AbortSignal;
  /** Keep the new verdicts: in the run itself when it is ours, in a new folder beside it when it is EvalScope's. */
  readonly write: boolean;
  readonly schema?: "v1" | "v2";
  /** What holds the code of answers, where any is run, as a task says it. @default the first that works here */
  readonly sandboxFlags?: SandboxFlags;
}

export interface RescoredRun extends ShownRun {
  /** Stored answers that were scored. */
  readonly answers: number;
  /** Attempts whose value is another one now. */
  readonly changed: number;
}

/** Scores the stored answers of a run again, without a model. Throws `ConfigError` when another process writes to the run. */
export async function rescore(path: string, options: RescoreOptions): Promise<RescoredRun> {
  const { cwd = process.cwd(), onWarning = () => undefined, signal, write, schema } = options;
  const { header, reports } = await openRun(path);
  const task = { sandbox: readSandbox(options.sandboxFlags ?? {}, []), datasets: header?.benchmarks.map(({ id, requestedAs }) => requestedAs ?? id) ?? reports.map(({ summary }) => summary.benchmark) };
  await checkNeededSandbox(task, cwd);
  await using sandbox = lazySandbox(task, onWarning);
  const rescored = await rescoreRun({
    path,
    signal,
    write,
    warn: onWarning,
    resolveBenchmark: (id) => scoringOf(id, recordOf(header, id), { cwd, sandbox }),
    ...(schema === undefined ? {} : { schema }),
  });
  const shown = {
    runDir: rescored.runDir,
    summaries: rescored.summaries,
    answers: rescored.answers,
    changed: rescored.changed,
    ...(header === undefined ? {} : { header }),
  };
  if (!write) return { ...shown, files: rescored.files };
  const { summary = summaryOf(rescored.runDir, rescored.summaries) } = await openRun(rescored.runDir);
  const page = await writePage(rescored.runDir, { summary, warn: onWarning, ...(header === undefined ? {} : { header }) });
  return { ...shown, files: [...rescored.files, page] };
}

function recordOf(header: RunHeader | undefined, id: string): RunHeader["benchmarks"][number] | undefined {
  return header?.benchmarks.find((benchmark) => benchmark.id === id);
}

/** For a run without a summary of its own, such as one of EvalScope. */
function summaryOf(runDir: string, benchmarks: readonly BenchmarkSummary[]): RunSummary {
  const now = Date.now();
  return summarizeRun({ runId: basename(runDir), status: "complete", startedAt: now, endedAt: now, benchmarks });
}
