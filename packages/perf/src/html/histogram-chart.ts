import type { MetricSummary } from "../analysis/load-result.js";
import { duration } from "../results/figures-text.js";
import { exactScale, linearScale, tickText } from "./axis.js";
import { html, type Markup } from "./markup.js";
import { say, sayInSvg, type Words } from "./words.js";

const WIDTH = 560;
const HEIGHT = 190;
const LEFT = 58;
const RIGHT = 14;
const TOP = 16;
const BOTTOM = 42;

/** Bars of how often a time occurred, up to p99, with the median and p99 marked. Nothing without values. */
export function histogramChart(title: Words, summary: MetricSummary | undefined): Markup {
  const histogram = summary?.histogram;
  if (summary === undefined || histogram === undefined || histogram.binWidth <= 0) return html``;
  const { fromValue, binWidth, counts } = histogram;
  const high = fromValue + binWidth * counts.length;
  const x = exactScale({ low: fromValue, high, from: LEFT, to: WIDTH - RIGHT, ticks: 6 });
  const y = linearScale({ low: 0, high: counts.reduce((most, count) => Math.max(most, count), 0), from: HEIGHT - BOTTOM, to: TOP, ticks: 4 });
  const bottom = HEIGHT - BOTTOM;
  return html`<figure class="chart"><figcaption><strong>${say(title)}</strong></figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">
${y.ticks.map((tick) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y.place(tick))}" y2="${round(y.place(tick))}"/><text text-anchor="end" x="${LEFT - 6}" y="${round(y.place(tick)) + 4}">${tickText(tick)}</text>`)}
${counts.map((count, bin) => {
  const left = x.place(fromValue + bin * binWidth);
  const range = `${duration(fromValue + bin * binWidth)} – ${bin === counts.length - 1 ? duration(summary.max) : duration(fromValue + (bin + 1) * binWidth)}: ${count}`;
  return html`<rect class="bar" x="${round(left)}" y="${round(y.place(count))}" width="${Math.max(1, round(x.place(fromValue + (bin + 1) * binWidth) - left - 1))}" height="${round(bottom - y.place(count))}"><title>${range}</title></rect>`;
})}
${x.ticks.map((tick) => html`<text text-anchor="middle" x="${round(x.place(tick))}" y="${bottom + 16}">${tickText(tick)}</text>`)}
${[50, 99].map((percent) => marker(summary, percent, x.place, bottom))}
${sayInSvg({ en: "ms (values above p99 are in the last bar)", zh: "毫秒（高于 p99 的值计入最后一格）" }, { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, anchor: "middle" })}</svg></figure>`;
}

function marker(summary: MetricSummary, percent: number, place: (value: number) => number, bottom: number): Markup {
  const entry = summary.percentiles.find((candidate) => candidate.percent === percent);
  if (entry === undefined) return html``;
  const at = round(Math.min(WIDTH - RIGHT, place(entry.value)));
  return html`<line class="marker" x1="${at}" x2="${at}" y1="${TOP}" y2="${bottom}"/><text class="marker-text" text-anchor="${percent > 50 ? "end" : "start"}" x="${percent > 50 ? at - 4 : at + 4}" y="${TOP - 4}">p${percent} ${duration(entry.value)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
