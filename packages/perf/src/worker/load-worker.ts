import type { ApiReader } from "../spec/api.js";
import type { RunClock } from "../transport/clock.js";
import type { Exchange, Transport } from "../transport/transport.js";
import { WorkerWatch } from "../watch/worker-watch.js";
import { Deadlines } from "./deadlines.js";
import { Intake } from "./intake.js";
import { Pacer } from "./pacer.js";
import { unpackRequests, type PendingRequest } from "./pending-request.js";
import type { FromWorker, ToWorker, WorkerSetup } from "./protocol.js";
import { RecordOutbox } from "./record-outbox.js";
import { RequestQueue } from "./request-queue.js";
import { ResponseRecorder, type RecorderOwner } from "./response-recorder.js";
import { SharedSlots } from "./shared-slots.js";
import { Slots, type Places } from "./slots.js";
import { Timeline } from "./timeline.js";

/** Lateness above which the policies `skip` and `reanchor` do something. */
const CATCH_UP_MS = 10;
const LATE_MS = 1;

interface Held {
  readonly request: PendingRequest;
  readonly dueMs: number;
  readonly sinceMs: number;
}

export interface WorkerParts {
  readonly reader: ApiReader;
  readonly transport: Transport;
  readonly clock: RunClock;
  readonly post: (message: FromWorker, transfer?: readonly ArrayBuffer[]) => void;
}

/** One thread's share of the load: sends when due or when a slot is free, takes answers down, passes records on. */
export class LoadWorker implements RecorderOwner {
  readonly reader: ApiReader;
  readonly keepsEvents: boolean;
  readonly goesByMembers: boolean;
  readonly #setup: WorkerSetup;
  readonly #parts: WorkerParts;
  readonly #clock: RunClock;
  readonly #slots: Places;
  readonly #intake: Intake;
  readonly #held = new RequestQueue<Held>();
  readonly #pacer: Pacer;
  readonly #active = new Map<ResponseRecorder, Exchange>();
  readonly #spare: Timeline[] = [];
  readonly #outbox: RecordOutbox;
  readonly #watch: WorkerWatch;
  readonly #deadlines: Deadlines;
  #hasStarted = false;
  #isHalted = false;
  #isMeasuring = false;
  #shiftMs = 0;
  #lateSends = 0;
  #heldBackMs = 0;
  #skipped: number[] = [];

  constructor(setup: WorkerSetup, parts: WorkerParts) {
    this.#setup = setup;
    this.#parts = parts;
    this.#clock = parts.clock;
    this.reader = parts.reader;
    this.keepsEvents = setup.keepsEvents;
    this.goesByMembers = setup.api.kind === "built-in";
    this.#slots = setup.places === undefined ? new Slots(setup.slots) : new SharedSlots({ board: setup.places, worker: setup.worker, isClosed: setup.isClosed, onPlace: () => this.#usePlaces() });
    const depth = setup.isClosed ? 2 * (setup.slots ?? 1) + 4 : 512;
    this.#intake = new Intake(depth, (count) => parts.post({ type: "want", count }));
    this.#pacer = new Pacer(parts.clock, (nowMs) => this.#onDue(nowMs));
    this.#outbox = new RecordOutbox(parts.post);
    this.#watch = new WorkerWatch(setup.worker, parts.clock, { inFlight: () => this.#active.size, idleTurnsMs: () => this.#pacer.idleTurnsMs, onSample: (sample) => parts.post({ type: "health", sample }) });
    this.#deadlines = new Deadlines(setup.timeouts, parts.clock, this.#active);
  }

  /** Asks for the first requests. */
  begin(): void {
    this.#parts.post({ type: "ready" });
    this.#intake.ask();
  }

