import { describe, expect, it } from "vitest";
import { seededRandom } from "../schedule/random.js";
import type { HealthSample, RequestRecord } from "../spec/record.js";
import { ErrorRate } from "./error-rate.js";
import { LatenessTally } from "./lateness-tally.js";
import { OverSaturation } from "./over-saturation.js";
import { taintOf } from "./taint.js";
import { UsualGap } from "./usual-gap.js";
import { VerdictTally } from "./verdict.js";

const sample: HealthSample = { worker: 0, second: 0, loopDelayP50Ms: 0.1, loopDelayP99Ms: 0.5, loopDelayMaxMs: 1, loopUtilisation: 0.3, gcMs: 1, cpuMs: 300, inFlight: 10, sent: 5, events: 100, sendLatenessP99Ms: 0.2 };
const record = (endMs: number, ttftMs: number): RequestRecord => ({ index: 0, phase: "measured", worker: 0, outcome: "ok", stream: true, intendedMs: endMs - ttftMs - 10, sentMs: endMs - ttftMs - 10, firstPayloadMs: endMs - 10, endMs, payloadMs: [endMs - 10, endMs], usage: undefined, bytes: 1 });

describe("taintOf", () => {
  it("believes a second in which nothing was in the way", () => {
    expect(taintOf(sample)).toBeUndefined();
  });

  it.each([
    [{ loopUtilisation: 0.81 }, "busy for 81 %"],
    [{ loopDelayP99Ms: 2.1 }, "delayed by 2.1 ms"],
    [{ sendLatenessP99Ms: 1.5 }, "late by 1.5 ms"],
  ])("doubts %o", (part, text) => {
    expect(taintOf({ ...sample, ...part })).toContain(text);
  });

  it("allows delays of 5 % of the usual gap", () => {
    expect(taintOf({ ...sample, loopDelayP99Ms: 4 }, 100)).toBeUndefined();
    expect(taintOf({ ...sample, loopDelayP99Ms: 6 }, 100)).toContain("delayed");
  });
});

it("knows the usual gap", () => {
  const gaps = new UsualGap();
  expect(gaps.medianMs).toBeUndefined();
  for (let index = 0; index < 300; index += 1) gaps.add({ ...record(1000, 5), payloadMs: [0, 10, index < 250 ? 80 : 40] });
  expect(gaps.medianMs).toBe(40);
});

describe("a verdict", () => {
  const run = { measured: 100, sent: 100, lateSends: 0, skippedSends: 0 };
  const tally = (tainted: number, clean: number) => {
    const verdict = new VerdictTally();
    for (let index = 0; index < tainted; index += 1) verdict.addSample({ ...sample, tainted: `event loop delayed by ${index} ms (p99)` });
    for (let index = 0; index < clean; index += 1) verdict.addSample(sample);
    return verdict;
  };

  it("is valid, client-limited or invalid by the share of tainted seconds", () => {
    expect(tally(1, 99).verdict(run)).toEqual({ state: "valid", reasons: [] });
    expect(tally(10, 90).verdict(run)).toEqual({ state: "client-limited", reasons: ["10 of 100 seconds are tainted: event loop delayed (10)"] });
    expect(tally(60, 40).verdict(run).state).toBe("invalid");
  });

  it("counts late and skipped sends", () => {
    expect(tally(0, 9).verdict({ ...run, lateSends: 1 }).state).toBe("valid");
    expect(tally(0, 9).verdict({ ...run, lateSends: 2 }).state).toBe("client-limited");
    expect(tally(0, 9).verdict({ ...run, skippedSends: 1 }).state).toBe("client-limited");
    expect(tally(0, 9).verdict({ ...run, lateSends: 90 }).state).toBe("invalid");
  });

  it("does not count seconds in which nothing was under way", () => {
    const verdict = tally(0, 1);
    verdict.addSample({ ...sample, inFlight: 0, sent: 0, tainted: "event loop delayed by 9 ms (p99)" });
    expect(verdict.verdict(run).state).toBe("valid");
  });
});

it("takes the failures of the last 100 requests alone", () => {
  const rate = new ErrorRate();
  for (let index = 0; index < 99; index += 1) rate.add(true);
  expect(rate.share).toBeUndefined();
  rate.add(true);
  expect(rate.share).toBe(1);
  for (let index = 0; index < 75; index += 1) rate.add(false);
  expect(rate.share).toBe(0.25);
});

it("gives the 99th percentile of lateness by nearest rank", () => {
  const tally = new LatenessTally();
  for (let index = 1; index <= 1000; index += 1) tally.add(index / 100 - 0.005);
  expect(tally.p99()).toBeCloseTo(9.9, 5);
  tally.clear();
  tally.add(5000);
  expect(tally.p99()).toBeGreaterThan(999);
});

describe("over-saturation", () => {
  /** `load(second)` gives requests in flight and time to the first token. */
  const isOver = (load: (second: number) => { readonly inFlight: number; readonly ttftMs: number }, seconds: number): boolean => {
    const watch = new OverSaturation();
    for (let second = 0; second < seconds; second += 1) {
      const { inFlight, ttftMs } = load(second);
      watch.addInFlight(second * 1000, inFlight);
      for (let part = 0; part < 10; part += 1) watch.addRecord(record(second * 1000 + part * 100, ttftMs));
      if (watch.isOver) return true;
    }
    return false;
  };

  it("is told when queue and time to the first token keep growing", () => {
    expect(isOver((second) => ({ inFlight: 10 + 5 * second, ttftMs: 100 + 50 * second }), 30)).toBe(true);
  });

  it("is not told by chance over hours, nor by slow or one-sided growth", () => {
    const random = seededRandom(4);
    expect(isOver(() => ({ inFlight: 50 + 10 * random.normal(), ttftMs: 200 + 60 * random.normal() }), 1800)).toBe(false);
    expect(isOver((second) => ({ inFlight: 100 + 0.1 * second, ttftMs: 200 + 0.1 * second }), 60)).toBe(false);
    expect(isOver((second) => ({ inFlight: 10 + 5 * second, ttftMs: 100 }), 60)).toBe(false);
  });
});
