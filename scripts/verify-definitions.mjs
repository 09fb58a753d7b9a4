// Opt-in check of `--definitions` against the real tools, on loopback: `pnpm build`, then `node scripts/verify-definitions.mjs --guidellm V/bin/guidellm --aiperf V/bin/aiperf
// --evalscope V/bin/evalscope --vllm V/bin/vllm --sglang V/bin/python` (any of them). Each tool and we measure the same schedules; a mean or median that is neither
// within 8 ms nor within 6 % of ours is marked, and the exit code is 1. On a busy machine run it again with `--only SCHEDULE` before believing a mark.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readRecords, tabulateBy } from "../packages/perf/dist/index.js";
import { answer, SCHEDULES } from "./verify-definitions/schedules.mjs";
import { TOOLS, writeTokenizer } from "./verify-definitions/tools.mjs";

const [count, parallel] = [15, 3];
/** What a profile cannot tell from our records: docs/perf.md says why. */
const KNOWN = { vllm: ["reasoning alone"] };
const { values } = parseArgs({ options: { only: { type: "string" }, ...Object.fromEntries(Object.keys(TOOLS).map((name) => [name, { type: "string" }])) } });
const folder = mkdtempSync(join(tmpdir(), "verify-definitions-"));
const tokenizer = writeTokenizer(folder);
const prompts = join(folder, "prompts.jsonl");
writeFileSync(prompts, `${JSON.stringify({ text: "Say something.", prompt: "Say something." })}\n`.repeat(count));

/** Runs a command to its end; fails with the end of what it printed. */
async function run(file, parameters, env = {}) {
  const child = spawn(file, parameters, { cwd: folder, env: { ...process.env, HF_HUB_OFFLINE: "1", HF_HOME: folder, ...env }, stdio: ["ignore", "pipe", "pipe"], timeout: 300_000 });
  const [[code], ...output] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${file} ${parameters.join(" ")} ended with ${code}: ${output.join("").slice(-1500)}`);
}

/** Serves one schedule; every fifth request has the same variant, so that any 15 in a row are the same mixture. */
async function serve(schedule) {
  let served = 0;
  const handle = async (request, response) => {
    const body = await text(request);
    if (request.method === "POST" && request.url.endsWith("/chat/completions")) await answer(response, schedule(served++ % 5), JSON.parse(body).stream_options?.include_usage === true);
    else if (request.url.endsWith("/models")) response.setHeader("content-type", "application/json").end('{"object":"list","data":[{"id":"mock","object":"model"}]}');
    else response.writeHead(404).end();
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { origin: `http://127.0.0.1:${server.address().port}`, restart: () => (served = 0), close: () => server.close() };
}

async function ours(origin, outputs) {
  const evalkit = fileURLToPath(new URL("../apps/cli/bin/evalkit.js", import.meta.url));
  await run(process.execPath, [evalkit, "perf", "--model", "mock", "--url", `${origin}/v1/chat/completions`, "--prompt", "Say something.", "--number", String(count), "--parallel", String(parallel), "--max-tokens", "30",
    "--no-test-connection", "--tokenizer-path", tokenizer, "--outputs-dir", outputs, "--name", "run", "--no-timestamp", "--definitions", "aiperf"]);
  return [...readRecords(join(outputs, readdirSync(outputs, { recursive: true }).find((path) => path.endsWith("requests.jsonl"))))];
}

const shown = ({ mean, p50 } = {}) => (mean === undefined ? "none" : `${mean.toFixed(mean < 10 ? 2 : 1)} (${p50?.toFixed(p50 < 10 ? 2 : 1)})`);
const isNear = (a, b, unit) => Math.abs(a - b) <= Math.max(unit === "s" ? 0.012 : 8, 0.06 * Math.abs(b));

function compare(name, theirs, table) {
  return table.rows.filter(({ label }) => label in theirs).map((row) => {
    const their = theirs[row.label];
    const fits = their === undefined || row.mean === undefined ? their === undefined && row.mean === undefined : isNear(their.mean, row.mean, row.unit) && isNear(their.p50, row.p50, row.unit);
    return { tool: name, metric: row.label, theirs: shown(their), ours: shown(row), fits };
  });
}

let differing = 0;
try {
  for (const [title, schedule] of Object.entries(SCHEDULES).filter(([name]) => values.only === undefined || name === values.only)) {
    const server = await serve(schedule);
    const outputs = join(folder, title.replaceAll(" ", "-"));
    const records = await ours(server.origin, join(outputs, "evalkit"));
    const rows = [];
    for (const [name, tool] of Object.entries(TOOLS).filter(([known]) => values[known] !== undefined && !KNOWN[known]?.includes(title))) {
      const own = join(outputs, name);
      mkdirSync(own, { recursive: true });
      tool.prepare?.(own, count);
      server.restart();
      await run(values[name], tool.parameters({ origin: server.origin, count, parallel, tokenizer, prompts, folder: own }), tool.env);
      rows.push(...compare(name, tool.report(own), await tabulateBy(name, records)));
    }
    server.close();
    differing += rows.filter(({ fits }) => !fits).length;
    console.log(`\n${title}: mean (median) by the tool and by its profile`);
    console.table(rows);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(differing === 0 ? "All of them agree." : `${differing} differ.`);
process.exitCode = differing === 0 ? 0 : 1;
