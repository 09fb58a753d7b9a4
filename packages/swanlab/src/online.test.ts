import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { readRecordFile } from "./file/record-reader.js";
import { init, swanlab, systemClock, type Clock, type InitOptions, type Run } from "./index.js";
import { createTestClock, startSwanlabServer, type FaultAction, type SwanlabServer } from "./testing/index.js";

const KEY = "a-secret-key-of-the-tests";
const logDir = mkdtempSync(join(tmpdir(), "swanlab-online-"));
afterAll(() => rmSync(logDir, { recursive: true, force: true }));

function start(server: SwanlabServer, options: InitOptions = {}): Promise<Run> {
  return init({ project: "tests", experimentName: "one", apiKey: KEY, apiHost: server.url, logDir, environment: {}, clock: createTestClock(), ...options });
}

function logPoints(run: Run, count: number): void {
  for (let step = 0; step < count; step += 1) run.log({ "train/loss": step / 2 }, { step });
}

/** Every point came exactly once, and in order. */
function expectPoints(server: SwanlabServer, count: number): void {
  expect(server.runs).toHaveLength(1);
  expect(server.runs[0]!.scalars.map(({ index, data }) => [index, data])).toEqual(Array.from({ length: count }, (_, step) => [step, step / 2]));
}

function recordsOf(run: Run) {
  const directory = run.directory ?? "";
  const file = readdirSync(directory).find((name) => name.endsWith(".swanlab")) ?? "";
  return readRecordFile(join(directory, file));
}

const status = (code: number, headers: Readonly<Record<string, string>> = {}): FaultAction => ({ kind: "status", status: code, headers });

test("a run is begun, filled and ended as the protocol says", async () => {
  await using server = await startSwanlabServer({ apiKey: KEY });
  const run = await start(server, { description: "nightly", tags: ["a"], group: "g", jobType: "perf", config: { model: "m", deep: { x: [1] } } });
  expect(run.url).toBe(`${server.url}/@alice/tests/runs/${run.id}`);
  run.log({ "train/loss": 0.5, acc: Number.NaN, note: swanlab.text("hello", { caption: "c" }) });
  run.log({ table: swanlab.table(["a"], [[1], [Number.NaN]]) }, { step: 7 });
  run.print("warm\u001b[31m up\nready");
  const report = await run.finish();
  expect(report).toMatchObject({ state: "finished", posted: { scalars: 2, media: 2, lines: 2 }, syncCommand: undefined, failure: undefined, warnings: [] });
  const made = server.runs[0]!;
  expect(made.body).toMatchObject({ name: "one", description: "nightly", labels: [{ name: "a" }], cluster: "g", job: "perf", cuid: run.id });
  expect(made.profile["config"]).toEqual({ model: { value: "m", desc: "", sort: 0 }, deep: { value: { x: [1] }, desc: "", sort: 1 } });
  expect(made.columns).toEqual([
    { key: "train/loss", type: "FLOAT", sectionName: "train" },
    { key: "acc", type: "FLOAT" },
    { key: "note", type: "TEXT" },
    { key: "table", type: "ECHARTS" },
  ]);
  expect(made.scalars).toMatchObject([{ key: "train/loss", index: 0, data: 0.5 }, { key: "acc", index: 0, data: "nan" }]);
  expect(made.media).toMatchObject([{ key: "note", index: 0, more: [{ caption: "c" }] }, { key: "table", index: 7, more: [] }]);
  expect(Buffer.from(server.objects.get(String((made.media[0]!.data as string[])[0])) ?? []).toString()).toBe("hello");
  expect(made.lines).toMatchObject([{ level: "INFO", epoch: 1, message: "warm up" }, { epoch: 2, message: "ready" }]);
  expect(made.state).toBe("FINISHED");
});

test("a heartbeat goes out at the start and every ten minutes", async () => {
  await using server = await startSwanlabServer();
  const clock = createTestClock();
  const run = await start(server, { clock });
  await vi.waitFor(() => expect(server.runs[0]!.heartbeats).toBe(1));
  await vi.waitFor(() => {
    clock.advance(600_000);
    expect(server.runs[0]!.heartbeats).toBeGreaterThan(1);
  });
  await run.finish();
});

test.each([
  ["a 429 with seconds", status(429, { "retry-after": "40" })],
  ["a 429 with a date", status(429, { "retry-after": "Thu, 01 Jan 2026 00:00:40 GMT" })],
])("%s is waited for", async (_name, action) => {
  await using server = await startSwanlabServer();
  server.inject({ path: "/house/metrics", method: "POST", action });
  const clock = createTestClock();
  const run = await start(server, { clock, finishTimeoutMs: 60_000 });
  logPoints(run, 3);
  const report = await run.finish();
  expectPoints(server, 3);
  expect(clock.waitedMs).toBeGreaterThanOrEqual(40_000 - 3000);
  expect(report.warnings[0]?.message).toContain("429");
});

