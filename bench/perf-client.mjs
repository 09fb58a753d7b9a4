// How much the load generator itself costs and adds, as ratios to a bare socket loop in the same run. Two cores: the mock on the first, the client on the second.
// pnpm build && node bench/perf-client.mjs [--repeats 5] [--evalscope PATH] [--guidellm PATH] [stream latency at-once saturated memory plain burst] ; absolute figures mean little on a busy machine, the ratios do.
// `evalscope perf` and `guidellm run` are measured in the same rounds when they are on PATH or named (without them their rows are absent).
// Ends with what must hold; exit code 1 when something does not.
import { execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { commandLine, evalscope, findTool, guidellm } from "./perf-others.mjs";

const args = process.argv.slice(2);
const at = args.indexOf("--repeats");
const repeats = at < 0 ? 5 : Number(args.splice(at, 2)[1]);
// Raised priority for mock and clients, where neighbours are loud: needs the right to it.
const niceAt = args.indexOf("--nice");
const nice = niceAt < 0 ? [] : ["nice", "-n", args.splice(niceAt, 2)[1]];
const evalscopeAt = args.indexOf("--evalscope");
const evalscopePath = findTool("evalscope", evalscopeAt < 0 ? undefined : args.splice(evalscopeAt, 2)[1]);
const guidellmAt = args.indexOf("--guidellm");
const guidellmPath = findTool("guidellm", guidellmAt < 0 ? undefined : args.splice(guidellmAt, 2)[1]);
const asked = new Set(args.length === 0 ? ["stream", "latency", "at-once", "saturated", "memory", "plain"] : args);
const pinned = canPin();
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

function canPin() {
  try {
    execFileSync("taskset", ["-c", "1", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const mock = fork(file("perf-mock.mjs"), { stdio: "inherit" });
const [base] = await once(mock, "message");
if (pinned) execFileSync("taskset", ["-a", "-cp", "0", String(mock.pid)], { stdio: "ignore" });
if (nice.length > 0) execFileSync("renice", ["-n", nice[2], "-p", String(mock.pid)], { stdio: "ignore" });

/** What the command line does to its nursery, as a module without types: a client that loads Node's type stripper is 20 MB larger. */
function nurseryModule() {
  const { emitWarning } = process;
  process.emitWarning = () => {}; // The stripper is experimental.
  const code = stripTypeScriptTypes(readFileSync(file("../apps/cli/src/nursery.ts"), "utf8"));
  process.emitWarning = emitWarning;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
const nursery = nurseryModule();

const mockStats = async () => (await fetch(`${base}/stats`)).json();

async function run(role, setup) {
  const prefix = [...nice, ...(pinned ? ["taskset", "-c", "1"] : [])];
  await mockStats();
  const result = await runRole(role, setup, prefix);
  const { lateness } = await mockStats();
  return { ...result, mockLateP50Ms: lateness.p50Ms, mockLateP99Ms: lateness.p99Ms };
}

async function runRole(role, setup, prefix) {
  if (role === "evalscope") return evalscope(evalscopePath, { prefix, setup });
  if (role === "guidellm") return guidellm(guidellmPath, { prefix, setup });
  if (role === "command") return commandLine(file("../apps/cli/bin/evalkit.js"), { prefix, setup });
  const [command, ...rest] = [...prefix, process.execPath, file("perf-clients.mjs"), role, JSON.stringify({ ...setup, nursery })];
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${role} ended with ${code}`);
  return JSON.parse(Buffer.concat(chunks).toString());
}

function median(values) {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
const shown = (value) => (value === undefined ? "" : value >= 1000 ? Math.round(value).toString() : value.toFixed(value >= 100 ? 0 : 2));

/** Each role once a round, rounds repeated; medians of each figure and of the paired ratio to the first role. */
async function compare(title, setups, columns) {
  const rounds = [];
  for (let round = 0; round < repeats; round += 1) {
    const results = {};
    for (const [name, { role, setup }] of Object.entries(setups)) results[name] = await run(role, setup);
    rounds.push(results);
  }
  console.log(`\n${title} (${repeats} rounds, medians; pinned: ${pinned ? "yes" : "no"})`);
  const names = Object.keys(setups);
  const rows = names.map((name) => {
    const row = { client: name };
    for (const column of columns) {
      const values = rounds.map((round) => round[name][column]).filter((value) => value !== undefined);
      row[column] = shown(median(values));
      if (values.length > 0) row[`${column} / ${names[0]}`] = shown(median(rounds.map((round) => round[name][column] / round[names[0]][column])));
    }
    return row;
  });
  console.table(rows);
  return {
    ...Object.fromEntries(names.map((name) => [name, (column) => median(rounds.map((round) => round[name][column]))])),
    paired: (name, other, column) => median(rounds.map((round) => round[name][column] / round[other][column])),
  };
}

const paced = (tokens, itlMs = 10) => `${base}/chat/completions?ttft=50&itl=${itlMs}&tokens=${tokens}`;
const others = (setup) => ({ ...(evalscopePath === undefined ? {} : { evalscope: { role: "evalscope", setup } }), ...(guidellmPath === undefined ? {} : { guidellm: { role: "guidellm", setup } }) });
const verdicts = [];
const holds = (text, isHeld) => verdicts.push(`${isHeld ? "holds" : "FAILS"}  ${text}`);
try {
  if (asked.has("stream")) {
    const setup = { url: paced(500), count: 300, gapMs: 4, stamps: false };
    const figures = await compare("300 streams begun 4 ms apart, 500 tokens each: CPU", { floor: { role: "floor", setup }, evalkit: { role: "evalkit", setup }, fetch: { role: "fetch", setup }, openai: { role: "openai", setup }, ...others(setup) }, ["cpuUsPerEvent", "wholeCpuUsPerEvent", "eventsPerSecond", "rssMb"]);
    const cpu = (name) => figures[name]("cpuUsPerEvent");
    holds(`CPU per event ${(cpu("evalkit") / cpu("floor")).toFixed(2)} of the floor (at most 1.3)`, cpu("evalkit") <= 1.3 * cpu("floor"));
    holds(`CPU per event ${(cpu("evalkit") / cpu("fetch")).toFixed(2)} of fetch (at most 0.5)`, cpu("evalkit") <= 0.5 * cpu("fetch"));
    if (evalscopePath !== undefined) {
      const share = figures.paired("evalkit", "evalscope", "cpuUsPerEvent");
      holds(`CPU per event ${share.toFixed(3)} of EvalScope (at most 0.333)`, share <= 1 / 3);
    }
  }
  if (asked.has("latency")) {
    const setup = { url: paced(500), count: 300, gapMs: 4, stamps: true };
    const figures = await compare("The same with the server's stamps: added latency", { floor: { role: "floor", setup }, evalkit: { role: "evalkit", setup }, fetch: { role: "fetch", setup }, ...others(setup) }, ["addedP50Ms", "addedP99Ms", "ttftP50Ms", "ttftP99Ms"]);
    const more = (column) => figures.evalkit(column) - figures.floor(column);
    holds(`median added latency floor + ${more("addedP50Ms").toFixed(3)} ms (at most 0.1)`, more("addedP50Ms") <= 0.1);
    holds(`TTFT p50 floor + ${more("ttftP50Ms").toFixed(2)} ms (at most 1)`, more("ttftP50Ms") <= 1);
  }
  // At 10 ms a token the load is the limit where a machine is fast enough: 50,000 events/s.
  if (asked.has("at-once")) {
    const setup = { url: paced(500), count: 500, gapMs: 0, stamps: false };
    await compare("500 streams at once, 500 tokens each: 50,000 events/s offered", { floor: { role: "floor", setup }, evalkit: { role: "evalkit", setup }, fetch: { role: "fetch", setup }, ...others(setup) }, ["eventsPerSecond", "cpuUsPerEvent", "ttftP50Ms", "rssMb"]);
  }
  // Capacities show only beyond it; the server must not be what limits them.
  if (asked.has("saturated")) {
    const most = await run("drain", { url: paced(1000, 2), count: 500 });
    console.log(`\nThe mock alone, its answers thrown away: ${shown(most.eventsPerSecond)} events/s${most.eventsPerSecond < 110_000 ? ": too few, what follows tells how fast the mock is" : ""}`);
    const setup = { url: paced(500, 5), count: 500, gapMs: 0, stamps: false };
    const figures = await compare("500 streams at once, twice as fast: 100,000 events/s offered", { floor: { role: "floor", setup }, evalkit: { role: "evalkit", setup }, ...others(setup) }, ["eventsPerSecond", "cpuUsPerEvent", "ttftP50Ms", "rssMb", "mockLateP50Ms", "mockLateP99Ms"]);
    const share = figures.paired("evalkit", "floor", "eventsPerSecond");
    holds(`events/s of 500 streams at once, 100,000/s offered: ${share.toFixed(3)} of the floor (at least 0.95)`, share >= 0.95);
    if (evalscopePath !== undefined) {
      const times = figures.paired("evalkit", "evalscope", "eventsPerSecond");
      holds(`events/s of 500 streams at once, 100,000/s offered: ${times.toFixed(2)} times EvalScope (at least 1.5)`, times >= 1.5);
    }
  }
  if (asked.has("memory")) {
    const of = (role, tokens) => ({ role, setup: { url: paced(tokens), count: 500, gapMs: 0, stamps: false } });
    const roles = Object.fromEntries(["floor", "evalkit", "command"].flatMap((role) => [300, 500].map((tokens) => [`${role} ${tokens}`, of(role, tokens)])));
    const figures = await compare("500 streams at once of 300 and of 500 tokens: largest size of the process (command: all of `evalkit perf`, with its files and its page)", roles, ["rssMb"]);
    for (const tokens of [300, 500]) {
      const megabytes = figures[`evalkit ${tokens}`]("rssMb");
      holds(`memory at 500 streams of ${tokens} tokens ${megabytes.toFixed(0)} MB (at most 120)`, megabytes <= 120);
    }
  }
  if (asked.has("burst")) {
    const setup = { url: `${base}/chat/completions?tokens=2000&burst=200`, count: 50, gapMs: 0, stamps: false };
    await compare("50 streams of 2000 events in bursts of 200", { floor: { role: "floor", setup }, evalkit: { role: "evalkit", setup }, fetch: { role: "fetch", setup } }, ["eventsPerSecond", "cpuUsPerEvent"]);
  }
  if (asked.has("plain")) {
    const setup = { url: `${base}/chat/completions`, connections: 32, requests: 60_000 };
    const figures = await compare("Plain requests, 32 connections", { undici: { role: "plain-undici", setup }, evalkit: { role: "plain-evalkit", setup } }, ["perSecond", "cpuUs"]);
    const share = figures.evalkit("perSecond") / figures.undici("perSecond");
    holds(`plain requests ${share.toFixed(2)} of bare undici dispatch (at least 0.8)`, share >= 0.8);
  }
} finally {
  mock.disconnect();
}
if (evalscopePath === undefined) console.log("\nevalscope is not on PATH and not named with --evalscope: not measured");
if (guidellmPath === undefined) console.log("\nguidellm is not on PATH and not named with --guidellm: not measured");
const failing = verdicts.filter((verdict) => verdict.startsWith("FAILS")).length;
console.log(`\nMust hold: ${failing === 0 ? "all holds" : `${failing} of ${verdicts.length} fail`}\n${verdicts.join("\n")}`);
process.exitCode = failing === 0 ? 0 : 1;
