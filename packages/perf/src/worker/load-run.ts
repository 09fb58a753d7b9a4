import { setTimeout as sleep } from "node:timers/promises";
import { openReader } from "../api/index.js";
import type { ApiReader } from "../spec/api.js";
import type { LoadObserver, LoadOutcome, LoadPlan } from "../spec/load.js";
import type { HealthSample } from "../spec/record.js";
import type { PreparedRequest } from "../spec/request.js";
import { arrivalTimes } from "../schedule/arrival-times.js";
import { monotonicMs } from "../transport/clock.js";
import { ErrorRate } from "../watch/error-rate.js";
import { OverSaturation } from "../watch/over-saturation.js";
import { taintOf } from "../watch/taint.js";
import { UsualGap } from "../watch/usual-gap.js";
import { VerdictTally } from "../watch/verdict.js";
import { buildRecord, type BuiltRecord } from "./build-record.js";
import { chooseTransport } from "./choose-transport.js";
import { connectionsOf, planWorkers, shareOf } from "./plan-workers.js";
import { PHASES, type FromWorker, type PhaseNumber, type RecordBatch, type WorkerStats } from "./protocol.js";
import { unpackRecords } from "./record-unpacker.js";
import { packRequests, type ScheduledRequest } from "./request-packer.js";
import { Supply } from "./supply.js";
import { WorkerCrew } from "./worker-crew.js";
import { sharedPlaces, workerSetup } from "./worker-setup.js";

/** Time between the last preparation and the first send: all threads must have heard of it. */
const LEAD_MS = 25;
/** Connections that are not open by then are left to the requests. */
const PRECONNECT_MS = 10_000;

interface InFlight {
  readonly request: PreparedRequest;
  readonly phase: PhaseNumber;
  readonly worker: number;
}

type Stopped = LoadOutcome["stopped"];

/** One run on the main thread: feeds the load threads, makes records of what they saw, decides when it ends. */
export class LoadRun {
  readonly #plan: LoadPlan;
  readonly #observer: LoadObserver;
  readonly #crew = new WorkerCrew();
  readonly #supply: Supply;
  readonly #inFlight = new Map<number, InFlight>();
  readonly #errorRate = new ErrorRate();
  readonly #saturation = new OverSaturation();
  readonly #usualGap = new UsualGap();
  readonly #verdict = new VerdictTally();
  readonly #workerInFlight: number[];
  readonly #stats: WorkerStats[] = [];
  readonly #first: { readonly request: PreparedRequest; readonly worker: number }[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #reader: ApiReader | undefined;
  #transport: "net" | "undici" = "net";
  #timers: NodeJS.Timeout[] = [];
  #stopped: Stopped | undefined;
  #isExhausted = false;
  #skipped = 0;
  #sent = 0;
  #measured = 0;
  #lastEndMs = 0;
  #startMonotonicMs = 0;

