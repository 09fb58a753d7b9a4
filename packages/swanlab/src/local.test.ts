import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { echarts, image, init, readRecordFile, table, text, type InitOptions, type Run } from "./index.js";

const logDir = mkdtempSync(join(tmpdir(), "swanlab-local-"));
afterAll(() => rmSync(logDir, { recursive: true, force: true }));

function start(options: InitOptions = {}): Promise<Run> {
  return init({ project: "tests", mode: "offline", logDir, environment: {}, ...options });
}

function recordsOf(run: Run) {
  const directory = run.directory ?? "";
  return readRecordFile(join(directory, readdirSync(directory).find((name) => name.endsWith(".swanlab")) ?? ""));
}

function rows(query: string): readonly Record<string, unknown>[] {
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const database = new DatabaseSync(join(logDir, "runs.swanlab"));
  const found = database.prepare(query).all();
  database.close();
  return found.map((row) => ({ ...row }));
}

test("an offline run writes its file through, so that a killed one loses at most its last batch", async () => {
  const run = await start();
  run.log({ a: 1, note: text("kept") });
  await vi.waitFor(() => expect(recordsOf(run).records.some(({ media }) => media !== undefined)).toBe(true));
  expect(recordsOf(run)).toMatchObject({ damage: undefined });
  expect(recordsOf(run).records[0]?.start).toMatchObject({ project: "tests", id: run.id });
  const report = await run.abort("enough");
  expect(report).toMatchObject({ state: "aborted", syncCommand: `swanlab sync ${run.directory} --id ${run.id}` });
  expect(recordsOf(run).records.at(-1)?.finish).toMatchObject({ state: 3, error: "enough" });
  expect(readFileSync(join(logDir, ".gitignore"), "utf8")).toBe("*");
});

test("steps go on from the largest; the first value of a name at a step stays; nothing makes log throw", async () => {
  const run = await start({ sectionRule: -1 });
  run.log({ a: 1 });
  run.log({ a: 2 }, { step: 10 });
  run.log({ a: 3 });
  run.log({ a: 4 }, { step: 10 });
  run.log({ a: text("other kind"), bad: "words", "": 1, deep: { x: { y: true } }, n: 5n, s: " 2.5e1 ", list: [], none: undefined }, { step: 20 });
  run.log({ map: new Map([["a", 1]]) as never });
  run.log({ a: 5 }, { step: -1 });
  run.log({ a: 5 }, { step: 1.5 });
  const report = await run.finish();
  run.log({ a: 6 });
  const scalars = recordsOf(run).records.flatMap(({ scalar }) => (scalar === undefined ? [] : [[scalar.key, scalar.step, scalar.value?.number]]));
  expect(scalars).toEqual([["a", 0, 1], ["a", 10, 2], ["a", 11, 3], ["deep/x/y", 20, 1], ["n", 20, 5], ["s", 20, 25]]);
  expect(recordsOf(run).records.find(({ column }) => column?.key === "deep/x/y")?.column?.section).toBe("deep/x");
  expect(report.recorded.scalars).toBe(6);
  expect(report.refused).toEqual({ scalars: 7, media: 1, lines: 0 });
});

test("lists keep their captions aligned, and items that are too large or too many are left out", async () => {
  const run = await start();
  run.log({ some: [text("a"), text("b", { caption: "second" })], none: [text("c"), text("d")] });
  run.log({ many: Array.from({ length: 110 }, (_, index) => text(String(index))), large: text("x".repeat(11 * 2 ** 20)) });
  const report = await run.finish();
  const media = new Map(recordsOf(run).records.flatMap(({ media: record }) => (record === undefined ? [] : [[record.key, record.value?.items ?? []]])));
  expect(media.get("some")?.map(({ caption }) => caption)).toEqual(["-", "second"]);
  expect(media.get("none")?.map(({ caption }) => caption)).toEqual(["", ""]);
  expect(media.get("many")).toHaveLength(108);
  expect(media.has("large")).toBe(false);
  expect(report.refused.media).toBe(1);
});

test("nothing of the machine is told unless it is asked for", async () => {
  const metadata = (run: Run): unknown => JSON.parse(readFileSync(join(run.directory ?? "", "files", "swanlab-metadata.json"), "utf8"));
  const silent = await start();
  await silent.finish();
  expect(metadata(silent)).toMatchObject({ hardware: null, runtime: null, git: null });
  expect(JSON.stringify(metadata(silent))).not.toContain(process.cwd());
  expect(readdirSync(join(silent.directory ?? "", "files"))).not.toContain("requirements.txt");
  const open = await start({ metadata: { hardware: true, hostname: true, workingFolder: true, git: true, packages: true } });
  await open.finish();
  expect(metadata(open)).toMatchObject({ hardware: { cpu: { logical_count: expect.any(Number) } }, runtime: { cwd: process.cwd(), pid: null, command: null } });
});

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==", "base64");

