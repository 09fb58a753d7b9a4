import type { CodeCheck, SandboxProvider } from "@evalkit/core";
import type { Language } from "./languages.js";
import { checkWholeProgram } from "./whole-program-check.js";

/** Whether a language's programs can be judged by a provider: a program known to be right is tried once for each. */
export class LanguageTrials {
  readonly #provider: SandboxProvider;
  readonly #done = new Map<Language, Promise<string | undefined>>();

  constructor(provider: SandboxProvider) {
    this.#provider = provider;
  }

  /** Undefined when it works; else why it does not, which is no fault of any answer. */
  async fault(language: Language, { tool, signal }: { readonly tool: readonly string[]; readonly signal: AbortSignal }): Promise<string | undefined> {
    let trial = this.#done.get(language);
    if (trial === undefined) {
      trial = this.#try(language, { tool, signal });
      this.#done.set(language, trial);
      trial.catch(() => this.#done.delete(language));
    }
    return await trial;
  }

  async #try(language: Language, { tool, signal }: { readonly tool: readonly string[]; readonly signal: AbortSignal }): Promise<string | undefined> {
    const { program, tests } = language.trial;
    const check: CodeCheck & { readonly tests: { readonly kind: "assertions" } } = { language: language.toolchain, program, tests: { kind: "assertions", source: tests }, timeoutMs: 30_000 };
    await using sandbox = await this.#provider.open({ signal });
    const { outcome, why, log = "" } = await checkWholeProgram({ sandbox, tool, language, check, signal });
    return outcome === "passed" ? undefined : `${why} ${log.trim().slice(0, 200)}`.trim();
  }
}
