import type { FromWorker, ToWorker, WorkerSetup } from "./protocol.js";
import { spawnWorker, type WorkerHandle } from "./spawn-worker.js";

/** Steps that all threads of a run reach. */
export type Milestone = "first" | "preconnected" | "bye";

/** The load threads of one run. */
export class WorkerCrew {
  readonly #workers: WorkerHandle[] = [];
  readonly #waiting = new Map<Milestone, { count: number; readonly resolve: () => void }>();
  readonly #failure = Promise.withResolvers<never>();

  constructor() {
    // A failure is told to whoever waits when it comes; it may come when nobody does.
    this.#failure.promise.catch(() => undefined);
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Starts a thread; what it does or what is thrown over its messages ends the run. */
  spawn(setup: WorkerSetup, onMessage: (message: FromWorker) => void): void {
    this.#workers.push(spawnWorker(setup, { onMessage: (message) => this.#guarded(() => onMessage(message)), onError: (error) => this.fail(error) }));
  }

  send(worker: number, message: ToWorker, transfer?: readonly ArrayBuffer[]): void {
    this.#workers[worker]?.send(message, transfer);
  }

  sendAll(message: ToWorker): void {
    for (const worker of this.#workers) worker.send(message);
  }

  /** Resolves when the milestone was reached so many times. */
  gather(milestone: Milestone, count: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(milestone, { count, resolve }));
  }

  reached(milestone: Milestone): void {
    const waiting = this.#waiting.get(milestone);
    if (waiting === undefined) return;
    waiting.count -= 1;
    if (waiting.count > 0) return;
    this.#waiting.delete(milestone);
    waiting.resolve();
  }

  fail(error: unknown): void {
    this.#failure.reject(error);
  }

  unlessFailed<Value>(promise: Promise<Value>): Promise<Value> {
    return Promise.race([promise, this.#failure.promise]);
  }

  async terminate(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.fail(error);
    }
  }
}
