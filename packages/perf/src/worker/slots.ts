import { RequestQueue } from "./request-queue.js";

/** Places for requests in flight; knows since when each stands free. */
export class Slots {
  readonly #freeSinceMs = new RequestQueue<number>();

  /** Undefined: no bound. */
  constructor(count: number | undefined) {
    this.isBounded = count !== undefined;
    for (let index = 0; index < (count ?? 0); index += 1) this.#freeSinceMs.push(0);
  }

  readonly isBounded: boolean;

  get hasFree(): boolean {
    return !this.isBounded || this.#freeSinceMs.length > 0;
  }

  /** Takes the one that has been free for longest; gives since when. */
  take(): number {
    return this.#freeSinceMs.shift() ?? 0;
  }

  release(atMs: number): void {
    if (this.isBounded) this.#freeSinceMs.push(atMs);
  }
}
