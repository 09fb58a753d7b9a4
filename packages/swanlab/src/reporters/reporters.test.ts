import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accuracy, type PerfPointResult, type RunEvent, summarizeBenchmark, summarizeRun, toResultRow } from "@evalkit/core";
import { makeAnswer, makeHeader, makeResult, makeRunBenchmark, makeSample, reporterContract } from "@evalkit/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { SwanlabAuthError, SwanlabConfigError } from "../errors.js";
import { startSwanlabServer, type SwanlabServer } from "../testing/index.js";
import { swanlabEvalReporter, swanlabPerfReporter } from "./reporters.js";
import { type SwanlabTrackerOptions, swanlabTracker } from "./swanlab-tracker.js";

const KEY = "a-secret-key-of-the-tests";
const logDir = mkdtempSync(join(tmpdir(), "swanlab-reporters-"));
afterAll(() => rmSync(logDir, { recursive: true, force: true }));

interface Told {
  readonly warnings: string[];
  readonly notes: string[];
}

function told(): Told & Pick<SwanlabTrackerOptions, "onWarning" | "onNote"> {
  const warnings: string[] = [];
  const notes: string[] = [];
  return { warnings, notes, onWarning: (text) => warnings.push(text), onNote: (text) => notes.push(text) };
}

function at(server: SwanlabServer): SwanlabTrackerOptions {
  return { apiKey: KEY, apiHost: server.url, logDir, environment: {}, uploadIntervalMs: 20 };
}

/** Two benchmarks, a wrong answer that is hostile, all outcomes. */
function evaluation(): readonly RunEvent[] {
  const results = ["a", "b", "c"].map((id, index) => {
    const sample = makeSample({ id, subset: index < 2 ? "one" : "two" });
    const answer = makeAnswer(`\u001b[31mwrong\u202e ${KEY}`);
    return makeResult({ sample, sampleId: id, subset: sample.subset ?? "one", index }, { status: "scored", answer, scores: { acc: { status: "scored", value: index === 0 ? 1 : 0 } } });
  });
  const summary = summarizeBenchmark({
    benchmark: { id: "sums", title: "Sums", version: 1, metrics: [accuracy] },
    rows: results.map((result) => toResultRow(result, { keepExtracted: false })),
    subsetOrder: ["one", "two"],
  });
  return [
    { type: "run-start", run: makeHeader({ benchmarks: [makeRunBenchmark({ subsets: { one: 2, two: 1 } })] }), total: 3, done: 0 },
    ...results.map((result): RunEvent => ({ type: "sample-end", result })),
    { type: "benchmark-end", summary },
    { type: "run-end", summary: summarizeRun({ runId: "run-1", status: "complete", startedAt: 0, endedAt: 1_000, benchmarks: [summary] }) },
  ];
}

async function evaluate(options: SwanlabTrackerOptions): Promise<void> {
  await using reporter = swanlabEvalReporter({ ...options, config: { limit: 3, api_key: KEY }, redact: (text) => text.replaceAll(KEY, "***") });
  for (const event of evaluation()) reporter.onEvent(event);
  reporter.attachPage("<!doctype html><p>page</p>");
  await reporter.flush();
}

