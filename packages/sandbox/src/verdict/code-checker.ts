import { type CodeCheck, type CodeChecker, type CodeVerdict, ConfigError, EvalkitError, type LanguageMissing, type SandboxProvider } from "@evalkit/core";
import { LANGUAGE_NAMES, LANGUAGES } from "./languages.js";
import { MissingModules } from "./missing-modules.js";
import { checkPython } from "./python-check.js";
import { Slots } from "./slots.js";
import { checkStandardInput } from "./standard-input-check.js";
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
  return {
    check: async (check, signal) => {
      signal.throwIfAborted();
      using _slot = await slots.take(signal);
      return await tryTwice(() => judge(check, { provider, modules, signal }), signal);
    },
  };
}

interface JudgeContext {
  readonly provider: SandboxProvider;
  readonly modules: MissingModules;
  readonly signal: AbortSignal;
}

async function judge(check: CodeCheck, { provider, modules, signal }: JudgeContext): Promise<CodeVerdict | LanguageMissing> {
  const language = LANGUAGE_NAMES[check.language] ?? check.language;
  if (language === "python") return judgePython(check, { provider, modules, signal });
  const known = LANGUAGES[language];
  if (known === undefined) return { outcome: "unavailable", why: `Programs in ${check.language} cannot be run.` };
  const tool = await provider.toolchain(known.toolchain);
  if (tool === undefined) return { outcome: "unavailable", why: `There is no toolchain for ${language} in the sandbox ${provider.backend}.` };
  const { tests } = check;
  if (tests.kind !== "assertions") return { outcome: "unavailable", why: `Tests of the kind ${tests.kind} are run for Python only, not for ${language}.` };
  await using sandbox = await provider.open({ signal });
  return await checkWholeProgram({ sandbox, tool, language: known, check: { ...check, tests }, signal });
}

async function judgePython(check: CodeCheck, { provider, modules, signal }: JudgeContext): Promise<CodeVerdict | LanguageMissing> {
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
