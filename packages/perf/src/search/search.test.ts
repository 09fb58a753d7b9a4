import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../data/seeded-random.js";
import type { RequestRecord } from "../spec/record.js";
import { binomialAtMost } from "./binomial.js";
import { bestLoad, highestLoad, probeRequests } from "./find-load.js";
import { ProbeJudge } from "./probe-judge.js";
import { formatLimit, type SlaLimit } from "./sla-params.js";

function record(ttftMs: number, changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    index: 0, phase: "measured", worker: 0, outcome: "ok", stream: true, intendedMs: 0, sentMs: 0, firstPayloadMs: ttftMs, lastPayloadMs: ttftMs + 10, endMs: ttftMs + 10,
    payloadMs: [ttftMs, ttftMs + 10], usage: { completionTokens: 2 }, bytes: 1, ...changes,
  }; // prettier-ignore
}

const p90: SlaLimit = { metric: "p90_ttft", operator: "<=", value: 100 };

describe("binomialAtMost", () => {
  test("known values", () => {
    expect(binomialAtMost(0, 10, 0.1)).toBeCloseTo(0.9 ** 10, 10);
    expect(binomialAtMost(2, 4, 0.5)).toBeCloseTo(11 / 16, 10);
    expect(binomialAtMost(4, 4, 0.5)).toBe(1);
    expect(binomialAtMost(-1, 4, 0.5)).toBe(0);
    expect(binomialAtMost(500, 1000, 0.5)).toBeCloseTo(0.5126, 3);
  });
});

describe("ProbeJudge", () => {
  function judge(limits: readonly SlaLimit[], planned: number, values: Iterable<RequestRecord>) {
    const probe = new ProbeJudge(limits, planned);
    let used = 0;
    for (const value of values) {
      used += 1;
      const verdict = probe.add(value);
      if (verdict !== undefined) return { ...verdict, used };
    }
    return { ...probe.finish(), used };
  }

  test("a failed request fails at once", () => {
    expect(judge([p90], 100, [record(1), record(1, { outcome: "failed", failure: { kind: "reset", message: "" } })])).toMatchObject({ verdict: "fail", isCertain: true, used: 2 });
  });

  test("all fast passes long before the end, all slow fails at the first look", () => {
    expect(judge([p90], 10_000, Array.from({ length: 10_000 }, () => record(50)))).toMatchObject({ verdict: "pass", isCertain: true, used: 64 });
    expect(judge([p90], 10_000, Array.from({ length: 10_000 }, () => record(150)))).toMatchObject({ verdict: "fail", isCertain: true, used: 16 });
  });

  test("more slow answers than the percentile can bear fail though none is left to come", () => {
    expect(judge([p90], 20, [record(150), record(150), record(150)])).toMatchObject({ verdict: "fail", isCertain: true, used: 3 });
  });

  test("what stays close is decided by the figure itself and called so", () => {
    const values = Array.from({ length: 30 }, (_, index) => record(index % 15 === 0 ? 150 : 50));
    expect(judge([p90], 30, values)).toMatchObject({ verdict: "pass", isCertain: false });
  });

  test("means by their interval, rates at the end", () => {
    const mean: SlaLimit = { metric: "avg_ttft", operator: "<=", value: 100 };
    expect(judge([mean], 1000, Array.from({ length: 1000 }, (_, index) => record(40 + (index % 10))))).toMatchObject({ verdict: "pass", isCertain: true, used: 16 });
    const rate: SlaLimit = { metric: "rps", operator: ">=", value: 5 };
    const values = Array.from({ length: 20 }, (_, index) => record(50, { sentMs: index * 100, endMs: index * 100 + 60, firstPayloadMs: index * 100 + 50 }));
    expect(judge([rate], 20, values)).toMatchObject({ verdict: "pass", used: 20 });
    expect(judge([{ ...rate, value: 50 }], 20, values)).toMatchObject({ verdict: "fail" });
  });

  test("what is not measured does not pass", () => {
    expect(judge([p90], 5, [record(1, { stream: false, usage: undefined })])).toMatchObject({ verdict: "fail", why: expect.stringMatching(/has no value/) });
    expect(judge([p90], 5, [])).toMatchObject({ verdict: "fail", why: "no request ended" });
  });

  test("wrong verdicts are rare where the truth is clear", () => {
    const wrong = { fail: 0, pass: 0 };
    for (let run = 0; run < 200; run += 1) {
      const draw = seededRandom(run);
      const values = (slow: number) => Array.from({ length: 600 }, () => record(draw() < slow ? 150 : 50));
      if (judge([p90], 600, values(0.05)).verdict === "fail") wrong.fail += 1;
      if (judge([p90], 600, values(0.2)).verdict === "pass") wrong.pass += 1;
    }
    expect(wrong.fail).toBeLessThanOrEqual(10);
    expect(wrong.pass).toBeLessThanOrEqual(10);
  });
});

describe("highestLoad", () => {
  test("finds the limit from any start, asking about each load once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 600 }), async (one, other, limit) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const asked: number[] = [];
        const found = await highestLoad({ low, high, start: one }, (value) => {
          asked.push(value);
          return Promise.resolve(value <= limit);
        });
        expect(found).toBe(limit < low ? undefined : Math.min(limit, high));
        expect(new Set(asked).size).toBe(asked.length);
        expect(asked.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(high + 1)) + 3);
        expect(asked.every((value) => value >= low && value <= high)).toBe(true);
      }),
    );
  });

  test("gives what it has when a probe gives up", async () => {
    expect(await highestLoad({ low: 1, high: 100, start: 1 }, (value) => Promise.resolve(value < 4 ? true : undefined))).toBe(2);
  });
});

describe("bestLoad", () => {
  test("finds the top of a curve that rises and falls", async () => {
    const best = await bestLoad({ low: 1, high: 1000, start: 1 }, (value) => Promise.resolve(-((value - 40) ** 2)));
    expect(Math.abs((best ?? 0) - 40)).toBeLessThanOrEqual(4);
  });

  test("stays within its bounds and ends where nothing can be measured", async () => {
    expect(await bestLoad({ low: 2, high: 16, start: 2 }, (value) => Promise.resolve(value))).toBe(16);
    expect(await bestLoad({ low: 1, high: 16, start: 1 }, () => Promise.resolve(undefined))).toBeUndefined();
  });
});

test("requests of a probe and how limits are written", () => {
  expect(probeRequests(10, [p90], { runs: 3 })).toBe(150);
  expect(probeRequests(100, [{ ...p90, metric: "p99_ttft" }], { runs: 1 })).toBe(200);
  expect(probeRequests(10, [p90], { runs: 2, multiplier: 1.5 })).toBe(30);
  expect(formatLimit(p90)).toBe("p90_ttft <= 100 ms");
  expect(formatLimit({ metric: "avg_latency", operator: "<", value: 2500 })).toBe("avg_latency < 2.5 s");
});
