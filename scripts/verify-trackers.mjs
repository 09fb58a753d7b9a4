// Opt-in check of @evalkit/trackers against the real packages: python3 -m venv V && V/bin/pip install tensorboard wandb mlflow,
// then `pnpm --filter @evalkit/trackers... build` and `node scripts/verify-trackers.mjs V/bin`. Nothing leaves the loopback interface.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { mlflowTracker, tensorboardTracker, wandbTracker } from "../packages/trackers/dist/index.js";

const POINTS = 10_000;
const bin = resolve(process.argv[2] ?? ".venv/bin");
const folder = mkdtempSync(join(tmpdir(), "verify-trackers-"));
const warnings = [];
const voices = { onWarning: (text) => warnings.push(text) };

/** The same run for every tracker: two series, a key of EvalScope's, a table, texts that are hostile, a page. */
async function show(tracker) {
  const run = tracker.open({ kind: "eval", project: "verify", name: "same items", tags: ["a"], group: "g", config: { framework: "evalkit", deep: { on: true } }, startedAtMs: Date.now() });
  for (let step = 0; step < POINTS; step += 1) run.log({ kind: "scalars", step, atMs: Date.now(), values: { "eval/x": step / 4, "running/y": 1 - step } });
  run.log({ kind: "scalars", step: 0, atMs: Date.now(), section: "perf", values: { "Output Throughput (tok/s)": 1.5 } });
  run.log({ kind: "table", key: "report", atMs: Date.now(), columns: ["Dataset", "Score"], rows: [["a_b", 0.5], ["c", undefined]] });
  run.log({ kind: "texts", key: "samples/x", atMs: Date.now(), texts: [{ caption: "one", content: "# no title\n<b>x</b>" }] });
  run.log({ kind: "page", key: "report/page", atMs: Date.now(), html: "<h1>hi</h1>" });
  await run.finish("finished");
}

function python(program, ...parameters) {
  return new Promise((done, failed) => {
    execFile(join(bin, "python"), ["-c", program, ...parameters], { timeout: 120_000, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) done(JSON.parse(stdout.trim().split("\n").at(-1)));
      else failed(new Error(`${error.message}\n${stderr}`));
    });
  });
}

async function verifyTensorBoard() {
  const logDir = join(folder, "tensorboard");
  await show(tensorboardTracker({ logDir, ...voices }));
  const read = await python(
    `
import json, sys
from tensorboard.backend.event_processing import event_accumulator as ea
from tensorboard.util import tensor_util
a = ea.EventAccumulator(sys.argv[1], size_guidance={ea.SCALARS: 0, ea.TENSORS: 0}); a.Reload()
print(json.dumps({"scalars": {t: [[e.step, e.value] for e in a.Scalars(t)] for t in a.Tags()["scalars"]},
  "texts": {t: tensor_util.make_ndarray(a.Tensors(t)[0].tensor_proto).astype(str).tolist() for t in a.Tags()["tensors"]}}))`,
    join(logDir, "same_items"),
  );
  assert.deepEqual(read.scalars["eval/x"], Array.from({ length: POINTS }, (_, step) => [step, step / 4]));
  assert.deepEqual(read.scalars["running/y"], Array.from({ length: POINTS }, (_, step) => [step, 1 - step]));
  assert.deepEqual(read.scalars["perf/Output Throughput (tok/s)"], [[0, 1.5]]);
  assert.deepEqual(read.texts["report"], [["Dataset", "Score"], ["a\\_b", "0.5"], ["c", ""]]);
  assert.deepEqual(read.texts["samples/x"], ["one\n\n    # no title\n    <b>x</b>"]);
}

