import type { SlaLimit } from "./sla-params.js";

/** Whether a load keeps the limits. */
export type Probe = (value: number) => Promise<boolean | undefined>;

export interface LoadRange {
  readonly low: number;
  readonly high: number;
  readonly start: number;
}

/**
 * The highest whole load that keeps the limits: doubled (or halved) until the verdict changes, then bisected. Undefined when not even the lowest does, or when a
 * probe gives up (undefined). Takes for granted that a load above one that fails does not pass.
 */
export async function highestLoad({ low, high, start }: LoadRange, probe: Probe): Promise<number | undefined> {
  let passed: number | undefined;
  let failed: number | undefined;
  let value = Math.min(high, Math.max(low, start));
  while (passed === undefined || failed === undefined) {
    const isKept = await probe(value);
    if (isKept === undefined) return passed;
    if (isKept) passed = value;
    else failed = value;
    if (isKept && (value >= high || failed !== undefined)) break;
    if (!isKept && (value <= low || passed !== undefined)) break;
    value = isKept ? Math.min(high, value * 2) : Math.max(low, Math.floor(value / 2));
  }
  while (passed !== undefined && failed !== undefined && failed - passed > 1) {
    const middle = Math.floor((passed + failed) / 2);
    const isKept = await probe(middle);
    if (isKept === undefined) return passed;
    if (isKept) passed = middle;
    else failed = middle;
  }
  return passed;
}

/** What is worth going on for. */
const WORTH = 0.02;

/** The load with the best figure (larger is better): doubled while it grows by more than 2 %, then narrowed down between the neighbours of the best. */
export async function bestLoad({ low, high, start }: LoadRange, measure: (value: number) => Promise<number | undefined>): Promise<number | undefined> {
  const known = new Map<number, number>();
  const at = async (value: number): Promise<number | undefined> => {
    const earlier = known.get(value);
    if (earlier !== undefined) return earlier;
    const figure = await measure(value);
    if (figure !== undefined) known.set(value, figure);
    return figure;
  };
  let best = Math.min(high, Math.max(low, start));
  let figure = await at(best);
  if (figure === undefined) return undefined;
  for (let value = best * 2; value <= high; value *= 2) {
    const next = await at(value);
    if (next === undefined || next <= figure + Math.abs(figure) * WORTH) break;
    [best, figure] = [value, next];
  }
  let [left, right] = [Math.max(low, Math.floor(best / 2)), Math.min(high, best * 2)];
  while (right - left > Math.max(2, best * 0.1)) {
    const [first, second] = [Math.floor((left + best) / 2), Math.ceil((best + right) / 2)];
    const [below, above] = [first === best ? undefined : await at(first), second === best ? undefined : await at(second)];
    if (below !== undefined && below > figure && below >= (above ?? Number.NEGATIVE_INFINITY)) [right, best, figure] = [best, first, below];
    else if (above !== undefined && above > figure) [left, best, figure] = [best, second, above];
    else if (first === left && second === right) break;
    else [left, right] = [first, second];
  }
  return best;
}

/** Requests below which a verdict on the limit says little. */
const LEAST: Readonly<Record<string, number>> = { p50: 20, p90: 50, p95: 100, p99: 200 };

/** Measured requests of a probe at most: `runs` times value × multiplier, and where the user names no multiplier at least what the limits need to be judged. */
export function probeRequests(value: number, limits: readonly SlaLimit[], { runs, multiplier }: { readonly runs: number; readonly multiplier?: number }): number {
  const asked = Math.max(1, Math.round(value * (multiplier ?? 2)));
  const needed = multiplier === undefined ? Math.max(20, ...limits.map(({ metric }) => LEAST[metric.slice(0, 3)] ?? 0)) : 1;
  return Math.max(asked, needed) * runs;
}
