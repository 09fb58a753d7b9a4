import type { FinishedPoint, LoadResult, PerfRun, SearchReport } from "@evalkit/runtime";
import type { Colors } from "./color.js";
import { formatCount } from "./format.js";
import { formatFigure, formatShare } from "./perf-figures.js";
import { renderTable } from "./table.js";
import { cleanLine } from "./terminal.js";

/** Tables of a run, and below them what tables do not hold: failures, prompt lengths, the server's and the accelerators' own figures, searches. */
export async function renderPerfRun(run: PerfRun, colors: Colors): Promise<string> {
  const searches = await Promise.all(run.searches.map((search) => renderSearch(search, colors)));
  const definitions = await Promise.all(run.definitions.map((entry) => renderDefinitions(entry, colors)));
  const details = run.searches.length > 0 ? [] : run.points.flatMap((point) => pointNotes(point, colors));
  return [...run.lines, ...(details.length === 0 ? [] : ["", ...details]), ...definitions.flatMap((text) => ["", text]), ...paretoLines(run, colors), ...searches.flatMap((text) => ["", text])].join("\n");
}

/** One load by another tool's definitions, and why its figures differ from ours. */
async function renderDefinitions({ label, table }: PerfRun["definitions"][number], colors: Colors): Promise<string> {
  const columns = ["Mean", "p50", "p90", "p99", "Our mean"].map((title) => ({ title, align: "right" as const }));
  const rows = table.rows.map(({ label: metric, unit, mean, p50, p90, p99, ourMean }) => [`${metric} (${unit})`, ...[mean, p50, p90, p99, ourMean].map(formatFigure)]);
  const text = await renderTable([{ title: "Metric" }, ...columns], rows);
  const reasons = table.rows.filter(({ difference }) => difference !== "").map(({ label: metric, difference }) => `  ${metric}: ${difference}`);
  return [colors.bold(`${label} by the definitions of ${table.name}`), text, ...reasons, ...table.notes.map((note) => `  ${note}`)].join("\n");
}

/** What is to be said of one load besides its figures. */
function pointNotes({ point, result, lengths, server, gpus, isResumed }: FinishedPoint, colors: Colors): readonly string[] {
  const lines = [
    ...(isResumed ? ["figures from the earlier run"] : []),
    ...result.failures.map(({ kind, count, example }) => colors.red(`failed: ${formatCount(count)} × ${kind}: ${cleanLine(example, 160)}`)),
    ...lengthLines(lengths),
    ...(result.goodput === undefined ? [] : [`goodput: ${formatFigure(result.goodput.perSecond)} req/s, ${formatShare(result.goodput.share)} of the requests`]),
    ...(server === undefined ? [] : [`server: ${serverText(server)}`]),
    ...(gpus === undefined ? [] : gpus.devices.map((device) => `GPU ${device.index}: ${device.meanUtilisation.toFixed(0)} % busy, ${device.maxMemoryMiB} MiB${device.meanPowerWatts === undefined ? "" : `, ${device.meanPowerWatts.toFixed(0)} W`}`)),
    verdictText(result, colors),
  ];
  return lines.map((line) => `${point.label}: ${line}`);
}

const SERVER_WORDS: Readonly<Record<string, string>> = {
  running: "requests running",
  waiting: "waiting",
  cacheUse: "KV cache",
  cacheHitRate: "prefix cache hits",
  prefixQueries: "tokens looked up in the prefix cache",
  prefixHits: "found there",
  promptTokens: "prompt tokens",
  generationTokens: "generated tokens",
  preemptions: "preemptions",
  draftTokens: "draft tokens",
  acceptedTokens: "draft tokens accepted",
};

function serverText({ samples, counters, gauges }: NonNullable<FinishedPoint["server"]>): string {
  if (samples === 0) return "its metrics cannot be read";
  const parts = [
    ...Object.entries(gauges).map(([key, { mean, max }]) => `${SERVER_WORDS[key] ?? key} ${key.startsWith("cache") ? `${formatShare(mean)} (highest ${formatShare(max)})` : `${formatFigure(mean)} (highest ${formatFigure(max)})`}`),
    ...Object.entries(counters).map(([key, value]) => `${formatCount(Math.round(value))} ${SERVER_WORDS[key] ?? key}`),
  ];
  return parts.length === 0 ? "none of its metrics is known" : parts.join(", ");
}

