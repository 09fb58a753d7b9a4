// What a sandbox costs: `pnpm build && node bench/sandbox.mjs [seconds a row]`, two programs at a time on each backend that this machine has.
// A "check" is a whole verdict (harness, program and tests in processes of their own); a "start" is a trivial program, from asking to its end.
// Beside them: a plain `python3` a program, and EvalScope's way, a fresh Python a sample that spawns another by multiprocessing and calls `exec` there.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/workspace.mjs";

const { createCodeChecker, createSandbox, describeBackends } = await import(join(root, "packages", "sandbox", "dist", "index.js"));

const WORKERS = 2;
const seconds = Number(process.argv[2] ?? 4);
const { signal } = new AbortController();
const python = ["/usr/bin/python3", "-I", "-S", "-B"];
const program = "def add(a, b):\n    return a + b\n";
const tests = "def check(candidate):\n    assert candidate(1, 2) == 3\n    assert candidate(5, 7) == 12\ncheck(add)\n";
const javascript = { program: "function add(a, b) { return a + b; }", tests: "assert.equal(add(1, 2), 3);\nassert.equal(add(5, 7), 12);" };

/** A neutral stand-in for a spawned Python a sample: the parent spawns a process, which runs program and tests and says how it went. */
const SPAWNED = `import multiprocessing, sys
def run(source, results):
    try:
        exec(source, {})
        results.append("passed")
    except BaseException as error:
        results.append(repr(error))
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    manager = multiprocessing.Manager()
    results = manager.list()
    process = multiprocessing.Process(target=run, args=(sys.stdin.read(), results))
    process.start()
    process.join(10)
    print(results[0])
`;

/** Ends well or throws; what it prints must be `expected`. */
async function plain(command, input, expected) {
  const child = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "inherit"], env: {} });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stdin.on("error", () => undefined).end(input); // A program may end without reading.
  await new Promise((resolve) => child.on("close", resolve));
  if (output.trim() !== expected) throw new Error(`unexpected output: ${output}`);
}

/** Processes below this one: CPU milliseconds of theirs and of those they waited for, and resident bytes that are theirs alone. */
function below() {
  const found = readdirSync("/proc").filter((name) => /^\d+$/u.test(name)).flatMap((pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1).split(" ");
      const pages = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ").map(Number);
      return Number(fields[1]) === process.pid ? [{ cpuMs: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0), bytes: (pages[1] - pages[2]) * 4096 }] : [];
    } catch {
      return [];
    }
  });
  return { cpuMs: found.reduce((sum, { cpuMs }) => sum + cpuMs, 0), bytes: found.reduce((sum, { bytes }) => sum + bytes, 0), count: found.length };
}

/** Runs `once` on every worker for a while; rate, latencies, and CPU time where the processes that use it are still below us. */
async function measure(once) {
  await Promise.all(Array.from({ length: WORKERS }, once));
  const latencies = [];
  const [before, own, started] = [below(), process.cpuUsage(), performance.now()];
  const until = started + seconds * 1000;
  await Promise.all(Array.from({ length: WORKERS }, async () => {
    while (performance.now() < until) {
      const asked = performance.now();
      await once();
      latencies.push(performance.now() - asked);
    }
  }));
  const elapsedMs = performance.now() - started;
  const after = below();
  const used = process.cpuUsage(own);
  latencies.sort((one, other) => one - other);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  const cpuMs = (after.cpuMs - before.cpuMs + (used.user + used.system) / 1000) / latencies.length;
  return { rate: (latencies.length * 1000) / elapsedMs, p50: at(0.5), p99: at(0.99), cpuMs, megabytes: after.count === 0 ? undefined : after.bytes / after.count / 1e6 };
}

const rows = [];
function show(name, result, hasCpu = true) {
  rows.push({ name, ...result });
  const cpu = hasCpu ? `${result.cpuMs.toFixed(1).padStart(6)} ms CPU` : "".padStart(13);
  const memory = result.megabytes === undefined ? "" : `  ${result.megabytes.toFixed(0)} MB a worker`;
  process.stdout.write(`${name.padEnd(40)} ${result.rate.toFixed(1).padStart(8)}/s  p50 ${result.p50.toFixed(1).padStart(6)} ms  p99 ${result.p99.toFixed(1).padStart(6)} ms ${cpu}${memory}\n`);
  return result;
}

process.stdout.write(`${WORKERS} programs at a time, ${seconds} s a row, Node ${process.version}\n`);
const folder = mkdtempSync(join(tmpdir(), "evalkit-bench-"));
const spawnedFile = join(folder, "spawned.py");
writeFileSync(spawnedFile, SPAWNED);
const bare = show("start: plain python3", await measure(() => plain([...python, "-c", "print(1)"], "", "1")), false);
const spawned = show("check: a spawned Python a sample", await measure(() => plain([...python, spawnedFile], `${program}${tests}`, "passed")), false);
rmSync(folder, { recursive: true });

const docker = { image: process.env.EVALKIT_DOCKER_IMAGE ?? "python:3.12-slim" };
for (const { backend, isAvailable, why } of await describeBackends({ docker })) {
  if (!isAvailable) {
    process.stdout.write(`${backend}: not here (${why})\n`);
    continue;
  }
  await using provider = await createSandbox({ backend, workers: WORKERS, docker });
  const checker = createCodeChecker({ provider, concurrency: WORKERS });
  const start = async (command) => {
    await using sandbox = await provider.open({ signal });
    const { stdout } = await sandbox.run(command, { signal });
    if (stdout.trim() !== "1") throw new Error(`${backend}: unexpected output ${stdout}`);
  };
  const check = async (language, code, source) => {
    const verdict = await checker.check({ language, program: code, entryPoint: "add", timeoutMs: 5000, tests: { kind: "assertions", source } }, signal);
    if (verdict.outcome !== "passed") throw new Error(`${backend}: ${verdict.outcome}, ${verdict.why}`);
  };
  if (backend === "quickjs") show(`start: ${backend}`, await measure(() => start(["javascript", "-e", "console.log(1)"])));
  else {
    const own = backend === "docker" ? await provider.toolchain("python") : python;
    show(`start: ${backend}, python3`, await measure(() => start([...own, "-c", "print(1)"])));
  }
  if ((await provider.toolchain("python")) !== undefined) show(`check: ${backend}, Python${backend === "landlock" ? " (warm)" : ""}`, await measure(() => check("python", program, tests)));
  if ((await provider.toolchain("javascript")) !== undefined) show(`check: ${backend}, JavaScript`, await measure(() => check("javascript", javascript.program, javascript.tests)));
}

process.stdout.write("\nratios in this run\n");
for (const { name, rate, cpuMs } of rows.slice(2)) {
  const to = name.startsWith("start") ? bare : spawned;
  process.stdout.write(`${name.padEnd(40)} ${(rate / to.rate).toFixed(2).padStart(6)} x ${to === bare ? "plain python3" : "a spawned Python a sample"}, ${(1000 / cpuMs).toFixed(0)} a second of a core\n`);
}
