import { duration, figure } from "../results/figures-text.js";
import type { PointReport } from "../results/run-facts.js";
import type { ProbeFigure, ProbeReport, SearchReport } from "../search/search-report.js";
import type { SlaMetric } from "../search/sla-params.js";
import { lineChart } from "./line-chart.js";
import { html, type Markup, type Part } from "./markup.js";
import { say, type Words } from "./words.js";

/** Searches for a load under limits: the answer, how it was come to, and every probe. */
export function searchSections(searches: readonly SearchReport[], points: readonly PointReport[]): readonly Markup[] {
  const places = new Map(points.map(({ point }, position) => [point.label, position]));
  return searches.map((search) => searchSection(search, places));
}

function searchSection(search: SearchReport, places: ReadonlyMap<string, number>): Markup {
  const { probes, goal } = search;
  const metrics = probes[0]?.figures ?? [];
  const load = loadWords(search);
  return html`<section class="panel search"><h2>${say(goal === "limits" ? { en: `Search: the most ${load.en} within the limits`, zh: `搜索：满足限制的最高${load.zh}` } : { en: `Search: how many ${load.en} are best`, zh: `搜索：最佳${load.zh}` })}</h2>
<p class="answer ${search.best === undefined ? "none" : "found"}"><strong>${say(answer(search))}</strong></p>${reasonLine(search)}
<p class="muted small">${say(goal === "limits" ? HOW_LIMITS : HOW_BEST)}</p>
${probes.length > 0 && html`<div class="frame"><table><thead><tr><th>${say({ en: "Step", zh: "步骤" })}</th><th>${say({ en: capital(load.en), zh: load.zh })}</th>${metrics.map(metricHead)}<th>${say({ en: "Result", zh: "结果" })}</th><th>${say({ en: "Decided", zh: "判定方式" })}</th><th>${say({ en: "Requests", zh: "请求数" })}</th><th class="text">${say({ en: "Why", zh: "原因" })}</th></tr></thead><tbody>${probes.map((probe, step) => probeRow(probe, { step, search, place: places.get(probe.label) }))}</tbody></table></div>`}
<div class="charts">${metrics.map((_, column) => probeChart(search, column))}</div></section>`;
}

const HOW_LIMITS: Words = {
  en: "The load is doubled until a limit breaks, then the gap is halved again and again. Each step is a load test of its own. “Certain”: the test was stopped as soon as more requests could hardly change the result (1 % risk). “By the figure”: the planned requests ran out first, and the measured figure alone decided; with another run such a step may turn out otherwise. One failed request fails a step.",
  zh: "负载不断翻倍，直到超出限制，然后反复二分。每一步都是一次独立的压测。“确定”：继续发送请求几乎不会改变结果（风险 1%），因此提前结束。“按数值”：计划的请求先用完，仅由测得的数值判定；重新运行时该步结果可能不同。任何请求失败都会使该步不通过。",
};
const HOW_BEST: Words = {
  en: "The load is doubled while the figure gets better by more than 2 %, then the neighbourhood of the best is looked through. Each step is a load test of its own; one with failed requests does not count.",
  zh: "只要指标改善超过 2%，负载就翻倍，然后在最佳点附近细查。每一步都是一次独立的压测；有请求失败的步骤不计。",
};

function loadWords({ variable }: SearchReport): Words {
  return variable === "parallel" ? { en: "requests at once", zh: "并发数" } : { en: "requests a second", zh: "每秒请求数" };
}

function answer(search: SearchReport): Words {
  const { best, goal, probes, isInterrupted } = search;
  const load = { en: loadWords(search).en, zh: search.variable === "parallel" ? " 个并发请求" : " 个请求每秒" };
  const target = targetWords(search);
  if (best === undefined) {
    if (isInterrupted) return { en: "Stopped before any load had passed.", zh: "在任何负载通过之前被中止。" };
    return goal === "limits" ? { en: `No load that was tried keeps ${target.en}.`, zh: `尝试过的负载均不满足 ${target.zh}。` } : { en: `No load gave a figure for ${target.en}.`, zh: `没有负载得到 ${target.zh} 的数值。` };
  }
  const until = isInterrupted ? { en: "Stopped early; so far: ", zh: "提前中止；目前：" } : { en: "", zh: "" };
  const found = probes.findLast(({ value, verdict }) => value === best && verdict === "pass")?.figures[0];
  const figures = goal === "limits" || found === undefined ? "" : ` (${valueText(found)})`;
  return goal === "limits" ? { en: `${until.en}${figure(best)} ${load.en} keep ${target.en}.`, zh: `${until.zh}${figure(best)}${load.zh}满足 ${target.zh}。` } : { en: `${until.en}${figure(best)} ${load.en} are best for ${target.en}${figures}.`, zh: `${until.zh}${figure(best)}${load.zh}时 ${target.zh} 最佳${figures}。` };
}

/** Limits (or the wanted figure) as people write them; the search's own text where no probe tells. */
function targetWords({ target, goal, probes }: SearchReport): Words {
  const figures = probes[0]?.figures ?? [];
  if (figures.length === 0) return { en: target, zh: target };
  const parts = figures.map(({ metric, limit }): Words => {
    const { en, zh } = metricText(metric);
    if (limit !== undefined) return { en: `${en} ${limitText(metric, limit)}`, zh: `${zh} ${limitText(metric, limit)}` };
    return goal === "max" ? { en: `the highest ${en}`, zh: `${zh}（越高越好）` } : { en: `the lowest ${en}`, zh: `${zh}（越低越好）` };
  });
  return { en: parts.map(({ en }) => en).join(" and "), zh: parts.map(({ zh }) => zh).join(" 且 ") };
}

