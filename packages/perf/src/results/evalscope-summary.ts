import type { LoadResult, MetricSummary } from "../analysis/load-result.js";
import type { MetricName } from "../analysis/metric-names.js";

/** EvalScope's name for «none» and «no limit». */
const NO_LIMIT = -1;
/** Digits behind the point of what is written: microseconds. */
const DECIMALS = 6;

/**
 * The figures of `benchmark_summary.json` under EvalScope's keys, in its order. Where its formula is at fault ours stands under the same key:
 * the duration reaches to the end of failed requests too; TTFT ends at the first generated payload, not at an empty event; TPOT is from first to
 * last payload and leaves one-token answers out; ITL leaves out gaps inside one read; input throughput is over the run's time, not over the sum of
 * latencies; a cache hit rate is only what the server reports. Requests that the client gave up are in none. What is unknown has no key.
 */
export function evalscopeSummary(result: LoadResult, kind: "generation" | "embedding" = "generation"): Readonly<Record<string, number>> {
  const { counts, window } = result;
  return rounded({
    "Test Duration (s)": window.durationMs / 1000,
    Concurrency: result.concurrency ?? NO_LIMIT,
    "Request Rate (req/s)": result.requestRate ?? NO_LIMIT,
    "Total Requests": counts.ok + counts.failed,
    "Success Requests": counts.ok,
    "Failed Requests": counts.failed,
    "Stream Requests": counts.stream,
    "Non-Stream Requests": counts.nonStream,
    "Req Throughput (req/s)": result.requestsPerSecond,
    "Avg Latency (s)": seconds(result.metrics.latency),
    "Avg Input Tokens": result.metrics.inputTokens?.mean,
    ...(kind === "embedding" ? { "Input Throughput (tok/s)": result.tokens.input.perSecond } : generationFigures(result)),
    ...conversationFigures(result),
  });
}

function generationFigures({ metrics, tokens, speculation }: LoadResult): Readonly<Record<string, number | undefined>> {
  return {
    "Avg Output Tokens": metrics.outputTokens?.mean,
    "Output Throughput (tok/s)": tokens.output.perSecond,
    "Total Throughput (tok/s)": tokens.total.perSecond,
    "Avg TTFT (ms)": metrics.ttft?.mean,
    "Avg TPOT (ms)": metrics.tpot?.mean,
    "Avg ITL (ms)": metrics.chunkGap?.mean,
    "Avg Decoded Tok/Iter": speculation?.tokensPerStep,
    "Spec. Accept Rate": speculation?.acceptance,
  };
}

function conversationFigures({ turns, cacheHitRate }: LoadResult): Readonly<Record<string, number | undefined>> {
  const hitRate = { "KV Cache Hit Rate (%)": cacheHitRate === undefined ? undefined : cacheHitRate * 100 };
  if (turns === undefined) return hitRate;
  const requests = turns.reduce((sum, turn) => sum + turn.requests, 0);
  const later = turns.filter(({ turn, ttft }) => turn > 1 && ttft !== undefined);
  const laterRequests = later.reduce((sum, turn) => sum + turn.requests, 0);
  return {
    "Avg Turns/Request": turns.reduce((sum, turn) => sum + turn.turn * turn.requests, 0) / requests,
    ...hitRate,
    "Avg First-Turn TTFT (ms)": turns.find(({ turn }) => turn === 1)?.ttft?.mean,
    "Avg Subsequent-Turn TTFT (ms)": laterRequests === 0 ? undefined : later.reduce((sum, { ttft, requests: size }) => sum + (ttft?.mean ?? 0) * size, 0) / laterRequests,
  };
}

interface Column {
  readonly label: string;
  readonly metric: MetricName;
  /** Factor to the column's unit. */
  readonly scale: number;
}

const LATENCY: Column = { label: "Latency (s)", metric: "latency", scale: 0.001 };
const INPUT_TOKENS: Column = { label: "Input tokens", metric: "inputTokens", scale: 1 };
const COLUMNS: Readonly<Record<"generation" | "embedding", readonly Column[]>> = {
  generation: [
    LATENCY,
    { label: "TTFT (ms)", metric: "ttft", scale: 1 },
    { label: "ITL (ms)", metric: "chunkGap", scale: 1 },
    { label: "TPOT (ms)", metric: "tpot", scale: 1 },
    INPUT_TOKENS,
    { label: "Output tokens", metric: "outputTokens", scale: 1 },
    { label: "Output (tok/s)", metric: "outputSpeed", scale: 1 },
    { label: "Total (tok/s)", metric: "totalSpeed", scale: 1 },
    { label: "Decode (tok/s)", metric: "decodeSpeed", scale: 1 },
  ],
  embedding: [LATENCY, INPUT_TOKENS, { label: "Input (tok/s)", metric: "inputSpeed", scale: 1 }],
};
const PERCENTS = [1, 5, 10, 25, 50, 75, 90, 95, 99] as const;

/** One row of `benchmark_percentile.json`: its label under `Percentiles`, and the columns that are known. */
export type PercentileRow = Readonly<Record<string, string | number>> & { readonly Percentiles: string };

/** The rows `min`, `1%` … `99%`, `max` under EvalScope's column keys, by nearest rank and to the microsecond. */
export function percentileRows({ metrics }: LoadResult, kind: "generation" | "embedding" = "generation"): readonly PercentileRow[] {
  const columns = COLUMNS[kind].flatMap(({ label, metric, scale }) => {
    const summary = metrics[metric];
    return summary === undefined ? [] : [{ label, scale, summary }];
  });
  const row = (name: string, read: (summary: MetricSummary) => number | undefined): PercentileRow => ({
    Percentiles: name,
    ...rounded(Object.fromEntries(columns.map(({ label, scale, summary }) => [label, multiply(read(summary), scale)]))),
  });
  return [
    row("min", ({ min }) => min),
    ...PERCENTS.map((percent) => row(`${percent}%`, (summary) => summary.percentiles.find((entry) => entry.percent === percent)?.value)),
    row("max", ({ max }) => max),
  ];
}

function multiply(value: number | undefined, scale: number): number | undefined {
  return value === undefined ? undefined : value * scale;
}

function seconds(summary: MetricSummary | undefined): number | undefined {
  return multiply(summary?.mean, 0.001);
}

/** Without what is unknown, to 6 digits behind the point. */
function rounded(values: Readonly<Record<string, number | undefined>>): Record<string, number> {
  const known: Record<string, number> = {};
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && Number.isFinite(value)) known[key] = Number(value.toFixed(DECIMALS));
  }
  return known;
}
