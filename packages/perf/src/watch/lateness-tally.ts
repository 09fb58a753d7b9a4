/** Lateness of sends within one second, in buckets of 10 µs up to 1 s: constant work a send. */
export class LatenessTally {
  readonly #buckets = new Uint32Array(BUCKETS + 1);
  count = 0;

  add(latenessMs: number): void {
    const bucket = Math.min(BUCKETS, Math.max(0, Math.floor(latenessMs * 100)));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.count += 1;
  }

  /** Nearest rank, upper edge of its bucket. */
  p99(): number {
    let rest = this.count - Math.ceil(this.count * 0.99);
    for (let bucket = BUCKETS; bucket >= 0; bucket -= 1) {
      rest -= this.#buckets[bucket] ?? 0;
      if (rest < 0) return (bucket + 1) / 100;
    }
    return 0;
  }

  clear(): void {
    if (this.count > 0) this.#buckets.fill(0);
    this.count = 0;
  }
}

const BUCKETS = 100_000;
