import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { redactor, Secret } from "@evalkit/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failed, streamed } from "../analysis/__fixtures__/records.js";
import { createAnalysis } from "../analysis/analysis.js";
import { summarize } from "../analysis/summarize.js";
import { openJournal } from "../journal/journal.js";
import { readRecords } from "../journal/read-journal.js";
import { recorderOf } from "../journal/recorder.js";
import { facts, outcome, pointOf, reportOf } from "./__fixtures__/runs.js";
import { evalscopeSummary, percentileRows } from "./evalscope-summary.js";
import { findingsOf, findingText } from "./findings.js";
import { PERF_FILES, pointLabel, safeName, sweepFolder } from "./layout.js";
import { openPerfRun } from "./open-perf-run.js";
import { renderLive, renderPercentileTable, renderSummaryTable } from "./point-tables.js";
import { readDatabase } from "./read-database.js";
import { summaryMarkdown } from "./summary-markdown.js";
import { renderRunSummary, summaryText } from "./summary-text.js";
import { pointResultOf, writePointFiles, writeSlaSummary, writeSweepFiles } from "./write-files.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-perf-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function json(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

const three = [
  streamed({ index: 0, sentMs: 0, arrivals: [50, 60, 70], endAfter: 80, tokens: 5, prompt: 10, model: "m", text: "hello", finish: "stop" }),
  streamed({ index: 1, sentMs: 10, arrivals: [90], tokens: 1, prompt: 10 }),
  failed({ index: 2, sentMs: 20, endMs: 520 }),
];

describe("layout", () => {
  test("folders are called as EvalScope calls them", () => {
    expect(sweepFolder({ outputsDir: "out", name: "a/b:c", startedAt: new Date(2026, 0, 2, 3, 4, 5) })).toBe(join("out", "20260102_030405", "a_b_c"));
    expect(sweepFolder({ outputsDir: "out", name: "x", startedAt: new Date(), noTimestamp: true })).toBe(join("out", "x"));
    expect(pointLabel({ concurrency: 8, requests: 100 })).toBe("parallel_8_number_100");
    expect(pointLabel({ ratePerSecond: 2.5, requests: 100 })).toBe("rate_2.5_number_100");
    expect(pointLabel({ concurrency: 8, ratePerSecond: 2, requests: 5 })).toBe("parallel_8_number_5");
  });

  test.each(["..", "", "...", "a\u0000b", "x/../../y", "nul "])("no name leaves its folder: %j", (name) => {
    expect(safeName(name)).not.toMatch(/^\.*$|[/\\\u0000]/);
  });
});

