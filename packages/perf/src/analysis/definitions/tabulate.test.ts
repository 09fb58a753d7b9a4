import { describe, expect, test } from "vitest";
import type { RequestRecord } from "../../spec/record.js";
import { failed, streamed } from "../__fixtures__/records.js";
import { summarize } from "../summarize.js";
import { DEFINITION_NAMES, type DefinitionName } from "./profile.js";
import { renderDefinitions } from "./render-definitions.js";
import { type DefinitionTable, tabulateBy } from "./tabulate.js";

/**
 * The schedule, ms. A: connection opened from 95 to 100, sent 100, role-only event 110, reasoning 150, answer 170 and 190, usage and end 200; 5 tokens, 4 by the tokenizer.
 * B: sent 200, events of 2, 2, 2 and 1 tokens at 240, 260, 260 (one read) and 300, end 310. C: sent 300, its only token 330, end 340. D: sent 50, failed at 1000.
 */
const records: readonly RequestRecord[] = [
  streamed({
    index: 0,
    sentMs: 100,
    arrivals: [50, 70, 90],
    endAfter: 100,
    firstEventMs: 110,
    firstAnswerMs: 170,
    eventMs: [110, 150, 170, 190],
    connection: { waitMs: 1, connectMs: 4, reused: false },
    usage: { promptTokens: 10, completionTokens: 5 },
    counted: { completionTokens: 4 },
  }),
  streamed({ index: 1, sentMs: 200, arrivals: [40, 60, 60, 100], coalesced: [2], tokensPerEvent: [2, 2, 2, 1], endAfter: 110, tokens: 7, counted: { completionTokens: 7 } }),
  streamed({ index: 2, sentMs: 300, arrivals: [30], endAfter: 40, tokens: 1, counted: { completionTokens: 1 } }),
  failed({ index: 3, sentMs: 50, intendedMs: 50, endMs: 1000 }),
  streamed({ index: 4, phase: "warm-up", sentMs: 0, arrivals: [1, 2], tokens: 2 }),
];

interface Expected {
  readonly means: Readonly<Record<string, number | undefined>>;
  readonly durationMs: number;
  readonly tokens: number;
  /** Requests that its requests/s counts, where it counts failed ones, too. */
  readonly counted?: number;
}

/** Each by hand from the schedule. */
const expected: Readonly<Record<DefinitionName, Expected>> = {
  evalkit: {
    means: { TTFT: (50 + 40 + 30) / 3, "Time to answer": (70 + 40 + 30) / 3, TPOT: (40 / 4 + 60 / 6) / 2, "Chunk gap": (20 + 20 + 20 + 40) / 4, "Mean gap of a request": 20, Latency: (100 + 110 + 40) / 3 },
    durationMs: 950,
    tokens: 13,
  },
  evalscope: {
    means: {
      "TTFT (ms)": (15 + 40 + 30) / 3,
      "TPOT (ms)": (90 / 4 + 70 / 6 + 0) / 3,
      "ITL (ms)": (40 + 20 + 20 + 20 + 0 + 40) / 6,
      "Latency (s)": (0.105 + 0.11 + 0.04) / 3,
      "Output (tok/s)": (5 / 0.105 + 7 / 0.11 + 1 / 0.04) / 3,
    },
    durationMs: 290,
    tokens: 13,
  },
  vllm: { means: { TTFT: (55 + 40 + 30) / 3, TPOT: (40 / 4 + 60 / 6) / 2, ITL: (20 + 20 + 20 + 0 + 40) / 5, E2EL: (95 + 100 + 30) / 3 }, durationMs: 950, tokens: 13 },
  sglang: { means: { TTFT: (55 + 40 + 30) / 3, TPOT: (50 / 4 + 70 / 6) / 2, ITL: (20 + 20 + 20 + 0 + 40) / 5, "E2E latency": (105 + 110 + 40) / 3 }, durationMs: 950, tokens: 13 },
  aiperf: {
    means: {
      "Time to First Token": (55 + 40 + 30) / 3,
      "Time to First Output Token": (75 + 40 + 30) / 3,
      "Inter Token Latency": (40 / 3 + 60 / 6) / 2,
      "Inter Chunk Latency": 20,
      "Request Latency": (95 + 100 + 30) / 3,
    },
    durationMs: 950,
    tokens: 12,
  },
  guidellm: {
    // TPOT and ITL of a request stand once for each token: A's (190 − 100) ÷ 5 five times, B's (300 − 200) ÷ 7 seven times, C's 30 once.
    means: { TTFT: (50 + 40 + 30) / 3, TTFOT: (70 + 40 + 30) / 3, TPOT: (90 + 100 + 30) / 13, ITL: 10, "Request latency": (100 + 110 + 40) / 3 },
    durationMs: 950,
    tokens: 13,
    counted: 4,
  },
  mlperf: { means: { TTFT: (10 + 40 + 30) / 3, TPOT: (90 / 3 + 70 / 5) / 2, "Chunk delta": 140 / 6, Latency: (100 + 110 + 40) / 3 }, durationMs: 950, tokens: 12 },
};

