import { SandboxUnavailableError, type SandboxProvider } from "@evalkit/core";
import { findProgram } from "./which.js";

/** How to start a language's programs, and how to see that it works here. */
interface Recipe {
  readonly program: string;
  readonly arguments?: readonly string[];
  /** Proves that it runs inside; the version by default. */
  readonly trial?: readonly string[];
}

const RECIPES: Readonly<Record<string, Recipe>> = {
  python: { program: "python3", arguments: ["-I", "-B"] },
  shell: { program: "bash", arguments: ["--noprofile", "--norc"] },
  cpp: { program: "g++" },
  c: { program: "gcc" },
  java: { program: "java", trial: ["-version"] },
  javac: { program: "javac", trial: ["-version"] },
  go: { program: "go", trial: ["version"] },
  rust: { program: "rustc" },
};

const SAME: Readonly<Record<string, string>> = { js: "javascript", node: "javascript", ts: "typescript", bash: "shell", sh: "shell", "c++": "cpp", rs: "rust", python3: "python", py: "python" };

const TRIAL_LIMITS = { cpuMs: 20_000, wallMs: 60_000, memoryBytes: 1024 * 1024 * 1024 };

export interface ToolchainsOptions {
  readonly provider: Pick<SandboxProvider, "open">;
  /** Programs inside that lie where the system puts none, by language. */
  readonly programs: Readonly<Record<string, string>>;
  /** Makes a command that was seen to work ready for many programs, by language. */
  readonly prepare?: Readonly<Record<string, (command: readonly string[]) => Promise<readonly string[]>>> | undefined;
}

/** Finds the commands of languages once each, and shows that they run inside the sandbox. */
export class Toolchains {
  readonly #options: ToolchainsOptions;
  readonly #found = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(options: ToolchainsOptions) {
    this.#options = options;
  }

  /** The command, without the program's file, or undefined where it is missing or does not run inside. */
  async of(language: string): Promise<readonly string[] | undefined> {
    const name = SAME[language.toLowerCase()] ?? language.toLowerCase();
    let found = this.#found.get(name);
    if (found === undefined) {
      found = this.#find(name);
      this.#found.set(name, found);
      found.catch(() => this.#found.delete(name));
    }
    return await found;
  }

  async #find(language: string): Promise<readonly string[] | undefined> {
    const { programs, prepare = {} } = this.#options;
    const known = programs[language];
    if (language === "javascript" && known !== undefined) return await this.#tried([known], ["-e", "1"]);
    if (language === "typescript" && known !== undefined) return await this.#tried([known, "--no-warnings"], ["--input-type=module-typescript", "-e", "const one: number = 1; void one"]);
    const recipe = RECIPES[language];
    if (recipe === undefined) return undefined;
    // What the system has may only stand for what lies in someone's home, as rustup's programs do.
    for (const path of [await findProgram(recipe.program), known]) {
      const found = path === undefined ? undefined : await this.#tried([path, ...(recipe.arguments ?? [])], recipe.trial ?? ["--version"]);
      if (found !== undefined) return (await prepare[language]?.(found)) ?? found;
    }
    return undefined;
  }

  async #tried(command: readonly string[], trial: readonly string[]): Promise<readonly string[] | undefined> {
    const signal = AbortSignal.timeout(TRIAL_LIMITS.wallMs * 2);
    await using sandbox = await this.#options.provider.open({ signal });
    const outcome = await sandbox.run([...command, ...trial], { signal, limits: TRIAL_LIMITS });
    if (outcome.kind === "killed" && outcome.by === "wall") throw new SandboxUnavailableError(`${command[0] ?? ""} did not start within ${TRIAL_LIMITS.wallMs / 1000} s inside the sandbox`);
    return outcome.kind === "exited" && outcome.code === 0 ? command : undefined;
  }
}
