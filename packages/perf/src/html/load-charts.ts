import type { LoadResult, MetricSummary } from "../analysis/load-result.js";
import { duration, figure } from "../results/figures-text.js";
import type { PointReport } from "../results/run-facts.js";
import { type ChartLine, type ChartPoint, lineChart } from "./line-chart.js";
import { html, type Markup } from "./markup.js";
import { say, type Words } from "./words.js";

const CONCURRENCY: Words = { en: "requests in flight (concurrency)", zh: "并发请求数" };
const RATE: Words = { en: "requests per second asked for", zh: "要求的每秒请求数" };
const MS: Words = { en: "ms", zh: "毫秒" };

/** Throughput and times against the load, and the trade between them; nothing for a single point. */
export function loadCharts(points: readonly PointReport[], kind: "generation" | "embedding"): Markup {
  if (points.length < 2) return html``;
  const isRate = points.every(({ result }) => result.requestRate !== undefined);
  const xOf = ({ requestRate, concurrency }: LoadResult): number | undefined => (isRate ? requestRate : concurrency);
  const chart = { points, xOf, xLabel: isRate ? RATE : CONCURRENCY };
  return html`<section class="panel"><h2>${say({ en: "How it follows the load", zh: "随负载的变化" })}</h2><div class="charts">
${throughputCharts(chart, kind)}
${timeChart(chart, { title: { en: "Latency of a request", zh: "请求延迟" }, read: ({ metrics }) => metrics.latency, hint: { en: "from the send to the end of the answer; bars are 95 % intervals", zh: "从发送到回答结束；竖线为 95% 置信区间" } })}
${timeChart(chart, { title: { en: "Time to first token (TTFT)", zh: "首 token 时延（TTFT）" }, read: ({ metrics }) => metrics.ttft, hint: { en: "how long a user looks at nothing; it jumps where requests begin to queue", zh: "用户看到第一个字之前的等待；开始排队时会突增" } })}
${timeChart(chart, { title: { en: "Time per output token (TPOT)", zh: "每输出 token 时间（TPOT）" }, read: ({ metrics }) => metrics.tpot, hint: { en: "how fast text appears; 50 ms are 20 tokens a second", zh: "文字出现的速度；50 毫秒即每秒 20 个 token" } })}
${kind === "generation" ? paretoChart(points) : undefined}</div></section>`;
}

interface ChartInput {
  readonly points: readonly PointReport[];
  readonly xOf: (result: LoadResult) => number | undefined;
  readonly xLabel: Words;
}

function throughputCharts({ points, xOf, xLabel }: ChartInput, kind: "generation" | "embedding"): Markup {
  const line = (read: (result: LoadResult) => number | undefined, unit: string): readonly ChartPoint[] =>
    points.flatMap(({ point, result }) => {
      const [x, y] = [xOf(result), read(result)];
      return x === undefined || y === undefined ? [] : [{ x, y, note: `${point.label}: ${figure(y)} ${unit}` }];
    });
  const hint = { en: "where the line flattens the server is full", zh: "曲线变平处即服务达到上限" };
  return html`${lineChart({
    title: kind === "embedding" ? { en: "Input token throughput", zh: "输入 token 吞吐" } : { en: "Output token throughput", zh: "输出 token 吞吐" },
    hint,
    xLabel,
    yLabel: { en: "tokens per second", zh: "每秒 token 数" },
    xKind: "values",
    lines:
      kind === "embedding"
        ? [{ name: { en: "input", zh: "输入" }, color: 0, points: line(({ tokens }) => tokens.input.perSecond, "tok/s") }]
        : [{ name: { en: "output", zh: "输出" }, color: 0, points: line(({ tokens }) => tokens.output.perSecond, "tok/s") }],
  })}${lineChart({
    title: { en: "Request throughput", zh: "请求吞吐" },
    hint,
    xLabel,
    yLabel: { en: "requests per second", zh: "每秒请求数" },
    xKind: "values",
    lines: [
      { name: { en: "finished", zh: "完成" }, color: 0, points: line(({ requestsPerSecond }) => requestsPerSecond, "req/s") },
      { name: { en: "within the limits (goodput)", zh: "满足时限（goodput）" }, color: 2, isDashed: true, points: line(({ goodput }) => goodput?.perSecond, "req/s") },
    ],
  })}`;
}