  receive(message: ToWorker): void {
    switch (message.type) {
      case "requests":
        this.#onRequests(unpackRequests(message.batch));
        return;
      case "release":
        for (let count = 0; count < message.count; count += 1) this.#release(this.#clock.now());
        return;
      case "preconnect":
        void this.#parts.transport.preconnect(message.target, message.count).then(() => this.#parts.post({ type: "preconnected" }));
        return;
      case "go":
        this.#go(message.startMonotonicMs);
        return;
      case "exhausted":
        this.#intake.exhausted();
        return;
      case "halt":
        this.#halt();
        return;
      case "abort":
        this.#abort();
        return;
      case "finish":
        this.#finish();
    }
  }

  onSent(recorder: ResponseRecorder): void {
    const { cancelAfterMs } = recorder.request;
    if (Number.isNaN(cancelAfterMs)) return;
    setTimeout(() => this.#stop(recorder, undefined), cancelAfterMs);
  }

  onRead(events: number, isNewRead: boolean): void {
    this.#watch.onRead(events, isNewRead);
  }

  onOver(recorder: ResponseRecorder): void {
    const exchange = this.#active.get(recorder);
    this.#active.delete(recorder);
    // Harmless for an exchange that is over; one that we cut off must give its connection up.
    exchange?.abandon();
    const { isConversation } = recorder.request;
    this.#outbox.add(recorder, isConversation);
    const { timeline } = recorder;
    timeline.clear();
    if (this.#spare.length < 256) this.#spare.push(timeline);
    // A conversation keeps its slot until the main thread knows whether it goes on.
    if (!isConversation) this.#release(recorder.endMs);
  }

  #go(startMonotonicMs: number): void {
    this.#clock.startAt(startMonotonicMs);
    this.#watch.start();
    this.#deadlines.start();
    const nowMs = this.#clock.now();
    setTimeout(() => {
      this.#hasStarted = true;
      this.#pump();
    }, Math.max(0, -nowMs - 2));
  }

  #onRequests(requests: readonly PendingRequest[]): void {
    const followUps = requests.filter(({ isFollowUp }) => isFollowUp);
    if (followUps.length > 0) {
      for (const request of followUps) this.#followUp(request);
      return;
    }
    if (this.#isHalted) this.#unsent(requests.map(({ index }) => index), "halted");
    else this.#intake.add(requests);
    this.#pump();
  }

  /** The next turn of a conversation has its slot already. */
  #followUp(request: PendingRequest): void {
    const nowMs = this.#clock.now();
    if (this.#isHalted) {
      this.#unsent([request.index], "halted");
      this.#release(nowMs);
    } else this.#launch(request, { intendedMs: request.dueMs, dequeuedMs: nowMs, heldBackMs: Number.NaN });
  }

