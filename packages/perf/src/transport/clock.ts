/** Milliseconds on the machine's monotonic clock, the same in all threads and processes. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** What has to be taken from this thread's `performance.now()` to have milliseconds since the given moment of the monotonic clock. */
export function performanceOffset(originMonotonicMs: number): number {
  let best = Infinity;
  let offset = 0;
  // The two clocks are read one after the other: the closest pair of readings tells the offset best.
  for (let round = 0; round < 200; round += 1) {
    const before = performance.now();
    const monotonic = monotonicMs();
    const after = performance.now();
    if (after - before >= best) continue;
    best = after - before;
    offset = (before + after) / 2 - (monotonic - originMonotonicMs);
  }
  return offset;
}

/** Milliseconds since the start of the run; negative before it. */
export class RunClock {
  #offset = 0;

  /** Sets the start of the run, a moment on the monotonic clock. */
  startAt(originMonotonicMs: number): void {
    this.#offset = performanceOffset(originMonotonicMs);
  }

  now(): number {
    return performance.now() - this.#offset;
  }
}
