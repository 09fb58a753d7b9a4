import type { RequestRecord } from "../spec/record.js";

const WINDOW_MS = 30_000;
const LEAST_SAMPLES = 40;
const LEAST_SPAN_MS = 10_000;
/** One-sided, 99.9 %: two tests a second over hours must not stop a healthy run. */
const T_LIMIT = 3.3;
/** Growth over the window that matters, as a share of the window's mean. */
const LEAST_GROWTH = 0.5;

interface Point {
  readonly atMs: number;
  readonly value: number;
}

/**
 * Tells when a server is given more than it can take: over the last 30 s both the requests in flight and the time to the first token
 * (latency, where there is no stream) grow along a line whose slope is above 0 beyond chance, and by at least half of their mean.
 */
export class OverSaturation {
  readonly #inFlight: Point[] = [];
  readonly #latency: Point[] = [];

  addInFlight(atMs: number, inFlight: number): void {
    add(this.#inFlight, { atMs, value: inFlight });
  }

  addRecord(record: RequestRecord): void {
    if (record.outcome !== "ok") return;
    add(this.#latency, { atMs: record.endMs, value: (record.firstPayloadMs ?? record.endMs) - record.intendedMs });
  }

  get isOver(): boolean {
    return grows(this.#inFlight, 8) && grows(this.#latency, LEAST_SAMPLES);
  }
}

/** Bounded by time and, for fast servers, by thinning out. */
function add(points: Point[], point: Point): void {
  points.push(point);
  if (points.length > 4000) {
    const kept = points.filter((_, position) => position % 2 === 0);
    points.splice(0, points.length, ...kept);
  }
  let old = 0;
  while (old < points.length && (points[old]?.atMs ?? 0) < point.atMs - WINDOW_MS) old += 1;
  if (old > 0 && (old > 256 || old > points.length / 4)) points.splice(0, old);
}

function grows(points: readonly Point[], least: number): boolean {
  const count = points.length;
  const spanMs = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
  if (count < least || spanMs < LEAST_SPAN_MS) return false;
  const meanX = points.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const meanY = points.reduce((sum, { value }) => sum + value, 0) / count;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const { atMs, value } of points) {
    xx += (atMs - meanX) ** 2;
    xy += (atMs - meanX) * (value - meanY);
    yy += (value - meanY) ** 2;
  }
  const slope = xy / xx;
  if (!(slope > 0) || slope * spanMs < LEAST_GROWTH * meanY) return false;
  const residual = Math.max(0, yy - slope * xy) / (count - 2);
  return residual === 0 || slope / Math.sqrt(residual / xx) > T_LIMIT;
}
