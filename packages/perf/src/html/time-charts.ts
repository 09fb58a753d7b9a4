import type { LoadResult, SeriesPoint } from "../analysis/load-result.js";
import { duration, figure } from "../results/figures-text.js";
import { type ChartBand, type ChartPoint, lineChart } from "./line-chart.js";
import type { Markup } from "./markup.js";
import { html } from "./markup.js";
import type { Words } from "./words.js";

const SECONDS: Words = { en: "seconds of the run", zh: "运行秒数" };

/** How the run went second by second, with the steady part and tainted stretches shaded. Nothing for a run of one stretch. */
export function timeCharts(result: LoadResult): Markup {
  const { series } = result;
  if (series.points.length < 2) return html``;
  const width = series.widthMs / 1000;
  const bands = bandsOf(result);
  const line = (read: (point: SeriesPoint) => number | undefined, text: (value: number) => string): readonly ChartPoint[] =>
    series.points.flatMap((point) => {
      const y = read(point);
      return y === undefined ? [] : [{ x: point.fromMs / 1000 + width / 2, y, note: `${figure(point.fromMs / 1000)} s: ${text(y)}` }];
    });
  const common = { xLabel: SECONDS, xKind: "time" as const, xHigh: series.points.length * width, bands, hasDots: false, isLow: true };
  return html`${lineChart({
    ...common,
    title: { en: "Requests", zh: "请求" },
    yLabel: { en: "requests", zh: "请求数" },
    lines: [
      { name: { en: "in flight", zh: "进行中" }, color: 0, points: line(({ inFlight }) => inFlight, figure) },
      { name: { en: "finished per second", zh: "每秒完成" }, color: 2, points: line(({ ended, failed }) => (ended - failed) / width, figure) },
      { name: { en: "failed per second", zh: "每秒失败" }, color: 1, points: result.counts.failed === 0 ? [] : line(({ failed }) => failed / width, figure) },
    ],
  })}${lineChart({
    ...common,
    title: { en: "Output tokens per second", zh: "每秒输出 token 数" },
    yLabel: { en: "tok/s", zh: "tok/s" },
    lines: [{ name: { en: "as they streamed", zh: "按到达时刻" }, color: 0, points: result.tokens.output.known === 0 ? [] : line(({ outputTokens }) => outputTokens / width, figure) }],
  })}${lineChart({
    ...common,
    title: { en: "Time to first token", zh: "首 token 时延" },
    yLabel: { en: "ms", zh: "毫秒" },
    lines: [
      { name: { en: "median", zh: "中位数" }, color: 2, points: line(({ ttft }) => ttft?.p50, duration) },
      { name: { en: "p99", zh: "p99" }, color: 1, points: line(({ ttft }) => ttft?.p99, duration) },
    ],
  })}${lineChart({
    ...common,
    title: { en: "Gap between chunks", zh: "数据块间隔" },
    yLabel: { en: "ms", zh: "毫秒" },
    lines: [
      { name: { en: "median", zh: "中位数" }, color: 2, points: line(({ chunkGap }) => chunkGap?.p50, duration) },
      { name: { en: "p99", zh: "p99" }, color: 1, points: line(({ chunkGap }) => chunkGap?.p99, duration) },
    ],
  })}${lineChart({
    ...common,
    title: { en: "The client itself: event-loop delay p99", zh: "客户端自身：事件循环延迟 p99" },
    yLabel: { en: "ms", zh: "毫秒" },
    lines: [{ name: { en: "loop delay p99", zh: "循环延迟 p99" }, color: 3, points: line(({ loopDelayP99Ms }) => loopDelayP99Ms, duration) }],
  })}`;
}

function bandsOf({ series, steady }: LoadResult): readonly ChartBand[] {
  const width = series.widthMs / 1000;
  const tainted = series.points.flatMap(({ fromMs, tainted: reason }): readonly ChartBand[] => (reason === undefined ? [] : [{ from: fromMs / 1000, to: fromMs / 1000 + width, kind: "tainted", note: reason }]));
  const plateau: readonly ChartBand[] = "reason" in steady ? [] : [{ from: steady.fromMs / 1000, to: steady.toMs / 1000, kind: "steady", note: `steady: ${figure(steady.requestsPerSecond)} req/s` }];
  return [...plateau, ...tainted];
}
