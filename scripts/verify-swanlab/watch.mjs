import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { readRecordFile } from "../../packages/swanlab/dist/index.js";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pixel, POINTS } from "./sample-runs.mjs";

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Serves the folder with the real `swanlab watch` and compares what its API says of each run with the run's file. */
export async function checkWatch(logDir, runs, { swanlab, options }) {
  const port = await freePort();
  const board = spawn(swanlab, ["watch", logDir, "-p", String(port)], { cwd: options.cwd, env: options.env, stdio: "ignore" });
  try {
    const get = async (path) => {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`);
      const body = await response.json();
      assert.equal(body.code, 0, `${path}: ${JSON.stringify(body).slice(0, 300)}`);
      return body.data;
    };
    await until(() => get("/project"));
    const project = await get("/project");
    assert.equal(project.experiments.length, runs.length);
    const charts = await get("/project/charts");
    assert.ok(charts.charts.length > 0);
    let points = 0;
    for (const [index, run] of runs.entries()) points += await checkRun(get, { id: index + 1, run });
    for (const { id } of project.experiments) await checkImage(port, id, get);
    const ids = project.experiments.map(({ id }) => id);
    const names = project.experiments.map(({ name }) => name);
    const { summaries } = await get(`/project/summaries?experiment_names=${encodeURIComponent(names.join(","))}`);
    for (const name of names) assert.equal(summaries[name]["train/loss"], 1 / POINTS, `last value in the summary of ${name}`);
    return { runs: ids.length, charts: charts.charts.length, points };
  } finally {
    board.kill();
  }
}

async function checkRun(get, { id, run }) {
  const { records } = readRecordFile(join(run.directory, readdirSync(run.directory).find((name) => name.endsWith(".swanlab"))));
  const series = new Map();
  for (const { scalar } of records) {
    if (scalar === undefined || !Number.isFinite(scalar.value.number)) continue;
    series.set(scalar.key, [...(series.get(scalar.key) ?? []), [scalar.step, scalar.value.number]]);
  }
  let points = 0;
  for (const [key, wanted] of series) {
    const { list, sum, max, min } = await get(`/experiment/${id}/tag/${encodeURIComponent(key)}`);
    const values = wanted.map(([, value]) => value);
    const known = new Map(wanted);
    // Long series are thinned by the board.
    for (const { index, data } of list) assert.equal(data, known.get(Number(index)), `${key} at ${index}`);
    assert.equal(Math.max(...values), max, key);
    assert.equal(Math.min(...values), min, key);
    assert.ok(list.length === wanted.length || wanted.length > 1500, `${key}: ${list.length} of ${wanted.length}`);
    points += sum ?? wanted.length;
  }
  await get(`/experiment/${id}`);
  await get(`/experiment/${id}/status`);
  await get(`/experiment/${id}/recent_log`);
  await get(`/experiment/${id}/chart`);
  const summary = await get(`/experiment/${id}/summary`);
  const shown = new Map(summary.summaries.map(({ key, value }) => [key, value]));
  for (const [key, wanted] of series) assert.equal(shown.get(key), wanted.at(-1)[1], `last value of ${key}`);
  assert.deepEqual((await get(`/experiment/${id}/tag/notes`)).list[0].data, ["one", "two"]);
  assert.deepEqual((await get(`/experiment/${id}/tag/table`)).list[0].data, ["b: x", "b: –"]);
  return points;
}

async function checkImage(port, id, get) {
  const [{ data }] = (await get(`/experiment/${id}/tag/picture`)).list;
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/media/${data[0]}?tag=picture&experiment_id=${id}`);
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), pixel());
}

async function until(attempt) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
