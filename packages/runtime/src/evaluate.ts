import {
  type Judge,
  type Message,
  type Model,
  type Reporter,
  type RunHeader,
  type RunSummary,
  redactor,
  runEvaluation,
} from "@evalkit/core";
import type { DataEnvironment } from "@evalkit/datasets";
import type { RetryEvent } from "@evalkit/openai";
import type { TaskConfig } from "./config/index.js";
import { writeTaskConfig } from "./files/index.js";
import { writeRunFiles } from "./finish.js";
import { makeHeader } from "./header.js";
import { type OpenedJudges, openJudges } from "./judge-models.js";
import { type OpenedModel, openModel } from "./model.js";
import { type BenchmarkPlan, planBenchmarks } from "./plan.js";
import { plannedPrompts } from "./planned-prompts.js";
import { LogReporter } from "./log-reporter.js";
import { checkNeededSandbox, openNeededSandbox, sandboxWarnings } from "./sandboxing.js";
import { RunLog, WorkDirStore } from "./store/index.js";
import { openEvaluationTrackers } from "./trackers.js";

export interface PlanningOptions {
  readonly signal: AbortSignal;
  /** Folder that relative names of benchmark modules start from. @default process.cwd() */
  readonly cwd?: string;
  readonly onDownload?: DataEnvironment["onDownload"];
}

export interface EvaluateOptions extends PlanningOptions {
  readonly reporters?: readonly Reporter[];
  /** Aborted: no new sample is started, those in flight are finished and kept. */
  readonly drain?: AbortSignal;
  readonly onWarning?: (text: string) => void;
  /** Told where the run can be seen: addresses and commands of trackers. */
  readonly onNote?: (text: string) => void;
  /** Asked instead of the server that the task names. Closed by the caller. */
  readonly model?: Model;
  /** Writes the HTML page at the end. @default true */
  readonly isPageWritten?: boolean;
  /** Called with the model once it is open, for progress displays. */
  readonly onModel?: (model: Model) => void;
}

export interface Evaluation {
  readonly header: RunHeader;
  readonly summary: RunSummary;
  readonly runDir: string;
  /** What was written for people: report files, the page, the log. */
  readonly files: readonly string[];
}

/** What a run would do. */
export interface EvaluationPlan {
  readonly header: RunHeader;
  readonly total: number;
  readonly benchmarks: readonly {
    readonly id: string;
    readonly title: string;
    readonly subsets: Readonly<Record<string, number>>;
    readonly attempts: number;
    readonly files: RunHeader["benchmarks"][number]["files"];
    readonly firstPrompt: readonly Message[];
    readonly notes: readonly string[];
  }[];
}

/** Loads, checks and counts everything that a task names, without a request. Throws what `evaluate` would throw before its first request. */
export async function planEvaluation(task: TaskConfig, options: PlanningOptions): Promise<EvaluationPlan> {
  const cwd = options.cwd ?? process.cwd();
  await openEvaluationTrackers(task, SILENT);
  await using judges = openJudges(task);
  await checkNeededSandbox(task, cwd);
  const plans = await planBenchmarks(task, { ...options, ...judgeOf(judges), cwd });
  const header = await makeHeader(task, plans, { cwd, now: new Date(), endpoint: task.model.baseUrl ?? "mock" });
  return {
    header,
    total: totalOf(plans),
    benchmarks: plans.map(({ planned, record, firstPrompt }) => ({
      id: record.id,
      title: record.title,
      subsets: record.subsets,
      attempts: planned.total,
      files: record.files,
      firstPrompt,
      notes: record.notes ?? [],
    })),
  };
}

/**
 * Runs a task from the first check to the last file. Throws `EvalkitError` for what stops a run; a run that was drained
 * returns with the status `interrupted` and can be resumed.
 */
