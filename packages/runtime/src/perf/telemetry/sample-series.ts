import type { TelemetrySeries } from "@evalkit/perf";

const LIMIT = 600;

/** Readings over time, at most 600: when there are more, every second one goes. */
export class SampleSeries {
  #stride = 1;
  #count = 0;
  #kept: { readonly atMs: number; readonly value: number }[] = [];

  add(atMs: number, value: number): void {
    if (this.#count % this.#stride === 0) this.#kept.push({ atMs: Math.round(atMs), value });
    this.#count += 1;
    if (this.#kept.length <= LIMIT) return;
    this.#kept = this.#kept.filter((_, place) => place % 2 === 0);
    this.#stride *= 2;
  }

  report(): TelemetrySeries {
    return { atMs: this.#kept.map(({ atMs }) => atMs), values: this.#kept.map(({ value }) => value) };
  }
}
