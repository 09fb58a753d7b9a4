import { nearestRank, samplesNeeded } from "../analysis/order-statistics.js";
import type { StoredPerfRun, StoredPoint } from "../results/open-perf-run.js";
import { percentileInterval, shareInterval, welchInterval } from "./intervals.js";
import { COMPARED, type ComparedMetric, type PointValues, readPointValues } from "./point-values.js";

/** What the data say of the second run against the first. */
export type ComparisonVerdict =
  /** The interval of the difference leaves 0 out, in the direction that is good, bad, or neither. */
  | "better" | "worse" | "different"
  /** The interval holds 0: the data cannot tell the runs apart. */
  | "cannot tell"
  /** Fewer requests than this figure needs. */
  | "too few requests"
  /** One number a run: nothing to judge its chance by. */
  | "not tested";

/** One figure of both runs. */
export interface ComparisonRow {
  readonly metric: ComparedMetric | "requests per second" | "output tokens per second" | "success rate";
  readonly statistic: "mean" | "p50" | "p90" | "p99" | "value";
  readonly unit: string;
  readonly first: number;
  readonly second: number;
  /** second − first. */
  readonly difference: number;
  /** ÷ first; absent where that is 0. */
  readonly relative?: number;
  /** 95 % confidence of the difference: Welch for means, bootstrap over requests for percentiles, Newcombe for the success rate. */
  readonly interval?: readonly [number, number];
  readonly verdict: ComparisonVerdict;
}

/** Two points of the same load. */
export interface PointComparison {
  readonly first: string;
  readonly second: string;
  readonly requests: readonly [number, number];
  readonly rows: readonly ComparisonRow[];
  /** What makes the comparison weaker. */
  readonly notes: readonly string[];
}

