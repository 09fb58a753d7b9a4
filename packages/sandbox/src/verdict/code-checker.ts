import { type CodeCheck, type CodeChecker, type CodeVerdict, ConfigError, EvalkitError, type LanguageMissing, type SandboxProvider } from "@evalkit/core";
import { checkJavascript } from "./javascript-check.js";
import { LANGUAGE_NAMES, LANGUAGES } from "./languages.js";
import { LanguageTrials } from "./language-trials.js";
import { MissingModules } from "./missing-modules.js";
import { checkPython } from "./python-check.js";
import { Slots } from "./slots.js";
import { checkStandardInput } from "./standard-input-check.js";
import { withoutTypes } from "./strip-types.js";
import { checkWholeProgram } from "./whole-program-check.js";

export interface CodeCheckerOptions {
  readonly provider: SandboxProvider;
  /** Programs at once, at least 1. */
  readonly concurrency: number;
}

/**
 * Judges programs inside the sandboxes of a provider, a fresh one for each, no more than `concurrency` at once. A sandbox that breaks is tried once more;
 * then the check rejects with its SandboxUnavailableError.
 */
export function createCodeChecker({ provider, concurrency }: CodeCheckerOptions): CodeChecker {
  if (!Number.isInteger(concurrency) || concurrency < 1) throw new ConfigError(`concurrency must be a whole number from 1, not ${concurrency}.`);
  const slots = new Slots(concurrency);
  const modules = new MissingModules(provider);
  const trials = new LanguageTrials(provider);
  return {
    check: async (check, signal) => {
      signal.throwIfAborted();
      using _slot = await slots.take(signal);
      return await tryTwice(() => judge(check, { provider, modules, trials, signal }), signal);
    },
  };
}

interface JudgeContext {
  readonly provider: SandboxProvider;
  readonly modules: MissingModules;
  readonly trials: LanguageTrials;
  readonly signal: AbortSignal;
}

async function judge(check: CodeCheck, { provider, modules, trials, signal }: JudgeContext): Promise<CodeVerdict | LanguageMissing> {
  const language = LANGUAGE_NAMES[check.language] ?? check.language;
  if (language === "python") return judgePython(check, { provider, modules, signal });
  if (language === "javascript" || language === "typescript") return judgeJavascript(check, { language, provider, signal });
  const known = LANGUAGES[language];
  if (known === undefined) return { outcome: "unavailable", why: `Programs in ${check.language} cannot be run.` };
  const tool = await provider.toolchain(known.toolchain);
  if (tool === undefined) return { outcome: "unavailable", why: `There is no toolchain for ${language} in the sandbox ${provider.backend}.` };
  const { tests } = check;
  if (tests.kind !== "assertions") return { outcome: "unavailable", why: `Tests of the kind ${tests.kind} are run for Python only, not for ${language}.` };
  const fault = await trials.fault(known, { tool, signal });
  if (fault !== undefined) return { outcome: "unavailable", why: `The toolchain of ${language} does not work in the sandbox ${provider.backend}: ${fault}` };
  await using sandbox = await provider.open({ signal });
  return await checkWholeProgram({ sandbox, tool, language: known, check: { ...check, tests }, signal });
}

interface JavascriptContext {
  readonly language: "javascript" | "typescript";
  readonly provider: SandboxProvider;
  readonly signal: AbortSignal;
}

async function judgeJavascript(check: CodeCheck, { language, provider, signal }: JavascriptContext): Promise<CodeVerdict | LanguageMissing> {
  const node = await provider.toolchain("javascript");
  if (node === undefined) return { outcome: "unavailable", why: `There is no JavaScript in the sandbox ${provider.backend}.` };
  const { tests } = check;
  if (tests.kind !== "assertions") return { outcome: "unavailable", why: `Tests of the kind ${tests.kind} are run for Python only, not for ${language}.` };
  const isTyped = language === "typescript";
  const program = isTyped ? withoutTypes(check.program) : check.program;
  const source = isTyped ? withoutTypes(tests.source) : tests.source;
  if (source === undefined) return { outcome: "unavailable", why: "The tests of this sample are no TypeScript." };
  if (program === undefined) return { outcome: "failed", why: "The program is no TypeScript that types can be taken out of.", mode: "shared" };
  await using sandbox = await provider.open({ signal });
  return await checkJavascript({ sandbox, backend: provider.backend, node, program, check: { ...check, tests: { ...tests, source } }, signal });
}

async function judgePython(check: CodeCheck, { provider, modules, signal }: Omit<JudgeContext, "trials">): Promise<CodeVerdict | LanguageMissing> {
  const python = await provider.toolchain("python");
  if (python === undefined) return { outcome: "unavailable", why: `There is no Python in the sandbox ${provider.backend}.` };
  const missing = await modules.of(check.libraries ?? [], { python, signal });
  if (missing.length > 0) return { outcome: "unavailable", why: `The program needs the Python ${missing.length === 1 ? "module" : "modules"} ${missing.join(", ")}, which the sandbox does not have.` };
  if (check.tests.kind !== "standard-input") {
    await using sandbox = await provider.open({ signal });
    return await checkPython({ sandbox, python, check, signal });
  }
  await using sandbox = await provider.open({ signal, files: { "program.py": check.program } });
  return await checkStandardInput({ sandbox, command: [...python, "-I", "-B", "program.py"], check, signal }, check.tests.cases);
}

/** What the sandbox did wrong may pass; what the program did wrong is a verdict and no error. */
async function tryTwice<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || !EvalkitError.is(error) || !error.retryable) throw error;
    return work();
  }
}