describe.each(DEFINITION_NAMES)("definitions of %s", (name) => {
  test("every metric has the value that the schedule gives by hand", async () => {
    const table = await tabulateBy(name, records);
    const { means, durationMs, tokens, counted = 3 } = expected[name];
    expect(table.rows.map(({ label }) => label)).toEqual(Object.keys(means));
    for (const { label, mean } of table.rows) expect(mean, label).toBeCloseTo(means[label] ?? Number.NaN, 9);
    expect(table.durationMs).toBe(durationMs);
    expect(table.requests).toEqual({ ok: 3, failed: 1 });
    expect(table.requestsPerSecond).toBeCloseTo((counted * 1000) / durationMs, 9);
    expect(table.outputTokensPerSecond).toBeCloseTo((tokens / durationMs) * 1000, 9);
  });

  test("every row says where it differs, with ours beside it", async () => {
    for (const { difference, ourMean, ourDifference, mean = 0 } of (await tabulateBy(name, records)).rows) {
      expect(difference.length).toBeGreaterThan(5);
      if (ourMean !== undefined) expect(ourDifference).toBeCloseTo(mean - ourMean, 9);
    }
  });
});

test("our own table is what the result says", async () => {
  const [table, { metrics }] = await Promise.all([tabulateBy("evalkit", records), summarize(records)]);
  const byLabel = (label: string) => table.rows.find((row) => row.label === label);
  expect(byLabel("TTFT")?.mean).toBe(metrics.ttft?.mean);
  expect(byLabel("TPOT")?.mean).toBe(metrics.tpot?.mean);
  expect(byLabel("Chunk gap")?.count).toBe(metrics.chunkGap?.count);
  expect(byLabel("Latency")?.p99).toBe(metrics.latency?.percentiles.find(({ percent }) => percent === 99)?.value);
});

describe("percentile rules", () => {
  const many = Array.from({ length: 100 }, (_, index) => streamed({ index, sentMs: 0, arrivals: [index + 1.004], tokens: 1 }));
  const p = async (name: DefinitionName): Promise<DefinitionTable["rows"][number] | undefined> => (await tabulateBy(name, many)).rows[0];

  test("TTFT 1.004, 2.004 … 100.004 ms: by rank, by index, by interpolation", async () => {
    expect(await p("evalkit")).toMatchObject({ p50: 50.004, p99: 99.004 });
    expect(await p("evalscope")).toMatchObject({ p50: 51, p99: 100 });
    const vllm = await p("vllm");
    expect(vllm?.p50).toBeCloseTo(50.504, 9);
    expect(vllm?.p99).toBeCloseTo(99.014, 9);
  });

  test("MLPerf's bound is there from 662 values on", async () => {
    const rows = Array.from({ length: 700 }, (_, index) => streamed({ index, sentMs: 0, arrivals: [index + 1], tokens: 1 }));
    expect((await tabulateBy("mlperf", rows)).rows[0]).toMatchObject({ p99: 693, certifiedP99: 700 });
    expect((await p("mlperf"))?.certifiedP99).toBeUndefined();
  });
});

describe("when the server counts no tokens", () => {
  const silent = [streamed({ arrivals: [10, 20, 40], endAfter: 50, maxOutputTokens: 11 })];

  test("we, EvalScope and MLPerf do not know; the others put in what they put in", async () => {
    const speed = async (name: DefinitionName): Promise<number | undefined> => (await tabulateBy(name, silent)).outputTokensPerSecond;
    expect(await speed("evalkit")).toBeUndefined();
    expect(await speed("evalscope")).toBeUndefined();
    expect(await speed("mlperf")).toBeUndefined();
    expect(await speed("vllm")).toBeCloseTo(1 / 0.05, 9);
    expect(await speed("sglang")).toBeCloseTo(11 / 0.05, 9);
    expect(await speed("guidellm")).toBeCloseTo(3 / 0.05, 9);
  });
});

