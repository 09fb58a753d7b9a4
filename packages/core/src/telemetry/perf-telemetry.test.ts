import { describe, expect, it } from "vitest";
import type { PerfEvent, PerfPointResult, PerfRequest } from "../spec/perf-reporter.js";
import type { Tracker, TrackerItem, TrackerRunInfo } from "../spec/tracker.js";
import { LogHistogram } from "./log-histogram.js";
import { PerfPointTelemetry, sweepItems } from "./perf-telemetry.js";
import { PerfTracking } from "./track-perf.js";

function request(sentMs: number, overrides: Partial<PerfRequest> = {}): PerfRequest {
  return {
    outcome: "ok",
    stream: true,
    intendedMs: sentMs,
    sentMs,
    firstPayloadMs: sentMs + 50,
    lastPayloadMs: sentMs + 90,
    endMs: sentMs + 100,
    payloadMs: [sentMs + 50, sentMs + 70, sentMs + 90],
    usage: { promptTokens: 10, completionTokens: 5 },
    ...overrides,
  };
}

const result: PerfPointResult = {
  summary: { "Avg TTFT (ms)": 50, "Output Throughput (tok/s)": 100, "Avg Latency (s)": 0.1, "Req Throughput (req/s)": 20 },
  percentiles: { columns: ["Percentiles", "TTFT (ms)"], rows: [["50%", 50]] },
  verdict: { state: "valid", reasons: [] },
};

const point = { index: 0, label: "parallel_2_number_3", concurrency: 2, requests: 3 };

function scalars(items: readonly TrackerItem[], key: string): readonly [number, number][] {
  return items.flatMap((item) => (item.kind === "scalars" && item.values[key] !== undefined ? [[item.step, item.values[key]] as [number, number]] : []));
}

