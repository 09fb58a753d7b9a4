import type { LoadResult, LoadSnapshot, MetricSummary } from "../analysis/load-result.js";
import { duration, figure, fixed, percent, successRate } from "./figures-text.js";
import type { PointReport } from "./run-facts.js";
import { plain, tableLines } from "./text-table.js";

type Kind = "generation" | "embedding";

/** The summary of one point as EvalScope groups it, with 95 % intervals of the means and how the client did. Lines safe to print. */
export function renderSummaryTable(result: LoadResult, kind: Kind = "generation"): readonly string[] {
  const rows = [
    ["General"],
    ["Test Duration (s)", fixed(result.window.durationMs / 1000, 2), ""],
    ["Concurrency", result.concurrency === undefined ? "INF" : String(result.concurrency), ""],
    ["Request Rate (req/s)", result.requestRate === undefined ? "–" : figure(result.requestRate), ""],
    ["Total / Success / Failed", `${result.counts.ok + result.counts.failed} / ${result.counts.ok} / ${result.counts.failed}`, result.counts.cancelled === 0 ? "" : `${result.counts.cancelled} given up`],
    ["Req Throughput (req/s)", figure(result.requestsPerSecond), ""],
    ...goodputRows(result),
    ["Latency"],
    meanRow("Avg Latency (s)", result.metrics.latency, 0.001),
    ...responseRows(result),
    ...(kind === "embedding" ? [] : [meanRow("Avg TTFT (ms)", result.metrics.ttft), meanRow("Avg TPOT (ms)", result.metrics.tpot), meanRow("Avg ITL (ms)", result.metrics.chunkGap)]),
    ["Tokens"],
    ...tokenRows(result, kind),
    ...conversationRows(result),
    ...speculationRows(result),
    ["Client"],
    ...clientRows(result),
  ];
  return tableLines({ title: "Benchmarking summary:", head: ["Metric", "Value", "95% interval"], rows });
}

function meanRow(label: string, summary: MetricSummary | undefined, scale = 1): readonly string[] {
  const [low, high] = summary?.meanInterval ?? [];
  const interval = low === undefined || high === undefined ? "" : `${figure(low * scale)} … ${figure(high * scale)}`;
  return [label, figure(summary === undefined ? undefined : summary.mean * scale), interval];
}

function goodputRows({ goodput }: LoadResult): readonly (readonly string[])[] {
  return goodput === undefined ? [] : [["Goodput (req/s)", figure(goodput.perSecond), `${percent(goodput.share)} of requests`]];
}

/** Shown where requests were due before they were sent. */
function responseRows({ metrics: { response, latency, sendDelay } }: LoadResult): readonly (readonly string[])[] {
  const isLate = response !== undefined && latency !== undefined && (sendDelay?.mean ?? 0) > 1;
  return isLate ? [meanRow("Avg Latency from due time (s)", response, 0.001)] : [];
}

function tokenRows({ metrics, tokens }: LoadResult, kind: Kind): readonly (readonly string[])[] {
  const known = (total: { readonly known: number; readonly unknown: number }): string => (total.unknown === 0 ? "" : `known of ${total.known}/${total.known + total.unknown}`);
  const input = ["Avg Input Tokens", figure(metrics.inputTokens?.mean), known(tokens.input)];
  if (kind === "embedding") return [input, ["Input Throughput (tok/s)", figure(tokens.input.perSecond), ""]];
  return [
    input,
    ["Avg Output Tokens", figure(metrics.outputTokens?.mean), known(tokens.output)],
    ["Output Throughput (tok/s)", figure(tokens.output.perSecond), ""],
    ["Total Throughput (tok/s)", figure(tokens.total.perSecond), ""],
  ];
}

function conversationRows({ turns, cacheHitRate }: LoadResult): readonly (readonly string[])[] {
  const cache = cacheHitRate === undefined ? [] : [["KV Cache Hit Rate (%)", figure(cacheHitRate * 100), ""]];
  if (turns === undefined) return cache;
  const [first, ...later] = turns;
  const size = later.reduce((sum, { requests }) => sum + requests, 0);
  const mean = size === 0 ? undefined : later.reduce((sum, { ttft, requests }) => sum + (ttft?.mean ?? 0) * requests, 0) / size;
  return [["Multi-turn"], ...cache, ["Avg First-Turn TTFT (ms)", figure(first?.ttft?.mean), ""], ["Avg Subsequent-Turn TTFT (ms)", figure(mean), ""]];
}

function speculationRows({ speculation }: LoadResult): readonly (readonly string[])[] {
  if (speculation === undefined) return [];
  return [["Speculative Decoding"], ["Avg Decoded Tok/Iter", figure(speculation.tokensPerStep), ""], ["Spec. Accept Rate", figure(speculation.acceptance), ""]];
}

/** Lateness against a schedule; in a closed loop the time from a free slot to the next request. */
function clientRows({ outcome, health, metrics, requestRate }: LoadResult): readonly (readonly string[])[] {
  const isScheduled = requestRate !== undefined;
  const lateness = metrics.clientDelay ?? metrics.sendDelay;
  return [
    ["Verdict", outcome?.verdict.state ?? "–", ""],
    [isScheduled ? "Send lateness p99 (ms)" : "Next send after p99 (ms)", figure(lateness?.percentiles.find(({ percent: at }) => at === 99)?.value), outcome === undefined || !isScheduled ? "" : `${outcome.lateSends} late by > 1 ms`],
    ["Tainted seconds", health === undefined ? "–" : String(health.taintedSeconds), ""],
  ];
}

const SHOWN = [1, 5, 10, 25, 50, 75, 90, 95, 99] as const;

