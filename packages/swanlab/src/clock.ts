/** Time as the client sees it, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970; may be a fraction. */
  nowMs(): number;
  /** Resolves after this time, or at once when `signal` aborts. Who waits does nothing else meanwhile; it never keeps the process alive. */
  wait(durationMs: number, signal: AbortSignal): Promise<void>;
  /** The same, beside other work that goes on meanwhile. */
  alarm(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** The real time. */
export const systemClock: Clock = { nowMs: () => Date.now(), wait: pause, alarm: pause };

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(durationMs, 2 ** 31 - 1));
    timer.unref();
    signal.addEventListener("abort", done);
  });
}
