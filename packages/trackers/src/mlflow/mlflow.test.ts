import { ConfigError, EvaluationTracking, Secret } from "@evalkit/core";
import { reporterContract } from "@evalkit/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeMlflow, type Fault } from "../__fixtures__/fake-mlflow.js";
import { info, items } from "../__fixtures__/items.js";
import { backoffMs, retryAfterMs } from "../shared/backoff.js";
import { mlflowTracker, type MlflowOptions } from "./mlflow-tracker.js";
import { metricName, MetricNames } from "./names.js";

interface Told {
  readonly warnings: string[];
  readonly notes: string[];
}

async function show(server: { readonly url: string }, options: Partial<MlflowOptions> = {}, logged = items): Promise<Told> {
  const told: Told = { warnings: [], notes: [] };
  const run = mlflowTracker({ trackingUri: server.url, onWarning: (text) => told.warnings.push(text), onNote: (text) => told.notes.push(text), ...options }).open(info);
  for (const item of logged) run.log(item);
  await run.finish("finished");
  return told;
}

function points(count: number) {
  return Array.from({ length: count }, (_, step) => ({ kind: "scalars" as const, step, atMs: 1_000 + step, values: { x: step } }));
}

/** The fault for the first so many requests whose path ends so. */
function faults(ending: string, list: readonly Fault[]): (path: string) => Fault | undefined {
  const left = [...list];
  return (path) => (path.endsWith(ending) ? left.shift() : undefined);
}

