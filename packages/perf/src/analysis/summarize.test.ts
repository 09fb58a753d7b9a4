import { describe, expect, test } from "vitest";
import { failed, health, randomOf, streamed } from "./__fixtures__/records.js";
import { createAnalysis } from "./analysis.js";
import type { MetricSummary } from "./load-result.js";
import { summarize } from "./summarize.js";

function percentile(summary: MetricSummary | undefined, percent: number): number | undefined {
  return summary?.percentiles.find((entry) => entry.percent === percent)?.value;
}

/** 3 requests: TTFT 50, 60, 100; gaps of 10, 20 and 5 ms; 5, 3 and 11 tokens in as many events. */
const three = [
  streamed({ index: 0, sentMs: 0, arrivals: [50, 60, 70, 80, 90], endAfter: 95, tokens: 5, prompt: 10 }),
  streamed({ index: 1, sentMs: 100, arrivals: [60, 80, 100], endAfter: 105, tokens: 3, prompt: 20 }),
  streamed({ index: 2, sentMs: 200, arrivals: Array.from({ length: 11 }, (_, event) => 100 + 5 * event), endAfter: 155, tokens: 11, prompt: 30, intendedMs: 180 }),
];

describe("known answers", () => {
  test("latency metrics begin at the send, response metrics at the time the request was due", async () => {
    const { metrics, window, requestsPerSecond } = await summarize(three);
    expect(metrics.ttft?.mean).toBe(70);
    expect(percentile(metrics.ttft, 50)).toBe(60);
    expect(percentile(metrics.ttftFromIntended, 99)).toBe(120);
    expect(metrics.latency?.mean).toBeCloseTo((95 + 105 + 155) / 3, 9);
    expect(metrics.response?.max).toBe(175);
    expect(metrics.tpot?.mean).toBeCloseTo((10 + 20 + 5) / 3, 9);
    expect(metrics.sendDelay?.max).toBe(20);
    expect(window).toEqual({ fromMs: 0, toMs: 355, durationMs: 355 });
    expect(requestsPerSecond).toBeCloseTo(3 / 0.355, 9);
  });

  test("gaps: pooled, by request, the longest; speeds and token rates", async () => {
    const { metrics, tokens } = await summarize(three);
    expect(metrics.chunkGap?.count).toBe(16);
    expect(metrics.chunkGap?.mean).toBeCloseTo((4 * 10 + 2 * 20 + 10 * 5) / 16, 9);
    expect(metrics.requestGap?.max).toBe(20);
    expect(metrics.maxGap?.mean).toBeCloseTo((10 + 20 + 5) / 3, 9);
    expect(metrics.decodeSpeed?.max).toBe(200);
    expect(metrics.prefillSpeed?.min).toBeCloseTo(10 / 0.05, 9);
    expect(metrics.outputSpeed?.max).toBeCloseTo(11 / 0.155, 9);
    expect(tokens.output).toEqual({ sum: 19, known: 3, unknown: 0, byTokenizer: 0, perSecond: (19 / 355) * 1000 });
    expect(tokens.total.perSecond).toBeCloseTo(79 / 0.355, 9);
  });

  test("gaps of one request are not independent: the interval of their mean counts requests", async () => {
    const { metrics } = await summarize(three);
    const mean = 130 / 16;
    const residuals = [40 - 4 * mean, 40 - 2 * mean, 50 - 10 * mean].reduce((sum, value) => sum + value ** 2, 0);
    const margin = (4.302652729911275 * Math.sqrt(1.5 * residuals)) / 16;
    expect(metrics.chunkGap?.meanInterval?.[0]).toBeCloseTo(mean - margin, 6);
    expect(metrics.chunkGap?.percentiles[0]?.low).toBeUndefined();
  });
});

