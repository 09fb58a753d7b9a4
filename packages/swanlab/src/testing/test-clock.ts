import type { Clock } from "../clock.js";

interface Alarm {
  readonly dueMs: number;
  readonly ring: () => void;
}

/** A clock for tests: who waits does not really wait, the time goes on instead, and alarms ring when it has come. */
export interface TestClock extends Clock {
  /** Milliseconds that were waited in all. */
  readonly waitedMs: number;
  /** Lets time pass, alarms included. */
  advance(durationMs: number): void;
}

export function createTestClock(startMs = Date.UTC(2026, 0, 1)): TestClock {
  let nowMs = startMs;
  let waitedMs = 0;
  const alarms = new Set<Alarm>();
  const advance = (durationMs: number) => {
    const endMs = nowMs + durationMs;
    for (let due = nextDue(alarms, endMs); due !== undefined; due = nextDue(alarms, endMs)) {
      nowMs = due.dueMs;
      alarms.delete(due);
      due.ring();
    }
    nowMs = endMs;
  };
  return {
    nowMs: () => nowMs,
    get waitedMs() {
      return waitedMs;
    },
    advance,
    async wait(durationMs, signal) {
      if (signal.aborted) return;
      waitedMs += durationMs;
      advance(durationMs);
      await new Promise((resolve) => setImmediate(resolve));
    },
    alarm(durationMs, signal) {
      return new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const alarm = { dueMs: nowMs + durationMs, ring: resolve };
        alarms.add(alarm);
        signal.addEventListener("abort", () => {
          alarms.delete(alarm);
          resolve();
        });
      });
    },
  };
}

function nextDue(alarms: ReadonlySet<Alarm>, untilMs: number): Alarm | undefined {
  const due = [...alarms].filter(({ dueMs }) => dueMs <= untilMs);
  return due.toSorted((first, second) => first.dueMs - second.dueMs)[0];
}
