/** Bins per doubling: each is 19 % wider than the one before. */
const PER_DOUBLING = 4;

/** Counts positive values in bins of equal ratio; its memory depends on their spread, not on their number. */
export class LogHistogram {
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(value: number): void {
    if (!Number.isFinite(value) || value < 0) return;
    this.#total += 1;
    // Everything below a microsecond (of milliseconds) is one bin.
    const bin = Math.floor(Math.log2(Math.max(value, 1e-3)) * PER_DOUBLING);
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + 1);
  }

  get total(): number {
    return this.#total;
  }

  /** Neighbouring bins from the lowest value to the highest, empty ones between them too: low (inclusive), high (exclusive), count. */
  bins(): readonly { readonly low: number; readonly high: number; readonly count: number }[] {
    if (this.#total === 0) return [];
    const first = Math.min(...this.#counts.keys());
    const last = Math.max(...this.#counts.keys());
    return Array.from({ length: last - first + 1 }, (_, index) => {
      const bin = first + index;
      return { low: 2 ** (bin / PER_DOUBLING), high: 2 ** ((bin + 1) / PER_DOUBLING), count: this.#counts.get(bin) ?? 0 };
    });
  }
}