describe("what is not known is not 0", () => {
  test("without tokens there is no TPOT and no token rate; a tokenizer's count serves and is told apart", async () => {
    const [first = streamed({ arrivals: [1] })] = three;
    const unknown = await summarize([first, streamed({ index: 1, arrivals: [10, 20] })]);
    expect(unknown.counts.unknownTpot).toBe(1);
    expect(unknown.tokens.output).toEqual({ sum: 5, known: 1, unknown: 1, byTokenizer: 0 });
    expect(unknown.metrics.tpot?.count).toBe(1);
    const counted = await summarize([streamed({ arrivals: [10, 20], counted: { completionTokens: 2 } })]);
    expect(counted.tokens.output.byTokenizer).toBe(1);
    expect(counted.metrics.tpot?.mean).toBe(10);
    expect(counted.tokens.input.known).toBe(0);
  });

  test("one-token answers are left out of TPOT and counted", async () => {
    const { metrics, counts } = await summarize([streamed({ arrivals: [40], tokens: 1 }), streamed({ index: 1, arrivals: [40, 60, 80], tokens: 3 })]);
    expect(counts.oneToken).toBe(1);
    expect(metrics.tpot).toMatchObject({ count: 1, mean: 20 });
  });

  test.each([[[40]], [[40, 40, 40]]])("many tokens in one event, or in events of one read (%j), have a TPOT that nobody can know", async (arrivals) => {
    const { metrics, counts } = await summarize([streamed({ arrivals, tokens: 50 })]);
    expect(metrics.tpot).toBeUndefined();
    expect(metrics.decodeSpeed).toBeUndefined();
    expect(counts.unknownTpot).toBe(1);
  });

  test("events read together have no gap of their own", async () => {
    const { metrics, counts } = await summarize([streamed({ arrivals: [50, 60, 60, 60, 80], coalesced: [2, 3], tokens: 5 })]);
    expect(metrics.chunkGap).toMatchObject({ count: 2, mean: 15, min: 10 });
    expect(counts.coalesced).toBe(2);
  });

  test("token gaps count each token, and join events read together", async () => {
    const { metrics } = await summarize([streamed({ arrivals: [50, 60, 60, 90], coalesced: [2], tokensPerEvent: [1, 2, 3, 1], tokens: 7 })]);
    expect(metrics.tokenGap).toMatchObject({ count: 6, min: 2, max: 30 });
    expect(metrics.tokenGap?.mean).toBeCloseTo((5 * 2 + 30) / 6, 9);
    expect((await summarize(three)).metrics.tokenGap).toBeUndefined();
  });

  test("no records give a result without figures", async () => {
    const result = await summarize([]);
    expect(result.counts.total).toBe(0);
    expect(result.metrics).toEqual({});
    expect(result.requestsPerSecond).toBeUndefined();
  });
});

