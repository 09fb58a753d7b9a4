import type { GenerationParams, JudgeContract, Secret } from "@evalkit/core";
import type { BenchmarkSettings } from "@evalkit/datasets";
import type { SandboxConfig } from "./sandbox-config.js";
import type { TrackersConfig } from "./tracker-config.js";

/** How the model's server is reached and asked. */
export interface ModelConfig {
  /** Name sent to the server, or `mock`. */
  readonly name: string;
  /** Name in paths and reports. */
  readonly id: string;
  readonly kind: "openai" | "mock";
  /** Base URL up to and including `/v1`; absent for the mock. */
  readonly baseUrl?: string;
  readonly apiKey: Secret;
  /** Extra request headers; values may be secrets. */
  readonly headers: Readonly<Record<string, Secret>>;
  readonly query: Readonly<Record<string, string>>;
  readonly params: GenerationParams;
  readonly stream: boolean;
  /** Of one request. @default 600000 */
  readonly timeoutMs: number;
  /** Of one sample with all its retries; absent: bounded by attempts and timeouts alone. */
  readonly deadlineMs?: number;
  /** Requests sent at most for one answer, at least 1. @default 5 */
  readonly attempts: number;
  /** First wait before a retry; doubled each time, with jitter. @default 1000 */
  readonly retryIntervalMs: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Settings of the mock server when `kind` is `mock`. */
  readonly mock?: { readonly accuracy: number; readonly seed: number };
}

/** One judge, reached as any model is. */
export interface JudgeModelConfig {
  /** Its name among the judges. */
  readonly judgeId: string;
  readonly model: ModelConfig;
}

/** Who judges answers that rules cannot, and how. */
export interface JudgeConfig {
  readonly strategy: "auto" | "rule" | "llm" | "llm_recall";
  readonly models: readonly JudgeModelConfig[];
  readonly contract?: JudgeContract;
  /** How often each judge is asked about one answer. */
  readonly repeats: number;
  readonly positionSwap: "auto" | "on" | "off";
  readonly aggregation: "mean" | "median" | "majority_vote";
  readonly minValidJudges: number;
  /** Requests in flight to each judge at most. @default the batch size */
  readonly concurrency: number;
}

export interface Threshold {
  readonly benchmark: string;
  readonly operator: ">=" | ">" | "<=" | "<";
  readonly value: number;
}

/** Everything a run was asked to do, checked, with defaults filled in. */
export interface TaskConfig {
  readonly model: ModelConfig;
  readonly datasets: readonly string[];
  readonly datasetSettings: Readonly<Record<string, BenchmarkSettings>>;
  readonly datasetDir?: string;
  readonly datasetHub: "modelscope" | "huggingface" | "local";
  readonly cacheDir: string;
  readonly offline: boolean;
  readonly seed: number;
  readonly limit?: { readonly count: number } | { readonly fraction: number };
  readonly repeats: number;
  /** Requests in flight at most, over all benchmarks together. @default 8 */
  readonly batchSize: number;
  /** Folder of the run itself, after a timestamp was added. */
  readonly runDir: string;
  /** The run to continue; equal to `runDir` then. */
  readonly resume: boolean;
  readonly rerunReview: boolean;
  readonly reportSchema: "v1" | "v2";
  /** Absent: no judge is known, and `auto` means rules. */
  readonly judge?: JudgeConfig;
  /** Where the run is shown while it goes on; absent: nowhere. */
  readonly trackers?: TrackersConfig;
  /** What holds the code of answers; opened only for benchmarks that run any. */
  readonly sandbox?: SandboxConfig;
  readonly thresholds: readonly Threshold[];
  /** Share (0 to 1) or count of failed and unscored attempts up to which the run exits 0. */
  readonly maxFailed: { readonly count: number } | { readonly share: number };
  readonly debug: boolean;
  /** False: latency and token figures are left out of reports. @default true */
  readonly collectPerformance?: boolean;
  /** As given, for `configs/task_config.yaml`, in EvalScope's spelling, secrets replaced by `**********`. */
  readonly recorded: Readonly<Record<string, unknown>>;
  /** Every secret value in the configuration, for redaction of messages. */
  readonly secrets: readonly Secret[];
  /** Said once at the start: a limit of 1.0 means all, an old spelling was understood. */
  readonly notes: readonly string[];
}
