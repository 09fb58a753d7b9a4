import type { PendingRequest } from "./pending-request.js";
import { RequestQueue } from "./request-queue.js";

const MOST_REQUESTS = 4096;
const MOST_BYTES = 8 * 1024 * 1024;

/** Requests made ahead for this worker: asks for more before it runs dry, and never for more than memory should hold. */
export class Intake {
  readonly #queue = new RequestQueue<PendingRequest>();
  readonly #want: (count: number) => void;
  #depth: number;
  #bytes = 0;
  #isAsking = false;
  #isExhausted = false;

  constructor(depth: number, want: (count: number) => void) {
    this.#depth = depth;
    this.#want = want;
  }

  get length(): number {
    return this.#queue.length;
  }

  peek(): PendingRequest | undefined {
    return this.#queue.peek();
  }

  add(requests: readonly PendingRequest[]): void {
    this.#isAsking = false;
    for (const request of requests) {
      this.#queue.push(request);
      this.#bytes += request.bytes.length;
    }
    this.ask();
  }

  shift(): PendingRequest | undefined {
    const request = this.#queue.shift();
    if (request !== undefined) this.#bytes -= request.bytes.length;
    this.ask();
    return request;
  }

  exhausted(): void {
    this.#isExhausted = true;
  }

  drain(): PendingRequest[] {
    this.#isExhausted = true;
    this.#bytes = 0;
    return this.#queue.drain();
  }

  /** Could have sent one more, had it been there: looks further ahead from now on. */
  starved(): void {
    if (!this.#isExhausted) this.#depth = Math.min(2 * this.#depth, MOST_REQUESTS);
    this.ask();
  }

  ask(): void {
    if (this.#isAsking || this.#isExhausted) return;
    const { length } = this.#queue;
    if (length * 2 > this.#depth || (length > 0 && this.#bytes > MOST_BYTES)) return;
    this.#isAsking = true;
    this.#want(this.#depth - length);
  }
}