describe("what is counted", () => {
  test("failures are counted by kind and lengthen the window; warm-up and cool-down are kept apart", async () => {
    const result = await summarize(
      [
        streamed({ index: 0, phase: "warm-up", arrivals: [1], endAfter: 2 }),
        ...three,
        failed({ index: 3, sentMs: 300, endMs: 5000 }),
        failed({ index: 4, sentMs: 310, endMs: 400, failure: { kind: "http-429", message: "slow \u001b[31mdown sk-secret-1234", status: 429 } }),
        streamed({ index: 5, phase: "cool-down", arrivals: [1], sentMs: 9000 }),
      ],
      { redact: (text) => text.replaceAll("sk-secret-1234", "***") },
    );
    expect(result.counts).toMatchObject({ total: 5, ok: 3, failed: 2, warmUp: 1, coolDown: 1 });
    expect(result.window.durationMs).toBe(5000);
    expect(result.requestsPerSecond).toBeCloseTo(3 / 5, 9);
    expect(result.failures.map(({ kind, count }) => [kind, count])).toEqual([["http-5xx", 1], ["http-429", 1]]);
    expect(JSON.stringify(result.failures)).not.toMatch(/sk-secret|\\u001b/);
  });

  test("requests that the client gave up are counted apart and are in no other figure", async () => {
    const result = await summarize([
      ...three,
      failed({ index: 3, sentMs: 300, endMs: 9000, failure: { kind: "aborted", message: "stopped" } }),
      { ...streamed({ index: 4, sentMs: 10, arrivals: [5], tokens: 1 }), outcome: "cancelled" as const },
    ]);
    expect(result.counts).toMatchObject({ total: 5, ok: 3, failed: 0, cancelled: 2 });
    expect(result.failures).toEqual([]);
    expect(result.window.toMs).toBe(355);
    expect(result.metrics.ttft?.count).toBe(3);
  });

  test("goodput counts requests that keep every limit; unknown is not good; who waits for no token has no TPOT to break", async () => {
    const records = [...three, failed({ index: 3, sentMs: 0, endMs: 1000 }), streamed({ index: 4, arrivals: [10, 20], endAfter: 30 })];
    const { goodput } = await summarize(records, { levels: { ttftMs: 60, tpotMs: 15 } });
    expect(goodput).toMatchObject({ good: 1, bad: 3, unknown: 1, perSecond: 1, share: 0.2 });
    const atOnce = await summarize([streamed({ arrivals: [40, 40], tokens: 9 }), streamed({ index: 1, arrivals: [40], tokens: 9 }), streamed({ index: 2, arrivals: [40], tokens: 1 })], { levels: { tpotMs: 15 } });
    expect(atOnce.goodput).toMatchObject({ good: 3, bad: 0, unknown: 0 });
    const fromIntended = await summarize(three, { levels: { ttftMs: 110, origin: "intended" } });
    expect(fromIntended.goodput?.good).toBe(2);
  });

  test("cache, speculation, prompt length and tokenizer are compared over what is known", async () => {
    const result = await summarize([
      streamed({ arrivals: [10, 20, 30], usage: { promptTokens: 100, completionTokens: 5, cachedTokens: 40 }, counted: { completionTokens: 4 }, asked: { inputTokens: 90, counted: "tokenizer" } }),
      streamed({ index: 1, arrivals: [10, 20, 30], usage: { promptTokens: 100, completionTokens: 3 } }),
    ]);
    expect(result.cacheHitRate).toBe(0.4);
    expect(result.speculation).toEqual({ tokensPerStep: 2, acceptance: 0.5, requests: 1 });
    expect(result.usageAgainstTokenizer).toEqual({ compared: 1, equal: 0, meanDifference: -1, relativeDifference: -0.2, largestDifference: -1 });
    expect(result.promptLength).toMatchObject({ compared: 1, meanDifference: 10, countedBy: "tokenizer" });
    expect(result.metrics.prefillSpeed?.max).toBeCloseTo(100 / 0.01, 6);
    expect(result.metrics.prefillSpeed?.min).toBeCloseTo(60 / 0.01, 6);
  });

  test("turns of conversations are kept apart", async () => {
    const { turns } = await summarize([
      streamed({ arrivals: [50], conversation: { id: "a", turn: 1 }, tokens: 1, prompt: 10 }),
      streamed({ index: 1, arrivals: [70], conversation: { id: "b", turn: 1 }, tokens: 1, prompt: 20 }),
      streamed({ index: 2, arrivals: [20], conversation: { id: "a", turn: 2 }, usage: { promptTokens: 40, completionTokens: 1, cachedTokens: 30 } }),
    ]);
    expect(turns).toMatchObject([
      { turn: 1, requests: 2, ttft: { mean: 60, p50: 50, p99: 70 }, meanInputTokens: 15 },
      { turn: 2, requests: 1, ttft: { mean: 20 }, cacheHitRate: 0.75 },
    ]);
  });
});

