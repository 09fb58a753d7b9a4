// Runs as a thread of its own, from this file alone: it imports nothing beside it, so that it starts from sources, packages and bundles alike.
import { parentPort } from "node:worker_threads";
import variant from "@jitl/quickjs-singlefile-mjs-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSContext, type QuickJSHandle, type QuickJSRuntime, type QuickJSWASMModule } from "quickjs-emscripten-core";

interface Job {
  readonly id: number;
  readonly source: string;
  readonly name: string;
  readonly input: string;
  readonly hasResult: boolean;
  readonly cpuMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}

interface Ending {
  readonly code: number;
  readonly signal?: string;
  readonly killedBy?: "cpu" | "memory";
}

const PAGE_BYTES = 65_536;
const FIRST_PAGES = 256;
/** More overruns the host's stack before QuickJS notices. */
const STACK_BYTES = 65_536;
const JOBS_AT_ONCE = 1000;

/** What programs find beside the language: nothing of the host, only ways to hand over text. */
const PRELUDE = `(function (print, input, result, realm) {
  "use strict";
  const { stringify } = JSON, { map, join } = Array.prototype, { apply } = Reflect, text = String;
  const shown = (value) => {
    if (typeof value !== "object" || value === null) return typeof value === "string" ? value : text(value);
    if (value instanceof Error) return text(value.stack || value);
    try { return stringify(value); } catch { return "[object]"; }
  };
  const line = (stream) => (...values) => { print(stream, apply(join, apply(map, values, [shown]), [" "]) + "\\n"); };
  const out = line(1), err = line(2);
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  define("console", { log: out, info: out, debug: out, error: err, warn: err });
  define("print", out);
  define("readInput", () => input());
  if (result) define("writeResult", (value) => { result(text(value)); });
  if (realm) define("openRealm", () => realm());
})`;

/** The types that we compile with do not know it. */
const webAssembly = (globalThis as unknown as { readonly WebAssembly: { readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => object } }).WebAssembly;

class Output {
  readonly kept: Record<1 | 2 | 3, string[]> = { 1: [], 2: [], 3: [] };
  readonly #room: Record<1 | 2 | 3, number>;
  truncated = false;

  constructor(limit: number) {
    this.#room = { 1: limit, 2: limit, 3: limit };
  }

  add(stream: 1 | 2 | 3, text: string): void {
    const room = this.#room[stream];
    if (room === 0) {
      this.truncated ||= text !== "";
      return;
    }
    let bytes = Buffer.from(text.slice(0, room));
    if (bytes.length > room || text.length > room) {
      this.truncated = true;
      bytes = bytes.subarray(0, room);
    }
    this.#room[stream] -= bytes.length;
    this.kept[stream].push(this.#room[stream] === 0 ? bytes.toString().replace(/\ufffd+$/u, "") : bytes.toString());
  }
}

/** CPU time of this thread in milliseconds; time on the wall where Node cannot tell. */
function threadMs(): number {
  if (typeof process.threadCpuUsage !== "function") return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

let engine: { readonly module: QuickJSWASMModule; readonly memoryBytes: number } | undefined;

async function moduleFor(memoryBytes: number): Promise<QuickJSWASMModule> {
  if (engine?.memoryBytes === memoryBytes) return engine.module;
  const most = Math.max(FIRST_PAGES, Math.ceil(memoryBytes / PAGE_BYTES));
  const module = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: new webAssembly.Memory({ initial: FIRST_PAGES, maximum: most }) }));
  engine = { module, memoryBytes };
  return module;
}

/** One program with the realms that it opens, each a runtime of its own. */
class Execution {
  readonly #module: QuickJSWASMModule;
  readonly #job: Job;
  readonly #output: Output;
  readonly #runtimes: QuickJSRuntime[] = [];
  readonly #contexts: QuickJSContext[] = [];
  readonly #deadline: number;

  constructor(module: QuickJSWASMModule, job: Job, output: Output) {
    this.#module = module;
    this.#job = job;
    this.#output = output;
    this.#deadline = threadMs() + job.cpuMs;
  }

