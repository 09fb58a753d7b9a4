/** Scalars, media and console lines. */
export interface PointCounts {
  readonly scalars: number;
  readonly media: number;
  readonly lines: number;
}

export type PointKind = keyof PointCounts;

/** Counts that grow. */
export class PointTally {
  readonly #counts = { scalars: 0, media: 0, lines: 0 };

  add(kind: PointKind, count = 1): void {
    this.#counts[kind] += count;
  }

  get counts(): PointCounts {
    return { ...this.#counts };
  }

  get total(): number {
    return this.#counts.scalars + this.#counts.media + this.#counts.lines;
  }
}