describe("the course of a run", () => {
  /** 4 slots, each busy for 10 s with requests of 1 s that stream 10 tokens. */
  const busy = Array.from({ length: 40 }, (_, index) =>
    streamed({ index, sentMs: Math.floor(index / 4) * 1000, arrivals: Array.from({ length: 10 }, (__, event) => 50 + 100 * event), endAfter: 1000, tokens: 10 }),
  );

  test("each second has its counts, tokens and percentiles", async () => {
    const { series } = await summarize(busy, { concurrency: 4 });
    expect(series.widthMs).toBe(1000);
    expect(series.points[0]).toMatchObject({ started: 4, inFlight: 4, outputTokens: 40, ttft: { count: 4 } });
    expect(series.points[3]?.chunkGap?.p50).toBeCloseTo(100, 0);
  });

  test("the plateau is found, and its absence explained", async () => {
    const { steady } = await summarize(busy, { concurrency: 4 });
    expect(steady).toMatchObject({ fromMs: 0, toMs: 10_000, level: 4, outputTokensPerSecond: 40 });
    expect((await summarize(busy, { concurrency: 50 })).steady).toEqual({ reason: "no second had 95 % of 50 requests in flight" });
  });

  test("an open loop is steady at its own level, and not while its queue grows", async () => {
    const even = Array.from({ length: 60 }, (_, index) => streamed({ index, sentMs: index * 200, arrivals: [100, 900], endAfter: 1000, tokens: 2 }));
    expect((await summarize(even, { requestRate: 5 })).steady).toMatchObject({ fromMs: 1000, toMs: 12_000, level: 5 });
    const growing = Array.from({ length: 60 }, (_, index) => streamed({ index, sentMs: index * 200, arrivals: [100], endAfter: 200 + index * 150, tokens: 1 }));
    const { steady } = await summarize(growing, { requestRate: 5 });
    expect("reason" in steady && steady.reason).toMatch(/kept growing/);
  });

  test("what tainted seconds touch is left out of the second table, gap by gap", async () => {
    const samples = Array.from({ length: 10 }, (_, second) => health({ second, ...(second === 3 ? { tainted: "event loop" } : {}) }));
    const result = await summarize(busy, { health: samples, withoutTainted: true });
    expect(result.metrics.ttft?.count).toBe(40);
    expect(result.withoutTainted?.metrics.ttft?.count).toBe(36);
    // A latency that ends at the first moment of the tainted second is touched by it: those of 2 s and 3 s are out.
    expect(result.withoutTainted?.metrics.latency?.count).toBe(32);
    expect(result.withoutTainted?.metrics.chunkGap?.count).toBe(36 * 9);
    expect(result.withoutTainted?.unjudged).toBe(4);
    expect(result.series.points[3]?.tainted).toBe("event loop");
    expect(result.health).toMatchObject({ taintedSeconds: 1, reasons: [{ reason: "event loop", seconds: 1 }] });
  });

  test("a long run keeps a bounded number of intervals and all its values", async () => {
    const long = Array.from({ length: 1000 }, (_, index) => streamed({ index, sentMs: index * 1000, arrivals: [50, 60], tokens: 2 }));
    const { series, lanes } = await summarize(long, { lanes: 100 });
    expect(series.widthMs).toBe(8000);
    expect(series.points.length).toBeLessThanOrEqual(180);
    expect(series.points.reduce((sum, { ttft }) => sum + (ttft?.count ?? 0), 0)).toBe(1000);
    expect(lanes.length).toBeLessThanOrEqual(100);
    expect(lanes.length).toBeGreaterThan(49);
  });

  test("a snapshot tells the last seconds and the percentiles so far", async () => {
    const analysis = await createAnalysis({ concurrency: 4 });
    for (const record of busy) analysis.add(record);
    analysis.add(failed({ index: 50, sentMs: 9000, endMs: 9500 }));
    analysis.addHealth(health({ second: 9, inFlight: 4, tainted: "gc" }));
    const snapshot = analysis.snapshot();
    expect(snapshot).toMatchObject({ ended: 41, ok: 40, failed: 1, inFlight: 4, requestsPerSecond: 4, outputTokensPerSecond: 40, client: { taintedSeconds: 1, tainted: "gc" } });
    expect(snapshot.ttft?.p50).toBeCloseTo(50, 0);
    expect(analysis.finish().counts.total).toBe(41);
    expect(analysis.snapshot()).toEqual(snapshot);
  });
});

test("beyond the bound figures stay within 0.1 %, counts and means exact", async () => {
  const random = randomOf(1);
  const records = Array.from({ length: 3000 }, (_, index) => streamed({ index, sentMs: index, arrivals: [10 + 90 * random(), 200], tokens: 2 }));
  const exact = await summarize(records);
  const bounded = await summarize(records, { exactValues: 100 });
  expect(exact.metrics.ttft?.isExact).toBe(true);
  expect(bounded.metrics.ttft).toMatchObject({ isExact: false, count: 3000, mean: exact.metrics.ttft?.mean });
  for (const percent of [1, 50, 99]) {
    const wanted = percentile(exact.metrics.ttft, percent) ?? 0;
    expect(Math.abs((percentile(bounded.metrics.ttft, percent) ?? 0) - wanted)).toBeLessThanOrEqual(wanted * 0.001);
  }
  const histogram = exact.metrics.ttft?.histogram;
  expect(histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(3000);
});

test("p99 is thin below 662 requests, and has an interval where the samples give one", async () => {
  const few = await summarize(Array.from({ length: 661 }, (_, index) => streamed({ index, arrivals: [index + 1], tokens: 1 })));
  const enough = await summarize(Array.from({ length: 662 }, (_, index) => streamed({ index, arrivals: [index + 1], tokens: 1 })));
  expect(few.metrics.ttft?.percentiles.find(({ percent }) => percent === 99)?.isThin).toBe(true);
  const p99 = enough.metrics.ttft?.percentiles.find(({ percent }) => percent === 99);
  expect(p99).toMatchObject({ isThin: false, value: 656 });
  expect(p99?.low).toBeLessThan(656);
  expect(p99?.high).toBeGreaterThan(656);
});