describe("EvalScope's figures", () => {
  test("benchmark_summary.json has every key of a chat run, in EvalScope's order, with sound values", async () => {
    const summary = evalscopeSummary(await summarize(three, { concurrency: 2 }));
    expect(summary).toEqual({
      "Test Duration (s)": 0.52,
      Concurrency: 2,
      "Request Rate (req/s)": -1,
      "Total Requests": 3,
      "Success Requests": 2,
      "Failed Requests": 1,
      "Stream Requests": 3,
      "Non-Stream Requests": 0,
      "Req Throughput (req/s)": 3.846154,
      "Avg Latency (s)": 0.085,
      "Avg Input Tokens": 10,
      "Avg Output Tokens": 3,
      "Output Throughput (tok/s)": 11.538462,
      "Total Throughput (tok/s)": 50,
      "Avg TTFT (ms)": 70,
      "Avg TPOT (ms)": 5,
      "Avg ITL (ms)": 10,
      "Avg Decoded Tok/Iter": 2,
      "Spec. Accept Rate": 0.5,
    });
  });

  test("multi-turn and embedding runs have theirs", async () => {
    const turns = await summarize([
      streamed({ arrivals: [40], tokens: 1, prompt: 5, conversation: { id: "a", turn: 1 } }),
      streamed({ index: 1, arrivals: [10], usage: { promptTokens: 10, completionTokens: 1, cachedTokens: 5 }, conversation: { id: "a", turn: 2 } }),
    ]);
    expect(evalscopeSummary(turns)).toMatchObject({ "Avg Turns/Request": 1.5, "KV Cache Hit Rate (%)": 50, "Avg First-Turn TTFT (ms)": 40, "Avg Subsequent-Turn TTFT (ms)": 10 });
    const embedded = await summarize([streamed({ arrivals: [], stream: false, endAfter: 500, prompt: 100 })]);
    expect(evalscopeSummary(embedded, "embedding")).toMatchObject({ "Input Throughput (tok/s)": 200, "Avg Input Tokens": 100 });
    expect(Object.keys(percentileRows(embedded, "embedding")[0] ?? {})).toEqual(["Percentiles", "Latency (s)", "Input tokens", "Input (tok/s)"]);
  });

  test("benchmark_percentile.json has its rows and columns; latency to the microsecond", async () => {
    const rows = percentileRows(await summarize(three));
    expect(rows.map(({ Percentiles }) => Percentiles)).toEqual(["min", "1%", "5%", "10%", "25%", "50%", "75%", "90%", "95%", "99%", "max"]);
    expect(Object.keys(rows[0] ?? {})).toEqual(["Percentiles", "Latency (s)", "TTFT (ms)", "ITL (ms)", "TPOT (ms)", "Input tokens", "Output tokens", "Output (tok/s)", "Total (tok/s)", "Decode (tok/s)"]);
    expect(rows.at(-1)).toMatchObject({ "Latency (s)": 0.09, "TTFT (ms)": 90, "Decode (tok/s)": 200 });
    expect(rows[5]).toMatchObject({ "Latency (s)": 0.08 });
  });

  test("what is unknown has no key", async () => {
    const summary = evalscopeSummary(await summarize([streamed({ arrivals: [10, 20] })]));
    expect(Object.keys(summary)).not.toContain("Output Throughput (tok/s)");
    expect(Object.keys(summary)).not.toContain("Avg TPOT (ms)");
    expect(summary["Avg TTFT (ms)"]).toBe(10);
  });
});