interface TimeChart {
  readonly title: Words;
  readonly hint: Words;
  readonly read: (result: LoadResult) => MetricSummary | undefined;
}

function timeChart({ points, xOf, xLabel }: ChartInput, { title, hint, read }: TimeChart): Markup {
  const line = (name: Words, color: ChartLine["color"], pick: (summary: MetricSummary) => Omit<ChartPoint, "x" | "note"> | undefined): ChartLine => ({
    name,
    color,
    points: points.flatMap(({ point, result }) => {
      const summary = read(result);
      const picked = summary === undefined ? undefined : pick(summary);
      const x = xOf(result);
      return picked === undefined || x === undefined ? [] : [{ ...picked, x, note: `${point.label}: ${name.en} ${duration(picked.y)}` }];
    }),
  });
  return lineChart({
    title,
    hint,
    xLabel,
    yLabel: MS,
    xKind: "values",
    lines: [
      line({ en: "mean", zh: "平均" }, 0, meanOf),
      line({ en: "median", zh: "中位数" }, 2, (summary) => percentile(summary, 50)),
      line({ en: "p99", zh: "p99" }, 1, (summary) => percentile(summary, 99)),
    ],
  });
}

function meanOf({ mean, meanInterval }: MetricSummary): Omit<ChartPoint, "x" | "note"> {
  return { y: mean, ...(meanInterval === undefined ? {} : { low: meanInterval[0], high: meanInterval[1] }) };
}

function percentile(summary: MetricSummary, at: number): Omit<ChartPoint, "x" | "note"> | undefined {
  const entry = summary.percentiles.find(({ percent }) => percent === at);
  if (entry === undefined) return undefined;
  return { y: entry.value, ...(entry.low === undefined || entry.high === undefined ? {} : { low: entry.low, high: entry.high }) };
}

/** What each user gets against what all get; points that no other beats in both are joined. */
function paretoChart(points: readonly PointReport[]): Markup {
  const places = points.flatMap(({ point, result }) => {
    const tpot = result.metrics.tpot?.mean ?? 0;
    // Answers that come in one piece have no speed.
    const each = tpot > 0 ? 1000 / tpot : undefined;
    const all = result.tokens.output.perSecond;
    const load = result.requestRate ?? result.concurrency;
    return each === undefined || all === undefined ? [] : [{ x: each, y: all, note: `${point.label}: ${figure(each)} tok/s each, ${figure(all)} tok/s in all`, label: load === undefined ? "∞" : String(load) }];
  });
  const front = places.filter((place) => !places.some((other) => other !== place && other.x >= place.x && other.y >= place.y && (other.x > place.x || other.y > place.y)));
  return lineChart({
    title: { en: "What each user gets against what all get", zh: "单用户速度与总吞吐的取舍" },
    hint: { en: "up and to the right is better; numbers are the load. Loads on the line are not beaten in both", zh: "越靠右上越好；数字为负载。线上的负载没有在两方面同时被超过" },
    xLabel: { en: "tokens per second of one user (1000 ÷ TPOT)", zh: "单用户每秒 token 数（1000 ÷ TPOT）" },
    yLabel: { en: "tokens per second of all", zh: "总每秒 token 数" },
    xKind: "zero",
    lines: [
      { name: { en: "best trade-offs (Pareto)", zh: "最优取舍（帕累托）" }, color: 0, points: front },
      { name: { en: "beaten by another load", zh: "被其他负载超过" }, color: 1, isLoose: true, points: places.filter((place) => !front.includes(place)) },
    ],
  });
}
