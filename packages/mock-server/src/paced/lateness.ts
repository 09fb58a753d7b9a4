/** Lateness of sends in milliseconds; absent when there were none. */
export interface Lateness {
  readonly count: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly maxMs?: number;
}

const BUCKETS = 20_000;
const BUCKET_MS = 0.005;

/** Counts in buckets of 5 µs up to 100 ms; what is later counts as that. */
export class LatenessHistogram {
  readonly #buckets = new Uint32Array(BUCKETS + 1);
  #count = 0;
  #maxMs = 0;

  add(latenessMs: number): void {
    const bucket = Math.min(BUCKETS, Math.max(0, Math.floor(latenessMs / BUCKET_MS)));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#count += 1;
    if (latenessMs > this.#maxMs) this.#maxMs = latenessMs;
  }

  /** The figures so far; starts anew. */
  take(): Lateness {
    const taken: Lateness = this.#count === 0 ? { count: 0 } : { count: this.#count, p50Ms: this.#at(0.5), p99Ms: this.#at(0.99), maxMs: this.#maxMs };
    this.#buckets.fill(0);
    this.#count = 0;
    this.#maxMs = 0;
    return taken;
  }

  #at(share: number): number {
    let rest = Math.ceil(this.#count * share);
    for (let bucket = 0; bucket <= BUCKETS; bucket += 1) {
      rest -= this.#buckets[bucket] ?? 0;
      if (rest <= 0) return bucket * BUCKET_MS;
    }
    return BUCKETS * BUCKET_MS;
  }
}
