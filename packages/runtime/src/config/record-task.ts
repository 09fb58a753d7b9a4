import { isRecord } from "@evalkit/core";
import { MASK } from "./secrets.js";
import type { ModelConfig, TaskConfig } from "./task-config.js";
import type { GivenTask } from "./task-keys.js";

/** What was derived from the given values and belongs into the record. */
export interface DerivedTask {
  readonly model: ModelConfig;
  readonly recordedUrl: string | undefined;
  readonly datasets: readonly string[];
  /** Absolute. */
  readonly datasetDir: string | undefined;
  readonly batchSize: number;
  readonly repeats: number;
  readonly limit: TaskConfig["limit"] | undefined;
  readonly seed: number;
  readonly runDir: string;
  /** The judge block, expanded. */
  readonly judge: Readonly<Record<string, unknown>>;
  /** The sandbox block, expanded. */
  readonly sandbox: Readonly<Record<string, unknown>>;
}

/** Ours, absent from EvalScope's files; written only when given. */
const OURS = ["offline", "threshold", "max_failed", "report_schema", "rpm", "tpm", "deadline", "cache_dir", "accuracy", "allow_unsafe_execution", "visualizer", "swanlab_api_key", "swanlab_host"] as const;

/** The task in the shape of EvalScope's `task_config.yaml`, keys sorted; secrets are not masked yet except the key and the address. */
export function recordTask(given: GivenTask, derived: DerivedTask): Record<string, unknown> {
  const record: Record<string, unknown> = {
    agent_config: null,
    analysis_report: false,
    api_key: MASK,
    api_url: derived.recordedUrl ?? null,
    chat_template: null,
    collect_perf: given.collect_perf ?? true,
    dataset_args: given.dataset_args ?? {},
    dataset_dir: derived.datasetDir ?? null,
    dataset_hub: given.dataset_hub ?? "modelscope",
    datasets: derived.datasets,
    debug: given.debug ?? false,
    enable_progress_tracker: given.enable_progress_tracker ?? false,
    eval_backend: "Native",
    eval_batch_size: derived.batchSize,
    eval_config: null,
    eval_type: derived.model.kind === "mock" ? "mock_llm" : "openai_api",
    generation_config: { ...(isRecord(given.generation_config) ? given.generation_config : {}), batch_size: derived.batchSize },
    ignore_errors: given.ignore_errors ?? false,
    judge: derived.judge,
    limit: recordedLimit(derived.limit),
    model: derived.model.name,
    model_args: recordedArguments(given.model_args, derived),
    model_id: derived.model.id,
    model_task: "text_generation",
    no_timestamp: given.no_timestamp ?? false,
    repeats: derived.repeats,
    rerun_review: given.rerun_review ?? false,
    sandbox: derived.sandbox,
    seed: derived.seed,
    stream: given.stream ?? null,
    timeout: given.timeout ?? null,
    use_cache: given.use_cache ?? null,
    work_dir: derived.runDir,
  };
  for (const key of OURS) if (given[key] !== undefined) record[key] = given[key];
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A fraction of 1 is written as no limit: EvalScope would read 1.0 back as one sample. */
function recordedLimit(limit: TaskConfig["limit"] | undefined): number | null {
  if (limit === undefined) return null;
  if ("count" in limit) return limit.count;
  return limit.fraction === 1 ? null : limit.fraction;
}

/** An address in the client's arguments may hold a key; the cleaned one stands under `api_url`. */
function recordedArguments(given: unknown, { recordedUrl }: DerivedTask): Record<string, unknown> {
  if (!isRecord(given)) return {};
  return "base_url" in given ? { ...given, base_url: recordedUrl ?? null } : { ...given };
}
