import type { ServerResponse } from "node:http";
import { MAX_DURATION_MS, type MockSettings } from "./options.js";

/** When the parts of one answer are due, in milliseconds after the request arrived. */
export interface Schedule {
  readonly firstMs: number;
  readonly intervalMs: number;
  readonly endMs: number;
}

/** Spreads `latencyMs` over the tokens; `ttftMs` and `itlMs` win where they are given. */
export function scheduleOf(settings: MockSettings, index: number, tokens: number): Schedule {
  const latencyMs = toDuration(settings.latencyMs?.(index) ?? 0);
  const firstMs = settings.ttftMs ?? latencyMs / Math.max(1, tokens);
  const intervalMs = settings.itlMs ?? (tokens > 1 ? Math.max(0, latencyMs - firstMs) / (tokens - 1) : 0);
  return { firstMs, intervalMs, endMs: Math.max(latencyMs, firstMs + intervalMs * Math.max(0, tokens - 1)) };
}

/** What a user's function returned, as a wait that ends. */
function toDuration(value: number): number {
  return value > 0 ? Math.min(value, MAX_DURATION_MS) : 0;
}

export interface TimedEvents {
  readonly startedAt: number;
  readonly schedule: Schedule;
  /** One per token. */
  readonly events: readonly string[];
  /** Sent when the answer is due to end. */
  readonly tail: string;
}

/** Half of a timer's resolution: what is due within it is sent now, so that errors do not lean to one side. */
const TOLERANCE_MS = 0.5;

/** Writes the events when they are due and ends the response. Times are counted from the start, so lateness does not add up. */
export function sendOnSchedule(response: ServerResponse, { startedAt, schedule, events, tail }: TimedEvents): void {
  const { firstMs, intervalMs, endMs } = schedule;
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  const dueMs = (position: number): number => (position < events.length ? firstMs + intervalMs * position : endMs);
  const tick = (): void => {
    const nowMs = performance.now() - startedAt + TOLERANCE_MS;
    let text = "";
    while (next < events.length && dueMs(next) <= nowMs) {
      text += events[next];
      next += 1;
    }
    if (next === events.length && endMs <= nowMs) {
      response.end(text + tail);
      return;
    }
    if (text !== "") response.write(text);
    timer = setTimeout(tick, waitMs(dueMs(next), startedAt));
  };
  response.once("close", () => clearTimeout(timer));
  tick();
}

/** Calls back once `dueMs` have passed since the start, at once when they have; not at all after the response was closed. */
export function whenDue(response: ServerResponse, startedAt: number, dueMs: number, callback: () => void): void {
  if (dueMs <= 0) {
    callback();
    return;
  }
  const tick = (): void => {
    if (performance.now() - startedAt + TOLERANCE_MS >= dueMs) callback();
    else timer = setTimeout(tick, waitMs(dueMs, startedAt));
  };
  let timer: NodeJS.Timeout = setTimeout(tick, waitMs(dueMs, startedAt));
  response.once("close", () => clearTimeout(timer));
}

function waitMs(dueMs: number, startedAt: number): number {
  return Math.max(1, Math.round(dueMs - (performance.now() - startedAt)));
}
