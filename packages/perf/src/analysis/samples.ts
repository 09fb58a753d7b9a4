import type { Hdr, HdrFactory } from "./hdr.js";
import { Moments } from "./moments.js";

const FIRST_LENGTH = 256;

/** Values of one metric: each of them up to a bound, buckets of 0.1 % beyond it. Mean, spread and extremes are exact in both. */
export class Samples {
  readonly moments = new Moments();
  readonly #bound: number;
  readonly #makeHdr: HdrFactory;
  #values = new Float64Array(FIRST_LENGTH);
  #length = 0;
  #isSorted = false;
  #hdr: Hdr | undefined;

  constructor(bound: number, makeHdr: HdrFactory) {
    this.#bound = bound;
    this.#makeHdr = makeHdr;
  }

  get count(): number {
    return this.moments.count;
  }

  get isExact(): boolean {
    return this.#hdr === undefined;
  }

  add(value: number, times = 1): void {
    if (!Number.isFinite(value) || times <= 0) return;
    this.moments.add(value, times);
    if (this.#hdr === undefined && this.#length + times > this.#bound) this.#toHdr();
    if (this.#hdr !== undefined) {
      this.#hdr.add(value, times);
      return;
    }
    this.#grow(this.#length + times);
    this.#values.fill(value, this.#length, this.#length + times);
    this.#length += times;
    this.#isSorted = false;
  }

  /** The value of a rank from 1 to `count`; never outside of the extremes. */
  valueAtRank(rank: number): number {
    if (this.#hdr !== undefined) return Math.min(this.moments.max, Math.max(this.moments.min, this.#hdr.valueAtRank(rank)));
    if (!this.#isSorted) {
      this.#values.subarray(0, this.#length).sort();
      this.#isSorted = true;
    }
    return this.#values[rank - 1] ?? Number.NaN;
  }

  free(): void {
    this.#hdr?.free();
  }

  #toHdr(): void {
    this.#hdr = this.#makeHdr();
    for (const value of this.#values.subarray(0, this.#length)) this.#hdr.add(value, 1);
    this.#values = new Float64Array(0);
    this.#length = 0;
  }

  #grow(length: number): void {
    if (length <= this.#values.length) return;
    const larger = new Float64Array(Math.min(this.#bound, Math.max(length, this.#values.length * 2)));
    larger.set(this.#values.subarray(0, this.#length));
    this.#values = larger;
  }
}
