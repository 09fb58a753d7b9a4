// Other load generators as they are installed, under the bench's load: the child is pinned like ours, its CPU read from outside, its stamps from the files it leaves.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { cpuAt, figures, monotonicMs } from "./perf-figures.mjs";

/** The executable asked for, or the first of that name on PATH; undefined when there is none. */
export function findTool(name, asked) {
  const candidates = asked === undefined ? (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)) : [asked];
  const found = candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (asked !== undefined && found === undefined) throw new Error(`--${name} ${asked} cannot be executed.`);
  return found;
}

const PAGE_MB = 4096 / 1024 / 1024;

/** CPU time (ms) of a process and all below it, every thread, as the scheduler counted it, and their resident memory. */
function treeUse(root) {
  let total = 0;
  let rssMb = 0;
  const waiting = [root];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    try {
      rssMb += Number(readFileSync(`/proc/${id}/statm`, "latin1").split(" ")[1]) * PAGE_MB;
      for (const task of readdirSync(`/proc/${id}/task`)) {
        total += Number(readFileSync(`/proc/${id}/task/${task}/schedstat`, "latin1").split(" ")[0]);
        waiting.push(...readFileSync(`/proc/${id}/task/${task}/children`, "latin1").split(" ").filter((child) => child.trim() !== "").map(Number));
      }
    } catch {
      // Ended between the listing and the reading.
    }
  }
  return { cpuMs: total / 1e6, rssMb };
}

/** The tree's CPU every 20 ms against the monotonic clock. What a thread used that has ended is lost, which is in the other tool's favour. */
function watch(pid) {
  const samples = [];
  let peakMb = 0;
  const read = () => {
    const { cpuMs, rssMb } = treeUse(pid);
    samples.push({ atMs: monotonicMs(), cpuMs: Math.max(samples.at(-1)?.cpuMs ?? 0, cpuMs) });
    peakMb = Math.max(peakMb, rssMb);
  };
  const timer = setInterval(read, 20);
  return { samples, rssMb: () => peakMb, stop: () => clearInterval(timer) };
}

