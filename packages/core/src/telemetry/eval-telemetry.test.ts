import { describe, expect, it } from "vitest";
import { accuracy } from "../metrics/mean.js";
import { summarizeBenchmark } from "../metrics/summarize-benchmark.js";
import { summarizeRun } from "../metrics/summarize-run.js";
import type { SampleResult } from "../spec/result.js";
import type { TrackerItem } from "../spec/tracker.js";
import { makeAnswer, makeHeader, makeResult, makeRunBenchmark, makeSample } from "../testing/makers.js";
import { HOSTILE_TEXTS } from "../testing/contract.js";
import { toResultRow } from "../util/to-result-row.js";
import { EvalTelemetry, evalRunInfo } from "./eval-telemetry.js";
import { seriesKey } from "./series-key.js";

function result(position: number, value: number, overrides: { benchmark?: string; subset?: string; text?: string } = {}): SampleResult {
  const sample = makeSample({ id: `s${position}`, subset: overrides.subset ?? "default" });
  return makeResult(
    { sample, sampleId: sample.id, benchmark: overrides.benchmark ?? "sums", subset: overrides.subset ?? "default", index: position },
    { status: "scored", answer: makeAnswer(overrides.text ?? "2"), scores: { acc: { status: "scored", value, extracted: "x", expected: "2" } } },
  );
}

function summaryOf(id: string, results: readonly SampleResult[]) {
  return summarizeBenchmark({
    benchmark: { id, title: id, version: 1, metrics: [accuracy] },
    rows: results.map((each) => toResultRow(each, { keepExtracted: false })),
    subsetOrder: [],
  });
}

function scalarsOf(items: readonly TrackerItem[]) {
  return items.filter((item) => item.kind === "scalars");
}

describe("EvalTelemetry", () => {
  it("shows progress, the running score and means since the point before", () => {
    const telemetry = new EvalTelemetry();
    telemetry.take({ type: "run-start", run: makeHeader({ benchmarks: [makeRunBenchmark({ subsets: { default: 2 } })] }), total: 2, done: 0 }, 0);
    const first = telemetry.take({ type: "sample-end", result: result(0, 1) }, 10);
    const second = telemetry.take({ type: "sample-end", result: result(1, 0) }, 20);
    expect(first).toEqual([
      {
        kind: "scalars",
        step: 1,
        atMs: 10,
        values: { "progress/sums": 1, "failed/sums": 0, "running/sums": 1, "latency/sums/mean_ms": 60, "latency/sums/first_token_ms": 20, "tokens/sums/input": 12, "tokens/sums/output": 3 },
      },
    ]);
    expect(scalarsOf(second)[0]).toMatchObject({ step: 2, values: { "progress/sums": 2, "running/sums": 0.5 } });
  });

  it("keeps to about 200 points for a long run and still shows its last sample", () => {
    const telemetry = new EvalTelemetry({ wrongAnswers: 0 });
    telemetry.take({ type: "run-start", run: makeHeader({ benchmarks: [makeRunBenchmark({ subsets: { default: 10_001 } })] }), total: 10_001, done: 0 }, 0);
    const results = Array.from({ length: 10_001 }, (_, position) => result(position, position % 2));
    const points = results.flatMap((each) => scalarsOf(telemetry.take({ type: "sample-end", result: each }, 0)));
    expect(points.length).toBeLessThan(202);
    const end = scalarsOf(telemetry.take({ type: "benchmark-end", summary: summaryOf("sums", results) }, 0));
    expect([...points, ...end].filter(({ values }) => "progress/sums" in values).at(-1)).toMatchObject({ step: 10_001 });
  });

  it("shows a slow run every 15 s", () => {
    const telemetry = new EvalTelemetry();
    telemetry.take({ type: "run-start", run: makeHeader({ benchmarks: [makeRunBenchmark({ subsets: { default: 100_000 } })] }), total: 1, done: 0 }, 0);
    const shown = [0, 1_000, 14_999, 15_001].map((atMs, position) => telemetry.take({ type: "sample-end", result: result(position, 1) }, atMs).length);
    expect(shown).toEqual([1, 0, 0, 1]);
  });

  it("shows scores, intervals, subsets and counts at the end of a benchmark, at its place in the run", () => {
    const telemetry = new EvalTelemetry();
    const header = makeHeader({ benchmarks: [makeRunBenchmark({ id: "other" }), makeRunBenchmark()] });
    telemetry.take({ type: "run-start", run: header, total: 4, done: 0 }, 0);
    const results = [result(0, 1, { subset: "a" }), result(1, 1, { subset: "a" }), result(2, 0, { subset: "b" }), result(3, 1, { subset: "b" })];
    const summary = summaryOf("sums", results);
    const [scores] = scalarsOf(telemetry.take({ type: "benchmark-end", summary }, 0));
    const name = summary.metrics[0]!.name;
    expect(scores).toMatchObject({
      step: 1,
      values: { [`eval/sums/${name}`]: 0.75, [`eval/sums/${name}/a`]: 1, [`eval/sums/${name}/b`]: 0.5, "eval/sums/num": 4, "outcome/sums/scored": 4, "outcome/sums/failed": 0, "performance/sums/output_tokens": 12 },
    });
    expect(scores?.values[`interval/sums/${name}/low`]).toBeLessThan(0.75);
    expect(scores?.values[`interval/sums/${name}/high`]).toBeGreaterThan(0.75);
    expect(Object.keys(scores?.values ?? {}).some((key) => key.startsWith("judge/"))).toBe(false);
  });

  it("leaves out what nobody knows", () => {
    const telemetry = new EvalTelemetry();
    const failed: SampleResult = makeResult({}, { status: "failed", error: { code: "EVALKIT_MODEL_TIMEOUT", message: "late" } });
    telemetry.take({ type: "run-start", run: makeHeader(), total: 1, done: 0 }, 0);
    expect(telemetry.take({ type: "sample-end", result: failed }, 0)).toEqual([{ kind: "scalars", step: 1, atMs: 0, values: { "progress/sums": 1, "failed/sums": 1 } }]);
    const [scores] = scalarsOf(telemetry.take({ type: "benchmark-end", summary: summaryOf("sums", [failed]) }, 0));
    expect(scores?.values).toEqual({ "eval/sums/num": 0, "outcome/sums/total": 1, "outcome/sums/scored": 0, "outcome/sums/unparsed": 0, "outcome/sums/refused": 0, "outcome/sums/unscored": 0, "outcome/sums/failed": 1 });
  });

  it("ends with tables and charts, a radar from three benchmarks up", () => {
    const ids = ["one", "two", "three"];
    const telemetry = new EvalTelemetry();
    telemetry.take({ type: "run-start", run: makeHeader({ benchmarks: ids.map((id) => makeRunBenchmark({ id })) }), total: 6, done: 0 }, 0);
    const benchmarks = ids.map((id) => summaryOf(id, [result(0, 1, { benchmark: id, subset: "a" }), result(1, 0, { benchmark: id, subset: "b" })]));
    const ended = benchmarks.flatMap((summary) => telemetry.take({ type: "benchmark-end", summary }, 0));
    expect(scalarsOf(ended).map(({ step }) => step)).toEqual([0, 1, 2]);
    const items = telemetry.take({ type: "run-end", summary: summarizeRun({ runId: "r", status: "complete", startedAt: 0, endedAt: 1, benchmarks }) }, 5);
    expect(items.map((item) => (item.kind === "scalars" ? "scalars" : item.key))).toEqual(["report", "outcomes", "performance", "overview/scores", "overview/radar", "overview/one", "overview/two", "overview/three"]);
    const report = items[0];
    expect(report?.kind === "table" && report.rows.length).toBe(9);
    expect(report?.kind === "table" && report.rows[1]).toEqual(["one", "accuracy", "default", "a", 1, 1, expect.closeTo(0.2065, 3), 1]);
    expect(() => JSON.stringify(items)).not.toThrow();
  });

  it("shows an interrupted benchmark as it stands", () => {
    const telemetry = new EvalTelemetry();
    telemetry.take({ type: "run-start", run: makeHeader({ benchmarks: [makeRunBenchmark({ subsets: { default: 5 } })] }), total: 5, done: 0 }, 0);
    const results = [result(0, 0)];
    telemetry.take({ type: "sample-end", result: results[0]! }, 0);
    const items = telemetry.take({ type: "run-end", summary: summarizeRun({ runId: "r", status: "interrupted", startedAt: 0, endedAt: 1, benchmarks: [summaryOf("sums", results)] }) }, 0);
    expect(items[0]).toMatchObject({ kind: "scalars", values: { "eval/sums/num": 1 } });
    expect(items[1]).toMatchObject({ kind: "texts", key: "samples/sums" });
  });
});

