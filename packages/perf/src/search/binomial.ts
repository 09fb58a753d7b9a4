/** Natural logarithm of n! by Stirling's series above 20. */
function logFactorial(n: number): number {
  if (n < 2) return 0;
  if (n <= 20) {
    let product = 1;
    for (let factor = 2; factor <= n; factor += 1) product *= factor;
    return Math.log(product);
  }
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3);
}

/** Probability of at most `bad` events in `count` independent tries of probability `share`. */
export function binomialAtMost(bad: number, count: number, share: number): number {
  if (share <= 0 || bad >= count) return 1;
  if (bad < 0 || share >= 1) return 0;
  let sum = 0;
  for (let events = 0; events <= bad; events += 1) {
    const log = logFactorial(count) - logFactorial(events) - logFactorial(count - events) + events * Math.log(share) + (count - events) * Math.log1p(-share);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/** Normal quantile of a two-sided interval of that confidence, for the few confidences that are used here. */
export const Z_99 = 2.5758;