export async function evaluate(task: TaskConfig, options: EvaluateOptions): Promise<Evaluation> {
  const cwd = options.cwd ?? process.cwd();
  const log = new RunLog(task.runDir, { redact: redactor(task.secrets) });
  await using trackers = await openEvaluationTrackers(task, trackerVoices(task, log, options));
  await using judges = openJudges(task, { onRetry: logRetries(log, "The judge's request") });
  await using sandbox = await openNeededSandbox(task, cwd);
  const plans = await planBenchmarks(task, { ...options, ...judgeOf(judges), ...(sandbox === undefined ? {} : { sandbox }), cwd });
  for (const text of sandboxWarnings(sandbox)) options.onWarning?.(text);
  await using opened = await open(task, log, options);
  options.onModel?.(opened.model);
  const header = await makeHeader(task, plans, { cwd, now: new Date(), endpoint: opened.endpoint });
  const reporters = [...trackers.reporters, ...(options.reporters ?? [])];
  const run = await runPlans(task, { plans, header, model: opened.model, log, options: { ...options, reporters } });
  const files = await writeRunFiles(task, { ...run, isPageWritten: options.isPageWritten ?? true, cwd, warn: options.onWarning ?? (() => {}) });
  await trackers.attachPage(files);
  return { ...run, runDir: task.runDir, files };
}

const SILENT = { onWarning: () => {}, onNote: () => {}, redact: (text: string) => text };

/** What trackers say goes into the log and to the caller, without secrets. */
function trackerVoices(task: TaskConfig, log: RunLog, { onWarning, onNote }: EvaluateOptions) {
  const redact = redactor(task.secrets);
  const say = (level: "WARNING" | "INFO", tell: ((text: string) => void) | undefined) => (text: string) => {
    log.write(level, text);
    tell?.(redact(text));
  };
  return { redact, onWarning: say("WARNING", onWarning), onNote: say("INFO", onNote) };
}

interface RunContext {
  readonly plans: readonly BenchmarkPlan[];
  readonly header: RunHeader;
  readonly model: Model;
  readonly log: RunLog;
  readonly options: EvaluateOptions;
}

async function runPlans(task: TaskConfig, { plans, header, model, log, options }: RunContext): Promise<Pick<Evaluation, "header" | "summary">> {
  const redact = redactor(task.secrets);
  const warn = (text: string): void => {
    log.write("WARNING", text);
    options.onWarning?.(redact(text));
  };
  const store = new WorkDirStore({
    runDir: task.runDir,
    rerunReview: task.rerunReview,
    plan: () => plannedPrompts(plans, options.signal),
    warn,
    redact,
  });
  const resumed = task.resume ? await store.resume(header) : undefined;
  await using writer = resumed?.writer ?? (await store.create(header));
  writeTaskConfig(task.runDir, task.recorded);
  const reporters: Reporter[] = [new LogReporter(log, { isDetailed: task.debug }), ...(options.reporters ?? [])];
  const summary = await runEvaluation({
    header: writer.header,
    plan: plans.map(({ planned }) => planned),
    model,
    writer,
    reporters,
    concurrency: task.batchSize,
    scoreConcurrency: Math.max(task.batchSize, task.judge?.concurrency ?? 0),
    params: task.model.params,
    signal: options.signal,
    onWarning: warn,
    ...(resumed === undefined ? {} : { resume: resumed.state }),
    ...(options.drain === undefined ? {} : { drain: options.drain }),
  });
  return { header: writer.header, summary };
}

async function open(task: TaskConfig, log: RunLog, { model, drain }: EvaluateOptions): Promise<OpenedModel> {
  if (model === undefined) return openModel(task, { onRetry: logRetries(log, "Request"), drain });
  return { model, endpoint: "given by the caller", [Symbol.asyncDispose]: async () => {} };
}

function logRetries(log: RunLog, what: string) {
  return ({ message, attempt, delayMs }: RetryEvent): void => log.write("WARNING", `${what} ${attempt} failed, next in ${Math.round(delayMs)} ms: ${message}`);
}

function judgeOf({ judge }: OpenedJudges): { readonly judge?: Judge } {
  return judge === undefined ? {} : { judge };
}

function totalOf(plans: readonly BenchmarkPlan[]): number {
  return plans.reduce((sum, { planned }) => sum + planned.total, 0);
}