test("a local run also writes the board, with folders where the board looks for them", async () => {
  const first = await start({ mode: "local", experimentName: "same" });
  for (let step = 0; step < 1500; step += 1) first.log({ loss: step / 10 });
  first.log({ note: text("said"), picture: image(PIXEL), bad: Number.NaN });
  first.log({ table: table(["name", "score", "note"], [["gsm8k", 0.5, "x"], ["mmlu", Number.NaN, undefined]]), chart: echarts({ series: [] }) });
  first.print("hello\nthere");
  const report = await first.finish();
  const second = await start({ mode: "local", experimentName: "same" });
  second.log({ loss: 1 });
  await second.crash(new Error("broken"));

  expect(report).toMatchObject({ syncCommand: undefined, failure: undefined });
  expect(report.warnings.map(({ kind }) => kind)).toEqual(["local", "local"]);
  expect(rows("SELECT name, status, sort FROM experiment ORDER BY id")).toEqual([{ name: "same", status: 1, sort: 1 }, { name: "same-2", status: -1, sort: 2 }]);
  expect(rows("SELECT name, folder, type, sort FROM tag WHERE experiment_id = 1 ORDER BY sort")).toEqual([
    { name: "loss", folder: "0", type: "line", sort: 0 },
    { name: "note", folder: "1", type: "text", sort: 1 },
    { name: "picture", folder: "2", type: "image", sort: 2 },
    { name: "table", folder: "3", type: "text", sort: 3 },
  ]);
  expect(rows("SELECT count(DISTINCT light) AS colors FROM experiment")).toEqual([{ colors: 2 }]);
  expect(rows("SELECT sum, charts FROM project")).toEqual([{ sum: 2, charts: 1 }]);
  expect(rows("SELECT count(*) AS sources FROM source JOIN chart ON chart.id = chart_id WHERE chart.name = 'loss' AND project_id = 1")).toEqual([{ sources: 2 }]);
  const logs = join(first.directory ?? "", "logs", "0");
  expect(readdirSync(logs).toSorted()).toEqual(["1000.log", "2000.log", "_summary.json"]);
  expect(readFileSync(join(logs, "2000.log"), "utf8").trim().split("\n")).toHaveLength(500);
  expect(JSON.parse(readFileSync(join(logs, "_summary.json"), "utf8"))).toEqual({ max: 149.9, max_step: 1499, min: 0, min_step: 0, num: 1500 });
  expect(readdirSync(join(first.directory ?? "", "media", "2"))).toHaveLength(1);
  expect(JSON.parse(readFileSync(join(first.directory ?? "", "logs", "2", "1000.log"), "utf8"))).toMatchObject({ more: [{ caption: "" }] });
  expect(JSON.parse(readFileSync(join(first.directory ?? "", "logs", "3", "1000.log"), "utf8"))).toMatchObject({
    index: 1501,
    data: ["score: 0.5 | note: x", "score: – | note: –"],
    more: [{ caption: "gsm8k" }, { caption: "mmlu" }],
  });
});

test("a board that cannot be opened is a warning; the run has its file", async () => {
  const run = await start({ mode: "local", logDir: join(logDir, "nested") });
  await run.finish();
  rmSync(join(logDir, "nested", "runs.swanlab"));
  const { mkdirSync } = await import("node:fs");
  mkdirSync(join(logDir, "nested", "runs.swanlab"));
  const next = await start({ mode: "local", logDir: join(logDir, "nested") });
  next.log({ a: 1 });
  const report = await next.finish();
  expect(report.warnings[0]?.message).toContain("board");
  expect(report.recorded.scalars).toBe(1);
});

test("a disabled run does nothing", async () => {
  const run = await init({ mode: "disabled", environment: {}, config: { a: 1 } });
  run.log({ a: 1 });
  run.config.update({ b: 2 });
  expect(run.config.values).toEqual({ a: 1, b: 2 });
  expect(await run.finish()).toMatchObject({ directory: undefined, syncCommand: undefined, recorded: { scalars: 0 } });
});

test("process events end a run only when asked to", async () => {
  const kill = vi.spyOn(process, "kill").mockReturnValue(true);
  const before = process.listenerCount("SIGTERM");
  const plain = await start();
  expect(process.listenerCount("SIGTERM")).toBe(before);
  await plain.finish();
  const stopped = await start({ handleProcessEvents: true });
  process.emit("SIGTERM", "SIGTERM");
  await vi.waitFor(() => expect(kill).toHaveBeenCalledWith(process.pid, "SIGTERM"));
  expect(recordsOf(stopped).records.at(-1)?.finish).toMatchObject({ state: 3 });
  const crashed = await start({ handleProcessEvents: true });
  process.listeners("uncaughtExceptionMonitor").at(-1)?.(new Error("broken"), "uncaughtException");
  expect(recordsOf(crashed).records.at(-1)?.finish).toMatchObject({ state: 2, error: expect.stringContaining("broken") });
  expect(process.listenerCount("SIGTERM")).toBe(before);
  kill.mockRestore();
});
