import { stripTypeScriptTypes } from "node:module";
import { ConfigError, type RunOptions, type RunOutcome, type Sandbox, type SandboxDescription, type SandboxLimits, type SandboxProvider } from "@evalkit/core";
import { withLimits } from "../limits.js";
import { textOf } from "../text.js";
import { insidePath } from "../work-path.js";
import type { QuickJsJob } from "./quickjs-job.js";
import { QuickJsThread, type QuickJsReport } from "./quickjs-thread.js";

const LANGUAGES: Readonly<Record<string, string>> = { javascript: "javascript", js: "javascript", typescript: "typescript", ts: "typescript" };

/** JavaScript and TypeScript in QuickJS, compiled to WebAssembly: programs find the language and nothing of the machine. */
export class QuickJsProvider implements SandboxProvider {
  readonly backend = "quickjs";
  readonly #limits: SandboxLimits;
  readonly #idle: QuickJsThread[];
  readonly #threads: readonly QuickJsThread[];
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;

  constructor({ limits, workers }: { readonly limits: SandboxLimits; readonly workers: number }) {
    this.#limits = limits;
    this.#threads = Array.from({ length: workers }, () => new QuickJsThread());
    this.#idle = [...this.#threads];
  }

  describe(): SandboxDescription {
    return {
      backend: this.backend,
      contains: ["network: none", "files: none of the machine's", "language: JavaScript in QuickJS, compiled to WebAssembly, without any function of Node or the browser", "memory: a WebAssembly memory of bounded size, put back before each program to what it was before any"],
      limits: this.#limits,
    };
  }

  async toolchain(language: string): Promise<readonly string[] | undefined> {
    const known = LANGUAGES[language.toLowerCase()];
    return known === undefined ? undefined : [known];
  }

  async open({ signal, files = {} }: { readonly signal: AbortSignal; readonly files?: Readonly<Record<string, string>> }): Promise<Sandbox> {
    signal.throwIfAborted();
    const sandbox = new QuickJsSandbox(this.#limits, async (use) => await this.#withThread(signal, use));
    for (const [path, content] of Object.entries(files)) await sandbox.write(path, content);
    return sandbox;
  }

  async #withThread<T>(signal: AbortSignal, use: (thread: QuickJsThread) => Promise<T>): Promise<T> {
    while (this.#idle.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const thread = this.#idle.pop() as QuickJsThread;
    try {
      signal.throwIfAborted();
      if (this.#isClosed) throw new ConfigError("the sandbox provider is closed; create another one");
      return await use(thread);
    } finally {
      this.#idle.push(thread);
      this.#waiting.shift()?.();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#threads.map(async (thread) => await thread.stop()));
  }
}

type WithThread = (use: (thread: QuickJsThread) => Promise<QuickJsReport>) => Promise<QuickJsReport>;

/** A work folder in memory, and the thread's time for its programs. */
class QuickJsSandbox implements Sandbox {
  readonly #limits: SandboxLimits;
  readonly #withThread: WithThread;
  readonly #files = new Map<string, Uint8Array>();
  #isClosed = false;

  constructor(limits: SandboxLimits, withThread: WithThread) {
    this.#limits = limits;
    this.#withThread = withThread;
  }

  async run(command: readonly string[], options: RunOptions): Promise<RunOutcome> {
    this.#expectOpen();
    const { cpuMs, wallMs, memoryBytes, outputBytes } = withLimits(this.#limits, options.limits);
    const program = this.#programOf(command);
    const input = typeof options.stdin === "string" ? options.stdin : textOf(options.stdin ?? new Uint8Array());
    const hasResult = options.resultChannel === true;
    const report = await this.#withThread(async (thread) => await thread.run({ ...program, input, hasResult, cpuMs, wallMs, memoryBytes, outputBytes }, options.signal));
    const { stdout, stderr, truncated, result } = report;
    const shared = { stdout, stderr, truncated, wallMs: report.wallMs, ...(report.cpuMs !== undefined && { cpuMs: report.cpuMs }), ...(hasResult && { result }) };
    if (report.killedBy !== undefined) return { kind: "killed", by: report.killedBy, ...shared };
    if (report.signal !== undefined) return { kind: "signalled", signal: report.signal, ...shared };
    return { kind: "exited", code: report.code, ...shared };
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    this.#expectOpen();
    const bytes = typeof content === "string" ? Buffer.from(content) : Uint8Array.from(content);
    const used = [...this.#files.values()].reduce((sum, file) => sum + file.length, 0);
    if (used + bytes.length > this.#limits.fileBytes) throw new ConfigError(`sandbox file ${JSON.stringify(path)}: the work folder holds ${this.#limits.fileBytes} bytes`);
    this.#files.set(insidePath(path), bytes);
  }

  async read(path: string): Promise<Uint8Array> {
    this.#expectOpen();
    const content = this.#files.get(insidePath(path));
    if (content === undefined) throw new ConfigError(`sandbox file ${JSON.stringify(path)}: no such file`);
    return content;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#files.clear();
  }

  #expectOpen(): void {
    if (this.#isClosed) throw new ConfigError("the sandbox is closed; open another one");
  }

  /** `javascript FILE`, `typescript FILE`, or with `-e SOURCE`; before either `--prepared SOURCE`. */
  #programOf([language = "", ...all]: readonly string[]): Pick<QuickJsJob, "preparation" | "source" | "name"> {
    const [preparation = "", rest] = all[0] === "--prepared" ? [all[1], all.slice(2)] : ["", all];
    const [first, second] = rest;
    const isInline = first === "-e" && second !== undefined && rest.length === 2;
    if (LANGUAGES[language] !== language || (!isInline && rest.length !== 1) || first === undefined) {
      throw new ConfigError(`the sandbox quickjs runs ["javascript", FILE], ["typescript", FILE], or either with "-e" and a source, after "--prepared" and a source or not; not ${JSON.stringify([language, ...all]).slice(0, 200)}`);
    }
    const file = isInline ? undefined : this.#files.get(insidePath(first));
    if (!isInline && file === undefined) throw new ConfigError(`sandbox file ${JSON.stringify(first)}: no such file`);
    const plain = language === "typescript" ? withoutTypes : (text: string): string => text;
    return { preparation: plain(preparation), source: plain(isInline ? second : textOf(file ?? new Uint8Array())), name: isInline ? "inline.js" : first };
  }
}

/** JavaScript of a TypeScript source; a source that is none stays as it is, and fails in QuickJS with a SyntaxError. */
function withoutTypes(source: string): string {
  try {
    return stripTypeScriptTypes(source);
  } catch {
    return source;
  }
}
