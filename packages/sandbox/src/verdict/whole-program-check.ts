import { randomBytes } from "node:crypto";
import type { CodeCheck, CodeVerdict, RunOutcome, Sandbox } from "@evalkit/core";
import type { Language } from "./languages.js";
import { logTail } from "./limits.js";
import { killed } from "./program-check.js";

export interface WholeProgramCheck {
  readonly sandbox: Sandbox;
  readonly tool: readonly string[];
  readonly language: Language;
  readonly check: CodeCheck & { readonly tests: { readonly kind: "assertions" } };
  readonly signal: AbortSignal;
}

/** CPU time that a compiler may take; the time of the tests is for the tests. */
const BUILD_MS = 60_000;

/** Further time on the wall for a machine that does other things as well. */
const WAIT_MS = 30_000;

/** Compilers and virtual machines reserve far more address space than they use. */
const BUILD_MEMORY_BYTES = 4 * 1024 * 1024 * 1024;
const MEMORY_BYTES = 2 * 1024 * 1024 * 1024;

/** Threads count as processes, and run times start some for each core. */
const PROCESSES = 256;

/**
 * Judges a program whose tests stand in one file with it: passed when it exits 0 and the statement behind the tests has written this run's mark.
 * The program could read the mark, so this is the weaker mode.
 */
export async function checkWholeProgram({ sandbox, tool, language, check, signal }: WholeProgramCheck): Promise<CodeVerdict> {
  const mark = randomBytes(16).toString("hex");
  const { setup = "", source } = check.tests;
  const whole = language.ending([setup, check.program, source].filter((part) => part !== "").join("\n"), mark);
  await sandbox.write(language.file, whole);
  for (const [name, content] of Object.entries(language.files?.(whole) ?? {})) await sandbox.write(name, content);
  let verdict: Omit<CodeVerdict, "mode"> = { outcome: "failed", why: "Nothing was run." };
  let cpuMs: number | undefined;
  for (const [index, step] of language.steps.entries()) {
    const isLast = index === language.steps.length - 1;
    const stepMs = isLast ? check.timeoutMs : BUILD_MS;
    const outcome = await sandbox.run(
      step.flatMap((word) => (word === "{tool}" ? tool : [word])),
      { signal, resultChannel: true, limits: { cpuMs: stepMs, wallMs: 10 * stepMs + WAIT_MS, memoryBytes: isLast ? MEMORY_BYTES : BUILD_MEMORY_BYTES, processes: PROCESSES } },
    );
    if (outcome.cpuMs !== undefined) cpuMs = (cpuMs ?? 0) + outcome.cpuMs;
    verdict = withLog(isLast ? judged(outcome, mark) : built(outcome), { ...outcome, ...(cpuMs === undefined ? {} : { cpuMs }) });
    if (!isLast && verdict.outcome !== "passed") break;
  }
  return { ...verdict, mode: "shared" };
}

function built(outcome: RunOutcome): Pick<CodeVerdict, "outcome" | "why"> {
  if (outcome.kind === "killed") return killed(outcome.by);
  if (outcome.kind === "exited" && outcome.code === 0) return { outcome: "passed", why: "It compiles." };
  return { outcome: "failed", why: "The program does not compile." };
}

function judged(outcome: RunOutcome, mark: string): Pick<CodeVerdict, "outcome" | "why"> {
  if (outcome.kind === "killed") return killed(outcome.by);
  if (outcome.kind === "signalled") return { outcome: "crashed", why: `The program was ended by ${outcome.signal}.` };
  if (outcome.code !== 0) return { outcome: "failed", why: `The program and its tests ended with exit code ${outcome.code}.` };
  if (outcome.result !== mark) return { outcome: "failed", why: "The program ended before its tests were through." };
  return { outcome: "passed", why: "All tests passed." };
}

function withLog(verdict: Pick<CodeVerdict, "outcome" | "why">, outcome: RunOutcome): Omit<CodeVerdict, "mode"> {
  const log = logTail(outcome.stdout, outcome.stderr);
  return { ...verdict, ...(outcome.cpuMs === undefined ? {} : { cpuMs: outcome.cpuMs }), ...(log === undefined ? {} : { log }) };
}
