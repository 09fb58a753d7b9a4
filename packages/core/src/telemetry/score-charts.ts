import type { MetricValue } from "../spec/metric.js";
import type { BenchmarkSummary, RunSummary } from "../spec/run.js";
import type { TrackerItem } from "../spec/tracker.js";
import { metricLabel } from "./score-series.js";
import { seriesKey } from "./series-key.js";

/** Bars that one chart shows at most; the table has them all. */
const MAX_BARS = 120;
/** A radar with more corners cannot be read. */
const MAX_CORNERS = 24;

/** With more bars than this they and their names become small, and the wheel zooms. */
const DENSE = 20;

interface Bar {
  readonly name: string;
  readonly value: MetricValue;
}

/** Charts of a run: headline scores as bars and, from three benchmarks up, as a radar; the subsets of each benchmark as bars. */
export function scoreCharts({ benchmarks }: RunSummary, atMs: number): readonly TrackerItem[] {
  const headlines = benchmarks.flatMap((summary): Bar[] => {
    const [metric] = summary.metrics;
    return metric?.overall.value === undefined ? [] : [{ name: `${summary.benchmark} (${metricLabel(metric)})`, value: metric.overall }];
  });
  if (headlines.length === 0) return [];
  const charts: TrackerItem[] = [{ kind: "chart", key: "overview/scores", atMs, title: "Scores", option: barOption("Scores, with 95 % intervals", headlines) }];
  const corners = headlines.slice(0, MAX_CORNERS);
  if (corners.length >= 3 && corners.every(({ value }) => isShare(value.value))) {
    charts.push({ kind: "chart", key: "overview/radar", atMs, title: "Radar", option: radarOption(corners) });
  }
  for (const summary of benchmarks) charts.push(...subsetChart(summary, atMs));
  return charts;
}

function subsetChart({ benchmark, metrics: [metric] }: BenchmarkSummary, atMs: number): readonly TrackerItem[] {
  const subsets = (metric?.categories ?? []).flatMap((category) => category.subsets);
  const bars = subsets.filter(({ value }) => value.value !== undefined).slice(0, MAX_BARS);
  if (metric === undefined || bars.length < 2) return [];
  const left = subsets.length - bars.length;
  const title = `${benchmark}: ${metricLabel(metric)} by subset${left > 0 ? ` (${left} more in the table)` : ""}`;
  return [{ kind: "chart", key: seriesKey("overview", benchmark), atMs, title, option: barOption(title, bars) }];
}

function barOption(title: string, bars: readonly Bar[]): Record<string, unknown> {
  const whiskers = bars.flatMap(({ name, value: { interval } }) =>
    interval === undefined ? [] : [[{ coord: [name, interval[0]] }, { coord: [name, interval[1]] }]],
  );
  const isDense = bars.length > DENSE;
  const isAllShares = bars.every(({ value }) => isShare(value.value));
  return {
    title: { text: title, top: 4, left: "center", textStyle: { fontSize: 13 } },
    tooltip: { trigger: "axis" },
    ...(isDense ? { dataZoom: [{ type: "inside" }] } : {}),
    grid: { left: 48, right: 16, top: 48, bottom: 16, containLabel: true },
    xAxis: { type: "category", data: bars.map(({ name }) => name), axisLabel: axisLabel(bars.length) },
    yAxis: { type: "value", ...(isAllShares ? { min: 0, max: 1 } : {}) },
    series: [
      {
        type: "bar",
        name: "score",
        barMaxWidth: 40,
        data: bars.map(({ value }) => rounded(value.value)),
        label: { show: bars.length <= 6, position: "insideBottom" },
        markLine: { symbol: ["rect", "rect"], symbolSize: [isDense ? 3 : 10, isDense ? 1 : 2], lineStyle: { type: "solid", color: "#333", width: isDense ? 1 : 1.5 }, label: { show: false }, animation: false, data: whiskers },
      },
    ],
  };
}

/** All names, however many there are. */
function axisLabel(bars: number): Record<string, unknown> {
  if (bars > DENSE) return { rotate: 90, interval: 0, fontSize: 8 };
  return { rotate: bars > 4 ? 40 : 0, interval: 0 };
}

function radarOption(corners: readonly Bar[]): Record<string, unknown> {
  return {
    title: { text: "Scores", top: 4, left: "center", textStyle: { fontSize: 13 } },
    tooltip: {},
    radar: { indicator: corners.map(({ name }) => ({ name, min: 0, max: 1 })), radius: "65%" },
    series: [{ type: "radar", areaStyle: { opacity: 0.2 }, data: [{ name: "score", value: corners.map(({ value }) => rounded(value.value)) }] }],
  };
}

function isShare(value: number | undefined): boolean {
  return value !== undefined && value >= 0 && value <= 1;
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toFixed(4));
}