/** What bounds the answer: the load above that failed, or the range that was searched. */
function reasonLine(search: SearchReport): Markup | undefined {
  const words = reason(search);
  return words === undefined ? undefined : html`<p>${say(words)}</p>`;
}

function reason({ best, goal, range, probes, isInterrupted }: SearchReport): Words | undefined {
  if (best === undefined || goal !== "limits" || isInterrupted) return undefined;
  if (best >= range.high) return { en: `It is the highest load that was allowed (--sla-upper-bound ${range.high}): the server may bear more.`, zh: `这是允许的最高负载（--sla-upper-bound ${range.high}）：服务可能还能承受更多。` };
  const above = probes.filter(({ value, verdict }) => verdict === "fail" && value > best).map(({ value }) => value);
  if (above.length === 0) return undefined;
  const next = Math.min(...above);
  const isSure = probes.filter(({ value }) => value === best || value === next).every(({ isCertain }) => isCertain);
  return isSure
    ? { en: `The next load that was tried, ${next}, does not; both steps are certain.`, zh: `再往上尝试的负载 ${next} 不满足；两步均为确定。` }
    : { en: `The next load that was tried, ${next}, does not; one of the two was decided by the figure alone, so the true border may lie a little off.`, zh: `再往上尝试的负载 ${next} 不满足；其中至少一步仅按数值判定，真实边界可能略有出入。` };
}

function metricHead({ metric, limit }: ProbeFigure): Markup {
  const words = metricText(metric);
  return html`<th>${say(words)}${limit !== undefined && html`<br>${limitText(metric, limit)}`}</th>`;
}

interface RowOptions {
  readonly step: number;
  readonly search: SearchReport;
  readonly place: number | undefined;
}

function probeRow({ value, verdict, isCertain, requests, planned, figures, why, label, isResumed }: ProbeReport, { step, search, place }: RowOptions): Markup {
  const load: Part = place === undefined ? figure(value) : html`<a href="#point-${place}" title="${label}">${figure(value)}</a>`;
  const isLimit = search.goal === "limits";
  const result = verdict === "pass" ? (isLimit ? { en: "passed", zh: "通过" } : { en: "measured", zh: "已测" }) : isLimit ? { en: "failed", zh: "未通过" } : { en: "not usable", zh: "不可用" };
  const decided = isCertain ? { en: "certain", zh: "确定" } : { en: "by the figure", zh: "按数值" };
  return html`<tr class="${value === search.best && verdict === "pass" ? "best" : ""}"><td>${step + 1}</td><td>${load}</td>${figures.map((found) => html`<td>${valueText(found)}</td>`)}<td class="state ${verdict === "pass" ? "valid" : "invalid"}">${say(result)}</td><td>${say(decided)}</td><td>${figure(requests)}${requests < planned && html`<span class="muted"> / ${figure(planned)}</span>`}</td><td class="text muted small">${why}${isResumed && say({ en: " (from the earlier run)", zh: "（来自之前的运行）" })}</td></tr>`;
}

function valueText({ metric, value }: ProbeFigure): string {
  return isRate(metric) ? figure(value) : duration(value);
}

function isRate(metric: SlaMetric): boolean {
  return metric === "rps" || metric === "tps";
}

/** `p99_ttft` for people. */
function metricText(metric: SlaMetric): Words {
  if (metric === "rps") return { en: "requests/s", zh: "请求/秒" };
  if (metric === "tps") return { en: "output tok/s", zh: "输出 tok/s" };
  const [rank = "", what = ""] = metric.split("_");
  const name = what === "latency" ? { en: "latency", zh: "延迟" } : { en: what.toUpperCase(), zh: what.toUpperCase() };
  return { en: `${rank === "avg" ? "mean" : rank} ${name.en}`, zh: `${rank === "avg" ? "平均" : `${rank} `}${name.zh}` };
}

/** One limited figure at each load that was tried, with its limit. */
function probeChart(search: SearchReport, column: number): Markup | undefined {
  const found = search.probes.flatMap((probe) => {
    const entry = probe.figures[column];
    return entry?.value === undefined ? [] : [{ probe, entry, y: entry.value }];
  });
  const [first] = found;
  if (first === undefined || new Set(found.map(({ probe }) => probe.value)).size < 2) return undefined;
  const { metric } = first.entry;
  const dots = (verdict: ProbeReport["verdict"]) => found.filter(({ probe }) => probe.verdict === verdict).map(({ probe, entry, y }) => ({ x: probe.value, y, note: `${figure(probe.value)}: ${valueText(entry)}` }));
  const values = found.map(({ probe }) => probe.value);
  const { limit } = first.entry;
  const border = limit === undefined ? [] : [Math.min(...values), Math.max(...values)].map((x) => ({ x, y: limit.value, note: limitText(metric, limit) }));
  const isLimit = search.goal === "limits";
  return lineChart({
    title: metricText(metric),
    xLabel: loadWords(search),
    yLabel: isRate(metric) ? metricText(metric) : { en: "ms", zh: "毫秒" },
    xKind: "values",
    isLow: true,
    hasDots: false,
    lines: [
      { name: isLimit ? { en: "passed", zh: "通过" } : { en: "measured", zh: "已测" }, color: 2, isLoose: true, points: dots("pass") },
      { name: isLimit ? { en: "failed", zh: "未通过" } : { en: "not usable", zh: "不可用" }, color: 1, isLoose: true, points: dots("fail") },
      { name: { en: "limit", zh: "限制" }, color: 3, isDashed: true, points: border },
    ],
  });
}

function limitText(metric: SlaMetric, { operator, value }: NonNullable<ProbeFigure["limit"]>): string {
  return `${operator.replace("<=", "≤").replace(">=", "≥")} ${valueText({ metric, value })}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