describe("files of a point", () => {
  test("all of them are there, readable, and free of secrets", async () => {
    const analysis = await createAnalysis({ concurrency: 2 });
    const redact = redactor([new Secret("sk-in-the-args-1234"), new Secret("sk-elsewhere-99")]);
    const journal = openJournal(folder, { fingerprint: "f", mode: "create", redact });
    const recorder = recorderOf(journal, analysis);
    for (const record of three) recorder.onRecord(record);
    recorder.onRecord(streamed({ index: 3, arrivals: [5, 6], tokens: 2, text: "the key is sk-elsewhere-99", conversation: { id: "a", turn: 1 } }));
    journal.close();
    const report = { point: pointOf(0, 2, 4), result: analysis.finish(outcome()) };
    const speedFacts = { ...facts, dataset: "speed_benchmark" };
    await writePointFiles(folder, { facts: speedFacts, report, records: readRecords(journal.path), redact, requestOf: () => ({ messages: [], api_key: "sk-in-the-args-1234", note: "sk-elsewhere-99" }) });
    writeSweepFiles(folder, facts, [report], redact);
    writeSlaSummary(folder, [{ variable: "parallel", value: 2, result: report.result }]);
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual([...Object.values(PERF_FILES).filter((name) => name !== PERF_FILES.html), "requests.jsonl"].toSorted());
    for (const name of names) expect(readFileSync(join(folder, name), "latin1"), name).not.toMatch(/sk-in-the-args|sk-elsewhere/);
    expect(json(PERF_FILES.summary)).toMatchObject({ "Total Requests": 4, "Success Requests": 3 });
    expect(json(PERF_FILES.args)).toMatchObject({ model: "qwen3-8b", api_key: "**********" });
    expect(json(PERF_FILES.speed)).toEqual([{ "Prompt Tokens": 10, "Speed(tokens/s)": 36.81 }]);
    expect(json(PERF_FILES.traces)).toMatchObject({ n_traces: 1 });
    expect(json(PERF_FILES.sla)).toMatchObject({ parallel_2: { metrics: { "Total Requests": 4 }, percentiles: { Percentiles: ["min", "1%", "5%", "10%", "25%", "50%", "75%", "90%", "95%", "99%", "max"] } } });
    expect(json(PERF_FILES.workload)).toMatchObject({ n_samples: 3, last_window_s: 30, warmup_frac: 0.2 });
    expect(json(PERF_FILES.timeline)).toMatchObject({ wall_start: 0, points: [{ t: 0.52, cum_completion: 8, cum_cached_prompt: 0 }] });
    const csv = readFileSync(join(folder, PERF_FILES.csv), "utf8").trim().split("\n");
    expect(csv).toHaveLength(5);
    expect(csv[0]).toContain("ttft_ms");
    expect(csv[2]?.split(",")[(csv[0] ?? "").split(",").indexOf("tpot_ms")]).toBe("");
  });

  test("benchmark_data.db is EvalScope's table, with JSON and NULL instead of pickles and zeros", async () => {
    const { report } = await reportOf(0, 1, 5);
    await writePointFiles(folder, { facts, report, records: [...three, streamed({ index: 9, phase: "warm-up", arrivals: [1] })] });
    const database = new DatabaseSync(join(folder, PERF_FILES.database), { readOnly: true });
    const rows = database.prepare("SELECT * FROM result ORDER BY start_time").all();
    database.close();
    expect(Object.keys(rows[0] ?? {})).toEqual(["request", "start_time", "inter_token_latencies", "success", "response_messages", "completed_time", "latency", "first_chunk_latency", "prompt_tokens", "completion_tokens", "max_gpu_memory_cost", "time_per_output_token", "request_id", "is_stream"]);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ request: '{"model":"m"}', start_time: 5, inter_token_latencies: "[0.01,0.01]", success: 1, completed_time: 5.08, latency: 0.08, first_chunk_latency: 0.05, prompt_tokens: 10, completion_tokens: 5, max_gpu_memory_cost: null, time_per_output_token: 0.005, is_stream: 1 });
    expect(JSON.parse(String(rows[0]?.response_messages))).toEqual([{ content: "hello", finish_reason: "stop" }]);
    expect(rows[1]?.time_per_output_token).toBeNull();
    expect(rows[2]).toMatchObject({ success: 0, latency: null, first_chunk_latency: null });
    expect(JSON.parse(String(rows[2]?.response_messages))).toMatchObject([{ error: { kind: "http-5xx", status: 503 } }]);
  });

  test("the database gives the timelines back", async () => {
    const { report, records } = await reportOf(0, 2, 40);
    await writePointFiles(folder, { facts, report, records });
    const again = await summarize(await readDatabase(join(folder, PERF_FILES.database)));
    expect(again.counts).toMatchObject({ total: 40, ok: report.result.counts.ok });
    expect(again.metrics.ttft?.mean).toBeCloseTo(report.result.metrics.ttft?.mean ?? 0, 6);
    expect(again.metrics.tpot?.mean).toBeCloseTo(report.result.metrics.tpot?.mean ?? 0, 3);
    expect(again.window.durationMs).toBeCloseTo(report.result.window.durationMs, 3);
  });

  test("records that cannot be read leave no half file behind", async () => {
    const { report } = await reportOf(0, 1, 5);
    function* broken() {
      yield* three;
      throw new Error("no more");
    }
    await expect(writePointFiles(folder, { facts, report, records: broken() })).rejects.toThrow("no more");
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(existsSync(join(folder, PERF_FILES.database))).toBe(false);
    expect(existsSync(join(folder, PERF_FILES.result))).toBe(false);
  });
});