/** Two load tests side by side. Plain data: survives JSON. */
export interface PerfComparison {
  readonly first: string;
  readonly second: string;
  readonly points: readonly PointComparison[];
  /** Points that the other run has no partner for. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

/** Compares two stored load tests point by point, matched by load; two single points are compared whatever their loads. Throws `StoreError`. */
export async function comparePerfRuns(first: StoredPerfRun, second: StoredPerfRun): Promise<PerfComparison> {
  const pairs = pairsOf(first.points, second.points);
  const points: PointComparison[] = [];
  for (const [one, other] of pairs) points.push(await comparePoints(one, other));
  const used = new Set(pairs.flat());
  const left = (all: readonly StoredPoint[]): readonly string[] => all.filter((point) => !used.has(point)).map(({ label }) => label);
  return { first: first.folder, second: second.folder, points, onlyFirst: left(first.points), onlySecond: left(second.points) };
}

function pairsOf(first: readonly StoredPoint[], second: readonly StoredPoint[]): readonly (readonly [StoredPoint, StoredPoint])[] {
  const [one, other] = [first[0], second[0]];
  if (first.length === 1 && second.length === 1 && one !== undefined && other !== undefined) return [[one, other]];
  const free = [...second];
  return first.flatMap((point) => {
    const position = free.findIndex((candidate) => loadKey(candidate) === loadKey(point));
    const [partner] = position < 0 ? [] : free.splice(position, 1);
    return partner === undefined ? [] : [[point, partner] as const];
  });
}

function loadKey({ summary }: StoredPoint): string {
  return `${summary.Concurrency ?? "?"} ${summary["Request Rate (req/s)"] ?? "?"}`;
}

async function comparePoints(first: StoredPoint, second: StoredPoint): Promise<PointComparison> {
  const [one, other] = [await readPointValues(first), await readPointValues(second)];
  const rows = one === undefined || other === undefined ? summaryRows(first, second) : [...requestRows(one, other), successRow(one, other), ...rateRows(first, second)];
  return { first: first.label, second: second.label, requests: [one?.ok ?? first.summary["Success Requests"] ?? 0, other?.ok ?? second.summary["Success Requests"] ?? 0], rows, notes: notesOf(first, second, rows) };
}

const PERCENTS = [["p50", 50], ["p90", 90], ["p99", 99]] as const;
/** Of these less is better; of the number of output tokens neither. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set(["latency", "ttft", "tpot", "maxGap"]);

function requestRows(one: PointValues, other: PointValues): readonly ComparisonRow[] {
  return COMPARED.flatMap((metric) => {
    const [first, second] = [one.values.get(metric), other.values.get(metric)];
    if (first === undefined || second === undefined || first.length === 0 || second.length === 0) return [];
    const unit = metric === "outputTokens" ? "tokens" : "ms";
    const mean = rowOf({ metric, statistic: "mean", unit, first: meanOf(first), second: meanOf(second) }, welchInterval(first, second));
    if (metric === "outputTokens") return [mean];
    const percentiles = PERCENTS.map(([statistic, percent]) => {
      const isThin = Math.min(first.length, second.length) < samplesNeeded(percent);
      const row = { metric, statistic, unit, first: at(first, percent), second: at(second, percent) };
      return isThin ? { ...rowOf(row, undefined), verdict: "too few requests" as const } : rowOf(row, percentileInterval(first, second, percent));
    });
    return [mean, ...percentiles];
  });
}

function successRow(one: PointValues, other: PointValues): ComparisonRow {
  const [first, second] = [{ count: one.ok, total: one.total }, { count: other.ok, total: other.total }];
  const share = ({ count, total }: { readonly count: number; readonly total: number }): number => (total === 0 ? 0 : count / total);
  return rowOf({ metric: "success rate", statistic: "value", unit: "share", first: share(first), second: share(second) }, shareInterval(first, second));
}

const RATES = [["requests per second", "Req Throughput (req/s)", "req/s"], ["output tokens per second", "Output Throughput (tok/s)", "tok/s"]] as const;

function rateRows(one: StoredPoint, other: StoredPoint): readonly ComparisonRow[] {
  return RATES.flatMap(([metric, key, unit]) => {
    const [first, second] = [one.summary[key], other.summary[key]];
    return first === undefined || second === undefined ? [] : [rowOf({ metric, statistic: "value", unit, first, second }, undefined)];
  });
}

const SUMMARY_MEANS = [["latency", "Avg Latency (s)", 1000], ["ttft", "Avg TTFT (ms)", 1], ["tpot", "Avg TPOT (ms)", 1]] as const;

/** Where requests were not kept only figures stand side by side. */
function summaryRows(one: StoredPoint, other: StoredPoint): readonly ComparisonRow[] {
  const means = SUMMARY_MEANS.flatMap(([metric, key, scale]) => {
    const [first, second] = [one.summary[key], other.summary[key]];
    return first === undefined || second === undefined ? [] : [rowOf({ metric, statistic: "mean" as const, unit: "ms", first: first * scale, second: second * scale }, undefined)];
  });
  return [...means, ...rateRows(one, other)];
}

function rowOf(row: Pick<ComparisonRow, "metric" | "statistic" | "unit" | "first" | "second">, interval: readonly [number, number] | undefined): ComparisonRow {
  const difference = row.second - row.first;
  return {
    ...row,
    difference,
    ...(row.first === 0 ? {} : { relative: difference / row.first }),
    ...(interval === undefined ? {} : { interval }),
    verdict: verdictOf(row.metric, interval),
  };
}

function verdictOf(metric: ComparisonRow["metric"], interval: readonly [number, number] | undefined): ComparisonVerdict {
  if (interval === undefined) return "not tested";
  const [low, high] = interval;
  if (low <= 0 && high >= 0) return "cannot tell";
  if (metric === "outputTokens") return "different";
  return LESS_IS_BETTER.has(metric) === high < 0 ? "better" : "worse";
}

function notesOf(one: StoredPoint, other: StoredPoint, rows: readonly ComparisonRow[]): readonly string[] {
  const notes: string[] = [];
  if (loadKey(one) !== loadKey(other)) notes.push("The loads differ, so the figures say nothing of the servers alone.");
  if (one.records === undefined || other.records === undefined) notes.push("The requests of a run were not kept, so nothing can be tested.");
  if (one.origin !== other.origin) notes.push("One run was measured by EvalScope: its client adds time of its own, and its TTFT may end at an empty event.");
  if (rows.some(({ metric, verdict }) => metric === "outputTokens" && verdict === "different")) notes.push("The answers differ in length, so latencies cannot be compared; look at TTFT and TPOT.");
  for (const point of [one, other]) {
    const state = point.result?.outcome?.verdict.state;
    if (state !== undefined && state !== "valid") notes.push(`${point.label} was ${state}: its load generator was near its own limit.`);
  }
  return [...new Set(notes)];
}

function at(sorted: Float64Array, percent: number): number {
  return sorted[nearestRank(sorted.length, percent) - 1] ?? Number.NaN;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