describe("mlflowTracker", () => {
  for (const { name, run } of reporterContract(() => new EvaluationTracking(mlflowTracker({ trackingUri: "http://127.0.0.1:9", closeTimeoutMs: 20 })))) it(name, run);

  it("makes the experiment and the run, and sends everything", async () => {
    await using server = await FakeMlflow.start();
    const { warnings, notes } = await show(server);
    expect(warnings).toEqual([]);
    expect(notes).toEqual([`MLflow: ${server.url}/#/experiments/1/runs/run0`]);
    expect([...server.experiments]).toEqual([["evalscope", "1"]]);
    const [run] = server.runs;
    expect(run).toMatchObject({ name: "qwen/2.5 7b", status: "FINISHED" });
    expect(Object.fromEntries(run!.params)).toEqual({ framework: "evalkit", limit: "5", "nested.on": "true", "nested.list": "[1,2]" });
    expect(run!.metrics).toEqual([
      { key: "a/b", value: 0.5, timestamp: 1_700_000_001_000, step: 300 },
      { key: "c", value: -2, timestamp: 1_700_000_001_000, step: 300 },
      { key: "perf/Output Throughput tok per s", value: 12.25, timestamp: 1_700_000_001_000, step: 1 },
    ]);
    expect([...run!.files.keys()]).toEqual(["report.json", "samples/gsm8k.txt", "overview/scores.json", "report/page.html"]);
    expect(JSON.parse(run!.files.get("report.json")!.content)).toEqual({ columns: ["Dataset", "Score"], data: [["gsm_8k | é", 0.123456789], ["<b>x</b>", null]] });
    expect(run!.files.get("report/page.html")).toEqual({ type: "text/html; charset=utf-8", content: "<!doctype html><p>page</p>" });
    expect(JSON.parse(run!.tags.get("mlflow.loggedArtifacts")!)).toEqual([{ path: "report.json", type: "table" }]);
    expect(run!.tags.get("evalkit.group")).toBe("group-1");
  });

  it("puts a second run into the same experiment, also when another is faster to make it", async () => {
    await using server = await FakeMlflow.start();
    await Promise.all([show(server), show(server)]);
    expect(server.experiments.size).toBe(1);
    expect(server.runs.map(({ status }) => status)).toEqual(["FINISHED", "FINISHED"]);
  });

  it("sends at most a thousand points a request, each once and in order", async () => {
    await using server = await FakeMlflow.start();
    await show(server, {}, points(4_321));
    expect(Math.max(...server.batchSizes)).toBe(1_000);
    expect(server.runs[0]!.metrics.map(({ step }) => step)).toEqual(Array.from({ length: 4_321 }, (_, step) => step));
  });

  it("tries again after 503, 429 and broken connections, without losing a point", async () => {
    await using server = await FakeMlflow.start();
    server.fault = faults("/runs/log-batch", [{ status: 503 }, "reset", { status: 429, headers: { "retry-after": "1" } }]);
    const { warnings } = await show(server, {}, points(10));
    expect(warnings).toEqual([]);
    expect(server.runs[0]!.metrics).toHaveLength(10);
  });

  it("makes one run even when the answer to its making is lost", async () => {
    await using server = await FakeMlflow.start();
    server.fault = faults("/runs/create", ["late-reset"]);
    const { warnings } = await show(server, {}, points(3));
    expect(warnings).toEqual([]);
    expect(server.runs).toHaveLength(1);
    expect(server.runs[0]).toMatchObject({ status: "FINISHED", metrics: [{ step: 0 }, { step: 1 }, { step: 2 }] });
  });

  it("leaves out a batch that the server refuses, says so, and goes on", async () => {
    await using server = await FakeMlflow.start();
    server.fault = (path) => (path.endsWith("/log-batch") && server.batchSizes.length === 2 && server.requests.filter((request) => request.path.endsWith("/log-batch")).length === 3 ? { status: 400, body: { message: "too\u001b[31m big" } } : undefined);
    const { warnings } = await show(server, {}, points(3_000));
    expect(server.runs[0]!.metrics).toHaveLength(2_000);
    expect(warnings).toEqual([`MLflow at ${server.url}: 1000 of 3000 points and 0 of 0 files did not get through: status 400: too big. The run's own files hold all of it.`]);
    expect(server.runs[0]!.status).toBe("FINISHED");
  });

  it("says what was lost when the server is away, and ends in time", async () => {
    const { warnings } = await show({ url: "http://127.0.0.1:9" }, { closeTimeoutMs: 30 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^MLflow at http:\/\/127\.0\.0\.1:9: nothing of the run \(3 points, 4 files\) got through: no answer \(.+\)\. The run's own files hold all of it\.$/);
  });

  it("gives up on a server that never answers", async () => {
    await using server = await FakeMlflow.start();
    server.fault = () => ({ status: 503 });
    const { warnings } = await show(server, { closeTimeoutMs: 50 }, points(5));
    expect(warnings).toEqual([`MLflow at ${server.url}: nothing of the run (5 points, 0 files) got through: status 503. The run's own files hold all of it.`]);
  });

  it("says when the server takes no files", async () => {
    await using server = await FakeMlflow.start();
    server.artifactUri = () => "s3://bucket/path";
    const { warnings } = await show(server);
    expect(warnings[0]).toContain("0 of 3 points and 4 of 4 files did not get through: the server does not take files itself");
    expect(server.runs[0]!.metrics).toHaveLength(3);
  });

  it("tells the server of a crash", async () => {
    await using server = await FakeMlflow.start();
    const run = mlflowTracker({ trackingUri: server.url }).open(info);
    await run.finish("crashed", "out of memory");
    expect(server.runs[0]!.status).toBe("FAILED");
    expect(server.runs[0]!.tags.get("evalkit.error")).toBe("out of memory");
  });

  it("sends the key and never shows it", async () => {
    await using server = await FakeMlflow.start();
    await show(server, { token: new Secret("sk-very-secret") });
    expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer sk-very-secret"]));
    server.fault = () => ({ status: 401, body: { message: "bad token sk-very-secret and Bearer sk-very-secret" } });
    const { warnings } = await show(server, { token: new Secret("sk-very-secret") });
    expect(warnings[0]).toContain("status 401: bad token");
    expect(warnings.join()).not.toContain("sk-very-secret");
  });

  it("takes user and password from the address and leaves them out of what it says", async () => {
    await using server = await FakeMlflow.start();
    const { notes } = await show({ url: server.url.replace("http://", "http://ann:p%40ss-word@") });
    expect(server.requests[0]!.authorization).toBe(`Basic ${Buffer.from("ann:p@ss-word").toString("base64")}`);
    expect(notes.join()).not.toContain("ss-word");
    expect(notes[0]).toContain(`${server.url}/#/`);
  });

  it("refuses what is no HTTP address", () => {
    for (const trackingUri of ["", "sqlite:///secret.db", "not a url"]) expect(() => mlflowTracker({ trackingUri })).toThrow(ConfigError);
  });
});

describe("metric names", () => {
  it("are what MLflow takes, for any key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.option(fc.string(), { nil: undefined }), (key, section) => {
        const name = metricName(key, section);
        expect(name).toMatch(/^[/\p{L}\p{N}_.\- ]+$/u);
        expect(Array.from(name).length).toBeLessThanOrEqual(250);
        expect(name.split("/").every((part) => part !== "" && part !== "." && part !== "..")).toBe(true);
      }),
    );
  });

  it("of EvalScope's figures stay readable", () => {
    expect(["Output Throughput (tok/s)", "KV Cache Hit Rate (%)"].map((key) => metricName(key, "perf"))).toEqual(["perf/Output Throughput tok per s", "perf/KV Cache Hit Rate percent"]);
  });

  it("are never shared by two keys", () => {
    const names = new MetricNames();
    expect([names.of("a?"), names.of("a!"), names.of("a?"), names.of("a_")]).toEqual(["a_", "a__2", "a_", "a__3"]);
  });
});

describe("waits", () => {
  it("double up to half a minute, and are no shorter than the server asks", () => {
    expect([0, 1, 2, 10].map((attempt) => backoffMs(attempt, { random: () => 1 }))).toEqual([500, 1_000, 2_000, 30_000]);
    expect(backoffMs(0, { random: () => 0 })).toBe(250);
    expect(backoffMs(0, { retryAfterMs: 60_000 })).toBe(60_000);
  });

  it("read Retry-After as seconds or a date", () => {
    expect(retryAfterMs("3", 0)).toBe(3_000);
    expect(retryAfterMs("Thu, 01 Jan 1970 00:00:09 GMT", 4_000)).toBe(5_000);
    expect(retryAfterMs("Thu, 01 Jan 1970 00:00:01 GMT", 4_000)).toBe(0);
    expect(retryAfterMs("soon", 0)).toBeUndefined();
    expect(retryAfterMs(null, 0)).toBeUndefined();
  });
});
