import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten-core";
import { describe } from "./describe.js";
import type { Machine } from "./machine.js";
import { Picture } from "./picture.js";
import { PRELUDE } from "./prelude.js";
import { findRandomState } from "./random-state.js";
import { ProgramOutput } from "./program-output.js";
import type { QuickJsJob } from "./quickjs-job.js";
import { threadMs } from "./thread-time.js";

/** More overruns the host's stack before QuickJS notices. */
const STACK_BYTES = 65_536;
const JOBS_AT_ONCE = 1000;

/** How a program ended. */
export interface Ending {
  readonly code: number;
  readonly signal?: string;
  readonly killedBy?: "cpu" | "memory";
}

/** An error whose words the program may read: another realm's. */
class RealmError extends Error {}

/** A realm for programs and those that it opens, each a runtime of its own. Each program starts from the picture that was taken after the preparation. */
export class Engine {
  readonly #machine: Machine;
  readonly #contexts: QuickJSContext[] = [];
  readonly #randomStates: number[] = [];
  readonly #hasResult: boolean;
  readonly #runtimeBytes: number;
  #picture: Picture | undefined;
  #input = "";
  #output = new ProgramOutput(0);
  #deadline = 0;
  #isSpoiled = false;

  constructor(machine: Machine, { hasResult, memoryBytes }: QuickJsJob) {
    this.#machine = machine;
    this.#hasResult = hasResult;
    this.#runtimeBytes = Math.floor(memoryBytes * 0.9);
  }

  /** Whether another program can start from the picture, and cheaply so. */
  get isFit(): boolean {
    return !this.#isSpoiled && this.#picture?.isCheap === true;
  }

  /** How the preparation ended, unless it ended well. */
  prepare(job: QuickJsJob, output: ProgramOutput): Ending | undefined {
    this.#begin({ ...job, input: "" }, output);
    const main = this.#open(true);
    const ending = this.#run(main, job.preparation, "preparation.js");
    if (ending.code !== 0) return ending;
    this.#picture = new Picture(this.#machine);
    return undefined;
  }

  run(job: QuickJsJob, output: ProgramOutput): Ending {
    const [main] = this.#contexts;
    if (main === undefined || this.#picture === undefined) throw new Error("there is nothing to start from");
    this.#picture.restore();
    for (const state of this.#randomStates) crypto.getRandomValues(new Uint8Array(this.#machine.memory.buffer, state, 8));
    this.#begin(job, output);
    return this.#run(main, job.source, job.name);
  }

  #begin({ input, cpuMs }: QuickJsJob, output: ProgramOutput): void {
    this.#input = input;
    this.#output = output;
    this.#deadline = threadMs() + cpuMs;
  }

  #run(context: QuickJSContext, source: string, name: string): Ending {
    const failure = this.#evaluate(context, source, name) ?? this.#finishTasks(context);
    if (failure !== undefined) this.#output.add(2, `${failure}\n`);
    if (threadMs() > this.#deadline) return { code: 1, killedBy: "cpu" };
    if (failure?.startsWith("InternalError: out of memory") === true) return { code: 1, killedBy: "memory" };
    return { code: failure === undefined ? 0 : 1 };
  }

  /** The functions of the host stay held by us: programs can drop them, but not free them, and the next one finds them again. */
  #open(isMain: boolean): QuickJSContext {
    // The picture has no place for it.
    if (this.#picture !== undefined) this.#isSpoiled = true;
    const runtime = this.#machine.module.newRuntime({ memoryLimitBytes: this.#runtimeBytes, maxStackSizeBytes: STACK_BYTES, interruptHandler: () => threadMs() > this.#deadline });
    const context = runtime.newContext();
    this.#contexts.push(context);
    if (this.#picture === undefined) this.#randomStates.push(findRandomState(this.#machine.memory.buffer, this.#machine.lastContext(), () => void this.#evaluate(context, "Math.random()", "random.js")));
    const print = this.#offer(context, "print", (stream, text) => this.#output.add(context.getNumber(stream) === 2 ? 2 : 1, context.getString(text)));
    const input = this.#offer(context, "input", () => context.newString(isMain ? this.#input : ""));
    const result = isMain && this.#hasResult ? this.#offer(context, "result", (text) => this.#output.add(3, context.getString(text))) : context.undefined;
    const realm = isMain ? this.#offer(context, "realm", () => this.#realm(context)) : context.undefined;
    const prelude = context.unwrapResult(context.evalCode(PRELUDE, "prelude.js"));
    context.unwrapResult(context.callFunction(prelude, context.undefined, print, input, result, realm)).dispose();
    prelude.dispose();
    return context;
  }

  #offer(context: QuickJSContext, name: string, work: (one: QuickJSHandle, other: QuickJSHandle) => QuickJSHandle | void): QuickJSHandle {
    return context.newFunction(name, (one, other) => {
      try {
        return work(one as QuickJSHandle, other as QuickJSHandle);
      } catch (error) {
        // The engine may have been left in the middle of its work.
        if (!(error instanceof RealmError)) this.#isSpoiled = true;
        throw error;
      }
    });
  }

  /** For the program: a realm apart, which evaluates text to text. */
  #realm(outer: QuickJSContext): QuickJSHandle {
    const inner = this.#open(false);
    const made = outer.newObject();
    const evaluate = this.#offer(outer, "evaluate", (source) => {
      const result = inner.evalCode(outer.getString(source), "realm.js");
      if (result.error !== undefined) throw new RealmError(describe(inner, result.error));
      this.#finishTasks(inner);
      const text = inner.typeof(result.value) === "string" ? inner.getString(result.value) : undefined;
      result.value.dispose();
      return text === undefined ? outer.undefined : outer.newString(text);
    });
    outer.setProp(made, "evaluate", evaluate);
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
