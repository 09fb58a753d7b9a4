import type { SteadyState } from "./load-result.js";
import type { SecondSeries } from "./second-series.js";

/** Share of the level that counts as being on the plateau. */
const PLATEAU = 0.95;
const MIN_SECONDS = 3;

/**
 * The plateau: from the first to the last whole second with at least 95 % of the level in flight. The level is the concurrency asked for; in an
 * open loop the median of the middle half of the run. Rates count what ended and streamed inside of it.
 */
export function steadyStateOf(series: SecondSeries, concurrency: number | undefined): SteadyState | { readonly reason: string } {
  const inFlight = Array.from({ length: series.seconds }, (_, second) => series.sum("inFlightMs", second, second + 1) / 1000);
  const level = concurrency ?? middleLevel(inFlight);
  if (!(level > 0)) return { reason: "nothing was in flight" };
  const isFull = (value: number): boolean => value >= PLATEAU * level;
  const first = inFlight.findIndex(isFull);
  const last = inFlight.findLastIndex(isFull);
  if (first < 0) return { reason: `no second had 95 % of ${round(level)} requests in flight` };
  const seconds = last - first + 1;
  if (seconds < MIN_SECONDS) return { reason: `${round(level)} requests were in flight for ${seconds} s only; ${MIN_SECONDS} s are needed` };
  return {
    fromMs: first * 1000,
    toMs: (last + 1) * 1000,
    level,
    requestsPerSecond: (series.sum("ended", first, last + 1) - series.sum("failed", first, last + 1)) / seconds,
    ...(series.unknownTokens === 0 ? { outputTokensPerSecond: series.sum("outputTokens", first, last + 1) / seconds } : {}),
  };
}

function middleLevel(inFlight: readonly number[]): number {
  const quarter = Math.floor(inFlight.length / 4);
  const middle = inFlight.slice(quarter, inFlight.length - quarter).toSorted((first, second) => first - second);
  return middle[Math.floor((middle.length - 1) / 2)] ?? 0;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
