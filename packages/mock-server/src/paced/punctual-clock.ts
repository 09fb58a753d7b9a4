import { DueQueue } from "./due-queue.js";

const SPIN_MS = 1.5;

/** Calls back at given moments to within some microseconds: timers for the most of a wait, turns of the event loop for the rest. */
export class PunctualClock {
  readonly #queue = new DueQueue<() => void>();
  readonly #offsetMs: number;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;

  constructor() {
    this.#offsetMs = monotonicOffset();
  }

  /** Milliseconds of the machine's monotonic clock. */
  nowMs(): number {
    return performance.now() + this.#offsetMs;
  }

  at(dueMs: number, callback: () => void): void {
    this.#queue.push(dueMs, callback);
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    while (this.#queue.length > 0) this.#queue.pop();
  }

  #arm(): void {
    if (this.#turn !== undefined || this.#queue.length === 0) return;
    const waitMs = this.#queue.nextMs - this.nowMs();
    clearTimeout(this.#timer);
    if (waitMs > SPIN_MS + 1) this.#timer = setTimeout(() => this.#run(), waitMs - SPIN_MS);
    else this.#turn = setImmediate(() => this.#run());
  }

  #run(): void {
    this.#turn = undefined;
    // What is asked for meanwhile waits for the next turn, so that sockets are read in between.
    for (let left = this.#queue.length; left > 0 && this.#queue.nextMs <= this.nowMs(); left -= 1) this.#queue.pop()?.();
    this.#arm();
  }
}

/** From `performance.now()` to the monotonic clock that other processes of this machine read as well: by the closest of many pairs of readings. */
function monotonicOffset(): number {
  let shortest = Infinity;
  let offset = 0;
  for (let round = 0; round < 200; round += 1) {
    const before = performance.now();
    const monotonic = Number(process.hrtime.bigint()) / 1e6;
    const after = performance.now();
    if (after - before >= shortest) continue;
    shortest = after - before;
    offset = monotonic - (before + after) / 2;
  }
  return offset;
}
