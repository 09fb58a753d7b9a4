import type { PerfPoint, PerfPointResult } from "../spec/perf-reporter.js";
import type { TrackerItem } from "../spec/tracker.js";
import type { LogHistogram } from "./log-histogram.js";

const GRID = { left: 32, right: 32, top: 48, bottom: 32, containLabel: true };
const WITH_LEGEND = { ...GRID, top: 72 };
const LEGEND_TOP = 32;

function heading(text: string): Record<string, unknown> {
  return { text, top: 4, left: "center", textStyle: { fontSize: 13 } };
}

/** A name below its axis, where it is not cut off. */
function axisName(name: string): Record<string, unknown> {
  return { name, nameLocation: "middle", nameGap: 28 };
}

/** A histogram as a chart; undefined when it is empty. */
export function histogramChart(key: string, { title, histogram, atMs }: { readonly title: string; readonly histogram: LogHistogram; readonly atMs: number }): TrackerItem | undefined {
  const bins = histogram.bins();
  if (bins.length === 0) return undefined;
  const option = {
    title: heading(`${title}: ${histogram.total} values`),
    tooltip: { trigger: "axis" },
    grid: GRID,
    xAxis: { type: "category", ...axisName("ms"), data: bins.map(({ low, high }) => `${short(low)}–${short(high)}`) },
    yAxis: { type: "value" },
    series: [{ type: "bar", barCategoryGap: "5%", data: bins.map(({ count }) => count) }],
  };
  return { kind: "chart", key, atMs, title, option };
}

export interface SweepPoint {
  readonly point: PerfPoint;
  readonly result: PerfPointResult;
}

/** Curves of a sweep: throughput and latency against the load, and the Pareto front of one against the other. */
export function sweepCharts(points: readonly SweepPoint[], atMs: number): readonly TrackerItem[] {
  const byLoad = (key: string, title: string, names: readonly string[]): TrackerItem | undefined => {
    const series = names.filter((name) => points.some(({ result }) => result.summary[name] !== undefined));
    if (series.length === 0) return undefined;
    const option = {
      title: heading(title),
      tooltip: { trigger: "axis" },
      legend: { top: LEGEND_TOP, data: series },
      grid: WITH_LEGEND,
      xAxis: { type: "category", ...axisName("load"), data: points.map(({ point }) => loadOf(point)) },
      yAxis: { type: "value", scale: false },
      series: series.map((name) => ({ name, type: "line", data: points.map(({ result }) => result.summary[name] ?? "-") })),
    };
    return { kind: "chart", key, atMs, title, option };
  };
  const charts = [
    byLoad("charts/token_throughput", "Tokens per second against load", ["Output Throughput (tok/s)", "Total Throughput (tok/s)"]),
    byLoad("charts/request_throughput", "Requests per second against load", ["Req Throughput (req/s)"]),
    byLoad("charts/latency", "Mean latency against load", ["Avg Latency (s)"]),
    byLoad("charts/first_token", "Mean time to first token and per token against load", ["Avg TTFT (ms)", "Avg TPOT (ms)", "Avg ITL (ms)"]),
    paretoChart("charts/pareto_ttft", { points, atMs, cost: "Avg TTFT (ms)", gain: "Output Throughput (tok/s)" }),
    paretoChart("charts/pareto_latency", { points, atMs, cost: "Avg Latency (s)", gain: "Req Throughput (req/s)" }),
  ];
  return charts.filter((chart) => chart !== undefined);
}

interface ParetoOptions {
  readonly points: readonly SweepPoint[];
  readonly atMs: number;
  readonly cost: string;
  readonly gain: string;
}

/** All loads as dots, and a line through those that no other load beats in both figures. */
function paretoChart(key: string, { points, atMs, cost, gain }: ParetoOptions): TrackerItem | undefined {
  const dots = points.flatMap(({ point, result: { summary } }) => {
    const x = summary[cost];
    const y = summary[gain];
    return x === undefined || y === undefined ? [] : [{ name: loadOf(point), value: [x, y] as const }];
  });
  if (dots.length < 2) return undefined;
  const best = dots
    .filter(({ value: [x, y] }) => !dots.some(({ value: [otherX, otherY] }) => otherX <= x && otherY >= y && (otherX < x || otherY > y)))
    .toSorted((first, second) => first.value[0] - second.value[0]);
  const title = `${gain} against ${cost}`;
  const option = {
    title: heading(title),
    tooltip: { trigger: "item" },
    legend: { top: LEGEND_TOP, data: ["load", "Pareto front"] },
    grid: WITH_LEGEND,
    xAxis: { type: "value", ...axisName(cost), scale: true },
    yAxis: { type: "value", scale: true },
    series: [
      { name: "load", type: "scatter", symbolSize: 10, data: dots, label: { show: true, position: "top", formatter: "{b}" } },
      { name: "Pareto front", type: "line", symbol: "none", data: best.map(({ value }) => value) },
    ],
  };
  return { kind: "chart", key, atMs, title, option };
}

/** A point's load in a few characters: `8`, `2.5/s`, `unbounded`. */
export function loadOf({ concurrency, ratePerSecond }: PerfPoint): string {
  if (ratePerSecond !== undefined) return concurrency === undefined ? `${ratePerSecond}/s` : `${ratePerSecond}/s, ${concurrency} at once`;
  return concurrency === undefined ? "unbounded" : String(concurrency);
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
