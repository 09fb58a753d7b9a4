import type { BenchmarkSummary, MetricSummary, MetricValue, OutcomeCounts, PerformanceSummary, RunHeader } from "@evalkit/core";
import type { Colors } from "./color.js";
import { formatCount, formatDuration, formatScore, formatShort, plural } from "./format.js";
import { type Column, renderTable } from "./table.js";
import { cleanLine } from "./terminal.js";

/** Subsets are listed one by one up to this many; beyond, categories alone. */
const MANY_SUBSETS = 20;

const COLUMNS: readonly Column[] = [
  { title: "Metric", maxWidth: 32 },
  { title: "Category", maxWidth: 32 },
  { title: "Subset", maxWidth: 40 },
  { title: "Num", align: "right" },
  { title: "Score", align: "right" },
  { title: "95 % interval", align: "right" },
];

/** `acc`, `acc_pass@2`, `acc_vote@3`, `acc_pass^2`. */
export function metricLabel({ name, aggregation, dimensions }: Pick<MetricSummary, "name" | "aggregation" | "dimensions">): string {
  if (aggregation === "mean") return name;
  const k = dimensions?.["k"];
  const words: Readonly<Record<string, string>> = { pass_at_k: "pass@", vote_at_k: "vote@", pass_hat_k: "pass^" };
  const word = words[aggregation];
  return word !== undefined && k !== undefined ? `${name}_${word}${k}` : `${name}_${aggregation}`;
}

/** Both ends: near 0 and 1 the interval is not symmetric, and a ± would lie. */
function interval(value: MetricValue): string {
  if (value.interval === undefined || value.value === undefined) return "";
  const [low, high] = value.interval;
  return `${low.toFixed(4)}–${high.toFixed(4)}`;
}

function cells(label: string, { category, subset, value }: { category: string; subset: string; value: MetricValue }): readonly string[] {
  return [label, category, subset, formatCount(value.scored), formatScore(value.value), interval(value)];
}

const PLACEHOLDERS = new Set(["", "-", "default"]);

function metricRows(metric: MetricSummary, showsSubsets: boolean): readonly (readonly string[])[] {
  const label = cleanLine(metricLabel(metric), 60);
  const rows: (readonly string[])[] = [cells(label, { category: "OVERALL", subset: "", value: metric.overall })];
  const hasCategories = metric.categories.length > 1 || metric.categories.some(({ name }) => !PLACEHOLDERS.has(name));
  for (const category of metric.categories) {
    const name = hasCategories ? cleanLine(category.name, 80) : "";
    if (hasCategories) rows.push(cells(label, { category: name, subset: "", value: category.value }));
    const isWorthListing = showsSubsets && (category.subsets.length > 1 || metric.categories.length > 1);
    if (!isWorthListing) continue;
    for (const subset of category.subsets) rows.push(cells(label, { category: name, subset: cleanLine(subset.name, 80), value: subset.value }));
  }
  return rows;
}

/** `1,319 samples: 1,300 scored (12 without an answer, 3 refused), 19 failed`. */
export function countsLine(counts: OutcomeCounts): string {
  const marks = [
    counts.unparsed > 0 ? `${formatCount(counts.unparsed)} unparsed` : "",
    counts.refused > 0 ? `${formatCount(counts.refused)} refused` : "",
  ].filter((mark) => mark !== "");
  return [
    `${plural(counts.total, "sample")}: ${formatCount(counts.scored)} scored${marks.length === 0 ? "" : ` (${marks.join(", ")})`}`,
    `${formatCount(counts.unscored)} unscored`,
    `${formatCount(counts.failed)} failed`,
  ].join(", ");
}

