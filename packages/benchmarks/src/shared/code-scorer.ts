import { type Answer, type CodeCheck, SandboxUnavailableError, type Sample, type Scored, type Scorer } from "@evalkit/core";
import type { BenchmarkSettings, ScorerTools } from "@evalkit/datasets";
import { type ExtractedCode, extractCode, isRefusal } from "@evalkit/scorers";

/** What one sample says about its program and tests. */
export interface CodeTask {
  readonly entryPoint?: string;
  /** Whether an answer may go on where the prompt stopped. */
  readonly mayBeBody?: boolean;
  readonly check: (found: ExtractedCode) => Omit<CodeCheck, "timeoutMs">;
}

export interface CodeScorerOptions {
  readonly settings: BenchmarkSettings;
  readonly tools: ScorerTools | undefined;
  /** Unless `review_timeout` says otherwise. */
  readonly timeoutMs: number;
  /** Reads a sample; what cannot be run is a reason in words. */
  readonly task: (sample: Sample) => CodeTask | string;
}

/**
 * Scorer `acc`: 1 when the code of the answer passes the sample's tests, run by the checker that the run lends. Throws a `SandboxUnavailableError`
 * where there is none, so that the sample is failed and no code is run. Programs that no toolchain here can run are unscored.
 */
export function codeScorer({ settings, tools, timeoutMs, task }: CodeScorerOptions): Scorer<unknown> {
  const time = settings.reviewTimeoutMs ?? timeoutMs;
  return {
    name: "acc",
    score: async (answer, sample, { signal }) => {
      const asked = task(sample);
      if (typeof asked === "string") return { status: "unscored", why: asked };
      const { entryPoint, mayBeBody = false } = asked;
      const found = extractCode({ output: answer.text, mayBeBody, ...(entryPoint === undefined ? {} : { entryPoint }) });
      if (found === undefined) return withoutCode(answer);
      const checker = tools?.codeChecker;
      if (checker === undefined) throw noSandbox();
      const verdict = await checker.check({ ...asked.check(found), timeoutMs: time }, signal);
      if (verdict.outcome === "unavailable") return { status: "unscored", why: verdict.why };
      const { outcome, mode, why, log } = verdict;
      return {
        status: "scored",
        value: outcome === "passed" ? 1 : 0,
        extracted: found.code,
        rule: found.rule,
        span: found.span,
        why: mode === "shared" ? `${why} (Tests and program ran in one process, the weaker mode.)` : why,
        ...(outcome === "passed" || log === undefined ? {} : { log }),
      };
    },
  };
}

function withoutCode({ text }: Answer): Scored {
  if (isRefusal(text)) return { status: "scored", value: 0, mark: "refused", why: "The model declined to answer." };
  return { status: "scored", value: 0, mark: "unparsed", why: "The answer holds no code." };
}

function noSandbox(): SandboxUnavailableError {
  return new SandboxUnavailableError("The code of this answer was not run: there is no sandbox.", {
    hint: "Install bubblewrap, or use a Linux kernel with Landlock, or Docker; `evalkit doctor` says what is missing. --sandbox none with --allow-unsafe-execution runs code uncontained.",
  });
}
