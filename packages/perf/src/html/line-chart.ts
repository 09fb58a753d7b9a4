import { exactScale, linearScale, type Scale, tickText, valueScale } from "./axis.js";
import { html, type Markup } from "./markup.js";
import { say, sayInSvg, type Words } from "./words.js";

/** A place of a line; `low` and `high` draw its interval, `note` shows when it is pointed at. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
  readonly note: string;
  /** Written beside the point. */
  readonly label?: string;
}

export interface ChartLine {
  readonly name: Words;
  readonly points: readonly ChartPoint[];
  /** Colour of the page's set. */
  readonly color: 0 | 1 | 2 | 3;
  readonly isDashed?: boolean;
  /** Points only. */
  readonly isLoose?: boolean;
}

/** A span of the x axis that is shaded. */
export interface ChartBand {
  readonly from: number;
  readonly to: number;
  readonly kind: "tainted" | "steady";
  readonly note: string;
}

export interface LineChartOptions {
  readonly title: Words;
  /** What to look for. */
  readonly hint?: Words;
  readonly xLabel: Words;
  readonly yLabel: Words;
  readonly lines: readonly ChartLine[];
  /** `values`: a tick at each value; `time`: a plain axis from 0; `zero`: from 0 with round ticks. */
  readonly xKind: "values" | "time" | "zero";
  /** Where a time axis ends. @default at the last point */
  readonly xHigh?: number;
  readonly bands?: readonly ChartBand[];
  /** Whether every point gets a dot. @default true */
  readonly hasDots?: boolean;
  /** Lower figure. */
  readonly isLow?: boolean;
}

const WIDTH = 560;
const LEFT = 58;
const RIGHT = 14;
const TOP = 10;
const BOTTOM = 42;

/** A figure with one chart of lines; empty lines are left out, and nothing is drawn without any point. */
export function lineChart(options: LineChartOptions): Markup {
  const lines = options.lines.filter(({ points }) => points.length > 0);
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return html``;
  const height = options.isLow === true ? 170 : 250;
  const y = linearScale({ low: 0, high: Math.max(...all.map((point) => point.y)), from: height - BOTTOM, to: TOP });
  const x = xScale(options, all);
  return html`<figure class="chart"><figcaption><strong>${say(options.title)}</strong>${options.hint === undefined ? undefined : html`<span class="muted hint">${say(options.hint)}</span>`}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${height}" role="img">${bandsOf(options.bands ?? [], x, height)}${gridOf(x, y, height, options)}${lines.map((line) => drawLine(line, { x, y, height, hasDots: options.hasDots ?? true }))}</svg>
${lines.length > 1 || options.bands?.length ? legendOf(lines, options.bands ?? []) : undefined}</figure>`;
}

function xScale({ xKind, xHigh = 0 }: LineChartOptions, points: readonly ChartPoint[]): Scale {
  const values = points.map((point) => point.x);
  const place = { from: LEFT, to: WIDTH - RIGHT };
  if (xKind === "values") return valueScale(values, LEFT + 16, WIDTH - RIGHT - 16);
  const high = values.reduce((most, value) => Math.max(most, value), xHigh);
  return xKind === "zero" ? linearScale({ low: 0, high: high * 1.05, ...place }) : exactScale({ low: 0, high, ...place });
}

function gridOf(x: Scale, y: Scale, height: number, { xLabel, yLabel }: LineChartOptions): Markup {
  const bottom = height - BOTTOM;
  return html`${y.ticks.map((tick) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y.place(tick))}" y2="${round(y.place(tick))}"/><text text-anchor="end" x="${LEFT - 6}" y="${round(y.place(tick)) + 4}">${tickText(tick)}</text>`)}
${x.ticks.map((tick) => html`<line class="tick" x1="${round(x.place(tick))}" x2="${round(x.place(tick))}" y1="${bottom}" y2="${bottom + 4}"/>`)}${readable(x).map((tick) => html`<text text-anchor="middle" x="${round(x.place(tick))}" y="${bottom + 16}">${tickText(tick)}</text>`)}
${sayInSvg(xLabel, { x: (LEFT + WIDTH - RIGHT) / 2, y: height - 6, anchor: "middle" })}${sayInSvg(yLabel, { x: 12, y: (TOP + bottom) / 2, anchor: "middle", turned: true })}`;
}

/** About the width of a digit. */
const DIGIT = 7;

/** Ticks whose texts do not run into the one before. */
function readable({ ticks, place }: Scale): readonly number[] {
  let end = Number.NEGATIVE_INFINITY;
  return ticks.filter((tick) => {
    const half = (tickText(tick).length * DIGIT) / 2;
    if (place(tick) - half < end) return false;
    end = place(tick) + half + DIGIT / 2;
    return true;
  });
}

interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  readonly height: number;
  readonly hasDots: boolean;
}

function drawLine({ points, color, isDashed = false, isLoose = false }: ChartLine, { x, y, hasDots }: Frame): Markup {
  const sorted = points.toSorted((first, second) => first.x - second.x);
  const path = sorted.map((point) => `${round(x.place(point.x))},${round(y.place(point.y))}`).join(" ");
  const clipped = (value: number): number => round(Math.max(TOP, y.place(value)));
  return html`<g class="c${color}">${isLoose || sorted.length < 2 ? undefined : html`<polyline class="line${isDashed ? " dashed" : ""}" points="${path}"/>`}
${sorted.map((point) => {
  const at = { x: round(x.place(point.x)), y: round(y.place(point.y)) };
  const whisker = point.low === undefined || point.high === undefined ? undefined : html`<line class="whisker" x1="${at.x}" x2="${at.x}" y1="${clipped(point.low)}" y2="${clipped(point.high)}"/>`;
  const label = point.label === undefined ? undefined : html`<text class="point-label" x="${at.x + 7}" y="${at.y - 5}">${point.label}</text>`;
  return html`${whisker}${hasDots || isLoose || sorted.length === 1 ? html`<circle cx="${at.x}" cy="${at.y}" r="4"><title>${point.note}</title></circle>` : undefined}${label}`;
})}</g>`;
}

function bandsOf(bands: readonly ChartBand[], x: Scale, height: number): readonly Markup[] {
  return bands.map(({ from, to, kind, note }) => {
    const left = Math.max(LEFT, round(x.place(from)));
    const right = Math.min(WIDTH - RIGHT, round(x.place(to)));
    return html`<rect class="band ${kind}" x="${left}" y="${TOP}" width="${Math.max(1, round(right - left))}" height="${height - BOTTOM - TOP}"><title>${note}</title></rect>`;
  });
}

function legendOf(lines: readonly ChartLine[], bands: readonly ChartBand[]): Markup {
  const kinds = new Set(bands.map(({ kind }) => kind));
  return html`<div class="legend">${lines.map(({ name, color, isDashed = false }) => html`<span class="key c${color}${isDashed ? " dashed" : ""}">${say(name)}</span>`)}${kinds.has("steady") && html`<span class="key band steady">${say({ en: "steady part", zh: "稳定阶段" })}</span>`}${kinds.has("tainted") && html`<span class="key band tainted">${say({ en: "client not to be believed", zh: "客户端数据不可信" })}</span>`}</div>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
