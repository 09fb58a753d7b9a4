import { studentQuantile } from "@evalkit/core";
import { nearestRank } from "../analysis/order-statistics.js";
import { SeededDraws } from "./random.js";

const RESAMPLES = 4000;

/** 95 % interval of the difference of two means, second − first, by Welch's t-test (Welch 1947); undefined below two values a side. */
export function welchInterval(first: Float64Array, second: Float64Array): readonly [number, number] | undefined {
  if (first.length < 2 || second.length < 2) return undefined;
  const [one, other] = [spreadOf(first), spreadOf(second)];
  const [errorOne, errorOther] = [one.variance / first.length, other.variance / second.length];
  const error = errorOne + errorOther;
  const difference = other.mean - one.mean;
  if (error === 0) return [difference, difference];
  const degrees = Math.max(1, Math.floor(error ** 2 / (errorOne ** 2 / (first.length - 1) + errorOther ** 2 / (second.length - 1))));
  const margin = studentQuantile(degrees) * Math.sqrt(error);
  return [difference - margin, difference + margin];
}

/**
 * 95 % interval of the difference of two percentiles, second − first, by the bootstrap. The percentile of a resample of n values is the value at
 * rank ⌈U·n⌉ with U from Beta(k, n − k + 1), so no resample has to be made. Both lists sorted.
 */
export function percentileInterval(first: Float64Array, second: Float64Array, percent: number): readonly [number, number] | undefined {
  if (first.length === 0 || second.length === 0) return undefined;
  const draws = new SeededDraws(20_260_101);
  const differences = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample += 1) differences[resample] = drawPercentile(second, percent, draws) - drawPercentile(first, percent, draws);
  differences.sort();
  return [differences[nearestRank(RESAMPLES, 2.5) - 1] ?? 0, differences[nearestRank(RESAMPLES, 97.5) - 1] ?? 0];
}

/** 95 % interval of the difference of two shares, second − first, from Wilson's intervals of both (Newcombe 1998, method 10). */
export function shareInterval(first: Share, second: Share): readonly [number, number] | undefined {
  if (first.total === 0 || second.total === 0) return undefined;
  const [one, other] = [wilson(first), wilson(second)];
  const difference = other.share - one.share;
  const below = Math.hypot(other.share - other.low, one.high - one.share);
  const above = Math.hypot(other.high - other.share, one.share - one.low);
  return [difference - below, difference + above];
}

/** How many of all. */
export interface Share {
  readonly count: number;
  readonly total: number;
}

function drawPercentile(sorted: Float64Array, percent: number, draws: SeededDraws): number {
  const size = sorted.length;
  const rank = nearestRank(size, percent);
  return sorted[Math.min(size - 1, Math.floor(draws.beta(rank, size - rank + 1) * size))] ?? Number.NaN;
}

function wilson({ count, total }: Share): { readonly share: number; readonly low: number; readonly high: number } {
  const z = 1.959963984540054;
  const share = count / total;
  const scale = 1 + z ** 2 / total;
  const center = (share + z ** 2 / (2 * total)) / scale;
  const margin = (z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2))) / scale;
  return { share, low: center - margin, high: center + margin };
}

function spreadOf(values: Float64Array): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
}