test.each<readonly [string, FaultAction, number]>([
  ["a storm of 503 for 30 s", status(503), 6],
  ["connections that break before anything is taken", { kind: "reset" }, 3],
  ["answers that are lost after all was taken", { kind: "lost-answer" }, 2],
  ["a 401 in the middle", status(401), 1],
  ["a 408", status(408), 1],
  ["a 502", status(502), 2],
])("%s: every point comes once, in order", async (_name, action, times) => {
  await using server = await startSwanlabServer();
  server.inject({ path: "/house/metrics", method: "POST", times, after: 1, action });
  const run = await start(server, { batchSize: 10, finishTimeoutMs: 600_000 });
  logPoints(run, 55);
  const report = await run.finish();
  expectPoints(server, 55);
  expect(report).toMatchObject({ posted: { scalars: 55 }, syncCommand: undefined, failure: undefined });
  expect(server.runs[0]!.state).toBe("FINISHED");
});

test("lines and media whose answers are lost come once as well", async () => {
  await using server = await startSwanlabServer();
  const run = await start(server, { finishTimeoutMs: 600_000 });
  server.inject({ path: "/house/metrics", method: "POST", times: 2, action: { kind: "lost-answer" } });
  server.inject({ path: "/house/metrics", method: "POST", after: 1, action: { kind: "lost-answer" } });
  server.inject({ path: "/resources", method: "POST", action: { kind: "lost-answer" } });
  server.inject({ path: "/state", method: "PUT", action: { kind: "lost-answer" } });
  for (let step = 0; step < 3; step += 1) run.log({ note: swanlab.text(`note ${step}`) });
  run.print("a\nb");
  expect(await run.finish()).toMatchObject({ posted: { media: 3, lines: 2 }, failure: undefined });
  expect(server.runs[0]!.lines.map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(server.runs[0]!.media.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(server.runs[0]!.state).toBe("FINISHED");
});

test("the end of a run does not wait out a pause that the server did not ask for", async () => {
  await using server = await startSwanlabServer();
  server.inject({ path: "/house/metrics", method: "POST", action: status(500) });
  const uploadIntervalMs = 1;
  // A pause before a request is sent again lasts until it is cut short.
  const clock: Clock = {
    ...systemClock,
    wait: (durationMs, signal) => (durationMs === uploadIntervalMs ? Promise.resolve() : new Promise((resolve) => signal.addEventListener("abort", () => resolve()))),
  };
  const run = await start(server, { clock, uploadIntervalMs, finishTimeoutMs: 5000 });
  logPoints(run, 3);
  await vi.waitFor(() => expect(server.requests.some((request) => request.status === 500)).toBe(true), 10_000);
  expect(await run.finish()).toMatchObject({ posted: { scalars: 3 }, failure: undefined });
  expectPoints(server, 3);
});

test("a server that is gone for good leaves everything in the file, and the command that sends it", async () => {
  await using server = await startSwanlabServer();
  const run = await start(server);
  await server.close();
  logPoints(run, 20);
  const report = await run.finish();
  expect(report).toMatchObject({ state: "finished", recorded: { scalars: 20 }, posted: { scalars: 0 } });
  expect(report.syncCommand).toBe(`swanlab sync ${run.directory} --id ${run.id} -h ${server.url}`);
  const { records, damage } = recordsOf(run);
  expect(damage).toBeUndefined();
  expect(records.filter(({ scalar }) => scalar !== undefined).map(({ scalar }) => scalar?.step)).toEqual(Array.from({ length: 20 }, (_, step) => step));
  expect(records.at(-1)?.finish?.state).toBe(1);
});

test("the key is in no file, warning or report", async () => {
  await using server = await startSwanlabServer({ apiKey: "another key altogether" });
  await expect(start(server)).rejects.toMatchObject({ name: "SwanlabAuthError", message: expect.not.stringContaining(KEY) });
  await using open = await startSwanlabServer();
  open.inject({ path: "/house/metrics", action: { kind: "status", status: 400, body: `{"message":"bad ${KEY}"}` } });
  const run = await start(open, { config: { note: `key ${KEY}`, api_key: "x" } });
  run.print(`the key is ${KEY}`);
  run.log({ a: 1, text: swanlab.text(`see ${KEY}`) });
  const report = await run.crash(new Error(`failed with ${KEY}`));
  expect(report.posted).toMatchObject({ scalars: 1 });
  expect(JSON.stringify(report)).not.toContain(KEY);
  for (const name of readdirSync(run.directory ?? "", { recursive: true, encoding: "utf8" })) {
    const path = join(run.directory ?? "", name);
    if (statSync(path).isFile()) expect(readFileSync(path, "latin1"), name).not.toContain(KEY);
  }
  expect(JSON.stringify(open.requests.slice(1))).not.toContain(KEY);
});