function lengthLines(lengths: FinishedPoint["lengths"]): readonly string[] {
  if (lengths === undefined) return [];
  const { compared, exact, correction, medianBefore, medianAfter, uncorrected } = lengths;
  const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
  const before = medianBefore === undefined ? "" : `, median difference ${signed(medianBefore)} tokens`;
  const kept = uncorrected === undefined ? "" : `; not corrected: ${uncorrected}`;
  const corrected = correction === 0 ? kept : `; prompts made ${Math.abs(correction)} tokens ${correction < 0 ? "shorter" : "longer"} from then on${medianAfter === undefined ? "" : `, then ${signed(medianAfter)}`}`;
  return [`prompt lengths: ${formatCount(exact)} of ${formatCount(compared)} as asked, by the server's count${before}${corrected}`];
}

function verdictText({ outcome }: LoadResult, colors: Colors): string {
  if (outcome === undefined) return colors.dim("client not judged");
  const { verdict, workers, transport, lateSends, skippedSends, stopped } = outcome;
  const paint = verdict.state === "valid" ? colors.green : verdict.state === "client-limited" ? colors.yellow : colors.red;
  const reasons = verdict.reasons.length === 0 ? "" : ` (${verdict.reasons.map((reason) => cleanLine(reason, 160)).join("; ")})`;
  const ended = stopped === "complete" ? "" : stopped === "aborted" ? ", interrupted" : `, stopped by ${stopped}`;
  return `client: ${paint(verdict.state)}${reasons}: ${workers} ${workers === 1 ? "thread" : "threads"}, ${transport}, ${formatCount(lateSends)} late sends${skippedSends > 0 ? `, ${formatCount(skippedSends)} skipped` : ""}${ended}`;
}

/** The loads that no other beats in both throughput and time to the first token. */
function paretoLines({ points, searches }: PerfRun, colors: Colors): readonly string[] {
  if (points.length < 2 || searches.length > 0) return [];
  const front = paretoFront(points.map(({ result }) => ({ throughput: result.tokens.output.perSecond ?? result.requestsPerSecond, delay: (result.metrics.ttft ?? result.metrics.latency)?.mean })));
  const labels = points.flatMap(({ point }, place) => (front.has(place) ? [point.label] : []));
  return ["", colors.bold("Pareto front (no other load has both more throughput and a lower mean TTFT):"), ...labels.map((label) => `  ${label}`)];
}

/** Places of those that no other beats in both; without one of the figures a load is on no front. */
export function paretoFront(points: readonly { readonly throughput: number | undefined; readonly delay: number | undefined }[]): ReadonlySet<number> {
  const isBeaten = (mine: { readonly throughput: number; readonly delay: number }): boolean =>
    points.some(({ throughput, delay }) => throughput !== undefined && delay !== undefined && throughput >= mine.throughput && delay <= mine.delay && (throughput > mine.throughput || delay < mine.delay));
  return new Set(points.flatMap(({ throughput, delay }, place) => (throughput === undefined || delay === undefined || isBeaten({ throughput, delay }) ? [] : [place])));
}

async function renderSearch({ variable, target, best, goal, range, isInterrupted, probes }: SearchReport, colors: Colors): Promise<string> {
  const rows = probes.map(({ value, verdict, isCertain, requests, why }) => [String(value), verdict, isCertain ? "certain" : "by the figure", formatCount(requests), cleanLine(why, 120)]);
  const columns = [{ title: variable, align: "right" as const }, { title: "Verdict" }, { title: "Decided" }, { title: "Requests", align: "right" as const }, { title: "Why", maxWidth: 120 }];
  const table = await renderTable(columns, rows, (line, row) => (probes[row]?.verdict === "fail" ? colors.red(line) : line));
  const until = isInterrupted ? " so far" : "";
  const bound = goal === "limits" && best === range.high ? ` (the highest that --sla-upper-bound allows)` : "";
  const found = colors.green(`${goal === "limits" ? "Highest" : "Best"} ${variable}${until} for ${target}: ${best}${bound}`);
  const answer = best !== undefined ? found : isInterrupted ? colors.yellow("Stopped before any load had passed.") : colors.red(`No ${variable} that was tried keeps ${target}.`);
  return `${colors.bold("Search")}\n${probes.length === 0 ? "" : `${table}\n`}${answer}`;
}
