import type { LoadResult, MetricSummary } from "../analysis/load-result.js";
import { METRICS, type MetricName } from "../analysis/metric-names.js";
import { duration, figure, percent } from "../results/figures-text.js";
import { html, type Markup } from "./markup.js";
import { plainTable } from "./plain-table.js";
import { say, type Words } from "./words.js";

const SHOWN = [1, 5, 10, 25, 50, 75, 90, 95, 99] as const;

interface Line {
  readonly label: string;
  readonly summary: MetricSummary | undefined;
  readonly scale?: number;
}

/** The percentile table as EvalScope prints it, with the means and their intervals in front. */
export function percentileTable({ metrics, requestRate }: LoadResult, kind: "generation" | "embedding"): Markup {
  const lines: readonly Line[] =
    kind === "embedding"
      ? [{ label: "Latency (s)", summary: metrics.latency, scale: 0.001 }, { label: "Input tokens", summary: metrics.inputTokens }, { label: "Input (tok/s)", summary: metrics.inputSpeed }]
      : [
          { label: "Latency (s)", summary: metrics.latency, scale: 0.001 },
          ...(requestRate === undefined ? [] : [{ label: "Latency from due (s)", summary: metrics.response, scale: 0.001 }, { label: "TTFT from due (ms)", summary: metrics.ttftFromIntended }]),
          { label: "TTFT (ms)", summary: metrics.ttft },
          { label: "ITL (ms)", summary: metrics.chunkGap },
          { label: "TPOT (ms)", summary: metrics.tpot },
          { label: "Longest gap (ms)", summary: metrics.maxGap },
          { label: "Input tokens", summary: metrics.inputTokens },
          { label: "Output tokens", summary: metrics.outputTokens },
          { label: "Output (tok/s)", summary: metrics.outputSpeed },
          { label: "Total (tok/s)", summary: metrics.totalSpeed },
          { label: "Decode (tok/s)", summary: metrics.decodeSpeed },
        ];
  return html`<h3>${say({ en: "Percentiles (nearest rank)", zh: "百分位（最近秩）" })}</h3><div class="frame"><table><thead><tr><th></th><th>${say({ en: "mean", zh: "平均" })}</th><th>${say({ en: "95 % interval", zh: "95% 置信区间" })}</th><th>min</th>${SHOWN.map((at) => html`<th>${at}%</th>`)}<th>max</th></tr></thead><tbody>${lines.map(percentileLine)}</tbody></table></div>`;
}

function percentileLine({ label, summary, scale = 1 }: Line): Markup | undefined {
  if (summary === undefined) return undefined;
  const [low, high] = summary.meanInterval ?? [];
  return html`<tr><td>${label}</td><td><b>${figure(summary.mean * scale)}</b></td><td class="muted">${low === undefined || high === undefined ? "" : `${figure(low * scale)} … ${figure(high * scale)}`}</td><td>${figure(summary.min * scale)}</td>${SHOWN.map((at) => {
    const entry = summary.percentiles.find(({ percent: candidate }) => candidate === at);
    const interval = entry?.low === undefined || entry.high === undefined ? undefined : `95 %: ${figure(entry.low * scale)} … ${figure(entry.high * scale)}`;
    return html`<td><span class="${entry?.isThin === true ? "thin" : ""}" title="${interval ?? ""}">${figure(entry === undefined ? undefined : entry.value * scale)}</span></td>`;
  })}<td>${figure(summary.max * scale)}</td></tr>`;
}

/** General figures, tokens, goodput, client: what EvalScope's summary holds and what ours adds. */
export function summaryTable(result: LoadResult): Markup {
  return html`<div class="columns">${generalPairs(result)}${tokenPairs(result)}${clientPairs(result)}</div>`;
}

