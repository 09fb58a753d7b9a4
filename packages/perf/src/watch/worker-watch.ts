import { monitorEventLoopDelay, performance, PerformanceObserver, type EventLoopUtilization } from "node:perf_hooks";
import type { HealthSample } from "../spec/record.js";
import type { RunClock } from "../transport/clock.js";
import { LatenessTally } from "./lateness-tally.js";

/** How often the loop's delay is sampled; the histogram tells this on top of the delay. */
const RESOLUTION_MS = 1;

export interface WatchedWorker {
  inFlight(): number;
  /** Time spent turning the loop for nothing, in all. */
  idleTurnsMs(): number;
  onSample(sample: HealthSample): void;
}

/** Watches the thread it runs in and tells once a second how it fares; what that means for the figures is judged by `taintOf`. */
export class WorkerWatch {
  readonly #worker: number;
  readonly #clock: RunClock;
  readonly #watched: WatchedWorker;
  readonly #lateness = new LatenessTally();
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #collections: PerformanceObserver;
  #timer: NodeJS.Timeout | undefined;
  #utilisation: EventLoopUtilization = performance.eventLoopUtilization();
  #cpuMs = 0;
  #idleTurnsMs = 0;
  #gcMs = 0;
  #reads = 0;
  #events = 0;
  #sent = 0;
  #second = 0;
  #sinceMs = 0;

  constructor(worker: number, clock: RunClock, watched: WatchedWorker) {
    this.#worker = worker;
    this.#clock = clock;
    this.#watched = watched;
    this.#collections = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) this.#gcMs += duration;
    });
  }

  /** From the start of the run on; the clock must be set. */
  start(): void {
    this.#collections.observe({ entryTypes: ["gc"] });
    this.#delay.enable();
    this.#restart();
    this.#sinceMs = this.#clock.now();
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    // A last part of a second counts when it is long enough to say something.
    if (this.#clock.now() - this.#sinceMs >= 100) this.#tell();
    this.#delay.disable();
    this.#collections.disconnect();
  }

  onSend(latenessMs: number): void {
    this.#lateness.add(latenessMs);
  }

  onLaunch(): void {
    this.#sent += 1;
  }

  onRead(events: number, isNewRead: boolean): void {
    this.#events += events;
    if (isNewRead) this.#reads += 1;
  }

  #arm(): void {
    const nextMs = (this.#second + 1) * 1000;
    this.#timer = setTimeout(() => {
      this.#tell();
      this.#second = Math.max(this.#second + 1, Math.floor(this.#clock.now() / 1000));
      this.#restart();
      this.#arm();
    }, Math.max(1, nextMs - this.#clock.now()));
  }

  #restart(): void {
    this.#sinceMs = this.#clock.now();
    this.#delay.reset();
    this.#utilisation = performance.eventLoopUtilization();
    this.#cpuMs = threadCpuMs();
    this.#idleTurnsMs = this.#watched.idleTurnsMs();
    this.#lateness.clear();
    this.#gcMs = 0;
    this.#reads = 0;
    this.#events = 0;
    this.#sent = 0;
  }

  #tell(): void {
    this.#watched.onSample({
      worker: this.#worker,
      second: this.#second,
      loopDelayP50Ms: delayMs(this.#delay.percentile(50)),
      loopDelayP99Ms: delayMs(this.#delay.percentile(99)),
      loopDelayMaxMs: delayMs(this.#delay.max),
      loopUtilisation: this.#utilised(),
      gcMs: this.#gcMs,
      cpuMs: Math.max(0, threadCpuMs() - this.#cpuMs),
      inFlight: this.#watched.inFlight(),
      sent: this.#sent,
      events: this.#events,
      ...(this.#lateness.count === 0 ? {} : { sendLatenessP99Ms: this.#lateness.p99() }),
      ...(this.#reads === 0 ? {} : { eventsPerRead: this.#events / this.#reads }),
    });
  }

  /** Share of the time in which the loop did something; waiting for a send's time by turning the loop is nothing. */
  #utilised(): number {
    const { active, idle } = performance.eventLoopUtilization(this.#utilisation);
    const turnsMs = this.#watched.idleTurnsMs() - this.#idleTurnsMs;
    const total = active + idle;
    return total <= 0 ? 0 : Math.min(1, Math.max(0, active - turnsMs) / total);
  }
}

function delayMs(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS) : 0;
}

/** CPU time of this thread. Node 22 tells the process's only: there the loop's active time stands for it. */
function threadCpuMs(): number {
  if (typeof process.threadCpuUsage === "function") {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  }
  return performance.eventLoopUtilization().active;
}
