/** A rate that follows straight lines between points; before the first and after the last point it stays as it is there. */
export interface RatePoint {
  readonly atMs: number;
  readonly perSecond: number;
}

interface Segment {
  readonly fromMs: number;
  readonly lengthMs: number;
  /** Arrivals per millisecond at the start, and by how much it grows each millisecond. */
  readonly rate: number;
  readonly slope: number;
  /** Expected arrivals before this segment. */
  readonly before: number;
}

/** Inverts the expected number of arrivals: gives the time at which `expected` arrivals are reached, undefined when the rate ends at 0 before that. */
export function piecewiseInverse(points: readonly RatePoint[]): (expected: number) => number | undefined {
  const segments = toSegments(points);
  let position = 0;
  return (expected) => {
    while (position + 1 < segments.length && (segments[position + 1]?.before ?? Infinity) <= expected) position += 1;
    const segment = segments[position];
    return segment === undefined ? undefined : timeWithin(segment, expected - segment.before);
  };
}

function toSegments(points: readonly RatePoint[]): Segment[] {
  const segments: Segment[] = [];
  let before = 0;
  const add = (fromMs: number, toMs: number, rates: readonly [number, number]): void => {
    const lengthMs = toMs - fromMs;
    if (lengthMs <= 0) return;
    const [from, to] = rates;
    segments.push({ fromMs, lengthMs, rate: from / 1000, slope: Number.isFinite(lengthMs) ? (to - from) / 1000 / lengthMs : 0, before });
    before += Number.isFinite(lengthMs) ? ((from + to) / 2000) * lengthMs : 0;
  };
  const [first] = points;
  if (first !== undefined) add(0, first.atMs, [first.perSecond, first.perSecond]);
  points.forEach((point, index) => {
    const next = points[index + 1];
    if (next !== undefined) add(point.atMs, next.atMs, [point.perSecond, next.perSecond]);
    else add(point.atMs, Infinity, [point.perSecond, point.perSecond]);
  });
  return segments;
}

/** Solves rate·t + slope·t²/2 = expected in the form that stays exact when the slope is near 0. */
function timeWithin({ fromMs, lengthMs, rate, slope }: Segment, expected: number): number | undefined {
  const root = Math.sqrt(Math.max(0, rate * rate + 2 * slope * expected));
  const divisor = rate + root;
  if (divisor <= 0) return expected <= 0 ? fromMs : undefined;
  return fromMs + Math.min((2 * expected) / divisor, lengthMs);
}
