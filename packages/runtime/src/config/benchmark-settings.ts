import { ConfigError, isRecord } from "@evalkit/core";
import type { BenchmarkSettings } from "@evalkit/datasets";
import { z } from "zod";
import { type PathContext, absolutePath, pathOfId } from "./absolute-paths.js";
import { notSupported } from "./not-built.js";
import { unknownKey } from "./task-keys.js";
import { formatTemplate } from "./format-template.js";
import { count, name, oneOf, positive, present, readOptional, record, text, texts, truth, wholeNumber } from "./values.js";

const AGGREGATIONS = ["mean", "clipped_mean", "mean_and_pass_at_k", "mean_and_vote_at_k", "mean_and_pass_hat_k"] as const;
const READ = [
  "local_path", "dataset_id", "dataset_revision", "subset_list", "default_subset", "eval_split", "train_split",
  "few_shot_num", "few_shot_random", "prompt_template", "few_shot_prompt_template", "system_prompt", "metric_list",
  "aggregation", "primary_metric", "filters", "shuffle", "shuffle_choices", "review_timeout", "extra_params", "force_redownload",
];
/** Descriptions that EvalScope 1.x writes back into its task file; they steer nothing. */
const DESCRIPTIVE = [
  "name", "pretty_name", "description", "tags", "output_types", "data_adapter", "paper_url", "data_statistics",
  "sample_example", "category", "dataset_hub", "query_template",
];
const NOT_BUILT = ["sandbox_config", "max_image_bytes"];
const KNOWN = [...READ, ...NOT_BUILT, "query_template"];

export interface SettingsContext extends PathContext {
  readonly notes: string[];
}

/** Reads the `--dataset-args` of one benchmark. */
export function readBenchmarkSettings(benchmark: string, given: unknown, context: SettingsContext): BenchmarkSettings {
  const place = `dataset_args.${benchmark}`;
  const all = readOptional(given, record, place) ?? {};
  const isSnapshot = typeof all["pretty_name"] === "string" && "few_shot_num" in all && "subset_list" in all;
  const values = isSnapshot ? fromSnapshot(benchmark, all, context.notes) : all;
  check(values, place, isSnapshot);
  const read = <Value>(key: string, schema: z.ZodType<Value>) => readOptional(values[key], schema, `${place}.${key}`);
  const template = (key: string) => {
    const written = read(key, text);
    return written === undefined || written === "" ? undefined : formatTemplate(written);
  };
  const reviewSeconds = read("review_timeout", positive);
  return present({
    ...readSource(values, place, context),
    revision: read("dataset_revision", name),
    subsets: nonEmpty(read("subset_list", texts)),
    defaultSubset: read("default_subset", name),
    evalSplit: read("eval_split", name),
    trainSplit: read("train_split", name),
    shots: read("few_shot_num", count),
    shotsRandom: read("few_shot_random", truth),
    promptTemplate: template("prompt_template"),
    fewShotPromptTemplate: template("few_shot_prompt_template"),
    systemPrompt: read("system_prompt", text),
    shuffle: read("shuffle", truth),
    shuffleChoices: read("shuffle_choices", z.union([truth, wholeNumber]).describe("true, false or a seed")),
    filters: readFilters(values["filters"], place),
    metrics: readMetrics(values["metric_list"], place),
    aggregation: read("aggregation", oneOf(AGGREGATIONS)),
    primaryMetric: read("primary_metric", name),
    reviewTimeoutMs: reviewSeconds === undefined ? undefined : Math.ceil(reviewSeconds * 1000),
    extra: readExtra(values["extra_params"], place),
    forceRedownload: read("force_redownload", truth),
  });
}

