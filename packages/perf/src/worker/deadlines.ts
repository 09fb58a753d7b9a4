import type { LoadPlan } from "../spec/load.js";
import type { RunClock } from "../transport/clock.js";
import type { Exchange } from "../transport/transport.js";
import type { ResponseRecorder } from "./response-recorder.js";

/** Ends requests whose time is up: one sweep over all instead of a timer for each. */
export class Deadlines {
  readonly #timeouts: LoadPlan["timeouts"];
  readonly #clock: RunClock;
  readonly #active: ReadonlyMap<ResponseRecorder, Exchange>;
  #timer: NodeJS.Timeout | undefined;

  constructor(timeouts: LoadPlan["timeouts"], clock: RunClock, active: ReadonlyMap<ResponseRecorder, Exchange>) {
    this.#timeouts = timeouts;
    this.#clock = clock;
    this.#active = active;
  }

  start(): void {
    const shortest = Math.min(this.#timeouts.totalMs, this.#timeouts.readMs ?? Infinity);
    this.#timer = setInterval(() => this.#sweep(), Math.min(100, Math.max(5, shortest / 20)));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    const nowMs = this.#clock.now();
    const { totalMs, readMs = Infinity } = this.#timeouts;
    // Without pairs made for each entry of each sweep.
    this.#active.forEach((exchange, recorder) => {
      const launchedMs = recorder.dequeuedMs + (Number.isNaN(recorder.heldBackMs) ? 0 : recorder.heldBackMs);
      if (nowMs - launchedMs > totalMs) {
        exchange.abandon();
        recorder.stop(nowMs, { kind: "total-timeout", message: `No complete answer within ${totalMs} ms.` });
      } else if (!Number.isNaN(recorder.sentMs) && nowMs - recorder.lastActivityMs > readMs) {
        exchange.abandon();
        recorder.stop(nowMs, { kind: "read-timeout", message: `Nothing was read for ${readMs} ms.` });
      }
    });
  }
}
