import { ConfigError } from "@evalkit/core";
import type { LoadPlan } from "../spec/load.js";
import type { PreparedRequest } from "../spec/request.js";
import type { ArrivalTimes } from "../schedule/arrival-times.js";
import type { PhaseNumber } from "./protocol.js";
import type { ScheduledRequest } from "./request-packer.js";
import { RequestQueue } from "./request-queue.js";

/** Requests made in one go before messages of the workers are heard again. */
const REQUESTS_PER_TURN = 256;
const BYTES_PER_TURN = 4 * 1024 * 1024;

export interface SupplyEvents {
  /** Requests for a worker, as many as it asked for or fewer. */
  onRequests(worker: number, items: readonly ScheduledRequest[]): void;
  /** The source or the plan has no more: called once, when everything made has been handed out. */
  onExhausted(): void;
  onError(error: unknown): void;
}

/**
 * Makes requests ahead of the workers' needs and never far beyond them. With a schedule, request number k goes to worker k mod W whatever the workers ask for,
 * so that the schedule is one for all; without one, to the worker that asked for most.
 */
export class Supply {
  readonly #plan: LoadPlan;
  readonly #times: ArrivalTimes | undefined;
  readonly #events: SupplyEvents;
  readonly #credits: number[];
  readonly #outboxes: RequestQueue<ScheduledRequest>[];
  readonly #ends: { readonly measured: number; readonly coolDown: number; readonly all: number };
  #peeked: { readonly request: PreparedRequest | undefined } | undefined;
  #index = 0;
  #sent = 0;
  #lastDueMs = 0;
  #isExhausted = false;
  #isTold = false;
  #isRunning = false;
  #isStopped = false;

  constructor(plan: LoadPlan, workers: number, parts: { readonly times: ArrivalTimes | undefined; readonly events: SupplyEvents }) {
    this.#plan = plan;
    this.#times = parts.times;
    this.#events = parts.events;
    this.#credits = new Array<number>(workers).fill(0);
    this.#outboxes = Array.from({ length: workers }, () => new RequestQueue());
    const measured = plan.warmUpRequests;
    const coolDown = measured + (plan.requests ?? Infinity);
    this.#ends = { measured, coolDown, all: coolDown + plan.coolDownRequests };
  }

  /** A worker asks for so many more. */
  want(worker: number, count: number): void {
    this.#credits[worker] = count;
    void this.#run();
  }

  /** Makes nothing more. */
  stop(): void {
    this.#isStopped = true;
  }

  /** The first request of all, made ahead of any need. */
  async first(): Promise<PreparedRequest | undefined> {
    this.#peeked = { request: this.#ends.all > 0 ? await this.#plan.source.next(0) : undefined };
    return this.#peeked.request;
  }

  /** First turns planned in all; undefined when only time or the source ends the run. */
  get total(): number | undefined {
    return Number.isFinite(this.#ends.all) ? this.#ends.all : undefined;
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      while (!this.#isStopped && this.#hasWork()) {
        await this.#turn();
        if (this.#hasWork()) await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      this.#events.onError(error);
    } finally {
      this.#isRunning = false;
    }
  }

  #hasWork(): boolean {
    return !this.#isTold && this.#credits.some((credit) => credit > 0);
  }

  async #turn(): Promise<void> {
    let bytes = 0;
    for (let made = 0; made < REQUESTS_PER_TURN && bytes < BYTES_PER_TURN && !this.#isExhausted; made += 1) {
      if (!this.#isNeeded()) break;
      const answer = this.#ask();
      // What is there goes out before something slow is waited for.
      if (answer instanceof Promise) this.#handOut();
      const request = answer instanceof Promise ? await answer : answer;
      if (request === undefined) this.#isExhausted = true;
      else if (request !== "done") {
        bytes += request.request.body.length;
        this.#assign(request);
      }
    }
    this.#handOut();
    if (!this.#isExhausted || this.#isTold || this.#outboxes.some(({ length }) => length > 0)) return;
    this.#isTold = true;
    this.#events.onExhausted();
  }

  /** Some worker asked for more than lies ready for it. */
  #isNeeded(): boolean {
    return this.#credits.some((credit, worker) => credit > (this.#outboxes[worker]?.length ?? 0));
  }

  #ask(): ScheduledRequest | "done" | undefined | Promise<ScheduledRequest | "done" | undefined> {
    const index = this.#index;
    if (index >= this.#ends.all) return undefined;
    this.#index += 1;
    const answer = index === 0 && this.#peeked !== undefined ? this.#peeked.request : this.#plan.source.next(index);
    return answer instanceof Promise ? answer.then((request) => this.#schedule(request, index)) : this.#schedule(answer, index);
  }

  #schedule(request: PreparedRequest | undefined, index: number): ScheduledRequest | "done" | undefined {
    if (request === undefined) return undefined;
    if (this.#plan.done?.has(index) === true) return "done";
    const dueMs = this.#dueMs(request);
    if (dueMs === undefined && this.#plan.arrivals.kind !== "closed") return undefined;
    return { request: request.index === index ? request : { ...request, index }, phase: this.#phase(index), dueMs, isFollowUp: false };
  }

  #dueMs(request: PreparedRequest): number | undefined {
    const { arrivals } = this.#plan;
    if (arrivals.kind === "closed") return undefined;
    if (arrivals.kind !== "given") return this.#times?.();
    if (request.dueMs === undefined) throw new ConfigError(`Request ${request.index} does not say when it is due.`, { hint: "Arrivals given by the data need a time with each request; choose a rate otherwise." });
    // Requests come in order: one that is due earlier than its predecessor goes at the same time.
    this.#lastDueMs = Math.max(this.#lastDueMs, request.dueMs / arrivals.speed);
    return this.#lastDueMs;
  }

  #phase(index: number): PhaseNumber {
    if (index < this.#ends.measured) return 0;
    return index < this.#ends.coolDown ? 1 : 2;
  }

  #assign(item: ScheduledRequest): void {
    const worker = item.dueMs === undefined ? this.#hungriest() : this.#sent % this.#outboxes.length;
    this.#sent += 1;
    this.#outboxes[worker]?.push(item);
  }

  #hungriest(): number {
    let best = 0;
    let most = -Infinity;
    this.#credits.forEach((credit, worker) => {
      const missing = credit - (this.#outboxes[worker]?.length ?? 0);
      if (missing <= most) return;
      most = missing;
      best = worker;
    });
    return best;
  }

  #handOut(): void {
    this.#outboxes.forEach((outbox, worker) => {
      const credit = this.#credits[worker] ?? 0;
      const count = Math.min(credit, outbox.length);
      if (count === 0) return;
      const items: ScheduledRequest[] = [];
      for (let taken = 0; taken < count; taken += 1) {
        const item = outbox.shift();
        if (item !== undefined) items.push(item);
      }
      // One answer to one question: what is still missing is asked for anew.
      this.#credits[worker] = 0;
      this.#events.onRequests(worker, items);
    });
  }
}
