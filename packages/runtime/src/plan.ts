import { createHash } from "node:crypto";
import { resolve } from "node:path";
import {
  type Benchmark,
  ConfigError,
  type DatasetDescription,
  EvalkitError,
  type Judge,
  type Message,
  type PlannedBenchmark,
  type RunBenchmark,
  type Sample,
  canonicalJson,
  withRepeats,
} from "@evalkit/core";
import { type BenchmarkSettings, type DataEnvironment, limitDataset, prepareBenchmark } from "@evalkit/datasets";
import { chooseMetrics } from "./choose-metrics.js";
import { isModulePath, type TaskConfig } from "./config/index.js";
import { type Judging, judgedScoring, judgingIdentity, judgingOf, requireReference, toolsOf } from "./judging.js";
import { type BenchmarkModule, isTabular, loadBenchmark } from "./registry.js";
import { type OpenedSandbox, needsSandbox, sandboxNotes } from "./sandboxing.js";
import { filtered, scoringSettings } from "./scoring.js";

/** One benchmark of a run, checked and counted before any request is sent. */
export interface BenchmarkPlan {
  readonly planned: PlannedBenchmark;
  readonly record: RunBenchmark;
  readonly firstPrompt: readonly Message[];
}

export interface PlanOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly onDownload?: DataEnvironment["onDownload"];
  /** The judges of the task, where it names any. */
  readonly judge?: Judge;
  /** Runs the code of answers; without it such samples would be failed. */
  readonly sandbox?: OpenedSandbox;
}

/** Loads and counts every benchmark of the task: all that is wrong with names, settings or data is said here. */
export async function planBenchmarks(task: TaskConfig, options: PlanOptions): Promise<readonly BenchmarkPlan[]> {
  await requireAllNames(task.datasets, options.cwd);
  const plans: BenchmarkPlan[] = [];
  for (const name of task.datasets) {
    const plan = await planBenchmark(name, task, options);
    if (plans.some((other) => other.record.id === plan.record.id)) {
      throw new ConfigError(`The benchmark ${plan.record.id} is named twice in --datasets.`);
    }
    plans.push(plan);
  }
  return plans;
}

/** Says all names that cannot be run at once, before any data is looked for. */
async function requireAllNames(names: readonly string[], cwd: string): Promise<void> {
  const errors: EvalkitError[] = [];
  for (const name of names) {
    try {
      await loadBenchmark(name, cwd);
    } catch (error) {
      if (!EvalkitError.is(error)) throw error;
      errors.push(error);
    }
  }
  const [first] = errors;
  if (first === undefined) return;
  if (errors.length === 1) throw first;
  const hint = first.hint;
  throw new ConfigError(errors.map(({ message }) => message).join("\n"), hint === undefined ? {} : { hint });
}

async function planBenchmark(name: string, task: TaskConfig, options: PlanOptions): Promise<BenchmarkPlan> {
  const settings = task.datasetSettings[name] ?? {};
  const module = await loadBenchmark(name, options.cwd);
  const judging = judgingOf(module, task.judge, options.judge);
  const benchmark = await configure(module, settings, { task, options, judging });
  const description = await describe(benchmark, options.signal);
  const first = await firstSample(benchmark, options.signal);
  requireReference(module, judging, first);
  const firstPrompt = first === undefined ? [] : benchmark.prompt(first);
  const subsets = mapValues(description.subsets, (count) => count * task.repeats);
  const total = Object.values(subsets).reduce((sum, count) => sum + count, 0);
  if (total === 0) throw new ConfigError(`${benchmark.id} has no samples to run.`, { hint: "Check --limit, subset_list and the data." });
  const sandbox = needsSandbox(module) ? options.sandbox : undefined;
  const notes = [...(description.notes ?? []), ...judgeNotes(module, task, judging), ...(sandbox === undefined ? [] : sandboxNotes(sandbox))];
  return {
    planned: { benchmark, repeats: task.repeats, total },
    firstPrompt,
    record: {
      id: benchmark.id,
      ...(name === benchmark.id ? {} : { requestedAs: isModulePath(name) ? resolve(options.cwd, name) : name }),
      version: benchmark.version,
      title: benchmark.title,
      datasetId: benchmark.dataset.id,
      datasetRevision: benchmark.dataset.revision,
      files: description.files,
      promptHash: createHash("sha256").update(canonicalJson(firstPrompt)).digest("hex"),
      repeats: task.repeats,
      subsets,
      scorers: benchmark.scorers.map((scorer) => scorer.name),
      identity: { ...benchmark.identity, ...judgingIdentity(judging) },
      ...(notes.length === 0 ? {} : { notes }),
      ...(sandbox?.description === undefined ? {} : { sandbox: sandbox.description }),
    },
  };
}