  #pump(): void {
    if (!this.#hasStarted || this.#isHalted) return;
    if (this.#setup.isClosed) this.#fillSlots();
    else this.#awaitNext();
  }

  #fillSlots(): void {
    if (this.#clock.now() < 0) {
      this.#pacer.wake(0);
      return;
    }
    for (let request = this.#intake.peek(); request !== undefined; request = this.#intake.peek()) {
      const freeSinceMs = this.#slots.take();
      if (freeSinceMs !== undefined) {
        this.#intake.shift();
        this.#launch(request, { intendedMs: freeSinceMs, dequeuedMs: this.#clock.now(), heldBackMs: Number.NaN });
      } else if (!this.#slots.setWaiting(request.index)) return;
    }
    this.#slots.setWaiting(undefined);
    if (this.#slots.hasFree) this.#intake.starved();
  }

  #awaitNext(): void {
    const next = this.#intake.peek();
    if (next === undefined) this.#intake.starved();
    this.#pacer.wake(next === undefined ? undefined : next.dueMs + this.#shiftMs);
  }

  #onDue(nowMs: number): number | undefined {
    if (this.#isHalted) return undefined;
    if (this.#setup.isClosed) {
      this.#fillSlots();
      return undefined;
    }
    for (let next = this.#intake.peek(); next !== undefined; next = this.#intake.peek()) {
      if (next.dueMs + this.#shiftMs > nowMs) break;
      this.#intake.shift();
      this.#sendDue(next, this.#clock.now());
    }
    this.#flushSkipped();
    const next = this.#intake.peek();
    if (next === undefined) this.#intake.starved();
    return next === undefined ? undefined : next.dueMs + this.#shiftMs;
  }

  #sendDue(request: PendingRequest, nowMs: number): void {
    const latenessMs = nowMs - request.dueMs - this.#shiftMs;
    this.#watch.onSend(latenessMs);
    if (latenessMs > LATE_MS) this.#lateSends += 1;
    if (latenessMs > CATCH_UP_MS && this.#setup.catchUp === "skip") {
      this.#skipped.push(request.index);
      return;
    }
    if (latenessMs > CATCH_UP_MS && this.#setup.catchUp === "reanchor") this.#shiftMs += latenessMs;
    const dueMs = request.dueMs + this.#shiftMs;
    if (this.#held.length === 0 && this.#slots.take() !== undefined) this.#launch(request, { intendedMs: dueMs, dequeuedMs: nowMs, heldBackMs: Number.NaN });
    else {
      this.#held.push({ request, dueMs, sinceMs: nowMs });
      this.#sendHeld();
    }
  }

  #launch(request: PendingRequest, times: { readonly intendedMs: number; readonly dequeuedMs: number; readonly heldBackMs: number }): void {
    const recorder = new ResponseRecorder(request, this, { ...times, timeline: this.#spare.pop() ?? new Timeline() });
    this.#watch.onLaunch();
    const exchange = this.#parts.transport.send(request, recorder);
    if (!recorder.isOver) this.#active.set(recorder, exchange);
    if (request.phase === 0 || this.#isMeasuring) return;
    this.#isMeasuring = true;
    this.#parts.post({ type: "measuring", atMs: this.#clock.now() });
  }

  #release(atMs: number): void {
    this.#slots.release(atMs);
    this.#usePlaces();
  }

  #usePlaces(): void {
    if (!this.#hasStarted) return;
    if (this.#isHalted) this.#slots.setWaiting(undefined);
    else if (this.#setup.isClosed) this.#fillSlots();
    else this.#sendHeld();
  }

  #sendHeld(): void {
    for (let held = this.#held.peek(); held !== undefined; held = this.#held.peek()) {
      if (this.#slots.take() !== undefined) {
        this.#held.shift();
        const heldBackMs = this.#clock.now() - held.sinceMs;
        this.#heldBackMs += heldBackMs;
        this.#launch(held.request, { intendedMs: held.dueMs, dequeuedMs: held.sinceMs, heldBackMs });
      } else if (!this.#slots.setWaiting(held.request.index)) return;
    }
    this.#slots.setWaiting(undefined);
  }

  #stop(recorder: ResponseRecorder, failure: { readonly kind: "aborted"; readonly message: string } | undefined): void {
    const exchange = this.#active.get(recorder);
    if (exchange === undefined) return;
    exchange.abandon();
    recorder.stop(this.#clock.now(), failure);
  }

  #halt(): void {
    this.#isHalted = true;
    this.#pacer.stop();
    const rest = [...this.#intake.drain(), ...this.#held.drain().map(({ request }) => request)];
    this.#slots.setWaiting(undefined);
    this.#unsent(rest.map(({ index }) => index), "halted");
  }

  #abort(): void {
    this.#halt();
    for (const recorder of this.#active.keys()) this.#stop(recorder, { kind: "aborted", message: "The run was stopped before the answer was complete." });
    this.#outbox.flush();
  }

  #unsent(indices: readonly number[], reason: "skipped" | "halted"): void {
    if (indices.length > 0) this.#parts.post({ type: "unsent", indices, reason });
  }

  #flushSkipped(): void {
    this.#unsent(this.#skipped, "skipped");
    this.#skipped = [];
  }

  #finish(): void {
    this.#isHalted = true;
    this.#pacer.stop();
    this.#deadlines.stop();
    this.#watch.stop();
    this.#outbox.flush();
    this.#parts.transport.close();
    this.#parts.post({ type: "bye", stats: { lateSends: this.#lateSends, heldBackMs: this.#heldBackMs } });
  }
}
