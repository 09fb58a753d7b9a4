import type { Hdr, HdrFactory } from "./hdr.js";
import { nearestRank } from "./order-statistics.js";

/** Metrics whose course over the run is kept. */
export type IntervalMetric = "ttft" | "chunkGap" | "latency";
/** One histogram takes some 30 kB. */
const MAX_INTERVALS = 180;

/** Histograms of one second each; when there are too many, neighbours are merged bucket by bucket and the width doubles. */
export class IntervalHistograms {
  #widthMs = 1000;
  #intervals: Map<IntervalMetric, Hdr>[] = [];
  readonly #makeHdr: HdrFactory;

  constructor(makeHdr: HdrFactory) {
    this.#makeHdr = makeHdr;
  }

  get widthMs(): number {
    return this.#widthMs;
  }

  add(metric: IntervalMetric, value: number, atMs: number): void {
    while (atMs / this.#widthMs >= MAX_INTERVALS) this.#halve();
    const position = Math.max(0, Math.floor(atMs / this.#widthMs));
    while (this.#intervals.length <= position) this.#intervals.push(new Map());
    const interval = this.#intervals[position] ?? new Map<IntervalMetric, Hdr>();
    let hdr = interval.get(metric);
    if (hdr === undefined) interval.set(metric, (hdr = this.#makeHdr()));
    hdr.add(value, 1);
  }

  /** Median and p99 of an interval; undefined where nothing was recorded. */
  at(position: number, metric: IntervalMetric): { readonly count: number; readonly p50: number; readonly p99: number } | undefined {
    const hdr = this.#intervals[position]?.get(metric);
    if (hdr === undefined) return undefined;
    const { count } = hdr;
    return { count, p50: hdr.valueAtRank(nearestRank(count, 50)), p99: hdr.valueAtRank(nearestRank(count, 99)) };
  }

  free(): void {
    for (const interval of this.#intervals) for (const hdr of interval.values()) hdr.free();
    this.#intervals = [];
  }

  #halve(): void {
    this.#widthMs *= 2;
    const merged: Map<IntervalMetric, Hdr>[] = [];
    for (const [position, interval] of this.#intervals.entries()) {
      const pair = merged[position >> 1];
      if (pair === undefined) merged.push(interval);
      else mergeInto(pair, interval);
    }
    this.#intervals = merged;
  }
}

function mergeInto(target: Map<IntervalMetric, Hdr>, source: ReadonlyMap<IntervalMetric, Hdr>): void {
  for (const [metric, hdr] of source) {
    const own = target.get(metric);
    if (own === undefined) {
      target.set(metric, hdr);
    } else {
      own.merge(hdr);
      hdr.free();
    }
  }
}