async function verifyMlflow() {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const server = spawn(join(bin, "mlflow"), ["server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"], { cwd: folder, stdio: "ignore", detached: true });
  try {
    const url = `http://127.0.0.1:${port}`;
    await answering(`${url}/api/2.0/mlflow/experiments/get?experiment_id=0`);
    await show(mlflowTracker({ trackingUri: url, closeTimeoutMs: 30_000, ...voices }));
    const ask = async (path, body) => (await fetch(`${url}/api/2.0/mlflow${path}`, body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();
    const { experiment } = await ask("/experiments/get-by-name?experiment_name=verify");
    const { runs } = await ask("/runs/search", { experiment_ids: [experiment.experiment_id] });
    assert.deepEqual(runs.map(({ info }) => [info.run_name, info.status]), [["same items", "FINISHED"]]);
    const id = runs[0].info.run_id;
    for (const [key, count] of [["eval/x", POINTS], ["running/y", POINTS], ["perf/Output Throughput tok per s", 1]]) {
      const { metrics } = await ask(`/metrics/get-history?run_id=${id}&metric_key=${encodeURIComponent(key)}&max_results=${POINTS * 2}`);
      assert.equal(metrics.length, count, key);
    }
    const { files } = await ask(`/artifacts/list?run_id=${id}`);
    assert.deepEqual(files.map(({ path }) => path).toSorted(), ["report", "report.json", "samples"]);
  } finally {
    if (server.pid !== undefined) process.kill(-server.pid);
    await once(server, "close");
  }
}

async function answering(url) {
  for (let round = 0; round < 120; round += 1) {
    if ((await fetch(url).catch(() => undefined))?.ok === true) return;
    await sleep(1_000);
  }
  throw new Error(`Nothing answers at ${url}.`);
}

/** Takes what `wandb sync` sends. */
async function startWandbStandIn() {
  const rows = new Map();
  const uploads = [];
  let exitCode;
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request, response) => {
    const raw = await buffer(request);
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
    let reply = {};
    if (request.url.endsWith("/graphql")) reply = { data: answerTo(JSON.parse(body.toString()), server.address().port) };
    else if (request.url.startsWith("/up/")) uploads.push(request.url.slice("/up/".length));
    else if (request.url.startsWith("/files/")) {
      const sent = JSON.parse(body.toString());
      const history = sent.files?.["wandb-history.jsonl"];
      history?.content.forEach((line, index) => rows.set(history.offset + index, JSON.parse(line)));
      exitCode = sent.exitcode ?? exitCode;
    }
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(reply));
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, rows, uploads, exitCode: () => exitCode, url: `http://127.0.0.1:${server.address().port}` };
}

function answerTo({ query, variables }, port) {
  const project = { id: "p", name: "verify", entity: { id: "e", name: "me" } };
  if (query.includes("upsertBucket")) return { upsertBucket: { bucket: { id: "b", name: variables.name, displayName: "x", description: "", config: "{}", sweepName: null, historyLineCount: 0, project }, inserted: true } };
  if (query.includes("createRunFiles")) return { createRunFiles: { runID: "b", uploadHeaders: [], files: variables.files.map((name) => ({ name, uploadUrl: `http://127.0.0.1:${port}/up/${name}` })) } };
  if (query.includes("viewer")) return { viewer: { id: "v", entity: "me", username: "me", email: "e", admin: false, flags: "{}", teams: { edges: [] } } };
  return { serverInfo: { features: [], cliVersionInfo: {}, latestLocalVersionInfo: null } };
}

async function verifyWandb() {
  await show(wandbTracker({ dir: folder, ...voices }));
  const [name] = readdirSync(join(folder, "wandb"));
  const standIn = await startWandbStandIn();
  const env = { ...process.env, WANDB_BASE_URL: standIn.url, WANDB_API_KEY: "a".repeat(40), HOME: folder };
  await new Promise((done, failed) => execFile(join(bin, "wandb"), ["sync", join(folder, "wandb", name)], { env, timeout: 120_000 }, (error, stdout, stderr) => (error === null ? done() : failed(new Error(`${error.message}\n${stdout}${stderr}`)))));
  standIn.server.close();
  standIn.server.closeAllConnections();
  const rows = [...standIn.rows.entries()].toSorted(([first], [second]) => first - second).map(([, row]) => row);
  assert.deepEqual(rows.map((row) => row._step), Array.from({ length: POINTS + 4 }, (_, step) => step));
  assert.deepEqual(rows.slice(0, POINTS).map((row) => [row["eval/step"], row["eval/x"], row["running/y"]]), Array.from({ length: POINTS }, (_, step) => [step, step / 4, 1 - step]));
  assert.equal(standIn.uploads.filter((path) => path.startsWith("media/")).length, 3);
  assert.equal(standIn.exitCode(), 0);
}

try {
  for (const [name, verify] of Object.entries({ TensorBoard: verifyTensorBoard, "Weights & Biases": verifyWandb, MLflow: verifyMlflow })) {
    await verify();
    process.stdout.write(`${name}: everything came through\n`);
  }
  assert.deepEqual(warnings, []);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