  constructor(plan: LoadPlan, observer: LoadObserver) {
    this.#plan = plan;
    this.#observer = observer;
    const workers = planWorkers(plan);
    this.#workerInFlight = new Array<number>(workers).fill(0);
    this.#supply = new Supply(plan, workers, {
      times: arrivalTimes(plan.arrivals, plan.seed),
      events: {
        onRequests: (worker, items) => this.#give(worker, items),
        onExhausted: () => this.#onExhausted(),
        onError: (error) => this.#crew.fail(error),
      },
    });
  }

  async run(): Promise<LoadOutcome> {
    const onAbort = (): void => this.#abort();
    this.#plan.signal.addEventListener("abort", onAbort, { once: true });
    try {
      this.#reader = await openReader(this.#plan.api);
      this.#transport = chooseTransport(this.#plan, await this.#supply.first());
      await this.#startWorkers();
      const startedAtEpochMs = await this.#go();
      if (this.#plan.signal.aborted) this.#abort();
      await this.#crew.unlessFailed(this.#ended.promise);
      await this.#finish();
      return this.#outcome(startedAtEpochMs);
    } finally {
      this.#supply.stop();
      this.#plan.signal.removeEventListener("abort", onAbort);
      for (const timer of this.#timers) clearTimeout(timer);
      await this.#crew.terminate();
    }
  }

  async #startWorkers(): Promise<void> {
    const count = this.#workerInFlight.length;
    const filled = this.#crew.gather("first", count);
    const places = sharedPlaces(this.#plan, count);
    for (let worker = 0; worker < count; worker += 1) {
      this.#crew.spawn(workerSetup(this.#plan, { worker, workers: count, transport: this.#transport, places }), (message) => this.#receive(worker, message));
    }
    await this.#crew.unlessFailed(Promise.race([filled, this.#ended.promise]));
    const connections = connectionsOf(this.#plan);
    const targets = this.#first.map((first) => ({ ...first, share: shareOf(connections, first.worker, count) })).filter(({ share }) => share > 0);
    if (targets.length === 0) return;
    const connected = this.#crew.gather("preconnected", targets.length);
    for (const { worker, request, share } of targets) this.#crew.send(worker, { type: "preconnect", target: { url: request.url, headers: request.headers }, count: share });
    // Who does not answer is told by the requests: the run begins all the same.
    await this.#crew.unlessFailed(Promise.race([connected, this.#ended.promise, sleep(PRECONNECT_MS, undefined, { ref: false })]));
  }

  async #go(): Promise<number> {
    this.#startMonotonicMs = monotonicMs() + LEAD_MS;
    const startedAtEpochMs = Date.now() + LEAD_MS;
    this.#crew.sendAll({ type: "go", startMonotonicMs: this.#startMonotonicMs });
    await sleep(LEAD_MS);
    return startedAtEpochMs;
  }

  #receive(worker: number, message: FromWorker): void {
    switch (message.type) {
      case "want":
        this.#supply.want(worker, message.count);
        return;
      case "records":
        this.#onRecords(worker, message.batch);
        return;
      case "unsent":
        this.#onUnsent(message.indices, message.reason);
        return;
      case "health":
        this.#onHealth(worker, message.sample);
        return;
      case "measuring":
        this.#onMeasuring();
        return;
      case "preconnected":
        this.#crew.reached("preconnected");
        return;
      case "bye":
        this.#stats.push(message.stats);
        this.#crew.reached("bye");
        return;
      case "ready":
    }
  }

  #give(worker: number, items: readonly ScheduledRequest[]): void {
    for (const { request, phase } of items) this.#inFlight.set(request.index, { request: withoutBody(request), phase, worker });
    this.#sendRequests(worker, items);
    const [first] = items;
    if (first === undefined || this.#first.some((known) => known.worker === worker)) return;
    this.#first.push({ request: first.request, worker });
    this.#crew.reached("first");
  }

  #sendRequests(worker: number, items: readonly ScheduledRequest[]): void {
    const batch = packRequests(items);
    this.#crew.send(worker, { type: "requests", batch }, [batch.rows.buffer, batch.bytes.buffer]);
  }

  #onExhausted(): void {
    this.#isExhausted = true;
    this.#crew.sendAll({ type: "exhausted" });
    // Workers that get nothing are not waited for.
    for (let worker = this.#first.length; worker < this.#workerInFlight.length; worker += 1) this.#crew.reached("first");
    this.#endWhenEmpty();
  }

  #onRecords(worker: number, batch: RecordBatch): void {
    for (const raw of unpackRecords(batch)) {
      const index = raw.number("index") ?? -1;
      const entry = this.#inFlight.get(index);
      const reader = this.#reader;
      if (entry === undefined || reader === undefined) continue;
      this.#inFlight.delete(index);
      const built = buildRecord(raw, { reader, worker, phase: PHASES[entry.phase], request: entry.request, wantsText: this.#plan.wantsText === true });
      this.#onRecord(entry, built);
    }
    this.#endWhenEmpty();
  }

  #onRecord(entry: InFlight, built: BuiltRecord): void {
    const { record } = built;
    this.#sent += 1;
    if (record.phase === "measured") this.#measured += 1;
    this.#lastEndMs = Math.max(this.#lastEndMs, record.endMs);
    this.#follow(entry, built);
    this.#observer.onRecord(record);
    this.#usualGap.add(record);
    this.#errorRate.add(record.outcome === "failed");
    if (this.#plan.stopAtOverSaturation === true) this.#saturation.addRecord(record);
    const share = this.#errorRate.share;
    if (this.#plan.stopAtErrorRate !== undefined && share !== undefined && share > this.#plan.stopAtErrorRate) this.#stop("error-rate");
  }

  /** The next turn of the conversation, or its slot back. */
  #follow({ request, phase, worker }: InFlight, { record, parsed }: BuiltRecord): void {
    if (request.conversation === undefined) return;
    const { follow } = this.#plan.source;
    const index = request.index + (this.#supply.total ?? 2 ** 32);
    const isOver = follow === undefined || this.#stopped !== undefined || this.#plan.signal.aborted;
    const reply = { text: parsed?.text ?? "", outcome: record.outcome === "ok" ? ("ok" as const) : ("failed" as const), usage: record.usage };
    const next = isOver ? undefined : this.#plan.source.follow?.(request, reply, index);
    if (next === undefined) {
      this.#crew.send(worker, { type: "release", count: 1 });
      return;
    }
    const turn = next.index === index ? next : { ...next, index };
    this.#inFlight.set(index, { request: withoutBody(turn), phase, worker });
    this.#sendRequests(worker, [{ request: turn, phase, dueMs: record.endMs, isFollowUp: true }]);
  }

  #onUnsent(indices: readonly number[], reason: "skipped" | "halted"): void {
    for (const index of indices) this.#inFlight.delete(index);
    if (reason === "skipped") this.#skipped += indices.length;
    this.#endWhenEmpty();
  }

  #onHealth(worker: number, told: HealthSample): void {
    const tainted = taintOf(told, this.#usualGap.medianMs);
    const sample = tainted === undefined ? told : { ...told, tainted };
    this.#verdict.addSample(sample);
    this.#workerInFlight[worker] = sample.inFlight;
    this.#observer.onHealth(sample);
    if (this.#plan.stopAtOverSaturation !== true) return;
    this.#saturation.addInFlight((sample.second + 1) * 1000, this.#workerInFlight.reduce((sum, count) => sum + count, 0));
    if (this.#saturation.isOver) this.#stop("over-saturation");
  }

  /** The first measured request went out: from now on the duration counts. */
  #onMeasuring(): void {
    const { durationMs } = this.#plan;
    if (durationMs === undefined || this.#timers.length > 0) return;
    this.#timers.push(setTimeout(() => this.#stop("duration"), durationMs));
  }

  /** Sends nothing more; what is in flight may end by itself for a while. */
  #stop(reason: Stopped): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = reason;
    this.#isExhausted = true;
    this.#supply.stop();
    this.#crew.sendAll({ type: "halt" });
    if (this.#plan.graceMs !== undefined) this.#timers.push(setTimeout(() => this.#cut(), this.#plan.graceMs));
    this.#endWhenEmpty();
  }

  #abort(): void {
    this.#stop("aborted");
    this.#stopped = "aborted";
    this.#cut();
  }

  #cut(): void {
    this.#crew.sendAll({ type: "abort" });
  }

  #endWhenEmpty(): void {
    if (this.#isExhausted && this.#inFlight.size === 0) this.#ended.resolve();
  }

  async #finish(): Promise<void> {
    const gone = this.#crew.gather("bye", this.#crew.size);
    this.#crew.sendAll({ type: "finish" });
    await this.#crew.unlessFailed(gone);
  }

  #outcome(startedAtEpochMs: number): LoadOutcome {
    const lateSends = this.#stats.reduce((sum, stats) => sum + stats.lateSends, 0);
    return {
      startedAtEpochMs,
      startedAtMonotonicMs: this.#startMonotonicMs,
      wallMs: this.#lastEndMs,
      workers: this.#crew.size,
      transport: this.#transport,
      lateSends,
      skippedSends: this.#skipped,
      heldBackMs: this.#stats.reduce((sum, stats) => sum + stats.heldBackMs, 0),
      stopped: this.#stopped ?? "complete",
      verdict: this.#verdict.verdict({ measured: this.#measured, sent: this.#sent, lateSends, skippedSends: this.#skipped }),
    };
  }
}

const NO_BODY = new Uint8Array(0);

/** What is remembered of a request while it is under way: its body is with the worker. Conversations need theirs to go on. */
function withoutBody(request: PreparedRequest): PreparedRequest {
  return request.conversation === undefined ? { ...request, body: NO_BODY } : request;
}