function treatmentsLine({ counts, treatments }: BenchmarkSummary): string | undefined {
  const parts = [
    counts.unparsed + counts.refused > 0 && treatments.answeredOnly !== undefined ? `unparsed and refused left out ${formatScore(treatments.answeredOnly)}` : "",
    counts.unscored + counts.failed > 0 && treatments.missingAsZero !== undefined ? `missing as 0 ${formatScore(treatments.missingAsZero)}` : "",
    counts.unscored + counts.failed > 0 && treatments.missingAsOne !== undefined ? `missing as 1 ${formatScore(treatments.missingAsOne)}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? undefined : `Score with ${parts.join(", ")}`;
}

function failuresLine({ failures }: BenchmarkSummary): string | undefined {
  const entries = Object.entries(failures);
  return entries.length === 0 ? undefined : `Failed: ${entries.map(([code, count]) => `${formatCount(count)} × ${cleanLine(code, 60)}`).join(", ")}`;
}

function performanceLine(performance: PerformanceSummary): string | undefined {
  const { latencyMs, firstTokenMs } = performance;
  if (latencyMs === undefined) return undefined;
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
  return [
    `Latency ${seconds(latencyMs.p50)} median, ${seconds(latencyMs.p99)} p99`,
    firstTokenMs === undefined ? "" : `first token ${seconds(firstTokenMs.p50)} median`,
    performance.withUsage === 0 ? "tokens unknown" : `tokens ${formatShort(performance.totalInputTokens)} in, ${formatShort(performance.totalOutputTokens)} out`,
  ]
    .filter((part) => part !== "")
    .join("; ");
}

/** `Judge qwen: 98 of 100 verdicts (2 × parse_error), repeats agree 97.0 %, α 0.91; 102 replies, tokens 60k in, 5k out`. */
function judgeLine({ judge }: BenchmarkSummary): string | undefined {
  if (judge === undefined) return undefined;
  const failures = Object.entries(judge.failures).map(([status, count]) => `${formatCount(count)} × ${cleanLine(status, 40)}`);
  const agreement = [
    shareOf("repeats agree", judge.repeatAgreement),
    shareOf("judges agree", judge.judgeAgreement),
    shareOf("swaps agree", judge.swapConsistency),
    judge.krippendorffAlpha === undefined ? "" : `α ${judge.krippendorffAlpha.toFixed(2)}`,
  ].filter((part) => part !== "");
  const verdicts = `${formatCount(judge.valid)} of ${formatCount(judge.observations)} verdicts${failures.length === 0 ? "" : ` (${failures.join(", ")})`}`;
  const tokens = judge.withUsage === 0 ? "tokens unknown" : `tokens ${formatShort(judge.inputTokens)} in, ${formatShort(judge.outputTokens)} out`;
  const names = judge.judges.map((name) => cleanLine(name, 40)).join(", ");
  return `Judge ${names}: ${[verdicts, ...agreement].join(", ")}; ${formatCount(judge.replies)} replies, ${tokens}`;
}

function shareOf(name: string, share: number | undefined): string {
  return share === undefined ? "" : `${name} ${(share * 100).toFixed(1)} %`;
}

export interface SummaryOptions {
  readonly colors: Colors;
  /** @default true */
  readonly showsPerformance?: boolean;
  /** Of the run: what was noted about its benchmarks is shown with them. */
  readonly header?: RunHeader;
}

/** One benchmark's result: a table with OVERALL first, what was not scored, other treatments, speed. */
export async function renderBenchmark(summary: BenchmarkSummary, { colors, showsPerformance = true, header }: SummaryOptions): Promise<string> {
  const subsets = summary.metrics[0]?.categories.reduce((sum, category) => sum + category.subsets.length, 0) ?? 0;
  const rows = summary.metrics.flatMap((metric) => metricRows(metric, subsets <= MANY_SUBSETS));
  const table = await renderTable(COLUMNS, rows, (line, row) => (rows[row]?.[1] === "OVERALL" ? colors.bold(line) : line));
  const missing = summary.counts.failed + summary.counts.unscored;
  const counts = countsLine(summary.counts);
  return [
    `${colors.bold(cleanLine(summary.benchmark, 80))}  ${cleanLine(summary.title, 120)}`,
    rows.length === 0 ? "no score" : table,
    missing > 0 ? colors.yellow(counts) : counts,
    failuresLine(summary),
    treatmentsLine(summary),
    judgeLine(summary),
    subsets > MANY_SUBSETS ? colors.dim(`${subsets} subsets; each one's score is in the report.`) : undefined,
    showsPerformance ? performanceLine(summary.performance) : undefined,
    ...(header?.benchmarks.find(({ id }) => id === summary.benchmark)?.notes ?? []).map((note) => `Note: ${cleanLine(note, 200)}`),
  ]
    .filter((part) => part !== undefined)
    .join("\n");
}

/** How long a run took, for its last line. */
export function durationLine(durationMs: number): string {
  return `Took ${formatDuration(durationMs)}.`;
}
