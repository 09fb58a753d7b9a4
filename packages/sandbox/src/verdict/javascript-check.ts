import { randomBytes } from "node:crypto";
import { type CodeCheck, type CodeVerdict, SandboxUnavailableError, type Sandbox, type SandboxBackend } from "@evalkit/core";
import { readSigned } from "./job.js";
import { JAVASCRIPT_BRIDGE, JAVASCRIPT_HARNESS } from "./javascript/harness.js";
import { QUICKJS_HARNESS, QUICKJS_PREPARATION } from "./javascript/quickjs-harness.js";
import { logTail } from "./limits.js";
import { killed } from "./program-check.js";

/** What starting Node may take, on top of the time of the tests. */
const START_MS = 3_000;

/** Address space, most of which Node reserves and never uses; what it does use is held by the heap's own limit. */
const MEMORY_BYTES = 1536 * 1024 * 1024;

export interface JavascriptCheck {
  readonly sandbox: Sandbox;
  readonly backend: SandboxBackend;
  readonly node: readonly string[];
  /** JavaScript, types already taken out. */
  readonly program: string;
  readonly check: CodeCheck & { readonly tests: { readonly kind: "assertions" } };
  readonly signal: AbortSignal;
}

/** Judges a JavaScript program by tests in another realm of the same process: stronger than one file, weaker than two processes. */
export async function checkJavascript(options: JavascriptCheck): Promise<CodeVerdict> {
  return options.backend === "quickjs" ? inQuickJs(options) : inNode(options);
}

async function inQuickJs({ sandbox, node, program, check, signal }: JavascriptCheck): Promise<CodeVerdict> {
  const token = randomBytes(16).toString("hex");
  const { setup = "", source } = check.tests;
  const job = { token, program, entry: check.entryPoint ?? "undefined", tests: `${setup}\n${source}` };
  const outcome = await sandbox.run([...node, "--prepared", QUICKJS_PREPARATION, "-e", QUICKJS_HARNESS], { signal, stdin: JSON.stringify(job), resultChannel: true, limits: { cpuMs: check.timeoutMs, wallMs: 10 * check.timeoutMs + 30_000 } });
  const log = logTail(outcome.stdout, outcome.stderr);
  const shown = { mode: "shared" as const, ...(log === undefined ? {} : { log }), ...(outcome.cpuMs === undefined ? {} : { cpuMs: outcome.cpuMs }) };
  if (outcome.kind === "killed") return { ...killed(outcome.by), ...shown };
  const [said, word, ...why] = (outcome.result ?? "").split("\n");
  if (said === token && word === "passed" && outcome.kind === "exited" && outcome.code === 0) return { outcome: "passed", why: why.join("\n"), ...shown };
  return { outcome: "failed", why: said === token ? why.join("\n") : "The check ended without a verdict.", ...shown };
}

async function inNode({ sandbox, node, program, check, signal }: JavascriptCheck): Promise<CodeVerdict> {
  const key = randomBytes(32);
  const { setup = "", source } = check.tests;
  const job = { key: key.toString("hex"), program, entry: check.entryPoint ?? "undefined", tests: `${setup}\n${source}`, inner: JAVASCRIPT_BRIDGE };
  const outcome = await sandbox.run([...node, "--max-old-space-size=256", "-e", JAVASCRIPT_HARNESS], {
    signal,
    stdin: JSON.stringify(job),
    resultChannel: true,
    limits: { cpuMs: check.timeoutMs + START_MS, wallMs: 10 * check.timeoutMs + 30_000, memoryBytes: MEMORY_BYTES },
  });
  const log = logTail(outcome.stdout, outcome.stderr);
  const shown = { mode: "shared" as const, ...(log === undefined ? {} : { log }) };
  const fields = readSigned(outcome.result ?? "", key);
  if (fields !== undefined) {
    const { outcome: word, why = "", cpu } = fields;
    return { outcome: word === "passed" ? "passed" : "failed", why, ...shown, ...(cpu === undefined ? {} : { cpuMs: Number(cpu) }) };
  }
  if (outcome.kind === "killed") return { ...killed(outcome.by), ...shown };
  if (outcome.kind === "signalled") return { outcome: "crashed", why: `The program was ended by ${outcome.signal}.`, ...shown };
  if (/pthread_create|Cannot allocate memory|Fatal process out of memory: (?!.*JavaScript)/.test(outcome.stderr) && outcome.stdout === "") {
    throw new SandboxUnavailableError(`Node could not be started in the sandbox: ${outcome.stderr.slice(0, 300)}`);
  }
  return { outcome: "failed", why: `The check ended without a verdict (exit code ${outcome.code}).`, ...shown };
}