/** EvalScope 1.x writes the whole description of a benchmark, not what the user gave: its metrics are its own names, not wishes. */
function fromSnapshot(benchmark: string, values: Readonly<Record<string, unknown>>, notes: string[]): Record<string, unknown> {
  notes.push(`dataset_args.${benchmark} holds EvalScope's whole description of the benchmark; its metrics and sandbox are evalkit's own here.`);
  const { metric_list: _metrics, primary_metric: _primary, sandbox_config: _sandbox, ...kept } = values;
  const { aggregation, ...rest } = kept;
  return aggregation === "mean" ? rest : { ...rest, aggregation };
}

function check(values: Readonly<Record<string, unknown>>, place: string, isSnapshot: boolean): void {
  for (const [key, value] of Object.entries(values)) {
    if (key === "evaluation_version") throw new ConfigError(`${place}.evaluation_version cannot be chosen.`);
    if (NOT_BUILT.includes(key) && value !== null && !(isRecord(value) && Object.keys(value).length === 0)) {
      throw notSupported(`${place}.${key}`);
    }
    if (key === "query_template" && !isSnapshot && typeof value === "string" && value !== "") {
      throw notSupported(`${place}.query_template`, "Use prompt_template.");
    }
    const isDescription = DESCRIPTIVE.includes(key) && (isSnapshot || value === null);
    if (!KNOWN.includes(key) && !isDescription) throw unknownKey(key, KNOWN, place);
  }
}

function nonEmpty(list: readonly string[] | undefined): readonly string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/** `local_path`, or a `dataset_id` that exists on disk or can only be a path, is a place on disk; any other `dataset_id` a hub's. */
function readSource(
  values: Readonly<Record<string, unknown>>,
  place: string,
  context: SettingsContext,
): { localPath: string | undefined; datasetId: string | undefined } {
  const localPath = readOptional(values["local_path"] || undefined, name, `${place}.local_path`);
  if (localPath !== undefined) return { localPath: absolutePath(localPath, context), datasetId: undefined };
  const id = readOptional(values["dataset_id"] || undefined, name, `${place}.dataset_id`);
  if (id === undefined) return { localPath: undefined, datasetId: undefined };
  const path = pathOfId(id, context);
  return path === undefined ? { localPath: undefined, datasetId: id } : { localPath: path, datasetId: undefined };
}

/** Keeps the order; a list of one-key mappings is read like a mapping. */
function readFilters(value: unknown, place: string): BenchmarkSettings["filters"] | undefined {
  if (value === undefined || value === null) return undefined;
  const parts = Array.isArray(value) ? value : [value];
  const filters = parts.flatMap((part: unknown) => {
    if (typeof part === "string") return [{ name: part, argument: undefined }];
    if (!isRecord(part)) throw new ConfigError(`${place}.filters must be a mapping of filter names to arguments.`);
    return Object.entries(part).map(([filter, argument]) => ({ name: filter, argument }));
  });
  return filters.length === 0 ? undefined : filters;
}

function readMetrics(value: unknown, place: string): BenchmarkSettings["metrics"] | undefined {
  if (value === undefined || value === null) return undefined;
  const parts = Array.isArray(value) ? value : [value];
  const metrics = parts.flatMap((part: unknown) => {
    if (typeof part === "string") return [{ name: part, options: {} }];
    if (!isRecord(part)) throw new ConfigError(`${place}.metric_list must be a list of metric names, or of {name: options}.`);
    return Object.entries(part).map(([metric, options]) => {
      if (options !== null && !isRecord(options)) throw new ConfigError(`${place}.metric_list.${metric} must be a mapping of options.`);
      return { name: metric, options: options ?? {} };
    });
  });
  return metrics.length === 0 ? undefined : metrics;
}

/** A parameter stands plain, or inside its specification as EvalScope writes it: `{type, description, value}`. Null is its word for the default. */
function readExtra(value: unknown, place: string): BenchmarkSettings["extra"] | undefined {
  const given = readOptional(value, record, `${place}.extra_params`) ?? {};
  const plain = Object.entries(given).map(([key, member]) => [key, isRecord(member) && "value" in member && "type" in member ? member["value"] : member] as const);
  const kept = plain.filter(([, member]) => member !== null && member !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
