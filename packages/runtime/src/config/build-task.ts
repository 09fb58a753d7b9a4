import { join, resolve } from "node:path";
import { ConfigError } from "@evalkit/core";
import type { BenchmarkSettings } from "@evalkit/datasets";
import { readBenchmarkSettings } from "./benchmark-settings.js";
import { withAbsolutePaths } from "./absolute-paths.js";
import { type MergedTask, mergeSources } from "./merge-sources.js";
import { readJudge } from "./judge-config.js";
import { LOCAL } from "./local-key.js";
import { readModel } from "./model-config.js";
import { didYouMean, nearest } from "./nearest.js";
import { refuseNotBuilt } from "./not-built.js";
import { readLimit, readMaxFailed, readThresholds } from "./quantities.js";
import type { RawTask, TaskEnvironment } from "./raw-task.js";
import { recordTask } from "./record-task.js";
import { runFolder } from "./run-folder.js";
import { readSandbox, recordedSandbox } from "./sandbox-config.js";
import { SecretCollector } from "./secrets.js";
import type { TaskConfig } from "./task-config.js";
import type { GivenTask } from "./task-keys.js";
import { readTrackers } from "./tracker-config.js";
import { count, name, oneOf, positiveCount, present, readOptional, texts, truth } from "./values.js";

const DEFAULT_SEED = 42;
const DEFAULT_BATCH_SIZE = 8;
const HUBS = ["modelscope", "huggingface", "local"] as const;

/** The work behind `parseTask`. */
export async function buildTask(raw: RawTask, environment: TaskEnvironment): Promise<TaskConfig> {
  const merged = await mergeSources(raw, environment.cwd);
  const { given } = merged;
  const notes: string[] = [];
  const secrets = new SecretCollector();
  // The word for local mode is no key.
  secrets.addFrom(given.swanlab_api_key === LOCAL ? { ...given, swanlab_api_key: undefined } : given);
  refuseNotBuilt(given);
  const flag = (key: "offline" | "rerun_review" | "no_timestamp" | "debug" | "ignore_errors" | "enable_progress_tracker" | "collect_perf") =>
    readOptional(given[key], truth, key);
  const seed = readOptional(given.seed, count, "seed") ?? DEFAULT_SEED;
  const { model, generation, recordedUrl } = await readModel(given, { env: environment.env, seed, secrets, notes });
  const datasets = readDatasets(given, notes);
  const batchSize = readBatchSize(given, notes);
  const judging = await readJudge(given, { env: environment.env, seed, secrets, notes, batchSize });
  const sandbox = readSandbox(given, notes);
  const repeats = readRepeats(given, generation.repeats);
  const limit = readLimit(given.limit, notes);
  const folder = readFolder(merged, environment, notes);
  flag("enable_progress_tracker");
  if (flag("ignore_errors") === true) notes.push("ignore_errors: a failed sample never stops a run here; see max_failed for the exit code.");
  const offline = flag("offline") ?? isSet(environment.env["EVALKIT_OFFLINE"]);
  const trackers = readTrackers(given, { env: environment.env, runDir: folder.runDir, offline, secrets, notes });
  const rerunReview = flag("rerun_review") ?? false;
  if (rerunReview && !folder.resume) throw new ConfigError("--rerun-review needs --use-cache RUN, the run to score again.");
  const datasetDir = datasetFolder(given, environment);
  const placed = withAbsolutePaths(given, datasets, { cwd: environment.cwd, ...present({ home: environment.env["HOME"] }) });
  const derived = { model, recordedUrl, datasets: placed.datasets, datasetDir, batchSize, repeats, limit, seed, runDir: folder.runDir, judge: judging.recorded, sandbox: recordedSandbox(sandbox) };
  return {
    model,
    datasets,
    datasetSettings: readSettings(merged, datasets, { environment, notes }),
    datasetHub: readOptional(given.dataset_hub, oneOf(HUBS), "dataset_hub") ?? "modelscope",
    cacheDir: cacheFolder(given, environment),
    offline,
    seed,
    repeats,
    batchSize,
    ...(judging.judge.models.length === 0 && judging.judge.strategy === "auto" ? {} : { judge: judging.judge }),
    sandbox,
    ...folder,
    rerunReview,
    reportSchema: readOptional(given.report_schema, oneOf(["v1", "v2"]), "report_schema") ?? "v1",
    thresholds: readThresholds(readOptional(given.threshold, texts, "threshold") ?? [], datasets),
    maxFailed: readMaxFailed(given.max_failed),
    debug: flag("debug") ?? false,
    collectPerformance: flag("collect_perf") ?? true,
    recorded: { ...(secrets.masked(recordTask(placed, derived)) as Record<string, unknown>), ...(given.swanlab_api_key === LOCAL ? { swanlab_api_key: LOCAL } : {}) },
    secrets: secrets.list(),
    notes,
    ...present({ limit, datasetDir, trackers }),
  };
}

