import { randomBytes } from "node:crypto";
import { type CodeCheck, type CodeVerdict, type LanguageMissing, type RunOutcome, type Sandbox, SandboxUnavailableError } from "@evalkit/core";
import { encodeFields, readSigned } from "./job.js";
import { fences, LIBRARY_LIMITS, logTail } from "./limits.js";
import { killed } from "./program-check.js";
import { HARNESS, HARNESS_BROKEN } from "./python/harness.js";

const FLAGS = ["-I", "-S", "-B"];

export interface PythonCheck {
  readonly sandbox: Sandbox;
  /** The interpreter's command. */
  readonly python: readonly string[];
  readonly check: CodeCheck;
  readonly signal: AbortSignal;
}

/** Judges a Python program by calls or assertions. Tests that need more of the program than its entry point are run in the weaker mode, which the verdict says. */
export async function checkPython(options: PythonCheck): Promise<CodeVerdict | LanguageMissing> {
  const { check } = options;
  if (check.mode === "shared" && check.tests.kind === "assertions") return judge(options, "shared");
  const verdict = await judge(options, "split");
  return verdict === "needs-shared" ? judge(options, "shared") : verdict;
}

async function judge(options: PythonCheck, mode: "split"): Promise<CodeVerdict | LanguageMissing | "needs-shared">;
async function judge(options: PythonCheck, mode: "shared"): Promise<CodeVerdict | LanguageMissing>;
async function judge({ sandbox, python, check, signal }: PythonCheck, mode: "split" | "shared"): Promise<CodeVerdict | LanguageMissing | "needs-shared"> {
  const key = randomBytes(32);
  const outcome = await sandbox.run([...python, ...flagsOf(check), "-c", HARNESS], {
    signal,
    stdin: encodeFields(jobOf(check, { mode, key })),
    resultChannel: true,
    limits: { ...fences(check.timeoutMs), ...(check.libraries === undefined || check.libraries.length === 0 ? {} : LIBRARY_LIMITS) },
  });
  const fields = readSigned(outcome.result ?? "", key);
  const log = logTail(outcome.stdout, outcome.stderr);
  const shown = log === undefined ? {} : { log };
  if (fields === undefined) return { ...unsigned(outcome), mode, ...shown };
  const { outcome: word, why = "", cpu, passed, total } = fields;
  if (word === "needs-shared" && mode === "split") return check.tests.kind === "assertions" ? word : { outcome: "unavailable", why };
  if (word === "tests-broken") return { outcome: "unavailable", why: `The tests of this sample cannot be run: ${why}` };
  return {
    outcome: word === "passed" || word === "timed-out" || word === "crashed" ? word : "failed",
    why,
    mode,
    ...(passed === undefined || total === undefined ? {} : { passed: Number(passed), total: Number(total) }),
    ...(cpu === undefined ? {} : { cpuMs: Number(cpu) }),
    ...shown,
  };
}

/** Isolated and without site packages, unless the tests are about libraries. */
function flagsOf({ libraries = [] }: CodeCheck): readonly string[] {
  return libraries.length === 0 ? FLAGS : FLAGS.filter((flag) => flag !== "-S");
}

function jobOf({ program, entryPoint = "", tests, timeoutMs }: CodeCheck, { mode, key }: { readonly mode: "split" | "shared"; readonly key: Uint8Array }): Readonly<Record<string, string>> {
  const common = { key: Buffer.from(key).toString("hex"), seconds: String(timeoutMs / 1000), program, entry: entryPoint };
  if (tests.kind === "calls") return { ...common, kind: "calls", cases: JSON.stringify(tests.cases) };
  if (tests.kind === "standard-input") throw new TypeError("standard-input tests are not run by the harness");
  return {
    ...common,
    kind: mode === "shared" ? "shared" : "assertions",
    setup: tests.setup ?? "",
    tests: tests.source,
    token: randomBytes(16).toString("hex"),
  };
}

/** What it means that no verdict was signed. Never that the program passed. */
function unsigned(outcome: RunOutcome): Pick<CodeVerdict, "outcome" | "why"> {
  if (outcome.kind === "killed") return killed(outcome.by);
  if (outcome.kind === "signalled") return { outcome: "crashed", why: `The check was ended by ${outcome.signal} before it gave a verdict.` };
  if (outcome.code === HARNESS_BROKEN) {
    throw new SandboxUnavailableError(`The check of a program could not be set up: ${outcome.stderr.trim().slice(-300)}`);
  }
  return { outcome: "failed", why: `The check ended without a verdict (exit code ${outcome.code}).` };
}
