import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeBoard } from "./place-board.js";
import { SharedSlots } from "./shared-slots.js";

/** Threads on one board, stepped in any order: each has a queue of requests and as many under way as it got places. */
class Model {
  readonly sent: number[] = [];
  readonly threads: { readonly slots: SharedSlots; readonly queue: number[]; inFlight: number }[];
  woken: number[] = [];

  constructor(cap: number, workers: number, isClosed: boolean) {
    const board = placeBoard(cap, workers, isClosed);
    this.threads = Array.from({ length: workers }, (_, worker) => ({ slots: new SharedSlots({ board, worker, isClosed, onPlace: () => void this.woken.push(worker) }), queue: [], inFlight: 0 }));
  }

  get inFlight(): number {
    return this.threads.reduce((sum, { inFlight }) => sum + inFlight, 0);
  }

  get waiting(): number {
    return this.threads.reduce((sum, { queue }) => sum + queue.length, 0);
  }

  thread(worker: number) {
    const thread = this.threads[worker];
    if (thread === undefined) throw new RangeError(`no thread ${worker}`);
    return thread;
  }

  /** What a load thread does when a request comes, a place comes free or it is woken. */
  use(worker: number): void {
    const thread = this.thread(worker);
    for (let [index] = thread.queue; index !== undefined; [index] = thread.queue) {
      if (thread.slots.take() === undefined) {
        if (!thread.slots.setWaiting(index)) return;
        continue;
      }
      thread.queue.shift();
      thread.inFlight += 1;
      this.sent.push(index);
    }
    thread.slots.setWaiting(undefined);
  }

  add(worker: number, index: number): void {
    this.thread(worker).queue.push(index);
    this.use(worker);
  }

  end(worker: number): void {
    const thread = this.thread(worker);
    if (thread.inFlight === 0) return;
    thread.inFlight -= 1;
    thread.slots.release(1);
    this.use(worker);
  }

  /** Lets all wake-ups through. */
  async settle(): Promise<void> {
    for (let rounds = 0; rounds < 20; rounds += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      const woken = this.woken;
      this.woken = [];
      for (const worker of woken) this.use(worker);
    }
  }
}

const steps = fc.array(fc.record({ worker: fc.nat({ max: 3 }), kind: fc.constantFrom("add", "add", "end", "settle") }), { maxLength: 60 });

describe("a cap shared by threads", () => {
  it("is never gone beyond, leaves nothing waiting beside a free place, and loses no place", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 2, max: 4 }), fc.boolean(), steps, async (cap, workers, isClosed, list) => {
        const model = new Model(cap, workers, isClosed);
        let index = 0;
        for (const { worker, kind } of list) {
          if (kind === "settle") await model.settle();
          else if (kind === "add") model.add(worker % workers, index++);
          else model.end(worker % workers);
          expect(model.inFlight).toBeLessThanOrEqual(cap);
        }
        // Threads that have nothing to send have said so, as load threads do when they begin.
        for (let worker = 0; worker < workers; worker += 1) model.use(worker);
        await model.settle();
        expect(model.inFlight).toBe(Math.min(cap, model.inFlight + model.waiting));
        for (let rounds = 0; rounds < index + 1; rounds += 1) {
          for (let worker = 0; worker < workers; worker += 1) model.end(worker);
          await model.settle();
        }
        expect([model.inFlight, model.waiting]).toEqual([0, 0]);
        expect(model.sent.toSorted((a, b) => a - b)).toEqual(Array.from({ length: index }, (_, each) => each));
        // All places are there again, for whichever thread.
        for (let count = 0; count < cap + 2; count += 1) model.add(0, index + count);
        await model.settle();
        expect(model.inFlight).toBe(cap);
      }),
      { numRuns: 60 },
    );
  });

  it("is given in the order in which requests are due, whoever sends them, once the threads have heard of each other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 4 }), fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 40 }), async (cap, workers, ends) => {
        const model = new Model(cap, workers, false);
        for (let index = 0; index < 40; index += 1) model.add(index % workers, index);
        for (const worker of ends) {
          model.end(worker % workers);
          await model.settle();
        }
        expect(model.sent).toEqual(Array.from(model.sent, (_, each) => each));
      }),
      { numRuns: 60 },
    );
  });
});

describe("places of a closed loop", () => {
  it("begin equally split, are used again where they came free, and go home when their thread has work", async () => {
    const model = new Model(4, 2, true);
    const [first, second] = model.threads;
    // Nothing for the second thread yet: its two places go to the first.
    for (let index = 0; index < 9; index += 1) model.add(0, index);
    expect([first?.inFlight, second?.inFlight]).toEqual([2, 0]);
    model.use(1);
    await model.settle();
    expect([first?.inFlight, second?.inFlight]).toEqual([4, 0]);
    model.end(0);
    expect([first?.inFlight, second?.inFlight]).toEqual([4, 0]);
    for (let index = 9; index < 14; index += 1) model.add(1, index);
    expect([first?.inFlight, second?.inFlight]).toEqual([4, 0]);
    for (let ends = 0; ends < 3; ends += 1) {
      model.end(0);
      await model.settle();
    }
    expect([first?.inFlight, second?.inFlight]).toEqual([2, 2]);
  });

  it("tell since when a place stood free, also to another thread", async () => {
    const board = placeBoard(2, 2, true);
    const [first, second] = [0, 1].map((worker) => new SharedSlots({ board, worker, isClosed: true, onPlace: () => undefined }));
    expect([first?.take(), first?.take(), second?.take()]).toEqual([0, undefined, 0]);
    expect(second?.setWaiting(7)).toBe(false);
    first?.release(12.5);
    expect(second?.hasFree).toBe(true);
    expect(second?.take()).toBe(12.5);
  });
});