  run(): Ending {
    const context = this.#open(true);
    const failure = this.#evaluate(context, this.#job.source, this.#job.name) ?? this.#finishTasks(context);
    if (failure !== undefined) this.#output.add(2, `${failure}\n`);
    if (threadMs() > this.#deadline) return { code: 1, killedBy: "cpu" };
    if (failure?.startsWith("InternalError: out of memory") === true) return { code: 1, killedBy: "memory" };
    for (const opened of this.#contexts.toReversed()) opened.dispose();
    for (const runtime of this.#runtimes.toReversed()) runtime.dispose();
    return { code: failure === undefined ? 0 : 1 };
  }

  #open(isMain: boolean): QuickJSContext {
    const runtime = this.#module.newRuntime({ memoryLimitBytes: Math.floor(this.#job.memoryBytes * 0.9), maxStackSizeBytes: STACK_BYTES, interruptHandler: () => threadMs() > this.#deadline });
    this.#runtimes.push(runtime);
    const context = runtime.newContext();
    this.#contexts.push(context);
    const print = context.newFunction("print", (stream, text) => this.#output.add(context.getNumber(stream) === 2 ? 2 : 1, context.getString(text)));
    const input = context.newFunction("input", () => context.newString(isMain ? this.#job.input : ""));
    const result = isMain && this.#job.hasResult ? context.newFunction("result", (text) => this.#output.add(3, context.getString(text))) : undefined;
    const realm = isMain ? context.newFunction("realm", () => this.#realm(context)) : undefined;
    const prelude = context.unwrapResult(context.evalCode(PRELUDE, "prelude.js"));
    context.unwrapResult(context.callFunction(prelude, context.undefined, print, input, result ?? context.undefined, realm ?? context.undefined)).dispose();
    for (const handle of [prelude, print, input, result, realm]) handle?.dispose();
    return context;
  }

  /** For the program: a realm apart, which evaluates text to text. */
  #realm(outer: QuickJSContext): QuickJSHandle {
    const inner = this.#open(false);
    const made = outer.newObject();
    const evaluate = outer.newFunction("evaluate", (source) => {
      const result = inner.evalCode(outer.getString(source), "realm.js");
      if (result.error !== undefined) {
        const words = describe(inner, result.error);
        throw new Error(words);
      }
      this.#finishTasks(inner);
      const text = inner.typeof(result.value) === "string" ? inner.getString(result.value) : undefined;
      result.value.dispose();
      return text === undefined ? outer.undefined : outer.newString(text);
    });
    outer.setProp(made, "evaluate", evaluate);
    evaluate.dispose();
    return made;
  }

  #evaluate(context: QuickJSContext, source: string, name: string): string | undefined {
    const result = context.evalCode(source, name);
    if (result.error !== undefined) return describe(context, result.error);
    result.value.dispose();
    return undefined;
  }

  #finishTasks(context: QuickJSContext): string | undefined {
    const { runtime } = context;
    while (runtime.hasPendingJob() && threadMs() <= this.#deadline) {
      const done = runtime.executePendingJobs(JOBS_AT_ONCE);
      if (done.error !== undefined) return describe(done.error.context, done.error);
    }
    return undefined;
  }
}

/** An exception in words. It is only ever turned to text inside QuickJS. */
function describe(context: QuickJSContext, error: QuickJSHandle): string {
  const turn = context.evalCode('(e) => { try { return typeof e === "object" && e !== null && "message" in e ? e.name + ": " + e.message + (e.stack ? "\\n" + e.stack : "") : String(e); } catch { return "an exception"; } }', "describe.js");
  if (turn.error !== undefined) {
    turn.error.dispose();
    error.dispose();
    return "InternalError: out of memory or time";
  }
  const told = context.callFunction(turn.value, context.undefined, error);
  turn.value.dispose();
  error.dispose();
  if (told.error !== undefined) {
    told.error.dispose();
    return "an exception";
  }
  const words = context.typeof(told.value) === "string" ? context.getString(told.value) : "an exception";
  told.value.dispose();
  return words;
}

async function perform(job: Job): Promise<object> {
  const output = new Output(job.outputBytes);
  const module = await moduleFor(job.memoryBytes);
  const started = threadMs();
  let ending: Ending;
  try {
    ending = new Execution(module, job, output).run();
    // Interrupted programs leave an engine that cannot be cleared: the next program gets a new one.
    if (ending.killedBy !== undefined) engine = undefined;
  } catch (error) {
    engine = undefined;
    ending = { code: 1, signal: "SIGABRT", ...(threadMs() - started > job.cpuMs && { killedBy: "cpu" as const }) };
    output.add(2, `${String(error).slice(0, 500)}\n`);
  }
  const { 1: stdout, 2: stderr, 3: result } = output.kept;
  return { id: job.id, ...ending, cpuMs: threadMs() - started, truncated: output.truncated, stdout: stdout.join(""), stderr: stderr.join(""), result: result.join("") };
}

parentPort?.on("message", (job: Job) => {
  parentPort?.postMessage({ id: job.id, isStart: true });
  void perform(job).then((report) => parentPort?.postMessage(report));
});