describe("reading back", () => {
  test("a sweep of ours: points by load, results, records", async () => {
    for (const [index, concurrency] of [10, 2].entries()) {
      const { report, records } = await reportOf(index, concurrency, 20);
      await writePointFiles(join(folder, "20260101_000000", "name", report.point.label), { facts, report, records });
    }
    const { points } = openPerfRun(join(folder, "20260101_000000", "name"));
    expect(points.map(({ label, origin }) => [label, origin])).toEqual([["parallel_2_number_20", "evalkit"], ["parallel_10_number_20", "evalkit"]]);
    expect(points[0]).toMatchObject({ facts: { model: "qwen3-8b" }, calibration: { usedShare: 0.12 } });
    expect(points[0]?.result?.counts.total).toBe(20);
    expect([...((await points[0]?.records?.()) ?? [])]).toHaveLength(20);
  });

  test("a folder of EvalScope: figures from JSON, timelines from the plain columns, the pickle never touched", async () => {
    const point = join(folder, "parallel_1_number_2");
    mkdirSync(point);
    writeFileSync(join(point, PERF_FILES.summary), JSON.stringify({ Concurrency: 1, "Request Rate (req/s)": -1, "Total Requests": 2, "Avg TTFT (ms)": 100, "TPOT (ms)": 15 }));
    writeFileSync(join(point, PERF_FILES.percentiles), JSON.stringify([{ Percentiles: "50%", "TTFT (ms)": 100, "ITL (ms)": Number.NaN }]));
    writeFileSync(join(point, PERF_FILES.args), JSON.stringify({ model: "m" }));
    const database = new DatabaseSync(join(point, PERF_FILES.database));
    database.exec("CREATE TABLE result(request TEXT, start_time REAL, inter_token_latencies TEXT, success INTEGER, response_messages TEXT, completed_time REAL, latency REAL, first_chunk_latency REAL, prompt_tokens INTEGER, completion_tokens INTEGER, max_gpu_memory_cost REAL, time_per_output_token REAL, request_id TEXT)");
    database.exec("INSERT INTO result VALUES ('{}', 100.5, '[0.01, 0.02]', 1, 'gASVBAAAAAAAAABLAS4=', 100.9, 0.4, 0.1, 7, 3, 0, 0.015, 'x'), ('{}', 100.6, '[]', 0, 'gAR9lC4=', 0, NULL, NULL, NULL, NULL, NULL, NULL, 'y')");
    database.close();
    const [stored] = openPerfRun(folder).points;
    expect(stored).toMatchObject({ origin: "evalscope", summary: { "Avg TTFT (ms)": 100, "Avg TPOT (ms)": 15 }, args: { model: "m" } });
    expect(stored?.result).toBeUndefined();
    const records = [...((await stored?.records?.()) ?? [])];
    expect(records[0]).toMatchObject({ sentMs: 0, outcome: "ok", usage: { promptTokens: 7, completionTokens: 3 }, stream: true });
    expect(records[0]?.payloadMs.map((at) => Math.round(at))).toEqual([100, 110, 130]);
    expect(records[1]).toMatchObject({ outcome: "failed", endMs: 99.99999999999432 });
  });

  test("a folder without a load test says what is missing", () => {
    expect(() => openPerfRun(folder)).toThrow(expect.objectContaining({ code: "EVALKIT_CONFIG", hint: expect.stringContaining("benchmark_summary.json") as string }) as Error);
  });
});

