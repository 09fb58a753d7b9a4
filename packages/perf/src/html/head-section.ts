import { duration, figure, percent } from "../results/figures-text.js";
import { type Finding, findingsOf, GRAVE } from "../results/findings.js";
import type { CalibrationNote, PointReport, RunFacts } from "../results/run-facts.js";
import { findingWords } from "./finding-words.js";
import { html, type Markup } from "./markup.js";
import { plainWords } from "./plain-words.js";
import { say, type Words } from "./words.js";

/** Name and basic facts of the run. */
export function headSection(facts: RunFacts, points: readonly PointReport[]): Markup {
  const requests = points.reduce((sum, { result }) => sum + result.counts.total, 0);
  const seconds = points.reduce((sum, { result }) => sum + result.window.durationMs, 0);
  return html`<header><p class="muted small">${say({ en: "Load test report", zh: "性能压测报告" })}</p><h1>${facts.name}</h1>
<div class="facts">${fact({ en: "Model", zh: "模型" }, facts.model)}${fact({ en: "Dataset", zh: "数据集" }, facts.dataset)}${fact({ en: "API", zh: "接口" }, facts.api)}${facts.url === undefined ? undefined : fact({ en: "Address", zh: "地址" }, facts.url)}${fact({ en: "Date", zh: "日期" }, facts.createdAt.replace("T", " ").slice(0, 19))}${fact({ en: "Requests", zh: "请求数" }, figure(requests))}${fact({ en: "Test time", zh: "测试时长" }, duration(seconds))}${fact({ en: "evalkit", zh: "evalkit" }, facts.version)}</div></header>`;
}

function fact(name: Words, value: string): Markup {
  return html`<span>${say(name)}: <b>${value}</b></span>`;
}

const STATES = { valid: 0, "client-limited": 1, invalid: 2 } as const;

/** Whether the figures are the server's or the client's own: the worst verdict of the points, and the calibration. */
export function verdictSection(points: readonly PointReport[]): Markup {
  const verdicts = points.flatMap(({ point, result }) => (result.outcome === undefined ? [] : [{ ...result.outcome.verdict, label: point.label }]));
  const worst = verdicts.reduce<(typeof verdicts)[number] | undefined>((found, verdict) => (found === undefined || STATES[verdict.state] > STATES[found.state] ? verdict : found), undefined);
  const kind = worst === undefined ? "unknown" : worst.state === "valid" ? "valid" : worst.state === "invalid" ? "invalid" : "limited";
  const reasons = verdicts.filter(({ state }) => state !== "valid").map(({ label, state, reasons: list }) => `${label}: ${state}, ${list.join("; ")}`);
  return html`<section class="panel verdict ${kind}"><p><strong>${say(VERDICTS[kind])}</strong></p>${reasons.map((reason) => html`<p class="small">${reason}</p>`)}${calibrationLine(points)}</section>`;
}

const VERDICTS: Readonly<Record<"valid" | "limited" | "invalid" | "unknown", Words>> = {
  valid: { en: "Valid: the load generator kept up, these figures are the server’s.", zh: "有效：压测客户端全程跟得上，以下数据反映的是服务端。" },
  limited: { en: "Client-limited: at times the load generator was near its own limit. The shaded stretches below may show times that are too long.", zh: "客户端受限：压测客户端有时接近自身极限，下方阴影时段测得的时间可能偏长。" },
  invalid: { en: "Invalid: the load generator itself did not keep up. Do not compare these figures.", zh: "无效：压测客户端自身没有跟上，请勿用这些数据作比较。" },
  unknown: { en: "Whether the load generator kept up is not recorded.", zh: "没有记录压测客户端是否跟得上。" },
};

