import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { init, readRecordFile } from "../../packages/swanlab/dist/index.js";
import { startSwanlabServer } from "../../packages/swanlab/dist/testing/index.js";
import { config, fill } from "./sample-runs.mjs";
import { run, scriptPath } from "./python.mjs";

/** Makes a run with these options of `init`, and ends it in the way that its name says. */
export async function makeRun(name, options) {
  const key = options.apiHost === undefined ? {} : { apiKey: "verify-key" };
  const made = await init({ project: "verify", experimentName: name, tags: ["t"], mode: "offline", config, environment: {}, ...key, ...options });
  fill(made);
  if (name === "crashed") await made.crash(new Error("it broke"));
  else if (name === "aborted") await made.abort("stopped by hand");
  else if (name === "finished") await made.finish();
  return made;
}

function fileOf(directory) {
  return join(directory, readdirSync(directory).find((name) => name.endsWith(".swanlab")));
}

/** SwanLab's own reader and ours say the same of the file; returns the number of records. */
export async function checkReader(directory, python, options) {
  const output = await run(python, [scriptPath("read.py"), fileOf(directory)], options);
  const theirs = output.trim().split("\n").map((line) => JSON.parse(line));
  const { records, damage } = readRecordFile(fileOf(directory));
  assert.equal(damage, undefined);
  assert.equal(theirs.length, records.length);
  records.forEach((record, index) => {
    const other = theirs[index];
    assert.equal(Number(other.num ?? 0), record.num);
    if (record.scalar !== undefined) {
      assert.deepEqual([other.scalar.key, Number(other.scalar.step ?? 0), Number(other.scalar.value?.number ?? 0)], [record.scalar.key, record.scalar.step, record.scalar.value.number]);
      assert.equal(Date.parse(other.scalar.timestamp), record.scalar.timestamp.seconds * 1000 + record.scalar.timestamp.nanos / 1e6);
    } else if (record.media !== undefined) {
      assert.deepEqual(other.media.value.items.map(({ filename, sha256 }) => [filename, sha256]), record.media.value.items.map(({ filename, sha256 }) => [filename, sha256]));
    } else if (record.log !== undefined) {
      assert.deepEqual([other.log.line ?? "", Number(other.log.epoch)], [record.log.line, record.log.epoch]);
    } else {
      assert.ok(other.start ?? other.finish ?? other.column ?? other.save);
    }
  });
  return records.length;
}

/** Sends a folder with the real `swanlab sync` and compares every point with the file. */
export async function checkSync(directory, { state, extraLines, parameters = [] }, { swanlab, options }) {
  await using server = await startSwanlabServer();
  await run(swanlab, ["sync", directory, "-k", "verify-key", "-h", server.url, ...parameters], options);
  compareRun(server, directory, { state, extraLines });
  return { scalars: server.runs[0].scalars.length, media: server.runs[0].media.length, lines: server.runs[0].lines.length };
}

/** What the server has is what the file has. */
export function compareRun(server, directory, { state, extraLines }) {
  const { records } = readRecordFile(fileOf(directory));
  assert.equal(server.runs.length, 1);
  const [synced] = server.runs;
  assert.equal(synced.state, state);
  const time = ({ seconds, nanos }) => seconds * 1000 + nanos / 1e6;
  const scalars = records.flatMap(({ scalar }) => (scalar === undefined ? [] : [[scalar.key, scalar.step, Number.isFinite(scalar.value.number) ? scalar.value.number : "nan", time(scalar.timestamp)]]));
  assert.deepEqual(synced.scalars.map(({ key, index, data, create_time }) => [key, index, data, Date.parse(create_time)]), scalars);
  const media = records.flatMap(({ media: record }) => (record === undefined ? [] : [[record.key, record.step, record.value.items.length]]));
  assert.deepEqual(synced.media.map(({ key, index, data }) => [key, index, data.length]), media);
  for (const path of synced.media.flatMap(({ data }) => data)) assert.deepEqual(Buffer.from(server.objects.get(path)), readFileSync(join(directory, path)), path);
  const lines = records.flatMap(({ log }) => (log === undefined ? [] : [[log.epoch, log.line, log.level === 1 ? "ERROR" : "INFO"]]));
  assert.deepEqual(synced.lines.slice(0, lines.length).map(({ epoch, message, level }) => [epoch, message, level]), lines);
  // 0.9.7 adds a line of its own to a run without an end, 0.10 does not.
  assert.ok([extraLines].flat().includes(synced.lines.length - lines.length), `${synced.lines.length} lines for ${lines.length}`);
  const wanted = Object.fromEntries(Object.entries(config).map(([key, value], sort) => [key, { desc: "", sort, value }]));
  assert.deepEqual(synced.profile.config, wanted);
  assert.deepEqual(synced.columns.map(({ key, sectionName }) => [key, sectionName ?? ""]), records.flatMap(({ column }) => (column === undefined ? [] : [[column.key, column.section]])));
}
