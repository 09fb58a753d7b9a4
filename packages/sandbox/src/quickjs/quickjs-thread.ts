import { Worker } from "node:worker_threads";
import { SandboxUnavailableError } from "@evalkit/core";
import type { QuickJsJob } from "./quickjs-job.js";
import { workerFile } from "./worker-file.js";

/** How a program in a QuickJS thread ended. */
export interface QuickJsReport {
  readonly code: number;
  readonly signal?: string;
  readonly killedBy?: "cpu" | "wall" | "memory";
  readonly cpuMs?: number;
  readonly wallMs: number;
  readonly truncated: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly result: string;
}

interface Message extends Omit<QuickJsReport, "wallMs"> {
  readonly id: number;
  readonly isStart?: true;
}

const HEAP_MEGABYTES = 512;

function startThread(): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: HEAP_MEGABYTES, stackSizeMb: 8 };
  const { file, isScript } = workerFile(import.meta.url);
  const worker = new Worker(file, { eval: isScript, env: {}, stdout: true, stderr: true, execArgv: ["--no-warnings"], resourceLimits, name: "quickjs" });
  // What the engine says when it breaks is in the report already.
  worker.stdout.resume();
  worker.stderr.resume();
  // An error while it is being ended has no listener otherwise, and would end us.
  worker.on("error", () => undefined);
  return worker;
}

/** A thread that runs one program at a time, and is replaced when one does not end. */
export class QuickJsThread {
  #worker: Worker | undefined;
  #id = 0;

  /** Rejects with the signal's reason when aborted, with a SandboxUnavailableError when the thread breaks. */
  async run(job: QuickJsJob, signal: AbortSignal): Promise<QuickJsReport> {
    signal.throwIfAborted();
    const worker = (this.#worker ??= startThread());
    const id = ++this.#id;
    worker.ref();
    return await new Promise<QuickJsReport>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      let started = performance.now();
      const settle = (act: () => void, keepsThread: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", abort);
        worker.off("error", broke).off("exit", broke).off("message", hear);
        if (keepsThread) worker.unref();
        else this.#replace();
        act();
      };
      const abort = (): void => settle(() => reject(signal.reason), false);
      const broke = (error: unknown): void => settle(() => reject(new SandboxUnavailableError("the QuickJS thread ended by itself", { cause: error })), false);
      const lost: Omit<QuickJsReport, "wallMs"> = { code: 1, killedBy: "wall", truncated: false, stdout: "", stderr: "", result: "" };
      signal.addEventListener("abort", abort, { once: true });
      const hear = (message: Message): void => {
        if (message.id !== id) return;
        const wallMs = performance.now() - started;
        if (message.isStart !== true) return settle(() => resolve({ ...message, wallMs }), true);
        started = performance.now();
        timer = setTimeout(() => settle(() => resolve({ ...lost, wallMs: performance.now() - started }), false), job.wallMs);
      };
      worker.on("error", broke).on("exit", broke).on("message", hear);
      worker.postMessage({ ...job, id });
    });
  }

  /** Ends the thread; the next program starts another. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #replace(): void {
    void this.stop();
  }
}
