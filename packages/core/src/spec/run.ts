import type { DatasetFile } from "./dataset.js";
import type { JudgeSummary } from "./judge.js";
import type { GenerationParams } from "./model.js";
import type { MetricValue } from "./metric.js";
import type { SandboxDescription } from "./sandbox.js";

/** One benchmark as it was run. */
export interface RunBenchmark {
  readonly id: string;
  /** What the user called it: a name, an alias, a path or a package. Absent: `id`. */
  readonly requestedAs?: string;
  readonly version: number;
  readonly title: string;
  readonly datasetId: string;
  readonly datasetRevision: string;
  readonly files: readonly DatasetFile[];
  /** sha256 over the first rendered prompt; templates and demonstrations stand in `identity`. */
  readonly promptHash: string;
  readonly repeats: number;
  /** Attempts (samples × repeats) planned in each subset. */
  readonly subsets: Readonly<Record<string, number>>;
  readonly scorers: readonly string[];
  readonly identity: Readonly<Record<string, unknown>>;
  readonly notes?: readonly string[];
  /** What held the code of answers, where any was run. */
  readonly sandbox?: SandboxDescription;
}

/** What a run is, written before its first request. Holds no secret. */
export interface RunHeader {
  readonly schema: "evalkit.run.v1";
  readonly runId: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly evalkitVersion: string;
  readonly nodeVersion: string;
  readonly git?: { readonly commit: string; readonly dirty: boolean };
  readonly model: { readonly id: string; readonly name: string; readonly endpoint?: string };
  readonly params: GenerationParams;
  readonly seed: number;
  readonly benchmarks: readonly RunBenchmark[];
}

export interface OutcomeCounts {
  readonly total: number;
  readonly scored: number;
  /** Scored 0 because no answer was found in the text; part of `scored`. */
  readonly unparsed: number;
  /** Scored 0 because the model declined; part of `scored`. */
  readonly refused: number;
  readonly unscored: number;
  readonly failed: number;
}

export interface SubsetSummary {
  readonly name: string;
  readonly value: MetricValue;
}

export interface CategorySummary {
  readonly name: string;
  /** Over all samples of the category (micro average). */
  readonly value: MetricValue;
  /** Mean of its subsets. */
  readonly macro?: number;
  readonly subsets: readonly SubsetSummary[];
}

export interface MetricSummary {
  readonly name: string;
  readonly aggregation: string;
  readonly dimensions?: Readonly<Record<string, string | number>>;
  /** Over all samples (micro average). */
  readonly overall: MetricValue;
  /** Mean of the categories' micro averages, as EvalScope's `macro_score` of a metric. */
  readonly macroCategories?: number;
  /** Mean of all subsets. */
  readonly macroSubsets?: number;
  readonly categories: readonly CategorySummary[];
}

/** The headline under other treatments of what it does not count as an answer. */
export interface Treatments {
  /** Unparsed and refused answers left out. */
  readonly answeredOnly?: number;
  /** Failed and unscored attempts counted 0. */
  readonly missingAsZero?: number;
  /** Failed and unscored attempts counted 1. */
  readonly missingAsOne?: number;
}

/** Linear-interpolation percentiles, as numpy's default. */
export interface Distribution {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1); absent for one value. */
  readonly standardDeviation?: number;
  readonly min: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface PerformanceSummary {
  readonly latencyMs?: Distribution;
  readonly firstTokenMs?: Distribution;
  /** Time per output token: (latency − first token) / (output tokens − 1). */
  readonly timePerOutputTokenMs?: Distribution;
  readonly inputTokens?: Distribution;
  readonly outputTokens?: Distribution;
  readonly totalInputTokens: number;
  readonly totalOutputTokens: number;
  /** Attempts that carried a usage count, of all that were answered. */
  readonly withUsage: number;
  readonly answered: number;
}

export interface BenchmarkSummary {
  readonly benchmark: string;
  readonly title: string;
  readonly version: number;
  readonly counts: OutcomeCounts;
  readonly subsetCounts: Readonly<Record<string, OutcomeCounts>>;
  /** The first is the headline. */
  readonly metrics: readonly MetricSummary[];
  readonly treatments: Treatments;
  readonly performance: PerformanceSummary;
  /** Failed attempts by error code. */
  readonly failures: Readonly<Record<string, number>>;
  /** Extraction rules that found the answers, and how often. */
  readonly rules?: Readonly<Record<string, number>>;
  /** How judge models did, where any was asked. */
  readonly judge?: JudgeSummary;
}

export interface RunSummary {
  readonly schema: "evalkit.summary.v1";
  readonly runId: string;
  readonly status: "complete" | "interrupted" | "error";
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
  readonly counts: OutcomeCounts;
  readonly benchmarks: readonly BenchmarkSummary[];
}