describe("swanlabEvalReporter", () => {
  for (const { name, run } of reporterContract(() => swanlabEvalReporter({ mode: "offline", logDir, environment: {} }))) it(name, run);

  it("shows progress, scores, tables, charts, wrong answers and the page", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY });
    const { warnings, notes, ...heard } = told();
    await evaluate({ ...at(server), ...heard });
    expect(warnings).toEqual([]);
    expect(server.runs).toHaveLength(1);
    const run = server.runs[0]!;
    expect(notes).toEqual([`SwanLab: ${server.url}/@alice/evalscope/runs/${run.id}`]);
    expect(run).toMatchObject({ project: "evalscope", state: "FINISHED", body: { name: "scripted_20260102_030405", job: "eval", cluster: "run-1", labels: [{ name: "sums" }] } });
    const points = Object.fromEntries(run.scalars.map(({ key, index, data }) => [`${key}@${index}`, data]));
    expect(points).toMatchObject({ "progress/sums@3": 3, "running/sums@1": 1, "running/sums@2": 0.5, "eval/sums/accuracy@0": 1 / 3, "eval/sums/accuracy/one@0": 0.5, "eval/sums/accuracy/two@0": 0, "eval/sums/num@0": 3 });
    expect(run.media.map(({ key }) => key)).toEqual(["samples/sums", "report", "outcomes", "performance", "overview/scores", "overview/sums", "report/page"]);
    const paths = run.media.flatMap(({ data }) => data as string[]);
    const contents = paths.map((path) => Buffer.from(server.objects.get(path) ?? []).toString());
    expect(contents[0]).toContain("wrong ***");
    expect(contents.join("")).not.toContain("\u202e");
    expect(contents.at(-1)).toBe("<!doctype html><p>page</p>");
    expect(JSON.stringify([run, contents])).not.toContain(KEY);
  });

  it("is not hindered by a server that is away: everything stands in the folder, and the end says how to send it", async () => {
    const { warnings, notes, ...heard } = told();
    await evaluate({ apiKey: KEY, apiHost: "http://127.0.0.1:9", logDir, environment: {}, connectTimeoutMs: 50, finishTimeoutMs: 50, ...heard });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^SwanLab: (\d+) of \1 points did not get through \(.+\); they are kept, send them with: swanlab sync .+ -h http:\/\/127\.0\.0\.1:9$/);
    expect(notes).toEqual([]);
  });

  it("keeps the run when the server refuses the key", async () => {
    await using server = await startSwanlabServer({ apiKey: "another" });
    const { warnings, ...heard } = told();
    await evaluate({ ...at(server), ...heard });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/refuses the key.+The run is kept in .+; send it with: swanlab sync/);
    expect(warnings[0]).not.toContain(KEY);
  });

  it("writes a board in local mode, and says how to look at it", async () => {
    const folder = mkdtempSync(join(logDir, "local-"));
    const { warnings, notes, ...heard } = told();
    await evaluate({ apiKey: "local", logDir: folder, environment: {}, ...heard });
    await evaluate({ apiKey: "local", logDir: folder, environment: {}, ...heard });
    expect(warnings).toEqual([]);
    expect(notes[0]).toBe(`SwanLab: written to ${folder}; show it with: swanlab watch ${folder} (charts and pages are not shown there; they stay in the run's folder)`);
    expect(readdirSync(folder)).toContain("runs.swanlab");
    expect(readdirSync(folder).filter((name) => name.startsWith("run-"))).toHaveLength(2);
  });

  it("takes project, workspace and key from the environment", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY });
    await evaluate({ logDir, environment: { SWANLAB_API_KEY: KEY, SWANLAB_API_HOST: server.url, SWANLAB_PROJ_NAME: "mine", SWANLAB_WORKSPACE: "team", SWANLAB_RUN_ID: "fixed" } });
    expect(server.runs.map(({ project, id }) => [project, id === "fixed"])).toEqual([["mine", false]]);
    expect(server.requests.some(({ path }) => path.includes("/team"))).toBe(true);
  });

  it("refuses settings that cannot work before a run begins", () => {
    expect(() => swanlabTracker({ project: "not a name", mode: "offline", environment: {} })).toThrow(SwanlabConfigError);
    expect(() => swanlabTracker({ apiHost: "http://127.0.0.1:9", environment: { SWANLAB_ROOT: logDir } })).toThrow(SwanlabAuthError);
  });
});

describe("swanlabPerfReporter", () => {
  const result: PerfPointResult = {
    summary: { "Avg TTFT (ms)": 50, "Output Throughput (tok/s)": 100 },
    percentiles: { columns: ["Percentiles", "TTFT (ms)"], rows: [["50%", 50]] },
    verdict: { state: "valid", reasons: [] },
  };

  async function test(options: SwanlabTrackerOptions, concurrencies: readonly number[]): Promise<void> {
    await using reporter = swanlabPerfReporter(options);
    const points = concurrencies.map((concurrency, index) => ({ index, label: `parallel_${concurrency}_number_1`, concurrency, requests: 1 }));
    await reporter.onEvent({ type: "sweep-start", run: { runId: "sweep", name: "nightly", model: "m", createdAt: "2026-01-02T03:04:05.000Z", config: {} }, points });
    for (const point of points) {
      await reporter.onEvent({ type: "point-start", point, startedAtEpochMs: 1_700_000_000_000 });
      const request = { outcome: "ok", stream: true, intendedMs: 0, sentMs: 0, firstPayloadMs: 50, lastPayloadMs: 90, endMs: 100, payloadMs: [50, 90], usage: { promptTokens: 1, completionTokens: 5 } } as const;
      await reporter.onEvent({ type: "request-end", point: point.index, request });
      await reporter.onEvent({ type: "point-end", point: point.index, result });
    }
    await reporter.onEvent({ type: "sweep-end", status: "finished", page: "<p>" });
  }

  it("keeps EvalScope's names whole, in one section", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY });
    await test(at(server), [8]);
    const run = server.runs[0]!;
    expect(run).toMatchObject({ project: "perf_benchmark", state: "FINISHED", body: { name: "nightly", job: "perf" } });
    expect(run.columns).toContainEqual({ key: "Output Throughput (tok/s)", type: "FLOAT", sectionName: "perf" });
    expect(run.columns).toContainEqual({ key: "window/ttft_p50_ms", type: "FLOAT", sectionName: "window" });
    expect(run.scalars.filter(({ key }) => key === "Avg TTFT (ms)").map(({ index, data }) => [index, data])).toEqual([[1, 50], [2, 50]]);
    expect(run.media.map(({ key }) => key)).toContain("report/page");
  });

  it("makes one run for each load in one group, and one for the sweep", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY });
    await test(at(server), [1, 2]);
    expect(server.runs.map(({ body, state }) => [body["name"], body["cluster"], state])).toEqual([
      ["nightly parallel_1_number_1", "sweep", "FINISHED"],
      ["nightly parallel_2_number_1", "sweep", "FINISHED"],
      ["nightly", "sweep", "FINISHED"],
    ]);
    expect(server.runs[2]!.media.map(({ key }) => key)).toContain("charts/pareto_ttft");
  });
});
