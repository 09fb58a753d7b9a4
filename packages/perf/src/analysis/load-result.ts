import type { LoadOutcome } from "../spec/load.js";
import type { FailureKind, RequestOutcome } from "../spec/record.js";
import type { MetricName, MetricUnit } from "./metric-names.js";

/** A percentile by nearest rank: the smallest value with at least `percent` % of all values at or below it. */
export interface Percentile {
  readonly percent: number;
  readonly value: number;
  /** 95 % confidence by order statistics, for independent values; a side is absent where the samples are too few to bound it. */
  readonly low?: number;
  readonly high?: number;
  /** Fewer samples than MLPerf's early stopping asks for at this percentile (662 for p99). */
  readonly isThin: boolean;
}

/** How often values fell between two edges; the last bin also holds what is above it. */
export interface ValueHistogram {
  readonly fromValue: number;
  readonly binWidth: number;
  readonly counts: readonly number[];
}

/** Distribution of one metric. */
export interface MetricSummary {
  readonly unit: MetricUnit;
  readonly count: number;
  readonly mean: number;
  /** 95 % confidence of the mean, by Student's t; by request where one request gives several values. */
  readonly meanInterval?: readonly [number, number];
  readonly standardDeviation?: number;
  readonly min: number;
  readonly max: number;
  readonly percentiles: readonly Percentile[];
  /** False when percentiles come from buckets of 0.1 % because there were more values than are kept. */
  readonly isExact: boolean;
  readonly histogram?: ValueHistogram;
}

/** Metrics by name; one without any value is absent. */
export type MetricSummaries = { readonly [Name in MetricName]?: MetricSummary };

/** A sum over successful requests and how many of them it covers; a rate exists only when it covers all of them. */
export interface TokenTotal {
  readonly sum: number;
  readonly known: number;
  readonly unknown: number;
  /** Of the known ones, how many were counted by the tokenizer because the server said nothing. */
  readonly byTokenizer: number;
  readonly perSecond?: number;
}

/** Failed requests of one kind. */
export interface FailureCount {
  readonly kind: FailureKind;
  readonly count: number;
  /** The first message of this kind, cut to 300 characters. */
  readonly example: string;
  readonly statuses: readonly { readonly status: number; readonly count: number }[];
}

/** Limits a request has to keep to be good; times as in the metrics of the same names. */
export interface ServiceLevels {
  readonly ttftMs?: number;
  readonly tpotMs?: number;
  readonly latencyMs?: number;
  /** Where TTFT and latency begin. @default "sent" */
  readonly origin?: "sent" | "intended";
}

export interface Goodput {
  readonly levels: ServiceLevels;
  readonly good: number;
  readonly bad: number;
  /** Successful requests of which a limited figure is not known; they count as not good. */
  readonly unknown: number;
  readonly perSecond: number;
  /** Of all measured requests, failures included. */
  readonly share: number;
}

/** Figures of one turn of the conversations. */
export interface TurnSummary {
  readonly turn: number;
  readonly requests: number;
  readonly ttft?: { readonly mean: number; readonly p50: number; readonly p99: number };
  readonly latency?: { readonly mean: number; readonly p50: number; readonly p99: number };
  readonly meanInputTokens?: number;
  readonly cacheHitRate?: number;
}

/** How far two counts of the same thing are apart. */
export interface CountComparison {
  readonly compared: number;
  readonly equal: number;
  /** Mean of (second − first). */
  readonly meanDifference: number;
  /** Sum of (second − first) ÷ sum of first. */
  readonly relativeDifference?: number;
  readonly largestDifference: number;
}

export interface SteadyState {
  readonly fromMs: number;
  readonly toMs: number;
  /** Requests in flight that the plateau was looked for at. */
  readonly level: number;
  readonly requestsPerSecond: number;
  /** Tokens as they streamed; absent where tokens of a request are unknown. */
  readonly outputTokensPerSecond?: number;
}

/** Tokens per second over the whole window, its last 30 seconds, and without its first fifth. Output tokens count as they streamed. */
export interface WorkloadRates {
  readonly overall: WorkloadRate;
  readonly lastWindow: WorkloadRate;
  readonly steady: WorkloadRate;
}

/** Tokens per second; absent where tokens of a request are unknown. */
export interface WorkloadRate {
  readonly newInput?: number;
  readonly cachedInput?: number;
  readonly output?: number;
}

