// Checks the SwanLab client against the real Python packages. Opt-in: needs a virtual environment with `swanlab` and
// `swanboard==0.1.10b2`, and the built packages:
//   python3 -m venv VENV && VENV/bin/pip install swanlab==0.9.7 swanboard==0.1.10b2
//   node scripts/verify-swanlab.mjs VENV
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startSwanlabServer } from "../packages/swanlab/dist/testing/index.js";
import { compare, summaryOf } from "./verify-swanlab/differential.mjs";
import { drive } from "./verify-swanlab/drive.mjs";
import { cleanEnvironment, run, scriptPath } from "./verify-swanlab/python.mjs";
import { checkReader, checkSync, compareRun, makeRun } from "./verify-swanlab/sync.mjs";
import { checkWatch } from "./verify-swanlab/watch.mjs";

const venv = process.argv[2];
if (venv === undefined) {
  console.error("Say where the virtual environment with swanlab and swanboard is: node scripts/verify-swanlab.mjs VENV");
  process.exit(2);
}
const python = resolve(venv, "bin/python");
const folder = mkdtempSync(join(tmpdir(), "verify-swanlab-"));
const options = { cwd: folder, env: cleanEnvironment(folder) };
const tools = { swanlab: resolve(venv, "bin/swanlab"), options };

try {
  const versions = "import importlib.metadata as m; print('swanlab', m.version('swanlab'), 'swanboard', m.version('swanboard'))";
  console.log((await run(python, ["-c", versions], options)).trim());
  await checkFiles();
  await checkOnline();
  await checkBoard();
  await checkDifferential();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Offline runs of every end: the real reader, then the real `swanlab sync`. */
async function checkFiles() {
  const ends = [
    ["finished", { state: "FINISHED", extraLines: 0 }],
    ["crashed", { state: "CRASHED", extraLines: 1 }],
    ["aborted", { state: "ABORTED", extraLines: 1 }],
  ];
  for (const [name, expected] of ends) {
    const made = await makeRun(name, { logDir: join(folder, "offline") });
    console.log(`${name}: SwanLab's reader reads ${await checkReader(made.directory, python, options)} records as ours does`);
    console.log(`${name}: swanlab sync posts`, await checkSync(made.directory, expected, tools));
  }
  await checkKilled();
  const moved = await makeRun("finished", { logDir: join(folder, "offline") });
  renameSync(moved.directory, join(folder, "moved"));
  console.log("moved folder, with --id: swanlab sync posts", await checkSync(join(folder, "moved"), { state: "FINISHED", extraLines: 0, parameters: ["--id", moved.id] }, tools));
}

/** A process that logs and is killed: what it wrote is read, and sent as a run that crashed. */
async function checkKilled() {
  const child = fork(new URL("verify-swanlab-killed.mjs", import.meta.url), [join(folder, "offline")]);
  const [directory] = await once(child, "message");
  child.kill("SIGKILL");
  await once(child, "exit");
  console.log(`killed: SwanLab's reader reads ${await checkReader(directory, python, options)} records as ours does`);
  console.log("killed: swanlab sync posts", await checkSync(directory, { state: "CRASHED", extraLines: [0, 1] }, tools));
}

/** An online run whose server refuses everything after a while, sent with the command that its report names. */
async function checkOnline() {
  await using server = await startSwanlabServer();
  server.inject({ path: "/house/metrics", method: "POST", after: 4, times: 1_000_000, action: { kind: "status", status: 503 } });
  const settings = { logDir: join(folder, "online"), mode: "online", apiHost: server.url, batchSize: 1000, finishTimeoutMs: 4000 };
  const made = await makeRun("unfinished", settings);
  const report = await made.finish();
  const before = server.runs[0].scalars.length;
  server.clearFaults();
  console.log(`the server went away after ${before} scalars: ${report.syncCommand.replace(folder, "…")}`);
  const shell = { ...options, env: { ...options.env, PATH: `${resolve(venv, "bin")}:${options.env.PATH}` } };
  await run("/bin/sh", ["-c", report.syncCommand], shell);
  compareRun(server, made.directory, { state: "FINISHED", extraLines: 0 });
  console.log("then every point is there once:", server.runs[0].scalars.length, "scalars");
}

async function checkBoard() {
  const logDir = join(folder, "local");
  mkdirSync(logDir);
  const runs = [];
  for (const name of ["finished", "crashed"]) runs.push(await makeRun(name, { logDir, mode: "local" }));
  runs.push(await makeRun("finished", { logDir, mode: "local" }));
  console.log("swanlab watch shows", await checkWatch(logDir, runs, tools));
}

/** A run that is new, one that goes on, and one that crashes. */
async function checkDifferential() {
  const time = "2026-01-01T00:00:00.000Z";
  const known = { id: "differential1", project: "differential", scalars: [{ key: "acc", index: 99, data: 1, create_time: time }] };
  const cases = [
    ["a new run", {}, "finished"],
    ["a run that goes on", { runs: [known] }, "finished"],
    ["a run that crashes", {}, "crashed"],
  ];
  for (const [name, setting, end] of cases) {
    await using theirs = await startSwanlabServer(setting);
    await run(python, [scriptPath("drive.py"), theirs.url, join(folder, "theirs"), end], options);
    await using ours = await startSwanlabServer(setting);
    await drive(ours.url, join(folder, "ours"), end);
    console.log(`the same calls, ${name}: differences`, compare(summaryOf(theirs), summaryOf(ours)), `in ${theirs.requests.length} and ${ours.requests.length} requests`);
  }
}