function generalPairs(result: LoadResult): Markup {
  const { counts, goodput, steady } = result;
  return pairs({ en: "General", zh: "概况" }, [
    [{ en: "Test duration", zh: "测试时长" }, duration(result.window.durationMs)],
    [{ en: "Total / success / failed", zh: "总数 / 成功 / 失败" }, `${counts.ok + counts.failed} / ${counts.ok} / ${counts.failed}`],
    [{ en: "Given up by the client", zh: "客户端放弃" }, counts.cancelled === 0 ? undefined : String(counts.cancelled)],
    [{ en: "Warm-up requests, not counted", zh: "预热请求（不计入）" }, counts.warmUp === 0 ? undefined : String(counts.warmUp)],
    [{ en: "Request throughput", zh: "请求吞吐" }, `${figure(result.requestsPerSecond)} req/s`],
    [{ en: "Goodput", zh: "Goodput" }, goodput === undefined ? undefined : `${figure(goodput.perSecond)} req/s, ${percent(goodput.share)}`],
    [{ en: "In the steady part", zh: "稳定阶段" }, "reason" in steady ? undefined : `${figure(steady.requestsPerSecond)} req/s${steady.outputTokensPerSecond === undefined ? "" : `, ${figure(steady.outputTokensPerSecond)} tok/s`}`],
  ]);
}

function tokenPairs({ tokens, cacheHitRate, speculation, promptLength, usageAgainstTokenizer, counts }: LoadResult): Markup {
  const known = (total: { readonly known: number; readonly unknown: number }): string => (total.unknown === 0 ? "" : ` (${total.known}/${total.known + total.unknown})`);
  return pairs({ en: "Tokens", zh: "Token" }, [
    [{ en: "Output throughput", zh: "输出吞吐" }, `${figure(tokens.output.perSecond)} tok/s${known(tokens.output)}`],
    [{ en: "Total throughput", zh: "总吞吐" }, `${figure(tokens.total.perSecond)} tok/s${known(tokens.total)}`],
    [{ en: "Cache hit rate", zh: "缓存命中率" }, cacheHitRate === undefined ? undefined : percent(cacheHitRate)],
    [{ en: "Tokens per decoding step", zh: "每步解码 token 数" }, speculation === undefined ? undefined : `${figure(speculation.tokensPerStep)} (${percent(speculation.acceptance, 0)})`],
    [{ en: "Prompt length against asked", zh: "提示词长度与要求之差" }, promptLength?.relativeDifference === undefined ? undefined : `${percent(promptLength.relativeDifference)} (${promptLength.compared})`],
    [{ en: "Tokenizer against usage", zh: "分词器与 usage 之差" }, usageAgainstTokenizer?.relativeDifference === undefined ? undefined : `${percent(usageAgainstTokenizer.relativeDifference)} (${usageAgainstTokenizer.compared})`],
    [{ en: "Answers of one token, without TPOT", zh: "仅一个 token 的回答（无 TPOT）" }, counts.oneToken === 0 ? undefined : String(counts.oneToken)],
  ]);
}

function clientPairs({ outcome, health, requestRate }: LoadResult): Markup {
  return pairs({ en: "The client", zh: "客户端" }, [
    [{ en: "Verdict", zh: "判定" }, outcome?.verdict.state],
    [{ en: "Sends late by more than 1 ms", zh: "晚发送超过 1 毫秒" }, outcome === undefined || requestRate === undefined ? undefined : String(outcome.lateSends)],
    [{ en: "Event-loop delay p99, worst second", zh: "事件循环延迟 p99（最差一秒）" }, health === undefined ? undefined : duration(health.worstLoopDelayP99Ms)],
    [{ en: "Busiest second", zh: "最忙的一秒" }, health === undefined ? undefined : percent(health.highestUtilisation, 0)],
    [{ en: "Tainted seconds", zh: "不可信的秒数" }, health === undefined ? undefined : `${health.taintedSeconds}${health.reasons[0] === undefined ? "" : `: ${health.reasons[0].reason}`}`],
    [{ en: "Workers, transport", zh: "工作线程，传输" }, outcome === undefined ? undefined : `${outcome.workers}, ${outcome.transport}`],
  ]);
}

function pairs(title: Words, rows: readonly (readonly [Words, string | undefined])[]): Markup {
  return html`<div><h3>${say(title)}</h3><dl class="pairs">${rows.map(([name, value]) => value !== undefined && html`<dt>${say(name)}</dt><dd>${value}</dd>`)}</dl></div>`;
}