/** One stretch of the run. Counts are of what happened inside it. */
export interface SeriesPoint {
  readonly fromMs: number;
  readonly started: number;
  readonly ended: number;
  readonly failed: number;
  /** Mean over the stretch. */
  readonly inFlight: number;
  /** Tokens as they streamed, of requests whose tokens are known. */
  readonly outputTokens: number;
  /** Input tokens of requests whose first payload came here, by whether the server took them from its cache. */
  readonly newInputTokens: number;
  readonly cachedInputTokens: number;
  readonly ttft?: { readonly count: number; readonly p50: number; readonly p99: number };
  readonly chunkGap?: { readonly count: number; readonly p50: number; readonly p99: number };
  readonly latency?: { readonly count: number; readonly p50: number; readonly p99: number };
  readonly loopDelayP99Ms?: number;
  readonly loopUtilisation?: number;
  /** Why the client is not to be believed here. */
  readonly tainted?: string;
}

/** How the client itself did. */
export interface ClientHealth {
  readonly samples: number;
  readonly worstLoopDelayP99Ms: number;
  readonly highestUtilisation: number;
  readonly gcMs: number;
  readonly cpuMs: number;
  readonly worstSendLatenessP99Ms?: number;
  readonly meanEventsPerRead?: number;
  /** Seconds of workers that are not to be believed, and why. */
  readonly taintedSeconds: number;
  readonly reasons: readonly { readonly reason: string; readonly seconds: number }[];
}

/** One request of the timeline. */
export interface Lane {
  readonly index: number;
  readonly worker: number;
  readonly intendedMs: number;
  readonly sentMs: number;
  readonly firstPayloadMs?: number;
  readonly endMs: number;
  readonly outcome: RequestOutcome;
  readonly failure?: FailureKind;
}

/** Everything measured in one run of load. Plain data: survives JSON. Times are milliseconds since the start of the run. */
export interface LoadResult {
  readonly schema: 1;
  /** Requests in flight at most; absent in an open loop. */
  readonly concurrency?: number;
  /** Requests a second that were asked for; absent in a closed loop. */
  readonly requestRate?: number;
  /** First send to last end of all measured requests, failed ones included. */
  readonly window: { readonly fromMs: number; readonly toMs: number; readonly durationMs: number };
  readonly counts: {
    readonly total: number;
    readonly ok: number;
    readonly failed: number;
    /** Given up by the client: as it was told to for some requests, or because the run was stopped. In no other figure. */
    readonly cancelled: number;
    readonly stream: number;
    readonly nonStream: number;
    readonly warmUp: number;
    readonly coolDown: number;
    /** Successful requests that made at most one token: without TPOT. */
    readonly oneToken: number;
    /** Successful streams with more than one token whose TPOT is unknown. */
    readonly unknownTpot: number;
    /** Payload events whose own gap is not known, since they were read together with the one before. */
    readonly coalesced: number;
  };
  readonly failures: readonly FailureCount[];
  /** Successful requests per second of the window; absent for an empty window. */
  readonly requestsPerSecond?: number;
  readonly tokens: { readonly input: TokenTotal; readonly output: TokenTotal; readonly total: TokenTotal };
  readonly metrics: MetricSummaries;
  /** The same over what no tainted second touches; present when it was asked for. */
  readonly withoutTainted?: { readonly metrics: MetricSummaries; readonly unjudged: number };
  /** Cached ÷ input tokens over requests where both are known. */
  readonly cacheHitRate?: number;
  /** From tokens per event: (n − 1) ÷ (events − 1) = L over requests where it is above 1; acceptance 1 − 1 ÷ L. */
  readonly speculation?: { readonly tokensPerStep: number; readonly acceptance: number; readonly requests: number };
  readonly goodput?: Goodput;
  readonly turns?: readonly TurnSummary[];
  /** First: the server's usage; second: the tokenizer. Of output tokens. */
  readonly usageAgainstTokenizer?: CountComparison;
  /** First: tokens asked for; second: input tokens the server reports. */
  readonly promptLength?: CountComparison & { readonly countedBy: "tokenizer" | "characters" | "both" };
  readonly steady: SteadyState | { readonly reason: string };
  readonly workload?: WorkloadRates;
  readonly series: { readonly widthMs: number; readonly points: readonly SeriesPoint[] };
  readonly health?: ClientHealth;
  /** An even sample of the measured requests. */
  readonly lanes: readonly Lane[];
  readonly outcome?: LoadOutcome;
}

/** How a run stands while it goes on. Rates are of the last 5 seconds, percentiles of all measured requests so far. */
export interface LoadSnapshot {
  readonly elapsedMs: number;
  readonly ended: number;
  readonly ok: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly warmUp: number;
  readonly inFlight?: number;
  readonly requestsPerSecond?: number;
  readonly outputTokensPerSecond?: number;
  readonly ttft?: { readonly p50: number; readonly p99: number };
  readonly tpot?: { readonly p50: number; readonly p99: number };
  readonly latency?: { readonly p50: number; readonly p99: number };
  readonly failures: readonly { readonly kind: FailureKind; readonly count: number }[];
  readonly client?: { readonly loopDelayP99Ms: number; readonly utilisation: number; readonly taintedSeconds: number; readonly tainted?: string };
}
