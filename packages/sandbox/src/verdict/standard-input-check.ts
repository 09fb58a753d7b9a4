import type { CodeVerdict, RunOutcome } from "@evalkit/core";
import { fences, logTail } from "./limits.js";
import { outputsEqual } from "./outputs-equal.js";
import { killed, type ProgramCheck } from "./program-check.js";

/**
 * Runs the program once for each case. Expected outputs never enter the sandbox, so there is nothing in it to forge: what is printed is compared here.
 * The first case that fails ends the check.
 */
export async function checkStandardInput(options: ProgramCheck, cases: readonly { readonly input: string; readonly output: string }[]): Promise<CodeVerdict> {
  const { sandbox, command, check, signal } = options;
  let cpuMs: number | undefined;
  for (const [index, { input, output }] of cases.entries()) {
    const limits = { ...fences(check.timeoutMs), cpuMs: check.timeoutMs, wallMs: 10 * check.timeoutMs + 20_000 };
    const outcome = await sandbox.run(command, { signal, stdin: input, limits });
    if (outcome.cpuMs !== undefined) cpuMs = (cpuMs ?? 0) + outcome.cpuMs;
    const fault = faultOf(outcome, output);
    if (fault === undefined) continue;
    const log = logTail("", outcome.stderr);
    return {
      outcome: fault.outcome,
      why: `Case ${index + 1} of ${cases.length}: ${fault.why}`,
      mode: "split",
      passed: index,
      total: cases.length,
      ...(cpuMs === undefined ? {} : { cpuMs }),
      ...(log === undefined ? {} : { log }),
    };
  }
  return { outcome: "passed", why: `All ${cases.length} cases passed.`, mode: "split", passed: cases.length, total: cases.length, ...(cpuMs === undefined ? {} : { cpuMs }) };
}

function faultOf(outcome: RunOutcome, expected: string): Pick<CodeVerdict, "outcome" | "why"> | undefined {
  if (outcome.kind === "killed") return killed(outcome.by);
  if (outcome.kind === "signalled") return outcome.signal === "SIGXCPU" ? killed("cpu") : { outcome: "crashed", why: `The program was ended by ${outcome.signal}.` };
  if (outcome.code !== 0) return { outcome: "failed", why: `The program ended with exit code ${outcome.code}.` };
  if (outcome.truncated) return killed("output");
  if (outputsEqual(outcome.stdout, expected)) return undefined;
  return { outcome: "failed", why: `It printed ${shown(outcome.stdout)} instead of ${shown(expected)}.` };
}

function shown(text: string): string {
  const trimmed = text.trim();
  return JSON.stringify(trimmed.length <= 150 ? trimmed : `${trimmed.slice(0, 150)}…`);
}
