import type { LoadResult, WorkloadRate } from "../analysis/load-result.js";
import { LAST_WINDOW_SECONDS, START_SHARE } from "../analysis/workload.js";

const ROWS: readonly { readonly metric: string; readonly read: (rate: WorkloadRate) => number | undefined }[] = [
  { metric: "Total Prompt tok/s", read: ({ newInput, cachedInput }) => (newInput === undefined || cachedInput === undefined ? undefined : newInput + cachedInput) },
  { metric: "New Prompt tok/s", read: ({ newInput }) => newInput },
  { metric: "Cached Prompt tok/s", read: ({ cachedInput }) => cachedInput },
  { metric: "Completion tok/s", read: ({ output }) => output },
];

/** `workload_throughput.json`, with tokens counted as they streamed and not when their request ended; rows only of what is known. */
export function workloadThroughput({ workload, counts, window }: LoadResult): Readonly<Record<string, unknown>> | undefined {
  if (workload === undefined) return undefined;
  const rows = ROWS.flatMap(({ metric, read }) => {
    const [overall, last, steady] = [read(workload.overall), read(workload.lastWindow), read(workload.steady)];
    return overall === undefined || last === undefined || steady === undefined ? [] : [{ metric, overall, last_window: last, steady_state: steady }];
  });
  return { n_samples: counts.ok, wall_time_s: window.durationMs / 1000, last_window_s: LAST_WINDOW_SECONDS, warmup_frac: START_SHARE, rows };
}

/** `workload_timeline.json`: tokens so far at the end of each stretch of the run. `t` counts from the first send, `wall_start` is its moment in the run's seconds. */
export function workloadTimeline({ series, window }: LoadResult): Readonly<Record<string, unknown>> {
  const start = window.fromMs / 1000;
  let completion = 0;
  let fresh = 0;
  let cached = 0;
  const points = series.points.map(({ fromMs, outputTokens, newInputTokens, cachedInputTokens }) => {
    completion += outputTokens;
    fresh += newInputTokens;
    cached += cachedInputTokens;
    const t = Math.max(0, Math.min(window.toMs, fromMs + series.widthMs) / 1000 - start);
    return { t: Number(t.toFixed(6)), cum_completion: Math.round(completion), cum_new_prompt: fresh, cum_cached_prompt: cached };
  });
  return { wall_start: start, points };
}