function calibrationLine(points: readonly PointReport[]): Markup {
  const notes = points.flatMap(({ calibration }) => (calibration === undefined ? [] : [calibration]));
  if (notes.length === 0) return html`<p class="small muted">${say({ en: "This machine is not calibrated: run “evalkit perf --selftest” once to have the client’s own error printed here.", zh: "本机尚未校准：运行一次 “evalkit perf --selftest”，此处即可显示客户端自身的误差。" })}</p>`;
  const most = (read: (note: CalibrationNote) => number | undefined): number | undefined => notes.map(read).reduce((high, value) => (value === undefined || (high !== undefined && high > value) ? high : value), undefined);
  const ttft = duration(most(({ ttftErrorMs }) => ttftErrorMs));
  const gap = duration(most(({ gapErrorMs }) => gapErrorMs));
  const used = percent(most(({ usedShare }) => usedShare), 0);
  return html`<p class="small muted">${say({
    en: `Calibrated on this machine: the client’s own error at this load is at most ${ttft} for TTFT and ${gap} for gaps (99 of 100 requests); the test used ${used} of the calibrated limit.`,
    zh: `已在本机校准：在此负载下客户端自身误差最多为 TTFT ${ttft}、token 间隔 ${gap}（100 个请求中的 99 个）；本次测试用到校准上限的 ${used}。`,
  })}</p>`;
}

/** The verdict has its own place; the best of one load needs no sentence. */
const SAID_ABOVE: ReadonlySet<Finding["kind"]> = new Set(["client-invalid", "client-limited"]);
const BEST: ReadonlySet<Finding["kind"]> = new Set(["highest-throughput", "lowest-latency"]);

/** The best figures as cards, and everything a reader should know in plain sentences. */
export function findingsSection(points: readonly PointReport[]): Markup {
  const findings = findingsOf(points);
  const total = points.reduce((sum, { result }) => sum + result.counts.ok + result.counts.failed, 0);
  const ok = points.reduce((sum, { result }) => sum + result.counts.ok, 0);
  const isSweep = points.length > 1;
  const listed = findings.filter(({ kind }) => !SAID_ABOVE.has(kind) && (isSweep || !BEST.has(kind)));
  return html`<div class="cards">${findings.map((finding) => cardOf(finding, isSweep))}${card({ en: "Success rate", zh: "成功率" }, total === 0 ? "–" : percent(ok / total), `${figure(ok)} / ${figure(total)}`)}</div>
<section class="panel"><h2>${say({ en: "What this means", zh: "结论" })}</h2>${plainWords(points)}<ul class="findings">${listed.map((finding) => html`<li class="${toneOf(finding)}">${say(findingWords(finding))}</li>`)}</ul></section>`;
}

function cardOf(finding: Finding, isSweep: boolean): Markup | undefined {
  if (finding.kind === "highest-throughput") {
    const tokens = finding.outputTokensPerSecond;
    const value = tokens === undefined ? `${figure(finding.requestsPerSecond)} req/s` : `${figure(tokens)} tok/s`;
    return card(isSweep ? { en: "Highest throughput", zh: "最高吞吐" } : { en: "Throughput", zh: "吞吐" }, value, `${finding.label}${tokens === undefined ? "" : `, ${figure(finding.requestsPerSecond)} req/s`}`);
  }
  if (finding.kind === "lowest-latency") return card(isSweep ? { en: "Lowest average latency", zh: "最低平均延迟" } : { en: "Average latency", zh: "平均延迟" }, duration(finding.latencyMs), finding.label);
  if (finding.kind === "saturated") return card({ en: "Enough load for most of it", zh: "达到大部分吞吐所需负载" }, percent(finding.share, 0), finding.label);
  return undefined;
}

function card(name: Words, value: string, note: string): Markup {
  return html`<div class="card"><div class="name">${say(name)}</div><div class="value">${value}</div><div class="note">${note}</div></div>`;
}

function toneOf(finding: Finding): string {
  const { kind } = finding;
  if (kind === "client-invalid" || kind === "past-peak" || (finding.kind === "failures" && finding.share >= GRAVE)) return "bad";
  if (kind === "highest-throughput" || kind === "lowest-latency" || kind === "saturated") return "good";
  return kind === "closed-loop" ? "" : "warn";
}
