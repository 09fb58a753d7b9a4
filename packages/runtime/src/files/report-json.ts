import type { BenchmarkSummary, CategorySummary, MetricSummary, OutcomeCounts, RunHeader } from "@evalkit/core";
import { metricNames } from "./metric-names.js";
import { metricSemantics } from "./metric-semantics.js";
import { performanceJson, rounded } from "./performance-json.js";

/** Which of EvalScope's report shapes is written. */
export type ReportSchema = "v1" | "v2";

export interface ReportContext {
  readonly header: Pick<RunHeader, "model"> & Partial<Pick<RunHeader, "benchmarks">>;
  readonly summary: BenchmarkSummary;
  /** Shown by EvalScope's dashboard. @default "" */
  readonly description?: string;
}

const DECIMALS = 4;

function scoreOf(value: number | undefined): number {
  return rounded(value, DECIMALS) ?? 0;
}

function hasScores(metric: MetricSummary): boolean {
  return metric.overall.value !== undefined;
}

function categoryJson(category: CategorySummary, schema: ReportSchema): object {
  const isFlagged = schema === "v2";
  const subsets = category.subsets
    .filter(({ value }) => value.value !== undefined)
    .map(({ name, value }) => ({ name, score: scoreOf(value.value), num: value.scored, ...(isFlagged ? { is_aggregate: false } : {}) }));
  return {
    name: [category.name],
    num: category.value.scored,
    score: scoreOf(category.value.value),
    macro_score: scoreOf(category.macro ?? category.value.value),
    subsets,
  };
}

function figures(metric: MetricSummary, schema: ReportSchema): object {
  return {
    num: metric.overall.scored,
    score: scoreOf(metric.overall.value),
    macro_score: scoreOf(metric.macroCategories ?? metric.overall.value),
    categories: metric.categories.filter(({ value }) => value.value !== undefined).map((category) => categoryJson(category, schema)),
  };
}

function executionJson({ counts, subsetCounts }: BenchmarkSummary): object {
  const succeeded = (part: OutcomeCounts) => part.scored + part.unscored;
  const subsets = Object.entries(subsetCounts).map(([name, part]) => [
    name,
    { requested: part.total, succeeded: succeeded(part), errored: part.failed },
  ]);
  return {
    requested: counts.total,
    succeeded: succeeded(counts),
    errored: counts.failed,
    incomplete: succeeded(counts) < counts.total,
    subsets: Object.fromEntries(subsets),
  };
}

/** How the judges of a benchmark did, as EvalScope's current version says it. */
function judgeJson({ judge, counts }: BenchmarkSummary): object | null {
  if (judge === undefined) return null;
  const { judges, valid, observations, failures } = judge;
  const disagreement = {
    agreement_ratio: rounded(judge.judgeAgreement ?? judge.repeatAgreement, DECIMALS),
    swap_consistency: rounded(judge.swapConsistency, DECIMALS),
    krippendorff_alpha: rounded(judge.krippendorffAlpha, DECIMALS),
  };
  return {
    status: counts.unscored === 0 ? "success" : "degraded",
    scored: counts.scored,
    total: counts.scored + counts.unscored,
    coverage: rounded(counts.scored / Math.max(1, counts.scored + counts.unscored), DECIMALS),
    judge_models: judges,
    valid_observations: valid,
    total_observations: observations,
    failures,
    disagreement: Object.fromEntries(Object.entries(disagreement).filter(([, value]) => value !== undefined && value !== null)),
    error: null,
  };
}

/** What held the code of answers; nothing for benchmarks that run none. */
function sandboxJson({ header, summary }: ReportContext): object {
  const sandbox = header.benchmarks?.find(({ id }) => id === summary.benchmark)?.sandbox;
  return sandbox === undefined ? {} : { sandbox };
}

function names({ header, summary, description = "" }: ReportContext): object {
  return {
    name: `${header.model.id}@${summary.benchmark}`,
    dataset_name: summary.benchmark,
    dataset_pretty_name: summary.title,
    dataset_description: description,
    model_name: header.model.id,
  };
}

function firstSchema(context: ReportContext): object {
  const { summary } = context;
  const metrics = summary.metrics.filter(hasScores);
  return {
    ...names(context),
    score: rounded(metrics[0]?.overall.value, DECIMALS),
    metrics: metrics.map((metric) => ({ name: metricNames(metric).legacy, ...figures(metric, "v1") })),
    analysis: "N/A",
    perf_metrics: performanceJson(summary.performance, summary.counts.total),
    num: metrics[0]?.overall.scored ?? 0,
    execution_summary: executionJson(summary),
    ...(summary.judge === undefined ? {} : { judge_summary: judgeJson(summary) }),
    ...sandboxJson(context),
  };
}

function secondSchema(context: ReportContext): object {
  const { summary } = context;
  const metrics = summary.metrics.filter(hasScores);
  const [primary] = metrics;
  return {
    schema_version: 2,
    ...names(context),
    metrics: metrics.map((metric) => {
      const { identity, legacy } = metricNames(metric);
      return { identity, legacy_name: legacy, ...figures(metric, "v2"), semantics: metricSemantics(identity) };
    }),
    analysis: "N/A",
    perf_metrics: performanceJson(summary.performance, summary.counts.total),
    primary_metric_identity: primary === undefined ? null : metricNames(primary).identity,
    judge_summary: judgeJson(summary),
    execution_summary: executionJson(summary),
    num: primary?.overall.scored ?? 0,
    ...sandboxJson(context),
  };
}

/**
 * A benchmark's report as EvalScope reads it. Scores are rounded once, from the exact values, to 4 decimals; metrics without any
 * scored attempt are left out.
 */
export function reportJson(context: ReportContext, schema: ReportSchema): object {
  return schema === "v1" ? firstSchema(context) : secondSchema(context);
}
