import { ConfigError } from "@evalkit/core";
import { didYouMean } from "./nearest.js";

/** Keys of EvalScope's TaskConfig that are read here. */
const READ = [
  "model", "model_id", "model_args", "datasets", "dataset_args", "dataset_dir", "dataset_hub", "repeats",
  "generation_config", "eval_type", "limit", "eval_batch_size", "use_cache", "rerun_review", "work_dir",
  "no_timestamp", "enable_progress_tracker", "ignore_errors", "debug", "seed", "api_url", "api_key",
  "timeout", "stream", "collect_perf", "judge", "judge_strategy", "judge_model_args", "judge_worker_num",
  "sandbox", "use_sandbox", "sandbox_type", "sandbox_manager_config",
] as const;

/** Keys that only evalkit knows. */
const OURS = [
  "offline", "threshold", "max_failed", "report_schema", "rpm", "tpm", "deadline", "cache_dir", "accuracy", "allow_unsafe_execution",
  "visualizer", "swanlab_api_key", "swanlab_host",
] as const;

/** Keys of EvalScope's that are accepted with their default values only. */
const NOT_BUILT = [
  "model_task", "chat_template", "eval_backend", "eval_config", "analysis_report", "agent_config",
] as const;

/** Written by EvalScope into its `task_config.yaml`; says nothing about what to do. */
const GENERATED: readonly string[] = ["resolved_benchmarks", "evaluation_identity", "evalscope_version", "evalkit_version"];

export type ReadKey = (typeof READ)[number] | (typeof OURS)[number];
export type NotBuiltKey = (typeof NOT_BUILT)[number];

/** Everything that was given, null and generated keys left out. */
export type GivenTask = Readonly<Partial<Record<ReadKey | NotBuiltKey, unknown>>>;

export const NOT_BUILT_KEYS: readonly NotBuiltKey[] = NOT_BUILT;

const KNOWN: readonly string[] = [...READ, ...OURS, ...NOT_BUILT];

/** Drops what is null, absent or generated; an unknown key is a ConfigError with the nearest names. */
export function checkKeys(values: Readonly<Record<string, unknown>>, source: string): GivenTask {
  const kept: [string, unknown][] = [];
  for (const [key, value] of Object.entries(values)) {
    if (GENERATED.includes(key)) continue;
    if (!KNOWN.includes(key)) throw unknownKey(key, KNOWN, source);
    if (value !== undefined && value !== null) kept.push([key, value]);
  }
  return Object.fromEntries(kept);
}

/** The error for a key that nobody knows. */
export function unknownKey(key: string, known: readonly string[], place: string): ConfigError {
  const hint = didYouMean(key, known);
  return new ConfigError(`Unknown key "${key.slice(0, 80)}" in ${place}.`, hint === undefined ? {} : { hint });
}