describe("what it means", () => {
  test("a sweep says where it saturates, what failed and what cannot be trusted", async () => {
    const reports = await Promise.all([[1, 30], [8, 60], [32, 120], [64, 200]].map(async ([concurrency = 1, requests = 1], index) => (await reportOf(index, concurrency, requests)).report));
    const kinds = findingsOf(reports).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["highest-throughput", "lowest-latency", "thin", "closed-loop"]));
    for (const finding of findingsOf(reports)) expect(findingText(finding).length).toBeGreaterThan(20);
  });

  test("a rate that the server cannot follow is its limit, even where throughput still rises", async () => {
    const pointAt = async (index: number, requestRate: number, gapMs: number) => ({
      point: { index, label: `rate_${requestRate}_number_50`, ratePerSecond: requestRate, requests: 50 },
      result: await summarize(Array.from({ length: 50 }, (_, at) => streamed({ index: at, sentMs: at * gapMs, arrivals: [10], endAfter: 20, tokens: 1 })), { requestRate }),
    });
    const kinds = findingsOf([await pointAt(0, 5, 200), await pointAt(1, 20, 100)]).map(({ kind }) => kind);
    expect(kinds).toContain("behind-rate");
    expect(kinds).not.toContain("still-rising");
    expect(findingsOf([await pointAt(0, 5, 200), await pointAt(1, 10, 100)]).map(({ kind }) => kind)).toContain("still-rising");
  });

  test("a resumed load says so", async () => {
    const { report } = await reportOf(0, 2, 10);
    expect(findingsOf([{ ...report, segments: 3 }])).toContainEqual({ kind: "resumed", label: "parallel_2_number_10", times: 2 });
  });

  test("a client at its limit comes first", async () => {
    const { report } = await reportOf(0, 4, 30);
    const limited = { ...report, result: { ...report.result, outcome: outcome({ verdict: { state: "invalid", reasons: ["event loop 99 % busy"] } }) } };
    expect(findingsOf([limited])[0]).toEqual({ kind: "client-invalid", label: "parallel_4_number_30", reasons: ["event loop 99 % busy"] });
  });

  test("reporters get the figures of the files", async () => {
    const { report } = await reportOf(0, 4, 30);
    const told = pointResultOf(report.result);
    expect(told.summary).toEqual(evalscopeSummary(report.result));
    expect(told.percentiles.columns[0]).toBe("Percentiles");
    expect(told.percentiles.rows).toHaveLength(11);
    expect(told.verdict.state).toBe("valid");
  });
});

describe("tables", () => {
  test("every line of a table is as wide as the others, hostile names included", async () => {
    const { report } = await reportOf(0, 4, 30);
    const hostile = { ...facts, model: "模型\u001b[31m<b>\nx", dataset: "| a |" };
    for (const lines of [renderSummaryTable(report.result), renderPercentileTable(report.result)]) {
      const table = lines.filter((line) => /^[┌│├└]/.test(line));
      expect(new Set(table.map((line) => line.length)).size).toBe(1);
    }
    const text = renderRunSummary(hostile, [report]).join("\n");
    expect(text).not.toContain("\u001b");
    expect(summaryText(facts, [report])).toContain("client error at this load: TTFT ± 0.400 ms");
    expect(summaryMarkdown(hostile, [report])).not.toMatch(/<b>|\n\| a \|/);
  });

  test("an open loop shows times from the due time beside those from the send", async () => {
    const records = [streamed({ index: 0, intendedMs: 0, sentMs: 40, arrivals: [50, 60], tokens: 2 })];
    const lines = renderPercentileTable(await summarize(records, { requestRate: 5 })).join("\n");
    expect(lines).toMatch(/TTFT from due \(ms\) +│ +90/);
    expect(lines).toMatch(/TTFT \(ms\) +│ +50/);
    expect(renderPercentileTable(await summarize(records)).join("\n")).not.toContain("from due");
  });

  test("thin percentiles are marked, and the mark is explained", async () => {
    const { report } = await reportOf(0, 4, 30);
    const lines = renderPercentileTable(report.result);
    expect(lines.find((line) => line.includes("TTFT"))).toMatch(/~/);
    expect(lines.at(-1)).toContain("662");
  });

  test("the live lines tell rates, times, failures and the client", () => {
    const lines = renderLive(
      { elapsedMs: 5000, ended: 10, ok: 9, failed: 1, cancelled: 0, warmUp: 2, inFlight: 4, requestsPerSecond: 2.5, outputTokensPerSecond: 100, ttft: { p50: 50, p99: 1500 }, failures: [{ kind: "reset", count: 1 }], client: { loopDelayP99Ms: 0.4, utilisation: 0.31, taintedSeconds: 0 } },
      20,
    );
    expect(lines).toEqual([
      "Requests  10 / 20 ended, 9 ok, 1 failed, 4 in flight, 2 warm-up",
      "Rate      2.50 req/s, 100 tok/s (last 5 s)",
      "TTFT      p50 50 ms, p99 1.50 s",
      "TPOT      –",
      "Latency   –",
      "Failures  reset 1",
      "Client    loop delay p99 0.400 ms, 31% busy, 0 tainted s",
    ]);
  });
});
