// 100,000 points in one SwanLab run, sent to a loopback server in a process of its own: our processor time, memory while it
// runs, and the same with SwanLab's Python client where a virtual environment with it is named.
//   node --expose-gc bench/swanlab.mjs [VENV]
import { fork, execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { init } from "../packages/swanlab/dist/index.js";
import { startSwanlabServer } from "../packages/swanlab/dist/testing/index.js";

const KEYS = 20;
const STEPS = 5000;
const MOST_CPU_SECONDS = 5;

const PYTHON = `
import resource, sys, time
import swanlab
swanlab.login(api_key="bench", host=sys.argv[1])
before = time.process_time()
run = swanlab.init(project="bench", mode="online", log_dir=sys.argv[2])
for step in range(${STEPS}):
    run.log({f"group/key {key}": step + key / 10 for key in range(${KEYS})})
run.finish()
print("CPU", time.process_time() - before)
print("RSS", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
`;

if (process.argv[2] === "--server") {
  const server = await startSwanlabServer();
  process.send({ url: server.url });
  process.on("message", () => process.send({ points: server.runs.at(-1)?.scalars.length }));
} else {
  await main(process.argv[2]);
}

async function main(venv) {
  const folder = mkdtempSync(join(tmpdir(), "bench-swanlab-"));
  const server = fork(fileURLToPath(import.meta.url), ["--server"]);
  try {
    const { url } = await message(server);
    const ours = await measureOurs(url, folder);
    server.send("count");
    const { points } = await message(server);
    console.log(`ours: ${KEYS * STEPS} points logged, ${points} at the server, ${ours.cpuSeconds.toFixed(2)} s of processor time in ${ours.seconds.toFixed(2)} s`);
    console.log(`ours: memory in use ${ours.startMiB.toFixed(1)} MiB at the start, ${ours.halfMiB.toFixed(1)} MiB half way, ${ours.endMiB.toFixed(1)} MiB at the end; ${ours.peakMiB.toFixed(0)} MiB resident at most`);
    if (points !== KEYS * STEPS || ours.cpuSeconds > MOST_CPU_SECONDS) process.exitCode = 1;
    if (venv === undefined) return;
    const python = await measurePython(resolve(venv, "bin/python"), url, folder);
    console.log(`Python: ${python.cpuSeconds.toFixed(2)} s of processor time, ${python.peakMiB.toFixed(0)} MiB at most; ratio of processor time ${(python.cpuSeconds / ours.cpuSeconds).toFixed(1)}`);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureOurs(url, folder) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const run = await init({ project: "bench", apiKey: "bench", apiHost: url, logDir: join(folder, "ours"), environment: {} });
  const startMiB = memoryMiB();
  let halfMiB = 0;
  for (let step = 0; step < STEPS; step += 1) {
    run.log(Object.fromEntries(Array.from({ length: KEYS }, (_, key) => [`group/key ${key}`, step + key / 10])));
    // A run waits for its work now and then; uploads go on meanwhile.
    if (step % 100 === 99) await new Promise((done) => setTimeout(done, 20));
    if (step === STEPS / 2) halfMiB = memoryMiB();
  }
  const report = await run.finish();
  if (report.posted.scalars !== KEYS * STEPS) throw new Error(`only ${report.posted.scalars} points were posted: ${report.failure}`);
  const { user, system } = process.cpuUsage(cpu);
  return { cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - start) / 1000, startMiB, halfMiB, endMiB: memoryMiB(), peakMiB: process.resourceUsage().maxRSS / 1024 };
}

/** What is in use; without --expose-gc garbage counts too. */
function memoryMiB() {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

async function measurePython(python, url, folder) {
  const env = { ...process.env, HOME: folder, SWANLAB_ROOT: join(folder, "root") };
  const { stdout } = await promisify(execFile)(python, ["-c", PYTHON, url, join(folder, "python")], { env, cwd: folder, timeout: 300_000, maxBuffer: 1 << 26 });
  const figure = (name) => Number(new RegExp(`^${name} ([\\d.]+)`, "m").exec(stdout)?.[1]);
  return { cpuSeconds: figure("CPU"), peakMiB: figure("RSS") };
}

function message(child) {
  return new Promise((done, fail) => {
    child.once("message", done);
    child.once("error", fail);
  });
}