async function runPinned(prefix, command, { folder, env = {}, mostMs = 180_000 }) {
  const [file, ...rest] = [...prefix, ...command];
  const child = spawn(file, rest, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
  const meter = watch(child.pid);
  const timer = setTimeout(() => child.kill("SIGTERM"), mostMs);
  const [code] = await once(child, "close");
  clearTimeout(timer);
  meter.stop();
  if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${Buffer.concat(output).toString().slice(-2000)}`);
  return meter;
}

/** `evalscope perf`: every request's start and gaps stand in its database, on the monotonic clock; the server's stamps in the pickled messages beside them. */
export async function evalscope(executable, { prefix, setup }) {
  const folder = mkdtempSync(join(tmpdir(), "evalkit-bench-"));
  try {
    const load = setup.gapMs === 0 ? ["--parallel", String(setup.count)] : ["--open-loop", "--rate", String(1000 / setup.gapMs)];
    const tokens = new URL(setup.url).searchParams.get("tokens");
    // It appends the path to every URL that does not end with it.
    const url = `${setup.url}&as=/chat/completions`;
    const command = [executable, "perf", "--api", "openai", "--model", "mock", "--url", url, "--prompt", "Say something.", "--number", String(setup.count), ...load,
      "--max-tokens", tokens, "--no-test-connection", "--outputs-dir", folder, "--name", "run", "--no-timestamp"];
    const meter = await runPinned(prefix, command, { folder });
    const { DatabaseSync } = await import("node:sqlite");
    const database = readdirSync(folder, { recursive: true }).find((path) => path.endsWith("benchmark_data.db"));
    const rows = new DatabaseSync(join(folder, database), { readOnly: true }).prepare("SELECT start_time, first_chunk_latency, inter_token_latencies, response_messages, success FROM result").all();
    if (rows.length !== setup.count || rows.some(({ success }) => success !== 1)) throw new Error(`${rows.filter(({ success }) => success === 1).length} of ${setup.count} requests succeeded with evalscope perf`);
    const streams = rows.map(streamOfRow);
    const events = streams.reduce((sum, { stamps }) => sum + stamps.length, 0);
    if (events !== setup.count * Number(tokens)) throw new Error(`evalscope perf recorded ${events} of ${setup.count * Number(tokens)} events`);
    const startMs = Math.min(...streams.map(({ dueMs }) => dueMs));
    return { ...figures(streams, { at: (ms) => cpuAt(meter.samples, ms) }, startMs), rssMb: meter.rssMb() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Our own command line as it is installed, with its journal, database and page: how large it gets. */
export async function commandLine(file, { prefix, setup }) {
  const folder = mkdtempSync(join(tmpdir(), "evalkit-bench-"));
  try {
    const command = [process.execPath, file, "perf", "--model", "mock", "--url", setup.url, "--prompt", "Say something.", "--number", String(setup.count), "--parallel", String(setup.count),
      "--max-tokens", new URL(setup.url).searchParams.get("tokens"), "--no-test-connection", "--outputs-dir", folder, "--name", "run", "--no-timestamp"];
    const meter = await runPinned(prefix, command, { folder });
    return { rssMb: meter.rssMb() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of its clock to ms; the first message is the role's and the last the finish, so that the gaps are those of tokens but for the last. */
function streamOfRow({ start_time: startSeconds, first_chunk_latency: firstSeconds, inter_token_latencies: gaps, response_messages: pickled }) {
  const sent = [...Buffer.from(pickled, "base64").toString("latin1").matchAll(/ (\d{14})(?!\d)/g)].map(([, stamp]) => Number(stamp) / 1000);
  const stamps = [];
  let at = startSeconds + firstSeconds;
  for (const gap of JSON.parse(gaps).slice(0, sent.length)) stamps.push((at += gap) * 1000);
  return { dueMs: startSeconds * 1000, stamps, sent };
}

/** From the wall clock to the monotonic one (ms), read where the wall clock moves on to its next millisecond: the earliest of many is right to a few µs. */
function wallToMonotonicMs() {
  let offset = Infinity;
  for (let round = 0; round < 50; round += 1) {
    const before = Date.now();
    let now = before;
    while (now === before) now = Date.now();
    offset = Math.min(offset, monotonicMs() - now);
  }
  return offset;
}

/**
 * `guidellm run`: each request's start and its first and last token stand in its report, on the wall clock. It keeps no moments in between; they are put at even
 * distances, as it does itself, and what it adds is known of the first and last token only. One worker process, since there is one core.
 */
export async function guidellm(executable, { prefix, setup }) {
  const folder = mkdtempSync(join(tmpdir(), "evalkit-bench-"));
  try {
    const { origin, pathname, search, searchParams } = new URL(setup.url);
    const tokens = Number(searchParams.get("tokens"));
    const [report, prompts] = [join(folder, "report.json"), join(folder, "prompts.jsonl")];
    writeFileSync(prompts, `${JSON.stringify({ prompt: "Say something." })}\n`.repeat(setup.count));
    const backend = { kind: "openai_http", target: origin, model: "mock", http2: false, validate_backend: false, timeout_connect: 60, api_routes: { "/v1/chat/completions": `${pathname}${search}`.slice(1) } };
    const load = setup.gapMs === 0 ? `kind=concurrent,streams=${setup.count}` : `kind=constant,rate=${1000 / setup.gapMs}`;
    const command = [executable, "run", "--backend", JSON.stringify(backend), "--profile", load, "--constraint", `kind=max_requests,count=${setup.count}`,
      "--data", `kind=json_file,path=${prompts}`, "--output", `kind=json,path=${report}`, "--disable-console"];
    const env = { HF_HUB_OFFLINE: "1", HF_DATASETS_OFFLINE: "1", HF_DATASETS_CACHE: join(folder, "cache"), GUIDELLM__MAX_WORKER_PROCESSES: "1" };
    const meter = await runPinned(prefix, command, { folder, env, mostMs: 300_000 });
    const offset = wallToMonotonicMs();
    const { successful, errored } = JSON.parse(readFileSync(report, "utf8")).benchmarks[0].requests;
    // Now and then it gives its last request up when the number asked for has been begun.
    if (successful.length < 0.98 * setup.count) throw new Error(`${successful.length} of ${setup.count} requests succeeded with guidellm${errored.length === 0 ? "" : `: ${errored[0].info.error}`}`);
    const streams = successful.map((request) => streamOfReport(request, { tokens, offset }));
    const ends = successful.flatMap((request, index) => endsOf(request, streams[index]));
    const startMs = Math.min(...streams.map(({ dueMs }) => dueMs));
    const cpu = { at: (ms) => cpuAt(meter.samples, ms) };
    const { addedP50Ms, addedP99Ms } = figures(ends, cpu, startMs);
    return { ...figures(streams, cpu, startMs), addedP50Ms, addedP99Ms, rssMb: meter.rssMb() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function streamOfReport({ info: { timings }, request_id: id }, { tokens, offset }) {
  if (timings.token_iterations !== tokens) throw new Error(`guidellm recorded ${timings.token_iterations} of ${tokens} events of ${id}`);
  const [first, last] = [timings.first_token_iteration, timings.last_token_iteration].map((at) => at * 1000 + offset);
  const stamps = Array.from({ length: tokens }, (_, index) => first + ((last - first) * index) / Math.max(1, tokens - 1));
  return { dueMs: timings.request_start * 1000 + offset, stamps };
}

/** The first and the last token alone, with the server's stamps. */
function endsOf({ output }, { dueMs, stamps }) {
  const sent = output.trim().split(" ").map((stamp) => Number(stamp) / 1000);
  return [{ dueMs, stamps: [stamps[0], stamps.at(-1)], sent: [sent[0], sent.at(-1)] }];
}