describe("PerfPointTelemetry", () => {
  it("shows EvalScope's running averages after each request and the exact figures last", () => {
    const telemetry = new PerfPointTelemetry(point, { startedAtMs: 1_000_000 });
    const items = [
      ...telemetry.request(request(0)),
      ...telemetry.request(request(0, { outcome: "failed", failure: { kind: "reset" }, payloadMs: [], usage: undefined, endMs: 150 })),
      ...telemetry.request(request(100)),
    ];
    expect(scalars(items, "Total Requests")).toEqual([[1, 1], [2, 2], [3, 3]]);
    expect(items.at(-1)).toMatchObject({
      section: "perf",
      atMs: 1_000_200,
      values: {
        "Test Duration (s)": 0.2,
        Concurrency: 2,
        "Success Requests": 2,
        "Failed Requests": 1,
        "Stream Requests": 3,
        "Req Throughput (req/s)": 10,
        "Avg Latency (s)": 0.1,
        "Avg TTFT (ms)": 50,
        "Avg TPOT (ms)": 10,
        "Avg ITL (ms)": 20,
        "Avg Input Tokens": 10,
        "Avg Output Tokens": 5,
        "Output Throughput (tok/s)": 50,
        "Total Throughput (tok/s)": 150,
      },
    });
    const last = telemetry.end(result, 2_000_000);
    expect(scalars(last, "Avg TTFT (ms)")).toEqual([[4, 50]]);
    expect(last.filter(({ kind }) => kind === "table").map((item) => item.kind === "table" && item.key)).toEqual(["summary", "percentiles"]);
  });

  it("shows turns, caches, speculation and inputs where there are any", () => {
    const running = (...requests: readonly PerfRequest[]) => {
      const telemetry = new PerfPointTelemetry(point, { startedAtMs: 0 });
      const item = requests.flatMap((each) => telemetry.request(each)).at(-1);
      return item?.kind === "scalars" ? item.values : {};
    };
    const second = request(100, { conversation: { turn: 2 }, firstPayloadMs: 130, usage: { promptTokens: 30, completionTokens: 5, cachedTokens: 20 } });
    expect(running(request(0, { conversation: { turn: 1 }, usage: { promptTokens: 10, completionTokens: 5, cachedTokens: 0 } }), second)).toMatchObject({
      "Avg Turns/Request": 1.5,
      "KV Cache Hit Rate (%)": 50,
      "Avg First-Turn TTFT (ms)": 50,
      "Avg Subsequent-Turn TTFT (ms)": 30,
      "Avg Decoded Tok/Iter": 2,
      "Spec. Accept Rate": 0.5,
    });
    expect(running(request(0, { stream: false, payloadMs: [], usage: { promptTokens: 40 } }))).toMatchObject({ "Input Throughput (tok/s)": 400 });
    expect(Object.keys(running(request(0)))).not.toContain("KV Cache Hit Rate (%)");
  });

  it("leaves out gaps inside one read, and rates that there are not", () => {
    const telemetry = new PerfPointTelemetry(point, { startedAtMs: 0 });
    const [item] = telemetry.request(request(0, { payloadMs: [50, 50.001, 90], coalesced: [1] }));
    expect(item?.kind === "scalars" && item.values["Avg ITL (ms)"]).toBeCloseTo(39.999);
    const ended = telemetry.end({ ...result, summary: { ...result.summary, Concurrency: 2, "Request Rate (req/s)": -1 } }, 0);
    expect(scalars(ended, "Request Rate (req/s)")).toEqual([]);
    expect(scalars(ended, "Concurrency")).toEqual([[2, 2]]);
  });

  it("leaves out tokens that nobody counted", () => {
    const telemetry = new PerfPointTelemetry(point, { startedAtMs: 0 });
    const [item] = telemetry.request(request(0, { usage: undefined }));
    expect(item?.kind === "scalars" && Object.keys(item.values)).not.toContain("Output Throughput (tok/s)");
    expect(item?.kind === "scalars" && Object.keys(item.values)).not.toContain("Avg Output Tokens");
    expect(scalars(telemetry.end(result, 0), "window/output_tokens_per_s")).toEqual([]);
  });

  it("thins the running averages of a long test and shows the last", () => {
    const telemetry = new PerfPointTelemetry(point, { startedAtMs: 0 });
    const items = Array.from({ length: 12_000 }, (_, index) => telemetry.request(request(index))).flat();
    const shown = scalars(items, "Total Requests");
    expect(shown.length).toBeLessThan(2_000 + 22);
    expect(scalars([...items, ...telemetry.end(undefined, 0)], "Total Requests").at(-1)?.[1]).toBe(12_000);
  });

  it("counts requests, tokens and load in the second they belong to", () => {
    const telemetry = new PerfPointTelemetry(point, { startedAtMs: 0 });
    const spread = request(500, { payloadMs: [900, 1_100], firstPayloadMs: 900, lastPayloadMs: 1_100, endMs: 1_500, usage: { completionTokens: 8 } });
    const items = [request(0), spread, request(3_000)].flatMap((each) => telemetry.request(each));
    items.push(...telemetry.end(result, 0));
    expect(scalars(items, "window/requests_per_s")).toEqual([[0, 1], [1, 1], [3, 1]]);
    expect(scalars(items, "window/output_tokens_per_s")).toEqual([[0, 9], [1, 4], [2, 0], [3, 5]]);
    expect(scalars(items, "window/in_flight")).toEqual([[0, 0.6], [1, 0.5], [2, 0], [3, 0.1]]);
    expect(scalars(items, "window/ttft_p50_ms")).toEqual([[0, 50], [1, 400], [3, 50]]);
  });

  it("shows each second of a series once, also when requests end out of order", () => {
    const telemetry = new PerfPointTelemetry(point, { startedAtMs: 0 });
    const items = [5_000, 200, 9_000, 4_000].flatMap((sent) => telemetry.request(request(sent)));
    const seconds = scalars([...items, ...telemetry.end(result, 0)], "window/requests_per_s");
    expect(seconds.reduce((sum, [, count]) => sum + count, 0)).toBe(4);
    expect(new Set(seconds.map(([second]) => second)).size).toBe(seconds.length);
  });

  it("shows the worst worker of each second", () => {
    const telemetry = new PerfPointTelemetry(point, { startedAtMs: 0 });
    const health = { second: 0, loopDelayP99Ms: 1, loopUtilisation: 0.2, gcMs: 1, cpuMs: 100, inFlight: 3 };
    expect(telemetry.health({ ...health, worker: 0 })).toEqual([]);
    telemetry.health({ ...health, worker: 1, loopDelayP99Ms: 9, tainted: "late" });
    expect(telemetry.end(undefined, 0).find((item) => item.kind === "scalars")).toEqual({
      kind: "scalars",
      step: 0,
      atMs: 1_000,
      values: { "client/loop_delay_p99_ms": 9, "client/loop_utilisation": 0.2, "client/gc_ms": 2, "client/cpu_ms": 200, "client/in_flight": 6, "client/tainted": 1 },
    });
  });

  it("draws histograms that hold every value", () => {
    const histogram = new LogHistogram();
    for (const value of [0, 1, 1, 10, Number.NaN]) histogram.add(value);
    const bins = histogram.bins();
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(bins.find(({ low, high }) => low <= 10 && 10 < high)?.count).toBe(1);
    expect(bins.find(({ low, high }) => low <= 1 && 1 < high)?.count).toBe(2);
  });
});