/** Percentiles of one point, a line a metric, in an open loop also from the time requests were due; `~` marks those from fewer samples than MLPerf asks for. Lines safe to print. */
export function renderPercentileTable({ metrics, requestRate }: LoadResult, kind: Kind = "generation"): readonly string[] {
  const lines: readonly (readonly [string, MetricSummary | undefined, number])[] =
    kind === "embedding"
      ? [["Latency (s)", metrics.latency, 0.001], ["Input tokens", metrics.inputTokens, 1], ["Input (tok/s)", metrics.inputSpeed, 1]]
      : [
          ["Latency (s)", metrics.latency, 0.001],
          ...(requestRate === undefined ? [] : [["Latency from due (s)", metrics.response, 0.001], ["TTFT from due (ms)", metrics.ttftFromIntended, 1]] as const),
          ["TTFT (ms)", metrics.ttft, 1],
          ["ITL (ms)", metrics.chunkGap, 1],
          ["TPOT (ms)", metrics.tpot, 1],
          ["Longest gap (ms)", metrics.maxGap, 1],
          ["Input tokens", metrics.inputTokens, 1],
          ["Output tokens", metrics.outputTokens, 1],
          ["Output (tok/s)", metrics.outputSpeed, 1],
          ["Total (tok/s)", metrics.totalSpeed, 1],
          ["Decode (tok/s)", metrics.decodeSpeed, 1],
        ];
  const known = lines.flatMap(([label, summary, scale]) => (summary === undefined ? [] : [{ label, summary, scale }]));
  const rows = known.map(({ label, summary, scale }) => [label, figure(summary.min * scale), ...SHOWN.map((at) => percentileCell(summary, at, scale)), figure(summary.max * scale)]);
  const isThin = rows.some((row) => row.some((cell) => cell.startsWith("~")));
  return [
    ...tableLines({ title: "Percentile results (nearest rank):", head: ["Metric", "min", ...SHOWN.map((at) => `${at}%`), "max"], rows }),
    ...(isThin ? ["~ from too few requests to be trusted (p90 needs 64, p95 130, p99 662)"] : []),
  ];
}

function percentileCell(summary: MetricSummary, percentAt: number, scale: number): string {
  const entry = summary.percentiles.find(({ percent: at }) => at === percentAt);
  return entry === undefined ? "–" : `${entry.isThin ? "~" : ""}${figure(entry.value * scale)}`;
}

/** The points of a sweep in EvalScope's columns. Lines safe to print. */
export function renderSweepTable(points: readonly PointReport[], kind: Kind = "generation"): readonly string[] {
  const p99 = (summary: MetricSummary | undefined): number | undefined => summary?.percentiles.find(({ percent: at }) => at === 99)?.value;
  const common = ["Conc.", "Rate", "RPS", "Avg Lat.(s)", "P99 Lat.(s)"];
  const head = kind === "embedding" ? [...common, "Avg Inp.TPS", "Avg Inp.Tok"] : [...common, "Avg TTFT(ms)", "P99 TTFT(ms)", "Avg TPOT(ms)", "P99 TPOT(ms)", "Gen. tok/s"];
  const rows = points.map(({ result }) => {
    const { metrics, counts, tokens } = result;
    const first = [
      result.concurrency === undefined ? "INF" : String(result.concurrency),
      result.requestRate === undefined ? "–" : figure(result.requestRate),
      figure(result.requestsPerSecond),
      fixed(scaled(metrics.latency?.mean), 3),
      fixed(scaled(p99(metrics.latency)), 3),
    ];
    const rest = kind === "embedding" ? [figure(tokens.input.perSecond), figure(metrics.inputTokens?.mean)] : [fixed(metrics.ttft?.mean, 1), fixed(p99(metrics.ttft), 1), fixed(metrics.tpot?.mean, 2), fixed(p99(metrics.tpot), 2), figure(tokens.output.perSecond)];
    return [...first, ...rest, successRate(counts), result.outcome?.verdict.state ?? "–"];
  });
  return tableLines({ title: "Detailed Performance Metrics", head: [...head, "Success Rate", "Verdict"], rows, leftColumns: [] });
}

function scaled(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}

/** The lines of the live table: rates, times, failures and the client's health. `total` is how many requests there will be. Lines safe to print. */
export function renderLive(snapshot: LoadSnapshot, total?: number): readonly string[] {
  const { ended, ok, failed, inFlight, requestsPerSecond, outputTokensPerSecond, client } = snapshot;
  const pair = (values: { readonly p50: number; readonly p99: number } | undefined): string => (values === undefined ? "–" : `p50 ${duration(values.p50)}, p99 ${duration(values.p99)}`);
  const failures = snapshot.failures.map(({ kind, count }) => `${kind} ${count}`).join(", ");
  const lines = [
    ["Requests", `${ended}${total === undefined ? "" : ` / ${total}`} ended, ${ok} ok, ${failed} failed${inFlight === undefined ? "" : `, ${inFlight} in flight`}${snapshot.warmUp === 0 ? "" : `, ${snapshot.warmUp} warm-up`}`],
    ["Rate", `${figure(requestsPerSecond)} req/s, ${figure(outputTokensPerSecond)} tok/s (last 5 s)`],
    ["TTFT", pair(snapshot.ttft)],
    ["TPOT", pair(snapshot.tpot)],
    ["Latency", pair(snapshot.latency)],
    ...(failures === "" ? [] : [["Failures", failures]]),
    ...(client === undefined ? [] : [["Client", `loop delay p99 ${duration(client.loopDelayP99Ms)}, ${percent(client.utilisation, 0)} busy, ${client.taintedSeconds} tainted s${client.tainted === undefined ? "" : `, now: ${plain(client.tainted)}`}`]]),
  ];
  return lines.map(([label = "", text = ""]) => `${label.padEnd(9)} ${text}`);
}
