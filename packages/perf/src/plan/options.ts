import type { Secret } from "@evalkit/core";
import type { ServiceLevels } from "../analysis/load-result.js";
import type { Cancellation, WeightedModel } from "../data/request-source.js";
import type { ImageSettings } from "../data/dataset.js";
import type { SlaOptions } from "../search/sla-params.js";
import type { LoadPlan } from "../spec/load.js";

/** Shape of arrivals; the rate of each point comes on top. */
export type ArrivalOption =
  | { readonly kind: "constant" }
  | { readonly kind: "poisson" }
  /** `shape` of the gaps: 1 is Poisson, below 1 burstier. */
  | { readonly kind: "gamma"; readonly shape: number }
  | { readonly kind: "piecewise"; readonly points: readonly { readonly atMs: number; readonly perSecond: number }[] };

/** Everything a load test was asked for, checked. Times are milliseconds. */
export interface PerfOptions {
  readonly models: readonly WeightedModel[];
  /** How the model is called in paths and results. */
  readonly modelName: string;
  readonly api: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly apiKey?: Secret;
  readonly tokenizerPath?: string;
  readonly timeouts: LoadPlan["timeouts"];
  readonly testConnection: boolean;
  readonly load: LoadOptions;
  readonly data: DataOptions;
  readonly request: GenerationOptions;
  readonly output: OutputOptions;
  readonly sla?: SlaOptions;
  /** Things the user should know: flags without effect, how something was read. */
  readonly notes: readonly string[];
  readonly secrets: readonly Secret[];
  /** The flags as given, secrets masked; what `benchmark_args.json` is made from. */
  readonly recorded: Readonly<Record<string, unknown>>;
}

export interface LoadOptions {
  readonly numbers: readonly number[];
  /** The user named no number: a duration or the data set ends the points. */
  readonly isNumberDefault: boolean;
  readonly parallels: readonly number[];
  readonly rates: readonly number[];
  readonly openLoop: boolean;
  /** From 1 up a count, below 1 a share of the point's requests. */
  readonly warmUp: number;
  readonly coolDown: number;
  readonly sleepIntervalMs: number;
  readonly durationMs?: number;
  readonly arrivals?: ArrivalOption;
  readonly workers?: number;
  readonly transport: LoadPlan["transport"];
  readonly catchUp: LoadPlan["catchUp"];
  readonly stopAtErrorRate?: number;
  readonly stopAtOverSaturation: boolean;
  readonly insecure: boolean;
  readonly http2: boolean;
  readonly proxy?: string;
  readonly reuseConnections: boolean;
}

export interface DataOptions {
  readonly name: string;
  readonly path?: string;
  readonly source?: "modelscope" | "huggingface" | "local";
  readonly offset: number;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly minPromptLength: number;
  readonly maxPromptLength?: number;
  readonly prefixLength: number;
  /** The prompt itself, `@file`, or `-` for standard input. */
  readonly prompt?: string;
  readonly queryTemplate?: string;
  readonly applyChatTemplate?: boolean;
  readonly tokenizePrompt: boolean;
  readonly multiTurn: boolean;
  readonly minTurns: number;
  readonly maxTurns?: number;
  readonly images: ImageSettings;
  readonly offline: boolean;
}

export interface GenerationOptions {
  readonly stream: boolean;
  readonly maxTokens?: number | readonly [number, number];
  /** In OpenAI's words. */
  readonly generation: Readonly<Record<string, unknown>>;
  readonly extra: Readonly<Record<string, unknown>>;
  /** Of schedule, prompts and draws; drawn anew where the user gives none. */
  readonly seed: number;
  readonly cancellation?: Cancellation;
}

export interface OutputOptions {
  readonly name?: string;
  readonly outputsDir: string;
  readonly noTimestamp: boolean;
  readonly progressFile: boolean;
  readonly strict: boolean;
  readonly goodput?: ServiceLevels;
  readonly definitions?: string;
  readonly withoutTainted: boolean;
  /** Puts a line for every request into the log. */
  readonly isDebug: boolean;
  /** A line in the log after so many requests; 0 for none. */
  readonly logEveryRequests: number;
  readonly prometheus?: string;
  readonly gpuTelemetry: boolean;
  /** Keys of trackers among the flags; which trackers there are is not decided here. */
  readonly trackerKeys: readonly Secret[];
  /** Folder of an interrupted run that is to be finished. */
  readonly resume?: string;
}
