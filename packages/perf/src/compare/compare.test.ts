import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomOf, streamed } from "../analysis/__fixtures__/records.js";
import { summarize } from "../analysis/summarize.js";
import { facts, outcome, pointOf } from "../results/__fixtures__/runs.js";
import { openPerfRun } from "../results/open-perf-run.js";
import { writePointFiles } from "../results/write-files.js";
import { comparePerfRuns, type ComparisonRow, type PointComparison } from "./compare-runs.js";
import { percentileInterval, shareInterval, welchInterval } from "./intervals.js";
import { comparisonMarkdown, renderComparison } from "./render-comparison.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-compare-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly name: string;
  readonly concurrency?: number;
  readonly requests?: number;
  readonly ttft?: number;
  readonly tokens?: number;
  readonly seed: number;
}

async function write({ name, concurrency = 4, requests = 800, ttft = 100, tokens = 10, seed }: Run) {
  const random = randomOf(seed);
  const records = Array.from({ length: requests }, (_, index) => {
    const first = ttft * (0.8 + 0.4 * random());
    return streamed({ index, sentMs: index * 10, arrivals: Array.from({ length: tokens }, (__, event) => first + event * 10), tokens });
  });
  const point = pointOf(0, concurrency, requests);
  await writePointFiles(join(folder, name, point.label), { facts, report: { point, result: await summarize(records, { concurrency, outcome: outcome() }) }, records });
}

function row(point: PointComparison | undefined, metric: ComparisonRow["metric"], statistic: ComparisonRow["statistic"]): ComparisonRow | undefined {
  return point?.rows.find((candidate) => candidate.metric === metric && candidate.statistic === statistic);
}

describe("intervals", () => {
  test("Welch's interval is that of the textbook", () => {
    // Means 20.4 and 24, variances 12.3 and 7.5, n = 5 each: squared error 3.96, 7.55 degrees of freedom, so t of 7 is 2.364624.
    const [low = 0, high = 0] = welchInterval(Float64Array.from([17, 18, 20, 21, 26]), Float64Array.from([21, 22, 24, 25, 28])) ?? [];
    const variance = (values: readonly number[]) => values.reduce((sum, value) => sum + (value - values.reduce((a, b) => a + b, 0) / values.length) ** 2, 0) / 4;
    const error = Math.sqrt(variance([17, 18, 20, 21, 26]) / 5 + variance([21, 22, 24, 25, 28]) / 5);
    expect((low + high) / 2).toBeCloseTo(3.6, 9);
    expect((high - low) / 2).toBeCloseTo(2.364624251 * error, 6);
  });

  test("Newcombe's interval is that of his paper (56/70 against 48/80)", () => {
    const [low, high] = shareInterval({ count: 48, total: 80 }, { count: 56, total: 70 }) ?? [];
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
  });

  test("the bootstrap of a percentile holds the true difference about 95 times of 100", () => {
    const random = randomOf(5);
    const trials = 120;
    let held = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const draw = (shift: number) => Float64Array.from({ length: 200 }, () => shift - Math.log(1 - random())).sort();
      const [low = 0, high = 0] = percentileInterval(draw(0), draw(1), 50) ?? [];
      if (low <= 1 && high >= 1) held += 1;
    }
    expect(held / trials).toBeGreaterThan(0.9);
    expect(held / trials).toBeLessThan(0.995);
  });
});

describe("two runs", () => {
  test("a slower server is told apart, an equal one is not", async () => {
    await write({ name: "a", seed: 1 });
    await write({ name: "b", seed: 2 });
    await write({ name: "slow", seed: 3, ttft: 110 });
    const a = openPerfRun(join(folder, "a"));
    const [equal] = (await comparePerfRuns(a, openPerfRun(join(folder, "b")))).points;
    expect(row(equal, "ttft", "mean")?.verdict).toBe("cannot tell");
    const [slower] = (await comparePerfRuns(a, openPerfRun(join(folder, "slow")))).points;
    for (const statistic of ["mean", "p50", "p90", "p99"] as const) expect(row(slower, "ttft", statistic)?.verdict).toBe("worse");
    expect(row(slower, "ttft", "mean")?.relative).toBeCloseTo(0.1, 1);
    expect(row(slower, "tpot", "mean")?.verdict).toBe("cannot tell");
    expect(row(slower, "requests per second", "value")?.verdict).toBe("not tested");
  });

  test("the other way round it is better", async () => {
    await write({ name: "a", seed: 1, ttft: 120 });
    await write({ name: "b", seed: 2 });
    const comparison = await comparePerfRuns(openPerfRun(join(folder, "a")), openPerfRun(join(folder, "b")));
    expect(row(comparison.points[0], "latency", "p50")?.verdict).toBe("better");
  });

  test("what weakens a comparison is said: few requests, other loads, other lengths, missing requests, missing partners", async () => {
    await write({ name: "a", seed: 1, requests: 50 });
    await write({ name: "b", seed: 2, requests: 50, concurrency: 8, tokens: 20 });
    const [point] = (await comparePerfRuns(openPerfRun(join(folder, "a")), openPerfRun(join(folder, "b")))).points;
    expect(row(point, "ttft", "p99")?.verdict).toBe("too few requests");
    expect(point?.notes.join(" ")).toMatch(/loads differ.*differ in length/);
    mkdirSync(join(folder, "bare", "parallel_4_number_9"), { recursive: true });
    writeFileSync(join(folder, "bare", "parallel_4_number_9", "benchmark_summary.json"), JSON.stringify({ Concurrency: 4, "Request Rate (req/s)": -1, "Avg TTFT (ms)": 90, "Success Requests": 9 }));
    const bare = await comparePerfRuns(openPerfRun(join(folder, "a")), openPerfRun(join(folder, "bare")));
    expect(bare.points[0]?.notes.join(" ")).toMatch(/not kept.*EvalScope/);
    expect(row(bare.points[0], "ttft", "mean")).toMatchObject({ second: 90, verdict: "not tested" });
    await write({ name: "a", seed: 3, concurrency: 8, requests: 50 });
    const partial = await comparePerfRuns(openPerfRun(join(folder, "a")), openPerfRun(join(folder, "b")));
    expect(partial.onlyFirst).toEqual(["parallel_4_number_50"]);
    expect(renderComparison(partial).join("\n")).toContain("Only in A: parallel_4_number_50");
  });

  test("text, Markdown and JSON tell the same", async () => {
    await write({ name: "a", seed: 1, requests: 100 });
    await write({ name: "b", seed: 2, requests: 100, ttft: 150 });
    const comparison = await comparePerfRuns(openPerfRun(join(folder, "a")), openPerfRun(join(folder, "b")));
    const text = renderComparison(comparison);
    expect(text.find((line) => line.includes("TTFT mean"))).toMatch(/worse/);
    expect(new Set(text.filter((line) => line.startsWith("│")).map((line) => line.length)).size).toBe(1);
    expect(comparisonMarkdown(comparison)).toMatch(/\| TTFT mean \(ms\) \|.*\| worse \|/);
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  });
});
