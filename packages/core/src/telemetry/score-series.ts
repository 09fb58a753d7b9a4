import type { BenchmarkSummary, MetricSummary } from "../spec/run.js";
import { finiteValues, seriesKey } from "./series-key.js";

/** What a metric is called where several may stand side by side: `accuracy`, `accuracy_pass_at_k_2`. */
export function metricLabel({ name, aggregation, dimensions }: MetricSummary): string {
  const parameters = Object.values(dimensions ?? {}).join("_");
  const isPlain = aggregation === "mean" && parameters === "";
  return isPlain ? name : [name, aggregation, parameters].filter((part) => part !== "").join("_");
}

/** The figures of a finished benchmark by key. A part without a value has no key. */
export function scoreSeries(summary: BenchmarkSummary): Record<string, number> {
  const { benchmark: id, counts, performance, judge } = summary;
  const values: Record<string, number | undefined> = { [seriesKey("eval", id, "num")]: counts.scored };
  for (const metric of summary.metrics) Object.assign(values, metricSeries(id, metric));
  for (const [name, count] of Object.entries(counts)) values[seriesKey("outcome", id, name)] = count;
  for (const [name, spread] of Object.entries({ latency_ms: performance.latencyMs, first_token_ms: performance.firstTokenMs })) {
    values[seriesKey("performance", id, `${name}_p50`)] = spread?.p50;
    values[seriesKey("performance", id, `${name}_p99`)] = spread?.p99;
  }
  if (performance.withUsage > 0) {
    values[seriesKey("performance", id, "input_tokens")] = performance.totalInputTokens;
    values[seriesKey("performance", id, "output_tokens")] = performance.totalOutputTokens;
  }
  if (judge !== undefined) {
    values[seriesKey("judge", id, "valid_share")] = judge.observations === 0 ? undefined : judge.valid / judge.observations;
    values[seriesKey("judge", id, "judge_agreement")] = judge.judgeAgreement;
    values[seriesKey("judge", id, "repeat_agreement")] = judge.repeatAgreement;
    values[seriesKey("judge", id, "swap_consistency")] = judge.swapConsistency;
    values[seriesKey("judge", id, "krippendorff_alpha")] = judge.krippendorffAlpha;
  }
  return finiteValues(values);
}

function metricSeries(id: string, metric: MetricSummary): Record<string, number | undefined> {
  const name = metricLabel(metric);
  const [low, high] = metric.overall.interval ?? [];
  const values: Record<string, number | undefined> = {
    [seriesKey("eval", id, name)]: metric.overall.value,
    [seriesKey("interval", id, name, "low")]: low,
    [seriesKey("interval", id, name, "high")]: high,
  };
  const hasSubsets = metric.categories.reduce((count, { subsets }) => count + subsets.length, 0) > 1;
  for (const category of metric.categories) {
    if (metric.categories.length > 1) values[seriesKey("category", id, name, category.name)] = category.value.value;
    for (const subset of hasSubsets ? category.subsets : []) values[seriesKey("eval", id, name, subset.name)] = subset.value.value;
  }
  return values;
}