function readDatasets(given: GivenTask, notes: string[]): string[] {
  const listed = readOptional(given.datasets, texts, "datasets") ?? [];
  const names = listed.flatMap((entry) => entry.split(",")).map((entry) => entry.trim()).filter((entry) => entry !== "");
  if (names.length === 0) {
    throw new ConfigError("No datasets are given.", { hint: "Give --datasets gsm8k mmlu; `evalkit list` shows all of them, --datasets demo needs no data." });
  }
  const unique = [...new Set(names)];
  if (unique.length < names.length) notes.push("A dataset that is named twice runs once.");
  return unique;
}

function readBatchSize(given: GivenTask, notes: string[]): number {
  const batchSize = readOptional(given.eval_batch_size, positiveCount, "eval_batch_size") ?? DEFAULT_BATCH_SIZE;
  const other = (given.generation_config as { batch_size?: unknown } | undefined)?.batch_size;
  if (other !== undefined && other !== null && Number(other) !== batchSize) {
    notes.push(`generation_config.batch_size has no effect; eval_batch_size is ${batchSize}.`);
  }
  return batchSize;
}

function readRepeats(given: GivenTask, n: number | undefined): number {
  const repeats = readOptional(given.repeats, positiveCount, "repeats");
  if (n === undefined || n === 1) return repeats ?? 1;
  if (repeats !== undefined && repeats !== 1 && repeats !== n) throw new ConfigError(`repeats is ${repeats}, and generation_config.n is ${n}.`, { hint: "They mean the same; give one." });
  return n;
}

function readFolder({ given, fromFlags }: MergedTask, { cwd, now }: TaskEnvironment, notes: string[]) {
  return runFolder({
    workDir: readOptional(given.work_dir, name, "work_dir") ?? "./outputs",
    isFromFile: given.work_dir !== undefined && !fromFlags.has("work_dir"),
    noTimestamp: readOptional(given.no_timestamp, truth, "no_timestamp") ?? false,
    cwd,
    now,
    notes,
    ...present({ useCache: readOptional(given.use_cache, name, "use_cache") }),
  });
}

/** Settings by the name in `datasets`; `-`, `_` and case do not tell names apart. Settings for no dataset of the run are an error, unless they come from a file whose datasets a flag replaced. */
function readSettings(
  { given, fromFlags }: MergedTask,
  datasets: readonly string[],
  { environment, notes }: { readonly environment: TaskEnvironment; readonly notes: string[] },
): Record<string, BenchmarkSettings> {
  const args = Object.entries((given.dataset_args ?? {}) as Record<string, unknown>);
  const isReplaced = fromFlags.has("datasets") && !fromFlags.has("dataset_args");
  const home = environment.env["HOME"];
  const settings: [string, BenchmarkSettings][] = [];
  for (const [key, value] of args) {
    const dataset = datasets.find((candidate) => plain(candidate) === plain(key));
    if (dataset !== undefined) {
      settings.push([dataset, readBenchmarkSettings(dataset, value, { cwd: environment.cwd, notes, ...present({ home }) })]);
    } else if (isReplaced && nearest(key, datasets).length === 0) {
      notes.push(`dataset_args.${key} is about a dataset that does not run.`);
    } else {
      const hint = didYouMean(key, datasets);
      throw new ConfigError(`dataset_args names ${key}, which is not among the datasets of this run.`, hint === undefined ? {} : { hint });
    }
  }
  return Object.fromEntries(settings);
}

function plain(dataset: string): string {
  return dataset.toLowerCase().replaceAll("-", "_");
}

function datasetFolder(given: GivenTask, { cwd, env }: TaskEnvironment): string | undefined {
  const folder = readOptional(given.dataset_dir, name, "dataset_dir") ?? (env["EVALKIT_DATASET_DIR"] || undefined);
  return folder === undefined ? undefined : resolve(cwd, folder);
}

function cacheFolder(given: GivenTask, { cwd, env }: TaskEnvironment): string {
  const folder = readOptional(given.cache_dir, name, "cache_dir") ?? (env["EVALKIT_CACHE"] || undefined);
  if (folder !== undefined) return resolve(cwd, folder);
  const base = env["XDG_CACHE_HOME"] || env["LOCALAPPDATA"] || (env["HOME"] ? join(env["HOME"], ".cache") : undefined);
  return base === undefined ? resolve(cwd, ".evalkit-cache") : resolve(base, "evalkit");
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false", "no"].includes(value.toLowerCase());
}
