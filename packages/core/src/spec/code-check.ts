/** Tests that a program has to stand, in the words of the benchmark that brings them. */
export type CodeTests =
  /** Source in the program's language that raises when the program is wrong. Sees the program's names, and `candidate` for the entry point. */
  | { readonly kind: "assertions"; readonly source: string; /** Run before the tests, such as imports. */ readonly setup?: string }
  /** The program reads standard input and prints its answer. */
  | { readonly kind: "standard-input"; readonly cases: readonly { readonly input: string; readonly output: string }[] }
  /** Calls of the entry point with JSON values. */
  | { readonly kind: "calls"; readonly cases: readonly { readonly arguments: readonly unknown[]; readonly expected: unknown }[] };

/** One program to be judged by its tests. */
export interface CodeCheck {
  /** Such as `python`, `javascript`, `cpp`. */
  readonly language: string;
  /** The program under test, whole. */
  readonly program: string;
  /** Function or method (`Solution.add`) that the tests call. */
  readonly entryPoint?: string;
  readonly tests: CodeTests;
  /** CPU time in milliseconds: for all tests together, for each case of `standard-input`. Twice as much may be spent waiting. */
  readonly timeoutMs: number;
  /** Modules beyond the language's own that the program needs; where one is missing, the check is `unavailable`. */
  readonly libraries?: readonly string[];
  /**
   * `split`: the tests run in another process, only plain values cross. `shared`: the tests run beside the program, for tests that need its own objects;
   * weaker against forgery, and said so in the verdict. Tests that turn out to use more of the program than its entry point, or to pass what is no
   * plain value, are run `shared` as well; that depends on the tests alone, never on the program.
   * @default "split"
   */
  readonly mode?: "split" | "shared";
}

export interface CodeVerdict {
  readonly outcome: "passed" | "failed" | "timed-out" | "crashed";
  /** One sentence for people. */
  readonly why: string;
  readonly mode: "split" | "shared";
  /** Tests passed and tests in all, where they are counted. */
  readonly passed?: number;
  readonly total?: number;
  /** End of what the program printed to standard error or output, for the log. */
  readonly log?: string;
  /** CPU time of the check in milliseconds, where it is known. */
  readonly cpuMs?: number;
}

/** No program of this language can run here: the sample is unscored with the reason. */
export interface LanguageMissing {
  readonly outcome: "unavailable";
  readonly why: string;
}

/** Judges programs. Rejects with a SandboxUnavailableError when the sandbox itself broke; that is never a wrong answer. */
export interface CodeChecker {
  check(check: CodeCheck, signal: AbortSignal): Promise<CodeVerdict | LanguageMissing>;
}
