import type { SteadyState } from "./load-result.js";
import type { SecondSeries } from "./second-series.js";

/** Share of the level that counts as being on the plateau. */
const PLATEAU = 0.95;
const MIN_SECONDS = 3;

/** More in flight at the end of the sends than this many times those at their beginning is a queue that grows. */
const GROWTH = 1.5;

/**
 * The plateau: from the first to the last whole second with at least 95 % of the level in flight. The level is the concurrency asked for; in an
 * open loop the median while requests were sent, and there is none when the last third of that time had over 1.5 times as many in flight (and 2 more)
 * than the first: a queue that grows has no steady state. Rates count what ended and streamed inside of it.
 */
export function steadyStateOf(series: SecondSeries, concurrency: number | undefined): SteadyState | { readonly reason: string } {
  const inFlight = Array.from({ length: series.seconds }, (_, second) => series.sum("inFlightMs", second, second + 1) / 1000);
  const sending = whileSending(series, inFlight);
  if (concurrency === undefined) {
    const growth = growthOf(sending);
    if (growth !== undefined) return { reason: growth };
  }
  const level = concurrency ?? median(sending);
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

/** Without what came before the first send and after the last. */
function whileSending(series: SecondSeries, inFlight: readonly number[]): readonly number[] {
  const isSending = (_: number, second: number): boolean => series.sum("started", second, second + 1) > 0;
  return inFlight.slice(Math.max(0, inFlight.findIndex(isSending)), inFlight.findLastIndex(isSending) + 1);
}

function growthOf(sending: readonly number[]): string | undefined {
  const third = Math.floor(sending.length / 3);
  if (third === 0) return undefined;
  const [first, last] = [mean(sending.slice(0, third)), mean(sending.slice(-third))];
  return last > GROWTH * first + 2 ? `requests in flight kept growing, from ${round(first)} to ${round(last)}: the server did not keep up` : undefined;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((first, second) => first - second);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
