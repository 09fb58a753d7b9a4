import type { MetricValue } from "../spec/metric.js";
import type { BenchmarkSummary, Distribution, RunSummary } from "../spec/run.js";
import type { TrackerCell, TrackerItem } from "../spec/tracker.js";
import { metricLabel } from "./score-series.js";

/** Tables of a run: all scores with their 95 % intervals, what became of the samples, latency and tokens, and the judges where any was asked. */
export function scoreTables({ benchmarks }: RunSummary, atMs: number): readonly TrackerItem[] {
  if (benchmarks.length === 0) return [];
  const tables: TrackerItem[] = [
    { kind: "table", key: "report", atMs, columns: ["Dataset", "Metric", "Category", "Subset", "Num", "Score", "Low", "High"], rows: benchmarks.flatMap(scoreRows) },
    {
      kind: "table",
      key: "outcomes",
      atMs,
      columns: ["Dataset", "Total", "Scored", "Unparsed", "Refused", "Unscored", "Failed"],
      rows: benchmarks.map(({ benchmark, counts }) => [benchmark, counts.total, counts.scored, counts.unparsed, counts.refused, counts.unscored, counts.failed]),
    },
    {
      kind: "table",
      key: "performance",
      atMs,
      columns: ["Dataset", "Figure", "Count", "Mean", "p50", "p90", "p99", "Max"],
      rows: benchmarks.flatMap(performanceRows),
    },
  ];
  const judged = benchmarks.flatMap(judgeRows);
  if (judged.length === 0) return tables;
  const columns = ["Dataset", "Judges", "Judged", "Observations", "Valid", "Judge agreement", "Repeat agreement", "Swap consistency", "Krippendorff alpha"];
  return [...tables, { kind: "table", key: "judges", atMs, columns, rows: judged }];
}

function scoreRows({ benchmark, metrics }: BenchmarkSummary): readonly (readonly TrackerCell[])[] {
  return metrics.flatMap((metric) => {
    const name = metricLabel(metric);
    const subsets = metric.categories.flatMap(({ subsets: members }) => members);
    const rows: TrackerCell[][] = [[benchmark, name, "all", "all", ...figures(metric.overall)]];
    for (const category of metric.categories) {
      if (metric.categories.length > 1) rows.push([benchmark, name, category.name, "all", ...figures(category.value)]);
      for (const subset of subsets.length > 1 ? category.subsets : []) rows.push([benchmark, name, category.name, subset.name, ...figures(subset.value)]);
    }
    return rows;
  });
}

function figures({ value, interval, scored }: MetricValue): readonly TrackerCell[] {
  return [scored, value, interval?.[0], interval?.[1]];
}

function performanceRows({ benchmark, performance }: BenchmarkSummary): readonly (readonly TrackerCell[])[] {
  const spreads: readonly (readonly [string, Distribution | undefined])[] = [
    ["Latency (ms)", performance.latencyMs],
    ["First token (ms)", performance.firstTokenMs],
    ["Time per output token (ms)", performance.timePerOutputTokenMs],
    ["Input tokens", performance.inputTokens],
    ["Output tokens", performance.outputTokens],
  ];
  return spreads.flatMap(([name, spread]) =>
    spread === undefined ? [] : [[benchmark, name, spread.count, spread.mean, spread.p50, spread.p90, spread.p99, spread.max]],
  );
}

function judgeRows({ benchmark, judge }: BenchmarkSummary): readonly (readonly TrackerCell[])[] {
  if (judge === undefined) return [];
  const { judges, judged, observations, valid, judgeAgreement, repeatAgreement, swapConsistency, krippendorffAlpha } = judge;
  return [[benchmark, judges.join(", "), judged, observations, valid, judgeAgreement, repeatAgreement, swapConsistency, krippendorffAlpha]];
}
