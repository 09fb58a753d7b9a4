import { studentQuantile } from "@evalkit/core";
import type { MetricSummary, Percentile, ValueHistogram } from "./load-result.js";
import { METRICS, type MetricName } from "./metric-names.js";
import { nearestRank, percentileRanks, samplesNeeded } from "./order-statistics.js";
import type { Samples } from "./samples.js";

/** Percentiles that every metric is given at. */
export const PERCENTS: readonly number[] = [1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9];
const BINS = 40;

/** The distribution of a metric; undefined without values. */
export function summarizeMetric(name: MetricName, samples: Samples, options: { readonly withHistogram?: boolean } = {}): MetricSummary | undefined {
  const { moments, count, isExact } = samples;
  if (count === 0) return undefined;
  const definition = METRICS[name];
  const isPooled = "isPooled" in definition;
  const error = moments.error;
  const margin = error === undefined ? undefined : studentQuantile(error.degrees) * error.standardError;
  return {
    unit: definition.unit,
    count,
    mean: moments.mean,
    ...(margin === undefined ? {} : { meanInterval: [moments.mean - margin, moments.mean + margin] as const }),
    ...(moments.standardDeviation === undefined ? {} : { standardDeviation: moments.standardDeviation }),
    min: moments.min,
    max: moments.max,
    percentiles: PERCENTS.map((percent) => percentileOf(samples, percent, isPooled)),
    isExact,
    ...(options.withHistogram === true ? { histogram: histogramOf(samples) } : {}),
  };
}

function percentileOf(samples: Samples, percent: number, isPooled: boolean): Percentile {
  const { count } = samples;
  const value = samples.valueAtRank(nearestRank(count, percent));
  const isThin = count < samplesNeeded(percent);
  if (isPooled) return { percent, value, isThin };
  const { low, high } = percentileRanks(count, percent);
  return {
    percent,
    value,
    ...(low === undefined ? {} : { low: samples.valueAtRank(low) }),
    ...(high === undefined ? {} : { high: samples.valueAtRank(high) }),
    isThin,
  };
}

/** Bins from the smallest value to p99, so that a few far ones do not squeeze the rest. */
function histogramOf(samples: Samples): ValueHistogram {
  const { moments, count } = samples;
  const top = samples.valueAtRank(nearestRank(count, 99));
  const binWidth = (top - moments.min) / BINS;
  if (!(binWidth > 0)) return { fromValue: moments.min, binWidth: 0, counts: [count] };
  const counts: number[] = [];
  let before = 0;
  for (let bin = 1; bin < BINS; bin += 1) {
    const upTo = countBelow(samples, moments.min + bin * binWidth);
    counts.push(upTo - before);
    before = upTo;
  }
  return { fromValue: moments.min, binWidth, counts: [...counts, count - before] };
}

/** How many values are smaller, by bisection over ranks. */
function countBelow(samples: Samples, limit: number): number {
  let low = 0;
  let high = samples.count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2) + 1;
    if (samples.valueAtRank(middle) < limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
