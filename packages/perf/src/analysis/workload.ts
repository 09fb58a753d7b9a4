import type { WorkloadRate, WorkloadRates } from "./load-result.js";
import type { SecondSeries } from "./second-series.js";

/** Seconds of the last window, and share of the run that is taken for its start, as EvalScope has them. */
export const LAST_WINDOW_SECONDS = 30;
export const START_SHARE = 0.2;

/** Token rates over three windows of whole seconds; undefined for an empty window. */
export function workloadOf(seconds: SecondSeries, fromMs: number, toMs: number): WorkloadRates | undefined {
  const durationMs = toMs - fromMs;
  if (!(durationMs > 0)) return undefined;
  const overall = ratesFrom(seconds, fromMs, toMs);
  const later = (startMs: number): WorkloadRate => {
    const wholeMs = Math.ceil(startMs / 1000) * 1000;
    return wholeMs <= fromMs || toMs - wholeMs < 1000 ? overall : ratesFrom(seconds, wholeMs, toMs);
  };
  return { overall, lastWindow: later(toMs - LAST_WINDOW_SECONDS * 1000), steady: later(fromMs + START_SHARE * durationMs) };
}

function ratesFrom(seconds: SecondSeries, fromMs: number, toMs: number): WorkloadRate {
  const first = Math.floor(fromMs / 1000);
  const rate = (column: "newInputTokens" | "cachedInputTokens" | "outputTokens"): number => (seconds.sum(column, first, seconds.seconds) / (toMs - fromMs)) * 1000;
  return {
    ...(seconds.unknownInput === 0 ? { newInput: rate("newInputTokens"), cachedInput: rate("cachedInputTokens") } : {}),
    ...(seconds.unknownTokens === 0 ? { output: rate("outputTokens") } : {}),
  };
}
