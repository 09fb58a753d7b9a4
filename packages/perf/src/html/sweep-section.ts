import type { MetricSummary } from "../analysis/load-result.js";
import { figure, fixed, percent } from "../results/figures-text.js";
import { findingsOf } from "../results/findings.js";
import type { PointReport } from "../results/run-facts.js";
import { html, type Markup } from "./markup.js";
import { say, type Words } from "./words.js";

/** All points in EvalScope's columns, with our verdict; percentiles from too few requests are greyed. */
export function sweepSection(points: readonly PointReport[], kind: "generation" | "embedding"): Markup {
  const best = findingsOf(points).find((finding) => finding.kind === "highest-throughput");
  const rest: readonly Words[] = kind === "embedding" ? [both("Avg Inp.TPS"), both("Avg Inp.Tok")] : ["Avg TTFT(ms)", "P99 TTFT(ms)", "Avg TPOT(ms)", "P99 TPOT(ms)", "Gen. tok/s"].map(both);
  const head = [both("Conc."), both("Rate"), both("RPS"), both("Avg Lat.(s)"), both("P99 Lat.(s)"), ...rest, { en: "Success Rate", zh: "成功率" }, { en: "Verdict", zh: "判定" }];
  return html`<section class="panel"><h2>${say({ en: "All measured loads", zh: "各负载汇总" })}</h2><div class="frame"><table><thead><tr>${head.map((words) => html`<th>${say(words)}</th>`)}</tr></thead><tbody>${points.map((report, position) => row(report, { position, kind, isBest: points.length > 1 && report.point.label === best?.label }))}</tbody></table></div>
<p class="muted small">${say({ en: "Conc.: requests in flight at once. RPS: finished requests per second. ~ greyed: too few requests for a percentile that can be trusted (p99 needs 662). The links lead to the details.", zh: "Conc.：并发请求数；RPS：每秒完成的请求数。带 ~ 的灰色数值样本太少、不可信（p99 需要 662 个请求）。点击链接查看详情。" })}</p></section>`;
}

function both(text: string): Words {
  return { en: text, zh: text };
}

interface RowOptions {
  readonly position: number;
  readonly kind: "generation" | "embedding";
  readonly isBest: boolean;
}

function row({ point, result }: PointReport, { position, kind, isBest }: RowOptions): Markup {
  const { metrics, counts, tokens, outcome } = result;
  const state = outcome?.verdict.state;
  const link = html`<a href="#point-${position}" title="${point.label}">${result.requestRate === undefined ? (result.concurrency ?? "INF") : figure(result.requestRate)}</a>`;
  const finished = counts.ok + counts.failed;
  const share = finished === 0 ? undefined : counts.ok / finished;
  const rest =
    kind === "embedding"
      ? html`<td>${figure(tokens.input.perSecond)}</td><td>${figure(metrics.inputTokens?.mean)}</td>`
      : html`<td>${fixed(metrics.ttft?.mean, 1)}</td>${p99(metrics.ttft, 1)}<td>${fixed(metrics.tpot?.mean, 2)}</td>${p99(metrics.tpot, 2)}<td>${figure(tokens.output.perSecond)}</td>`;
  return html`<tr class="${isBest && state !== "invalid" ? "best" : ""}"><td>${result.requestRate === undefined ? link : (result.concurrency ?? "INF")}</td><td>${result.requestRate === undefined ? "–" : link}</td><td>${figure(result.requestsPerSecond)}</td><td>${fixed(seconds(metrics.latency?.mean), 3)}</td>${p99(metrics.latency, 3, 0.001)}${rest}<td class="rate${share !== undefined && share < 0.95 ? " low" : ""}">${percent(share)}</td><td class="state ${state ?? ""}">${state === undefined ? "–" : say(STATE_WORDS[state])}</td></tr>`;
}

const STATE_WORDS: Readonly<Record<"valid" | "client-limited" | "invalid", Words>> = {
  valid: { en: "valid", zh: "有效" },
  "client-limited": { en: "client-limited", zh: "客户端受限" },
  invalid: { en: "invalid", zh: "无效" },
};

function p99(summary: MetricSummary | undefined, decimals: number, scale = 1): Markup {
  const entry = summary?.percentiles.find(({ percent: at }) => at === 99);
  return html`<td><span class="${entry?.isThin === true ? "thin" : ""}">${fixed(entry === undefined ? undefined : entry.value * scale, decimals)}</span></td>`;
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
