import { ConfigError } from "@evalkit/core";
import { LauncherWorker, type LauncherConfig } from "./worker.js";

const closed = (): Error => new ConfigError("the sandbox provider is closed; create another one");

/** At most `size` launchers, made when first needed and lent to one sandbox at a time, in the order of asking. */
export class LauncherPool implements AsyncDisposable {
  readonly #make: (slot: number) => LauncherWorker;
  readonly #idle: { readonly slot: number; readonly worker: LauncherWorker }[] = [];
  readonly #freeSlots: number[];
  readonly #waiting: { readonly give: (lease: Lease) => void; readonly refuse: (error: Error) => void }[] = [];
  readonly #leased = new Set<LauncherWorker>();
  #isClosed = false;

  constructor({ size, python, configOf }: { readonly size: number; readonly python: string; readonly configOf: (slot: number) => LauncherConfig }) {
    this.#make = (slot) => new LauncherWorker(python, configOf(slot));
    this.#freeSlots = Array.from({ length: size }, (_, index) => size - 1 - index);
  }

  /** A launcher for the caller alone. Rejects with the signal's reason when aborted while waiting. */
  async acquire(signal: AbortSignal): Promise<Lease> {
    signal.throwIfAborted();
    if (this.#isClosed) throw closed();
    const lease = this.#take();
    if (lease !== undefined) return lease;
    return await new Promise<Lease>((resolve, reject) => {
      const waiter = {
        give: (given: Lease): void => {
          signal.removeEventListener("abort", giveUp);
          resolve(given);
        },
        refuse: (error: Error): void => {
          signal.removeEventListener("abort", giveUp);
          reject(error);
        },
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal.reason);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#waiting.push(waiter);
    });
  }

  #take(): Lease | undefined {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (!idle.worker.isDead) return this.#lend(idle.slot, idle.worker);
      this.#freeSlots.push(idle.slot);
    }
    const slot = this.#freeSlots.pop();
    return slot === undefined ? undefined : this.#lend(slot, this.#make(slot));
  }

  #lend(slot: number, worker: LauncherWorker): Lease {
    worker.work();
    this.#leased.add(worker);
    let isReturned = false;
    const giveBack = (): void => {
      if (isReturned) return;
      isReturned = true;
      this.#leased.delete(worker);
      worker.listen(undefined);
      worker.rest();
      if (this.#isClosed) worker.kill();
      if (worker.isDead) this.#freeSlots.push(slot);
      else this.#idle.push({ slot, worker });
      this.#serveNext();
    };
    return { worker, giveBack };
  }

  #serveNext(): void {
    if (this.#isClosed || this.#waiting.length === 0) return;
    const lease = this.#take();
    if (lease === undefined) return;
    this.#waiting.shift()?.give(lease);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    for (const { worker } of this.#idle) worker.kill();
    for (const worker of this.#leased) worker.kill();
    for (const { refuse } of this.#waiting.splice(0)) refuse(closed());
  }
}

/** A launcher in the hands of one sandbox until it is given back. */
export interface Lease {
  readonly worker: LauncherWorker;
  giveBack(): void;
}
