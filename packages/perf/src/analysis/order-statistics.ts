/** Shares of the binomial distribution below this change no rank. */
const NEGLIGIBLE = 1e-18;

/**
 * Samples below which a percentile is marked as thin: the smallest n of which the largest value bounds it at 99 % confidence by MLPerf's early
 * stopping, P(Binomial(n, 1 − p) ≤ 1) ≤ 1 % (11 for p50, 64 for p90, 662 for p99). For percentiles below 50 the count of the mirrored one.
 */
export function samplesNeeded(percent: number): number {
  const above = Math.min(percent, 100 - percent) / 100;
  const chance = (samples: number): number => (1 - above) ** samples + samples * above * (1 - above) ** (samples - 1);
  let low = 1;
  let high = 2;
  while (chance(high) > 0.01) high *= 2;
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (chance(middle) > 0.01) low = middle;
    else high = middle;
  }
  return high;
}

/** Nearest rank: the smallest rank that has at least this percentage of the values at or below it. 1 at least. */
export function nearestRank(count: number, percent: number): number {
  return Math.min(count, Math.max(1, Math.ceil((percent * count) / 100 - 1e-9)));
}

/**
 * Ranks whose values hold the true percentile with at least the given confidence, whatever the distribution (binomial order statistics,
 * David and Nagaraja, Order Statistics, 7.1). A side is absent where the samples are too few to bound it.
 */
export function percentileRanks(count: number, percent: number, confidence = 0.95): { readonly low?: number; readonly high?: number } {
  const tail = (1 - confidence) / 2;
  const { first, shares } = binomial(count, percent / 100);
  let sum = 0;
  let low: number | undefined;
  let high: number | undefined;
  for (const [offset, share] of shares.entries()) {
    sum += share;
    // `sum` is P(X ≤ x): the value of rank x + 1 lies above the percentile unless more than x values lie at or below it.
    const rank = first + offset + 1;
    if (sum <= tail) low = rank;
    if (high === undefined && sum >= 1 - tail) high = rank;
  }
  // Ranks that the negligible shares belong to are below the first one that was summed.
  if (low === undefined && first > 0) low = first;
  return {
    ...(low !== undefined && low >= 1 && low <= count ? { low } : {}),
    ...(high !== undefined && high <= count ? { high } : {}),
  };
}

/**
 * Rank from the top of the value that bounds a percentile from above at 99 % confidence, as MLPerf's early stopping certifies it: the largest t with
 * P(Binomial(n, 1 − p) ≤ t) ≤ 1 %. Undefined below the smallest number of samples.
 */
export function certifiedRankFromTop(count: number, percent: number): number | undefined {
  const { first, shares } = binomial(count, 1 - percent / 100);
  let sum = 0;
  let rank: number | undefined = first > 0 ? first - 1 : undefined;
  for (const [offset, share] of shares.entries()) {
    sum += share;
    if (sum > 0.01) break;
    rank = first + offset;
  }
  return rank === undefined || rank < 1 ? undefined : rank;
}

/** Probabilities of a binomial distribution around its mode, each by the ratio to its neighbour. */
function binomial(count: number, share: number): { readonly first: number; readonly shares: readonly number[] } {
  if (share <= 0) return { first: 0, shares: [1] };
  if (share >= 1) return { first: count, shares: [1] };
  const mode = Math.min(count, Math.floor((count + 1) * share));
  const odds = share / (1 - share);
  const below: number[] = [];
  const above: number[] = [];
  for (let value = 1, at = mode; at > 0; at -= 1) {
    value *= at / (count - at + 1) / odds;
    if (value < NEGLIGIBLE) break;
    below.push(value);
  }
  for (let value = 1, at = mode; at < count; at += 1) {
    value *= ((count - at) / (at + 1)) * odds;
    if (value < NEGLIGIBLE) break;
    above.push(value);
  }
  const weights = [...below.toReversed(), 1, ...above];
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { first: mode - below.length, shares: weights.map((weight) => weight / sum) };
}
