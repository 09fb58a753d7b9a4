import type { RunClock } from "../transport/clock.js";

/** How long before its time a send is awaited by turning the event loop instead of by a timer. */
const SPIN_MS = 1.2;

/**
 * Calls back when the next moment has come: a timer for the most of the wait (timers fire up to 1 ms early or some late), then turns of the event loop
 * that go on reading sockets meanwhile.
 */
export class Pacer {
  readonly #clock: RunClock;
  readonly #onDue: (nowMs: number) => number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #dueMs: number | undefined;
  #lastTurnMs = 0;
  #idleTurnsMs = 0;

  /** `onDue` gets the time and gives the next moment; undefined: none known. */
  constructor(clock: RunClock, onDue: (nowMs: number) => number | undefined) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** The next moment is known anew. */
  wake(dueMs: number | undefined): void {
    if (dueMs === this.#dueMs && (this.#timer !== undefined || this.#turn !== undefined)) return;
    this.stop();
    this.#dueMs = dueMs;
    if (dueMs !== undefined) this.#await(this.#clock.now());
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
    this.#dueMs = undefined;
  }

  /** Time spent turning the loop for nothing, in all: no load, though it looks like it. */
  get idleTurnsMs(): number {
    return this.#idleTurnsMs;
  }

  #await(nowMs: number): void {
    const dueMs = this.#dueMs;
    if (dueMs === undefined) return;
    const waitMs = dueMs - nowMs;
    if (waitMs > SPIN_MS + 1) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#check();
      }, Math.min(Math.floor(waitMs - SPIN_MS), 2 ** 30));
      return;
    }
    this.#lastTurnMs = nowMs;
    this.#turn = setImmediate(() => this.#onTurn());
  }

  #onTurn(): void {
    this.#turn = undefined;
    // Turns with nothing to read take a few microseconds; longer ones did work of their own.
    const elapsed = this.#clock.now() - this.#lastTurnMs;
    if (elapsed < 0.05) this.#idleTurnsMs += elapsed;
    this.#check();
  }

  #check(): void {
    const nowMs = this.#clock.now();
    if (this.#dueMs !== undefined && nowMs >= this.#dueMs) this.#dueMs = this.#onDue(nowMs);
    this.#await(this.#clock.now());
  }
}
