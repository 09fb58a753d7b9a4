import type { HealthLog } from "./health-log.js";
import type { IntervalHistograms, IntervalMetric } from "./interval-histograms.js";
import type { LoadResult, SeriesPoint } from "./load-result.js";
import type { SecondSeries } from "./second-series.js";

/** The run in stretches of equal width: counts, tokens, percentiles and the client's health in each. */
export function seriesOf(seconds: SecondSeries, intervals: IntervalHistograms, health: HealthLog): LoadResult["series"] {
  const { widthMs } = intervals;
  const width = widthMs / 1000;
  const points: SeriesPoint[] = [];
  for (let position = 0; position * width < seconds.seconds; position += 1) {
    const from = position * width;
    const to = Math.min(seconds.seconds, from + width);
    points.push({
      fromMs: from * 1000,
      started: seconds.sum("started", from, to),
      ended: seconds.sum("ended", from, to),
      failed: seconds.sum("failed", from, to),
      inFlight: seconds.sum("inFlightMs", from, to) / (width * 1000),
      outputTokens: seconds.sum("outputTokens", from, to),
      newInputTokens: seconds.sum("newInputTokens", from, to),
      cachedInputTokens: seconds.sum("cachedInputTokens", from, to),
      ...percentilesAt(intervals, position),
      ...worstHealth(health, from, to),
    });
  }
  return { widthMs, points };
}

function percentilesAt(intervals: IntervalHistograms, position: number): Pick<SeriesPoint, IntervalMetric> {
  const found = (["ttft", "chunkGap", "latency"] as const).flatMap((metric) => {
    const values = intervals.at(position, metric);
    return values === undefined ? [] : [[metric, values] as const];
  });
  return Object.fromEntries(found);
}

function worstHealth(health: HealthLog, from: number, to: number): Pick<SeriesPoint, "loopDelayP99Ms" | "loopUtilisation" | "tainted"> {
  let loopDelayP99Ms: number | undefined;
  let loopUtilisation: number | undefined;
  let tainted: string | undefined;
  for (let second = from; second < to; second += 1) {
    const told = health.at(second);
    if (told === undefined) continue;
    loopDelayP99Ms = Math.max(loopDelayP99Ms ?? 0, told.loopDelayP99Ms);
    loopUtilisation = Math.max(loopUtilisation ?? 0, told.loopUtilisation);
    tainted ??= told.tainted;
  }
  return {
    ...(loopDelayP99Ms === undefined ? {} : { loopDelayP99Ms }),
    ...(loopUtilisation === undefined ? {} : { loopUtilisation }),
    ...(tainted === undefined ? {} : { tainted }),
  };
}
