import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { init, type InitOptions, type Run } from "./index.js";
import { createTestClock, startSwanlabServer, type ExistingRun, type SwanlabServer } from "./testing/index.js";

const logDir = mkdtempSync(join(tmpdir(), "swanlab-resume-"));
afterAll(() => rmSync(logDir, { recursive: true, force: true }));

function start(server: SwanlabServer, options: InitOptions = {}): Promise<Run> {
  return init({ project: "tests", apiKey: "some-key", apiHost: server.url, logDir, environment: {}, clock: createTestClock(), ...options });
}

const time = "2026-01-01T00:00:00.000Z";
const earlier: ExistingRun = {
  id: "known",
  project: "tests",
  scalars: [
    { key: "loss", index: 11, data: 1, create_time: time },
    { key: "__swanlab__.cpu.pct", index: 90, data: 1, create_time: time },
  ],
  lines: [{ level: "INFO", epoch: 5, message: "before", create_time: time }],
};

test.each(["must", "allow"] as const)("a run that exists goes on (%s): steps, lines and columns", async (resume) => {
  await using server = await startSwanlabServer({ runs: [{ ...earlier, hidesCreatedAt: resume === "allow" }] });
  const run = await start(server, { id: "known", resume });
  run.log({ loss: 2, acc: 1 });
  run.log({ loss: 3 }, { step: 4 });
  run.print("after");
  const report = await run.finish();
  const [known] = server.runs;
  expect(server.runs).toHaveLength(1);
  expect(known?.scalars.slice(2).map(({ key, index }) => [key, index])).toEqual([["loss", 12], ["acc", 12]]);
  expect(known?.lines.map(({ epoch }) => epoch)).toEqual([5, 6]);
  expect(known?.columns.map(({ key }) => key)).toEqual(["acc"]);
  expect(report).toMatchObject({ refused: { scalars: 1 }, posted: { scalars: 2 }, syncCommand: undefined });
  expect(report.warnings[0]?.message).toContain("loss has a value at this step");
});

test("what must exist and does not is an error, and leaves no folder", async () => {
  await using server = await startSwanlabServer({ runs: [earlier] });
  const before = readdirSync(logDir).length;
  await expect(start(server, { id: "other", resume: "must" })).rejects.toMatchObject({ name: "SwanlabServerError", message: expect.stringContaining("does not exist") });
  expect(readdirSync(logDir)).toHaveLength(before);
});

test("allow makes a run that does not exist; never refuses one that does", async () => {
  await using server = await startSwanlabServer({ runs: [earlier] });
  const run = await start(server, { id: "new", resume: "allow" });
  await run.finish();
  expect(server.runs.map(({ id }) => id)).toEqual(["known", "new"]);
  await expect(start(server, { id: "known" })).rejects.toThrow("exists in project tests");
});

test("a run whose beginning was taken but not answered is begun once", async () => {
  await using server = await startSwanlabServer({ faults: [{ path: "/experiment", method: "POST", action: { kind: "lost-answer" } }] });
  const run = await start(server, { connectTimeoutMs: 600_000 });
  run.log({ a: 1 });
  expect(await run.finish()).toMatchObject({ posted: { scalars: 1 }, failure: undefined });
  expect(server.runs).toHaveLength(1);
});

test("a run that must be resumed needs the server", async () => {
  await using server = await startSwanlabServer({ faults: [{ path: "/login", times: 1000, action: { kind: "status", status: 503 } }] });
  await expect(start(server, { id: "known", resume: "must", connectTimeoutMs: 5000 })).rejects.toThrow("does not answer within 5 s");
});

test("a server that comes late gets everything; points at steps that it had are told, lines go on from its last", async () => {
  await using server = await startSwanlabServer({ runs: [earlier], faults: [{ path: "/login", times: 5, action: { kind: "status", status: 503 } }] });
  const run = await start(server, { id: "known", resume: "allow", connectTimeoutMs: 3000, finishTimeoutMs: 600_000 });
  for (let step = 0; step < 15; step += 1) run.log({ loss: step });
  run.print("late");
  const report = await run.crash(new Error("broken"));
  expect(server.runs[0]?.scalars.slice(2).map(({ index }) => index)).toEqual([12, 13, 14]);
  expect(server.runs[0]?.lines.map(({ epoch, level }) => [epoch, level])).toEqual([[5, "INFO"], [6, "INFO"], [7, "ERROR"]]);
  expect(server.runs[0]?.state).toBe("CRASHED");
  expect(report).toMatchObject({ state: "crashed", recorded: { scalars: 15 }, posted: { scalars: 3, lines: 2 } });
  expect(report.warnings.map(({ message }) => message).join()).toContain("already has are not sent");
  expect(report.syncCommand).toContain("--id known");
});

test.each([[false], [true]])("an old server is spoken to in its own way (its project exists: %s)", async (exists) => {
  await using server = await startSwanlabServer({ legacy: true, runs: exists ? [{ id: "x", project: "tests" }] : [] });
  const run = await start(server, { description: "d" });
  run.log({ "a/b": 1, c: 2 });
  expect(await run.finish()).toMatchObject({ posted: { scalars: 2 }, failure: undefined, warnings: [] });
  expect(server.runs.at(-1)?.columns).toEqual([{ key: "a/b", type: "FLOAT", sectionName: "a" }, { key: "c", type: "FLOAT" }]);
  const addresses = server.requests.map(({ method, path, status }) => `${status} ${method} ${path}`);
  expect(addresses.includes("201 POST /api/project")).toBe(!exists);
  expect(addresses).toContain("200 POST /api/experiment/" + `${server.runs.at(-1)?.experimentId}/columns`);
});

test("a project that another client makes at the same time is no failure", async () => {
  await using server = await startSwanlabServer({ legacy: true, runs: [{ id: "x", project: "tests" }] });
  server.inject({ path: "/project/alice/tests", method: "GET", action: { kind: "status", status: 404 } });
  const run = await start(server);
  expect(server.requests.map(({ method, path, status }) => `${status} ${method} ${path}`)).toContain("409 POST /api/project");
  await run.finish();
});