/** Failures by kind with an example; nothing without any. */
export function failureTable({ failures }: LoadResult): Markup | undefined {
  if (failures.length === 0) return undefined;
  return html`<h3>${say({ en: "Failures", zh: "失败" })}</h3>${plainTable(
    [{ en: "Kind", zh: "类型" }, { en: "Count", zh: "次数" }, { en: "HTTP status", zh: "HTTP 状态" }, { en: "First message", zh: "首条信息" }],
    failures.map(({ kind, count, statuses, example }) => [kind, String(count), statuses.map(({ status, count: times }) => `${status} × ${times}`).join(", "), html`<code>${example}</code>`]),
    true,
  )}`;
}

/** Figures by turn; nothing without conversations. */
export function turnTable({ turns }: LoadResult): Markup | undefined {
  if (turns === undefined) return undefined;
  return html`<h3>${say({ en: "By turn of the conversation", zh: "按对话轮次" })}</h3>${plainTable(
    [{ en: "Turn", zh: "轮次" }, { en: "Requests", zh: "请求数" }, { en: "TTFT mean", zh: "TTFT 平均" }, { en: "TTFT p99", zh: "TTFT p99" }, { en: "Latency mean", zh: "延迟平均" }, { en: "Input tokens", zh: "输入 token" }, { en: "Cache hits", zh: "缓存命中" }],
    turns.map(({ turn, requests, ttft, latency, meanInputTokens, cacheHitRate }) => [String(turn), String(requests), duration(ttft?.mean), duration(ttft?.p99), duration(latency?.mean), figure(meanInputTokens), percent(cacheHitRate)]),
  )}`;
}

const SHORT_NAMES: { readonly [Name in MetricName]?: string } = { ttft: "TTFT", ttftFromIntended: "TTFT from due time", latency: "Latency", response: "Latency from due time", tpot: "TPOT", chunkGap: "ITL" };

/** Main metrics with and without what tainted seconds touch; nothing without tainted seconds or where it was not asked for. */
export function untaintedTable({ metrics, withoutTainted, health }: LoadResult): Markup | undefined {
  if (withoutTainted === undefined || (health?.taintedSeconds ?? 0) === 0) return undefined;
  const names = (Object.keys(withoutTainted.metrics) as MetricName[]).filter((name) => metrics[name] !== undefined);
  const p99 = (summary: MetricSummary | undefined): string => duration(summary?.percentiles.find(({ percent: at }) => at === 99)?.value);
  return html`<h3>${say({ en: "Without tainted seconds", zh: "去除不可信时段后" })}</h3>${plainTable(
    [{ en: "Metric", zh: "指标" }, { en: "Values left", zh: "剩余数量" }, { en: "mean, all", zh: "平均（全部）" }, { en: "mean, without", zh: "平均（去除后）" }, { en: "p99, all", zh: "p99（全部）" }, { en: "p99, without", zh: "p99（去除后）" }],
    names.map((name) => {
      const [all, clean] = [metrics[name], withoutTainted.metrics[name]];
      return [SHORT_NAMES[name] ?? name, `${figure(clean?.count)} / ${figure(all?.count)}`, duration(all?.mean), duration(clean?.mean), p99(all), p99(clean)];
    }),
  )}`;
}

/** Every metric with its definition, folded away. */
export function metricTable({ metrics }: LoadResult): Markup {
  const names = (Object.keys(METRICS) as MetricName[]).filter((name) => metrics[name] !== undefined);
  return html`<details class="inner"><summary>${say({ en: "All metrics and their definitions", zh: "全部指标及定义" })}</summary>${plainTable(
    [{ en: "Metric", zh: "指标" }, { en: "Count", zh: "数量" }, { en: "Mean", zh: "平均" }, { en: "p50", zh: "p50" }, { en: "p99", zh: "p99" }, { en: "Definition", zh: "定义" }],
    names.map((name) => {
      const summary = metrics[name];
      const at = (percentAt: number): string => figure(summary?.percentiles.find(({ percent: candidate }) => candidate === percentAt)?.value);
      return [`${name} (${METRICS[name].unit})`, figure(summary?.count), figure(summary?.mean), at(50), at(99), METRICS[name].definition];
    }),
    true,
  )}</details>`;
}
