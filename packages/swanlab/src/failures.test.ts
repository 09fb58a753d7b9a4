import { mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { init, text, type InitOptions, type Run } from "./index.js";
import { createTestClock, startSwanlabServer, type FaultAction, type SwanlabServer } from "./testing/index.js";

const logDir = mkdtempSync(join(tmpdir(), "swanlab-failures-"));
afterAll(() => rmSync(logDir, { recursive: true, force: true }));

function start(server: SwanlabServer, options: InitOptions = {}): Promise<Run> {
  return init({ project: "tests", apiKey: "some-key", apiHost: server.url, logDir, environment: {}, clock: createTestClock(), ...options });
}

const status = (code: number, body = ""): FaultAction => ({ kind: "status", status: code, body });
const steps = (server: SwanlabServer) => server.runs[0]?.scalars.map(({ index }) => index);
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

test("a session that ends is renewed once, and nothing is lost", async () => {
  await using server = await startSwanlabServer();
  const run = await start(server);
  server.dropSessions();
  for (const step of range(5)) run.log({ a: step });
  expect(await run.finish()).toMatchObject({ posted: { scalars: 5 }, failure: undefined });
  expect(steps(server)).toEqual(range(5));
  expect(server.requests.filter(({ path }) => path.includes("/login"))).toHaveLength(2);
});

test("a session that is about to end is renewed before", async () => {
  await using server = await startSwanlabServer({ sessionMs: 8 * 24 * 3_600_000 });
  const clock = createTestClock(Date.now());
  const run = await start(server, { clock });
  clock.advance(2 * 24 * 3_600_000);
  run.log({ a: 1 });
  await run.finish();
  expect(server.requests.filter(({ path }) => path.includes("/login")).length).toBeGreaterThanOrEqual(2);
  expect(server.requests.some((request) => request.status === 401)).toBe(false);
});

test.each([401, 403])("a key that is no longer taken (%i) stops the sending, keeps the file and is told", async (code) => {
  await using server = await startSwanlabServer();
  const run = await start(server);
  server.dropSessions();
  server.inject({ path: "/login", times: 1000, action: status(code, '{"message":"gone"}') });
  for (const step of range(5)) run.log({ a: step });
  const report = await run.finish();
  expect(report).toMatchObject({ recorded: { scalars: 5 }, posted: { scalars: 0 }, failure: expect.stringContaining("gone") });
  expect(report.syncCommand).toContain("swanlab sync");
});

test("a request that is too large is halved until it fits", async () => {
  await using server = await startSwanlabServer();
  server.inject({ path: "/house/metrics", method: "POST", times: 3, action: status(413) });
  const run = await start(server);
  for (const step of range(40)) run.log({ a: step });
  expect(await run.finish()).toMatchObject({ posted: { scalars: 40 }, syncCommand: undefined });
  expect(steps(server)).toEqual(range(40));
});

test("points that the server refuses stay in the file and are told; those behind them go on", async () => {
  await using server = await startSwanlabServer();
  server.inject({ path: "/house/metrics", method: "POST", action: status(422, '{"message":"no \\u001b[31msuch\\u001b[0m key"}') });
  const run = await start(server, { batchSize: 11 });
  for (const step of range(30)) run.log({ a: step });
  const report = await run.finish();
  expect(report).toMatchObject({ recorded: { scalars: 30 }, posted: { scalars: steps(server)?.length } });
  expect(report.posted.scalars).toBeGreaterThan(15);
  expect(report.posted.scalars).toBeLessThan(30);
  expect(report.syncCommand).toBeDefined();
  expect(report.warnings[0]?.message).toContain("«no such key»");
});

test("a file that is gone costs its own record, not those beside it", async () => {
  await using server = await startSwanlabServer();
  const run = await start(server);
  for (const step of range(4)) run.log({ note: text(`note ${step}`) });
  const folder = join(run.directory ?? "", "media", "text");
  unlinkSync(join(folder, readdirSync(folder).find((name) => name.startsWith("002-")) ?? ""));
  const report = await run.finish();
  expect(server.runs[0]?.media.map(({ index }) => index)).toEqual([0, 1, 3]);
  expect(report).toMatchObject({ recorded: { media: 4 }, posted: { media: 3 } });
  expect(report.warnings[0]?.message).toContain("cannot be read");
});

test("addresses that have become too old are asked for anew", async () => {
  await using server = await startSwanlabServer();
  server.inject({ path: "/objects", method: "PUT", times: 1, action: status(403) });
  const run = await start(server);
  run.log({ note: text("a") });
  expect(await run.finish()).toMatchObject({ posted: { media: 1 }, failure: undefined, warnings: [] });
  expect(server.objects.size).toBe(1);
});

test("a server without media storage is told of", async () => {
  await using server = await startSwanlabServer();
  server.inject({ path: "/resources", times: 100, action: status(404) });
  const run = await start(server);
  run.log({ note: text("a"), b: 1 });
  const report = await run.finish();
  expect(report).toMatchObject({ posted: { scalars: 1, media: 0 } });
  expect(report.warnings[0]?.message).toContain("2.5.1");
});

test("a redirect is not followed: the key goes where it was meant to go", async () => {
  await using other = await startSwanlabServer();
  await using server = await startSwanlabServer();
  server.inject({ path: "/login", action: { kind: "status", status: 302, headers: { location: `${other.url}/api/login/api_key` } } });
  await expect(start(server)).rejects.toThrow("status 302");
  expect(other.requests).toEqual([]);
});

test("an answer that is not what the protocol says is an error that says so", async () => {
  await using server = await startSwanlabServer();
  server.inject({ path: "/login", action: { kind: "status", status: 200, body: "<html>welcome to the hotel</html>" } });
  await expect(start(server)).rejects.toMatchObject({ name: "SwanlabServerError", message: expect.stringContaining("no session") });
});

test("logging goes on at once while the server is silent, and the end waits no longer than asked", async () => {
  await using server = await startSwanlabServer();
  server.inject({ path: "/house/metrics", times: 1000, action: { kind: "silence" } });
  const clock = createTestClock();
  const run = await start(server, { clock });
  for (const step of range(20_000)) run.log({ a: step });
  const end = run.finish();
  await expect.poll(() => server.requests.some(({ path }) => path.includes("/house/metrics"))).toBe(true);
  clock.advance(31_000);
  const report = await end;
  expect(report).toMatchObject({ recorded: { scalars: 20_000 }, posted: { scalars: 0 } });
  expect(report.failure).toBeDefined();
  expect(report.syncCommand).toBeDefined();
});

test("a file that somebody else has damaged stops the sending, and is told", async () => {
  await using server = await startSwanlabServer();
  const run = await start(server);
  for (const step of range(5)) run.log({ a: step });
  const directory = run.directory ?? "";
  writeFileSync(join(directory, readdirSync(directory).find((name) => name.endsWith(".swanlab")) ?? ""), Buffer.alloc(100, 1));
  const report = await run.finish();
  expect(report).toMatchObject({ recorded: { scalars: 5 }, posted: { scalars: 0 } });
  expect(report.failure).toMatch(/does not (start as|match)|impossible header/);
});

test("a listener that throws is not the run's concern", async () => {
  await using server = await startSwanlabServer();
  const run = await start(server, { onWarning: () => expect.fail("thrown on purpose") });
  run.log({ words: "no number" });
  expect(await run.finish()).toMatchObject({ refused: { scalars: 1 }, warnings: [{ kind: "value" }] });
});
