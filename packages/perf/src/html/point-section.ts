import { duration, figure } from "../results/figures-text.js";
import type { PointReport } from "../results/run-facts.js";
import { failureTable, metricTable, percentileTable, summaryTable, turnTable, untaintedTable } from "./detail-tables.js";
import { histogramChart } from "./histogram-chart.js";
import { laneChart } from "./lane-chart.js";
import { html, type Markup } from "./markup.js";
import { telemetrySection } from "./telemetry-section.js";
import { timeCharts } from "./time-charts.js";
import { say } from "./words.js";

export interface PointSectionOptions {
  readonly position: number;
  readonly kind: "generation" | "embedding";
  readonly isOpen: boolean;
}

/** Everything about one load: tables, distributions, course, timeline, failures. */
export function pointSection({ point, result, server, gpus }: PointReport, { position, kind, isOpen }: PointSectionOptions): Markup {
  const { metrics } = result;
  const charts = html`${histogramChart({ en: "Time to first token", zh: "首 token 时延" }, metrics.ttft)}${histogramChart({ en: "Time per output token", zh: "每输出 token 时间" }, metrics.tpot)}${histogramChart({ en: "Gap between chunks (ITL)", zh: "数据块间隔（ITL）" }, metrics.chunkGap)}${histogramChart({ en: "Latency", zh: "延迟" }, metrics.latency)}`;
  return html`<section class="panel"><details class="point" id="point-${position}"${isOpen && html` open`}><summary>${point.label}<span class="muted">${figure(result.requestsPerSecond)} req/s, ${figure(result.tokens.output.perSecond)} tok/s, TTFT ${duration(metrics.ttft?.mean)}, TPOT ${duration(metrics.tpot?.mean)}</span></summary>
${summaryTable(result)}${percentileTable(result, kind)}${failureTable(result)}${turnTable(result)}${untaintedTable(result)}
<h3>${say({ en: "Distributions", zh: "分布" })}</h3><div class="charts">${charts}</div>
<h3>${say({ en: "Course of the run", zh: "运行过程" })}</h3>${"reason" in result.steady ? html`<p class="muted small">${say({ en: `No steady part: ${result.steady.reason}.`, zh: `没有稳定阶段：${result.steady.reason}。` })}</p>` : undefined}<div class="charts">${timeCharts(result)}</div>
${telemetrySection(server, gpus)}${laneChart(result)}${metricTable(result)}</details></section>`;
}