describe("how often a request counts", () => {
  /** TPOT 20 and ITL 10 of 2 tokens; TPOT 31 and ITL 33.3 of 10; one token: TPOT 5 and no ITL. */
  const answers = [streamed({ arrivals: [30, 40], tokens: 2 }), streamed({ arrivals: [10, 310], tokens: 10 }), streamed({ arrivals: [5], tokens: 1 })];

  test("GuideLLM's TPOT and ITL are told once for each token", async () => {
    const rows = new Map((await tabulateBy("guidellm", answers)).rows.map((row) => [row.label, row]));
    expect(rows.get("TPOT")).toMatchObject({ count: 13, p50: 31 });
    expect(rows.get("TPOT")?.mean).toBeCloseTo((40 + 310 + 5) / 13, 9);
    expect(rows.get("ITL")).toMatchObject({ count: 10 });
    expect(rows.get("ITL")?.mean).toBeCloseTo((10 + 300) / 10, 9);
    expect(rows.get("TTFT")).toMatchObject({ count: 3, mean: 15 });
  });

  test("the others tell them once for each request", async () => {
    const rows = (await tabulateBy("vllm", answers)).rows;
    expect(rows.find(({ label }) => label === "TPOT")).toMatchObject({ count: 2, mean: (10 + 300 / 9) / 2 });
  });
});

describe("answers that are not streamed", () => {
  const whole = [streamed({ stream: false, arrivals: [], endAfter: 80, tokens: 5, counted: { completionTokens: 5 } })];

  test("SGLang takes the latency for TTFT and 0 for TPOT; vLLM, AIPerf and GuideLLM tell no TTFT", async () => {
    const meanOf = async (name: DefinitionName, label: string): Promise<number | undefined> => (await tabulateBy(name, whole)).rows.find((row) => row.label === label)?.mean;
    expect(await meanOf("sglang", "TTFT")).toBe(80);
    expect(await meanOf("sglang", "TPOT")).toBe(0);
    expect(await meanOf("vllm", "TTFT")).toBeUndefined();
    expect(await meanOf("aiperf", "Time to First Token")).toBeUndefined();
    expect(await meanOf("guidellm", "TTFT")).toBeUndefined();
    expect(await meanOf("guidellm", "TPOT")).toBe(16);
  });
});

test("thoughts alone: TTFT everywhere but no time to answer", async () => {
  const { firstAnswerMs: _none, ...thinking } = streamed({ arrivals: [120, 150], endAfter: 200, tokens: 4, firstEventMs: 60, eventMs: [60, 120, 150, 175] });
  const means = async (name: DefinitionName) => Object.fromEntries((await tabulateBy(name, [thinking])).rows.map(({ label, mean }) => [label, mean]));
  expect(await means("sglang")).toMatchObject({ TTFT: 120, TPOT: 80 / 3, ITL: 30, "E2E latency": 200 });
  expect(await means("vllm")).toMatchObject({ TTFT: 120, TPOT: 10, ITL: 30, E2EL: 150 });
  expect(await means("guidellm")).toMatchObject({ TTFT: 120, TTFOT: undefined, TPOT: 150 / 4, ITL: 10, "Request latency": 200 });
  expect(await means("evalscope")).toMatchObject({ "TTFT (ms)": 60, "ITL (ms)": 115 / 3, "Latency (s)": 0.2 });
});

test("the printed table has ours beside each mean and says why they differ", async () => {
  const lines = renderDefinitions(await tabulateBy("guidellm", records));
  const table = lines.filter((line) => /^[┌│├└]/.test(line));
  expect(new Set(table.map((line) => line.length)).size).toBe(1);
  expect(table.find((line) => line.includes("TPOT"))).toMatch(/16\.9 .* 10 .*\+6\.92 \(\+69\.2%\)/);
  expect(lines.find((line) => line.startsWith("• TPOT"))).toContain("prefill is mixed in");
});
