// `--help`, `--version` and `list` stay within 25 ms of CPU time of a bare Node start (minimum of several runs, so that a busy machine does not lie);
// on a machine where a bare start itself takes longer than that, within twice a bare start.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./workspace.mjs";

const leastBudgetMs = 25;
const runs = 20;
const bin = join(root, "apps", "cli", "bin", "evalkit.js");
const environment = { ...process.env };
delete environment.NODE_EXTRA_CA_CERTS;

/** CPU milliseconds (user and system) of one process, as it reports them itself when it ends. */
function cpuMs(parameters) {
  const probe = "process.on('exit',()=>{const u=process.cpuUsage();process.stderr.write('\\ncpu='+(u.user+u.system)/1000+'\\n')})";
  const { stderr, status } = spawnSync(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(probe)}`, ...parameters], {
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${parameters.join(" ")} ended with ${status}: ${stderr}`);
  return Number(/cpu=([\d.]+)/.exec(stderr)?.[1]);
}

const commands = { bare: ["-e", "0"], "--help": [bin, "--help"], "eval --help": [bin, "eval", "--help"], "--version": [bin, "--version"], list: [bin, "list"] };
const minimum = Object.fromEntries(Object.keys(commands).map((name) => [name, Infinity]));
for (let run = 0; run < runs; run += 1) {
  for (const [name, parameters] of Object.entries(commands)) minimum[name] = Math.min(minimum[name], cpuMs(parameters));
}
const budgetMs = Math.max(leastBudgetMs, minimum.bare);
let failed = false;
for (const [name, value] of Object.entries(minimum)) {
  const over = value - minimum.bare;
  if (over > budgetMs) failed = true;
  process.stdout.write(`${name.padEnd(12)} ${value.toFixed(1).padStart(6)} ms CPU${name === "bare" ? "" : `, ${over.toFixed(1)} ms over bare node (budget ${budgetMs.toFixed(0)})`}\n`);
}
process.exitCode = failed ? 1 : 0;