describe("wrong answers", () => {
  const run = { type: "run-start", run: makeHeader(), total: 100, done: 0 } as const;

  function textsOf(results: readonly SampleResult[], options: ConstructorParameters<typeof EvalTelemetry>[0] = {}) {
    const telemetry = new EvalTelemetry(options);
    telemetry.take(run, 0);
    for (const each of results) telemetry.take({ type: "sample-end", result: each }, 0);
    const item = telemetry.take({ type: "benchmark-end", summary: summaryOf("sums", results) }, 0).find(({ kind }) => kind === "texts");
    return item?.kind === "texts" ? item.texts : [];
  }

  it("are bounded and the same in every order", () => {
    const results = Array.from({ length: 100 }, (_, position) => result(position, position % 3 === 0 ? 1 : 0));
    const texts = textsOf(results, { wrongAnswers: 7 });
    expect(texts).toHaveLength(7);
    expect(texts.every(({ caption }) => caption.includes("scored 0"))).toBe(true);
    expect(textsOf(results.toReversed(), { wrongAnswers: 7 })).toEqual(texts);
  });

  it("hold no control characters, are cut and lose secrets before the cut", () => {
    const hostile = HOSTILE_TEXTS.map((text, position) => result(position, 0, { text }));
    const secret = `${"a".repeat(1_995)}sk-secret-value`;
    const texts = textsOf([...hostile, result(999, 0, { text: secret })], { wrongAnswers: 200, redact: (text) => text.replaceAll("sk-secret-value", "***") });
    expect(texts).toHaveLength(HOSTILE_TEXTS.length + 1);
    for (const { caption, content } of texts) {
      expect(`${caption}${content}`).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|sk-s/);
      expect(content.isWellFormed()).toBe(true);
      expect(content.length).toBeLessThan(12_000);
      expect(caption).not.toContain("\n");
    }
  });

  it("are left out when none are asked for", () => {
    expect(textsOf([result(0, 0)], { wrongAnswers: 0 })).toEqual([]);
  });
});

describe("names", () => {
  it("of series have no control characters and no empty part", () => {
    expect(seriesKey("eval", "a\u001b[31mb", " ", "c\n d")).toBe("eval/ab/unnamed/c d");
  });

  it("of a run are the model's and the time's", () => {
    const info = evalRunInfo(makeHeader(), { limit: 5 });
    expect(info).toMatchObject({ kind: "eval", project: "evalscope", name: "scripted_20260102_030405", group: "run-1", tags: ["sums"], config: { framework: "evalkit", limit: 5 } });
  });
});
