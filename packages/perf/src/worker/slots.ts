import { RequestQueue } from "./request-queue.js";

/** Places for requests in flight, of one thread or of its share in those of all. */
export interface Places {
  /** Takes one; gives since when it stood free, undefined when there is none. */
  take(): number | undefined;
  /** Gives one back that came free at this time. */
  release(atMs: number): void;
  /**
   * Says which request waits for a place, undefined for none. True: one may have come free meanwhile, so that `take` is to be tried again.
   */
  setWaiting(index: number | undefined): boolean;
  readonly hasFree: boolean;
}

/** Places that one thread has for itself; knows since when each stands free. */
export class Slots implements Places {
  readonly #freeSinceMs = new RequestQueue<number>();
  readonly #isBounded: boolean;

  /** Undefined: no bound. */
  constructor(count: number | undefined) {
    this.#isBounded = count !== undefined;
    for (let index = 0; index < (count ?? 0); index += 1) this.#freeSinceMs.push(0);
  }

  get hasFree(): boolean {
    return !this.#isBounded || this.#freeSinceMs.length > 0;
  }

  /** The one that has been free for longest. */
  take(): number | undefined {
    return this.#isBounded ? this.#freeSinceMs.shift() : 0;
  }

  release(atMs: number): void {
    if (this.#isBounded) this.#freeSinceMs.push(atMs);
  }

  setWaiting(): boolean {
    return false;
  }
}