/** Judges that are given and not asked are worth a word. */
function judgeNotes({ id }: BenchmarkModule, { judge }: TaskConfig, judging: Judging | undefined): readonly string[] {
  if (judging !== undefined || judge === undefined || judge.models.length === 0 || judge.strategy === "rule") return [];
  return [`No judge is asked about ${id}: rules score it. The judge strategy llm or llm_recall would ask.`];
}

interface ConfigureContext {
  readonly task: TaskConfig;
  readonly options: PlanOptions;
  readonly judging: Judging | undefined;
}

async function configure(module: BenchmarkModule, settings: BenchmarkSettings, { task, options, judging }: ConfigureContext): Promise<Benchmark> {
  const wrapScorers = (scorers: Benchmark["scorers"]) => filtered(judgedScoring({ benchmark: module, scorers }, judging).scorers, settings);
  const benchmark = isTabular(module)
    ? await prepareBenchmark(module, settings, { ...dataEnvironment(task, options) }, { wrapScorers, tools: toolsOf(judging, options.sandbox) })
    : configurePlain(module, settings, { task, wrapScorers });
  const { metrics } = judgedScoring({ benchmark: module, scorers: benchmark.scorers }, judging);
  return { ...benchmark, metrics: withRepeats(chooseMetrics({ id: module.id, metrics }, settings), task.repeats, settings.aggregation) };
}

/** What a benchmark without a table of rows can still be told: subsets, shuffling, a system prompt, filters. */
function configurePlain(
  module: Benchmark,
  settings: BenchmarkSettings,
  { task, wrapScorers }: { readonly task: TaskConfig; readonly wrapScorers: (scorers: Benchmark["scorers"]) => Benchmark["scorers"] },
): Benchmark {
  const benchmark = settings.extra === undefined ? module : (module.configure?.(settings.extra) ?? module);
  const understood = new Set(["subsets", "shuffle", "systemPrompt", "filters", "metrics", "aggregation", "primaryMetric", ...(module.configure === undefined ? [] : ["extra"])]);
  const refused = Object.entries(settings).filter(([key, value]) => value !== undefined && !understood.has(key));
  if (refused.length > 0) {
    throw new ConfigError(`${benchmark.id} does not take ${refused.map(([key]) => key).join(", ")} in --dataset-args.`, {
      hint: `It takes subset_list, shuffle, system_prompt, filters, metric_list, primary_metric${module.configure === undefined ? "" : ", extra_params"} and aggregation.`,
    });
  }
  const system = settings.systemPrompt;
  return {
    ...benchmark,
    scorers: wrapScorers(benchmark.scorers),
    dataset: limitDataset(benchmark.dataset, {
      seed: task.seed,
      shuffle: settings.shuffle ?? false,
      ...(task.limit === undefined ? {} : { limit: task.limit }),
      ...(settings.subsets === undefined ? {} : { subsets: settings.subsets }),
    }),
    ...(system === undefined ? {} : { prompt: (sample) => [{ role: "system", content: system }, ...benchmark.prompt(sample)] }),
    identity: {
      ...benchmark.identity,
      ...(system === undefined ? {} : { systemPrompt: system }),
      shuffle: settings.shuffle ?? false,
      ...scoringSettings(settings),
    },
  };
}

function dataEnvironment(task: TaskConfig, options: PlanOptions): DataEnvironment {
  return {
    cacheDir: task.cacheDir,
    hub: task.datasetHub,
    offline: task.offline,
    seed: task.seed,
    signal: options.signal,
    ...(task.datasetDir === undefined ? {} : { datasetDir: task.datasetDir }),
    ...(task.limit === undefined ? {} : { limit: task.limit }),
    ...(options.onDownload === undefined ? {} : { onDownload: options.onDownload }),
  };
}

async function describe(benchmark: Benchmark, signal: AbortSignal): Promise<DatasetDescription> {
  if (benchmark.dataset.describe !== undefined) return benchmark.dataset.describe({ signal });
  const subsets: Record<string, number> = {};
  for await (const sample of benchmark.dataset.load({ signal })) {
    const subset = sample.subset ?? "default";
    subsets[subset] = (subsets[subset] ?? 0) + 1;
  }
  return { files: [], subsets };
}

async function firstSample(benchmark: Benchmark, signal: AbortSignal): Promise<Sample | undefined> {
  for await (const sample of benchmark.dataset.load({ signal })) return sample;
  return undefined;
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
