/** Bins per doubling: each is 2 % wider than the one before. */
const PER_DOUBLING = 32;

export interface HistogramBin {
  /** Inclusive. */
  readonly low: number;
  /** Exclusive. */
  readonly high: number;
  readonly count: number;
}

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

  /** Neighbouring bins from the lowest value to the highest, empty ones between them too; as fine as fits into `most`. */
  bins(most = 40): readonly HistogramBin[] {
    if (this.#total === 0) return [];
    const lowest = Math.min(...this.#counts.keys());
    const highest = Math.max(...this.#counts.keys());
    let merged = 1;
    while (Math.floor(highest / merged) - Math.floor(lowest / merged) >= most) merged *= 2;
    const first = Math.floor(lowest / merged);
    const counts = Array.from({ length: Math.floor(highest / merged) - first + 1 }, () => 0);
    for (const [bin, count] of this.#counts) {
      const place = Math.floor(bin / merged) - first;
      counts[place] = (counts[place] ?? 0) + count;
    }
    const edge = (place: number): number => 2 ** (((first + place) * merged) / PER_DOUBLING);
    return counts.map((count, place) => ({ low: edge(place), high: edge(place + 1), count }));
  }
}
