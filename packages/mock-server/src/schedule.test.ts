import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { resolveSettings, type MockServerOptions } from "./options.js";
import { scheduleOf, sendOnSchedule, whenDue } from "./schedule.js";

describe("schedule", () => {
  it.each<[MockServerOptions, number, { firstMs: number; intervalMs: number; endMs: number }]>([
    [{}, 5, { firstMs: 0, intervalMs: 0, endMs: 0 }],
    [{ latencyMs: 100 }, 5, { firstMs: 20, intervalMs: 20, endMs: 100 }],
    [{ ttftMs: 40, itlMs: 10 }, 5, { firstMs: 40, intervalMs: 10, endMs: 80 }],
    [{ latencyMs: 100, ttftMs: 60 }, 5, { firstMs: 60, intervalMs: 10, endMs: 100 }],
    [{ latencyMs: 500, ttftMs: 60, itlMs: 10 }, 5, { firstMs: 60, intervalMs: 10, endMs: 500 }],
    [{ ttftMs: 40, itlMs: 10 }, 1, { firstMs: 40, intervalMs: 10, endMs: 40 }],
    [{ latencyMs: (index) => index * 10 }, 1, { firstMs: 30, intervalMs: 0, endMs: 30 }],
    [{ latencyMs: () => Number.NaN }, 2, { firstMs: 0, intervalMs: 0, endMs: 0 }],
    [{ latencyMs: () => Infinity, ttftMs: 0 }, 1, { firstMs: 0, intervalMs: 0, endMs: 2 ** 31 - 1 }],
  ])("%j over %i tokens", (options, tokens, schedule) => {
    expect(scheduleOf(resolveSettings(options), 3, tokens)).toEqual(schedule);
  });
});

/** Keeps what was sent and at which time of the fake clock. */
class FakeResponse extends EventEmitter {
  readonly sent: [atMs: number, text: string][] = [];
  hasEnded = false;

  write(text: string): void {
    this.sent.push([Math.round(performance.now()), text]);
  }

  end(text: string): void {
    this.write(text);
    this.hasEnded = true;
  }
}

function fakeResponse(): { readonly fake: FakeResponse; readonly response: ServerResponse } {
  const fake = new FakeResponse();
  return { fake, response: fake as unknown as ServerResponse };
}

describe("sending on schedule", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0, toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("sends each token when it is due and ends last", () => {
    const { fake, response } = fakeResponse();
    const startedAt = performance.now();
    sendOnSchedule(response, { startedAt, schedule: { firstMs: 40, intervalMs: 10, endMs: 90 }, events: ["a", "b", "c"], tail: "!" });
    expect(fake.sent).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(fake.sent.map(([at, text]) => [at - startedAt, text])).toEqual([[40, "a"], [50, "b"], [60, "c"], [90, "!"]]);
    expect(fake.hasEnded).toBe(true);
  });

  it("catches up after a delay instead of adding it up", () => {
    const { fake, response } = fakeResponse();
    sendOnSchedule(response, { startedAt: performance.now() - 25, schedule: { firstMs: 0, intervalMs: 10, endMs: 40 }, events: ["a", "b", "c", "d", "e"], tail: "!" });
    expect(fake.sent.map(([, text]) => text)).toEqual(["abc"]);
    vi.advanceTimersByTime(15);
    expect(fake.sent.map(([, text]) => text)).toEqual(["abc", "d", "e!"]);
  });

  it("stops when the client goes away", () => {
    const { fake, response } = fakeResponse();
    const called = vi.fn();
    sendOnSchedule(response, { startedAt: performance.now(), schedule: { firstMs: 10, intervalMs: 10, endMs: 20 }, events: ["a", "b"], tail: "!" });
    whenDue(response, performance.now(), 15, called);
    vi.advanceTimersByTime(12);
    fake.emit("close");
    vi.advanceTimersByTime(100);
    expect(fake.sent.map(([, text]) => text)).toEqual(["a"]);
    expect(called).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("calls back at once when nothing is to be waited for, else when due", () => {
    const { response } = fakeResponse();
    const called = vi.fn();
    whenDue(response, performance.now(), 0, called);
    expect(called).toHaveBeenCalledTimes(1);
    whenDue(response, performance.now(), 30, called);
    vi.advanceTimersByTime(29);
    expect(called).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(called).toHaveBeenCalledTimes(2);
  });
});
