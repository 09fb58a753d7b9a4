import type { Lane, LoadResult } from "../analysis/load-result.js";
import { duration } from "../results/figures-text.js";
import { exactScale, tickText } from "./axis.js";
import { html, type Markup } from "./markup.js";
import { say, sayInSvg } from "./words.js";

const WIDTH = 1140;
const LEFT = 14;
const RIGHT = 14;
const BOTTOM = 36;
const MAX_LANES = 160;
const MIN_LANE = 3;
const MAX_LANE = 10;

/** Requests as bars over time: waiting, until the first token, streaming; failed ones in red. At most 160, evenly chosen. */
export function laneChart({ lanes, window, counts }: LoadResult): Markup {
  if (lanes.length === 0) return html``;
  const stride = Math.ceil(lanes.length / MAX_LANES);
  const shown = lanes.filter((_, position) => position % stride === 0);
  const lane = Math.max(MIN_LANE, Math.min(MAX_LANE, Math.floor(480 / shown.length)));
  const height = shown.length * lane + BOTTOM;
  const x = exactScale({ low: window.fromMs / 1000, high: window.toMs / 1000, from: LEFT, to: WIDTH - RIGHT, ticks: 12 });
  const place = (ms: number): number => Math.round(x.place(Math.max(window.fromMs, ms) / 1000) * 10) / 10;
  return html`<figure class="chart wide"><figcaption><strong>${say({ en: "Requests over time", zh: "请求时间线" })}</strong><span class="muted hint">${say({
    en: `one line a request, ${shown.length} of ${counts.total}: light until the first token, dark while tokens stream`,
    zh: `每行一个请求，共显示 ${counts.total} 个中的 ${shown.length} 个：浅色为等待首个 token，深色为流式输出`,
  })}</span></figcaption><svg viewBox="0 0 ${WIDTH} ${height}" role="img">
${x.ticks.map((tick) => html`<line class="grid" x1="${place(tick * 1000)}" x2="${place(tick * 1000)}" y1="0" y2="${height - BOTTOM}"/><text text-anchor="middle" x="${place(tick * 1000)}" y="${height - BOTTOM + 14}">${tickText(tick)}</text>`)}
${shown.map((entry, row) => drawLane(entry, { top: row * lane, thickness: Math.max(2, lane - 1), place }))}
${sayInSvg({ en: "seconds of the run", zh: "运行秒数" }, { x: WIDTH / 2, y: height - 4, anchor: "middle" })}</svg>
<div class="legend"><span class="key block wait">${say({ en: "due, not sent yet", zh: "已到期、未发送" })}</span><span class="key block prefill">${say({ en: "until the first token", zh: "等待首个 token" })}</span><span class="key block decode">${say({ en: "streaming", zh: "流式输出" })}</span><span class="key block failed">${say({ en: "failed", zh: "失败" })}</span></div></figure>`;
}

interface Row {
  readonly top: number;
  readonly thickness: number;
  readonly place: (ms: number) => number;
}

function drawLane(lane: Lane, { top, thickness, place }: Row): Markup {
  const { index, intendedMs, sentMs, firstPayloadMs, endMs, outcome, failure } = lane;
  const bar = (kind: string, from: number, to: number): Markup => {
    const width = place(to) - place(from);
    return width < 0.1 ? html`` : html`<rect class="${kind}" x="${place(from)}" y="${top}" width="${Math.round(width * 10) / 10}" height="${thickness}"/>`;
  };
  const first = firstPayloadMs ?? endMs;
  const note = `#${index}: ${failure ?? outcome}, ${duration(endMs - sentMs)}${firstPayloadMs === undefined ? "" : `, TTFT ${duration(firstPayloadMs - sentMs)}`}`;
  const parts = outcome === "ok" ? [bar("prefill", sentMs, first), bar("decode", first, endMs)] : [bar("failed", sentMs, endMs)];
  return html`<g>${bar("wait", intendedMs, sentMs)}${parts}<title>${note}</title></g>`;
}
