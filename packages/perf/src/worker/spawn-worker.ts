import { Worker } from "node:worker_threads";
import type { FromWorker, ToWorker, WorkerSetup } from "./protocol.js";
import { workerFile } from "./worker-file.js";

/** Left alone, a thread's nursery grows by the hundred megabytes under load, and its collections become pauses. */
const YOUNG_GENERATION_MB = 6;

/** A running load thread. */
export interface WorkerHandle {
  send(message: ToWorker, transfer?: readonly ArrayBuffer[]): void;
  terminate(): Promise<void>;
}

export interface WorkerEvents {
  onMessage(message: FromWorker): void;
  onError(error: unknown): void;
}

/** Starts a load thread from `perf-worker.js` beside this file, or from the sources where this runs from them. */
export function spawnWorker(setup: WorkerSetup, { onMessage, onError }: WorkerEvents): WorkerHandle {
  const { file, isScript } = workerFile(import.meta.url);
  const worker = new Worker(file, { workerData: setup, eval: isScript, name: `load ${setup.worker}`, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } });
  let isTerminated = false;
  worker.on("message", onMessage);
  worker.on("error", onError);
  worker.on("exit", (code) => {
    if (!isTerminated) onError(new Error(`A load thread ended by itself with code ${code}.`));
  });
  return {
    send: (message, transfer) => worker.postMessage(message, transfer),
    terminate: async () => {
      isTerminated = true;
      await worker.terminate();
    },
  };
}
