import type { Hdr, HdrFactory } from "./hdr.js";
import { nearestRank } from "./order-statistics.js";
import type { RequestFigures } from "./request-figures.js";

type LiveMetric = "ttft" | "tpot" | "latency";

/** Running medians and p99 that cost the same at any moment of the run. */
export class LivePercentiles {
  readonly #hdrs: Readonly<Record<LiveMetric, Hdr>>;

  constructor(makeHdr: HdrFactory) {
    this.#hdrs = { ttft: makeHdr(), tpot: makeHdr(), latency: makeHdr() };
  }

  add(figures: RequestFigures): void {
    for (const name of ["ttft", "tpot", "latency"] as const) {
      const value = figures[name];
      if (value !== undefined) this.#hdrs[name].add(value, 1);
    }
  }

  of(name: LiveMetric): { readonly p50: number; readonly p99: number } | undefined {
    const hdr = this.#hdrs[name];
    const { count } = hdr;
    return count === 0 ? undefined : { p50: hdr.valueAtRank(nearestRank(count, 50)), p99: hdr.valueAtRank(nearestRank(count, 99)) };
  }

  free(): void {
    for (const hdr of Object.values(this.#hdrs)) hdr.free();
  }
}