describe("sweepItems", () => {
  it("puts only loads that no other beats on the Pareto front", () => {
    const at = (concurrency: number, ttft: number, throughput: number) => ({
      point: { index: concurrency, label: "x", concurrency },
      result: { ...result, summary: { "Avg TTFT (ms)": ttft, "Output Throughput (tok/s)": throughput } },
    });
    const items = sweepItems([at(1, 10, 100), at(2, 20, 300), at(3, 30, 200)], 0);
    const chart = items.find((item) => item.kind === "chart" && item.key === "charts/pareto_ttft");
    expect(chart?.kind === "chart" && (chart.option["series"] as { data: unknown }[])[1]?.data).toEqual([[10, 100], [20, 300]]);
    const table = items.find((item) => item.kind === "table");
    expect(table?.kind === "table" && table.rows[1]).toEqual(["2", 20, 300, "valid"]);
  });
});

describe("PerfTracking", () => {
  class Notes implements Tracker {
    readonly name = "notes";
    readonly runs: { info: TrackerRunInfo; items: TrackerItem[]; ended: string[] }[] = [];
    open(info: TrackerRunInfo) {
      const run = { info, items: [] as TrackerItem[], ended: [] as string[] };
      this.runs.push(run);
      return { log: (item: TrackerItem) => void run.items.push(item), finish: async (state: string, error?: string) => void run.ended.push(error === undefined ? state : `${state}: ${error}`) };
    }
  }

  async function tell(tracker: Tracker, events: readonly PerfEvent[]): Promise<void> {
    await using tracking = new PerfTracking(tracker, { now: () => 5 });
    for (const event of events) await tracking.onEvent(event);
  }

  function eventsOf(points: number): PerfEvent[] {
    const all = Array.from({ length: points }, (_, index) => ({ ...point, index, label: `parallel_${index + 1}_number_3`, concurrency: index + 1 }));
    return [
      { type: "sweep-start", run: { runId: "sweep-1", name: "nightly", model: "m", createdAt: "2026-01-02T03:04:05.000Z", config: { url: "http://x" } }, points: all },
      ...all.flatMap((each): PerfEvent[] => [
        { type: "point-start", point: each, startedAtEpochMs: 1_000 },
        { type: "request-end", point: each.index, request: request(0) },
        { type: "point-end", point: each.index, result },
      ]),
      { type: "sweep-end", status: "finished", page: "<html></html>" },
    ];
  }

  it("is one run for a single load, with the page", async () => {
    const notes = new Notes();
    await tell(notes, eventsOf(1));
    expect(notes.runs.map(({ info, ended }) => [info.project, info.name, info.group, ended])).toEqual([["perf_benchmark", "nightly", "sweep-1", ["finished"]]]);
    expect(notes.runs[0]?.items.at(-1)).toEqual({ kind: "page", key: "report/page", atMs: 5, html: "<html></html>" });
    expect(scalars(notes.runs[0]?.items ?? [], "Avg TTFT (ms)")).toEqual([[1, 50], [2, 50]]);
  });

  it("is one run for each load of a sweep in one group, and one for the sweep", async () => {
    const notes = new Notes();
    await tell(notes, eventsOf(3));
    expect(notes.runs.map(({ info }) => info.name)).toEqual(["nightly parallel_1_number_3", "nightly parallel_2_number_3", "nightly parallel_3_number_3", "nightly"]);
    expect(new Set(notes.runs.map(({ info }) => info.group))).toEqual(new Set(["sweep-1"]));
    expect(notes.runs.every(({ ended }) => ended.length === 1 && ended[0] === "finished")).toBe(true);
    expect(notes.runs[3]?.items.some((item) => item.kind === "chart" && item.key === "charts/pareto_ttft")).toBe(true);
    expect(notes.runs[3]?.items.at(-1)?.kind).toBe("page");
  });

  it("closes a load that was never ended when the next begins, and puts a search's loads into its own run", async () => {
    const notes = new Notes();
    const [start, first, , , second, request, secondEnd] = eventsOf(2);
    await tell(notes, [{ ...start, points: [] } as PerfEvent, first!, second!, request!, secondEnd!, { type: "sweep-end", status: "aborted" }]);
    expect(notes.runs.map(({ info, ended }) => [info.name, ended])).toEqual([
      ["nightly parallel_1_number_3", ["aborted"]],
      ["nightly parallel_2_number_3", ["finished"]],
      ["nightly", ["aborted"]],
    ]);
  });

  it("counts loads that were read back from an earlier session into the sweep", async () => {
    const notes = new Notes();
    const events = eventsOf(2).filter((event) => !(event.type === "point-start" && event.point.index === 0) && !(event.type === "request-end" && event.point === 0));
    await tell(notes, events);
    expect(notes.runs.map(({ info }) => info.name)).toEqual(["nightly parallel_2_number_3", "nightly"]);
    const table = notes.runs[1]?.items.find((item) => item.kind === "table");
    expect(table?.kind === "table" && table.rows.map(([load]) => load)).toEqual(["1", "2"]);
  });

  it("shows a single load that was read back as a run of its own figures", async () => {
    const notes = new Notes();
    await tell(notes, eventsOf(1).filter(({ type }) => type === "sweep-start" || type === "point-end" || type === "sweep-end"));
    expect(notes.runs.map(({ info, ended }) => [info.name, ended])).toEqual([["nightly", ["finished"]]]);
    expect(scalars(notes.runs[0]?.items ?? [], "Avg TTFT (ms)")).toEqual([[0, 50]]);
  });

  it("waits for runs that are being sent when it is flushed", async () => {
    const gate = Promise.withResolvers<void>();
    let isSent = false;
    const finish = async (): Promise<void> => {
      await gate.promise;
      isSent = true;
    };
    const tracking = new PerfTracking({ name: "slow", open: () => ({ log: () => {}, finish }) });
    for (const event of eventsOf(1)) void tracking.onEvent(event);
    const flushed = tracking.flush();
    expect(isSent).toBe(false);
    gate.resolve();
    await flushed;
    expect(isSent).toBe(true);
  });

  it("says that a test which never ended has crashed, and shows what it had", async () => {
    const notes = new Notes();
    await tell(notes, eventsOf(1).slice(0, 3));
    expect(notes.runs[0]?.ended).toEqual(["crashed: The load test ended with an error."]);
    expect(notes.runs[0]?.items.some(({ kind }) => kind === "chart")).toBe(true);
  });
});
