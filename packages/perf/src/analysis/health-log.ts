import type { HealthSample } from "../spec/record.js";
import type { ClientHealth } from "./load-result.js";

/** What is shown of one second: the worst of the workers. */
interface SecondHealth {
  loopDelayP99Ms: number;
  loopUtilisation: number;
  inFlight: number;
  tainted: string | undefined;
}

const MAX_REASONS = 50;
const OTHER = "other reasons";

/** Keeps how the workers did in each second and which seconds are tainted. */
export class HealthLog {
  readonly #seconds = new Map<number, SecondHealth>();
  readonly #tainted = new Map<number, Set<number>>();
  readonly #latest = new Map<number, number>();
  readonly #reasons = new Map<string, number>();
  #samples = 0;
  #gcMs = 0;
  #cpuMs = 0;
  #latenessMs: number | undefined;
  #reads = { sum: 0, count: 0 };

  add(sample: HealthSample): void {
    const { worker, second, tainted } = sample;
    this.#samples += 1;
    this.#gcMs += sample.gcMs;
    this.#cpuMs += sample.cpuMs;
    if (sample.sendLatenessP99Ms !== undefined) this.#latenessMs = Math.max(this.#latenessMs ?? 0, sample.sendLatenessP99Ms);
    if (sample.eventsPerRead !== undefined) this.#reads = { sum: this.#reads.sum + sample.eventsPerRead, count: this.#reads.count + 1 };
    this.#latest.set(worker, Math.max(second, this.#latest.get(worker) ?? 0));
    this.#note(sample);
    if (tainted === undefined) return;
    const reason = this.#reasons.size < MAX_REASONS || this.#reasons.has(tainted) ? tainted : OTHER;
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    const seconds = this.#tainted.get(worker) ?? new Set();
    this.#tainted.set(worker, seconds.add(second));
  }

  at(second: number): Readonly<SecondHealth> | undefined {
    return this.#seconds.get(second);
  }

  /** The last second that was told, and how it was. */
  last(): Readonly<SecondHealth> | undefined {
    return this.#latest.size === 0 ? undefined : this.#seconds.get(Math.max(...this.#latest.values()));
  }

  get taintedSeconds(): number {
    let count = 0;
    for (const seconds of this.#tainted.values()) count += seconds.size;
    return count;
  }

  /** Whether the worker has told how it did up to this moment. */
  isKnown(worker: number, atMs: number): boolean {
    const latest = this.#latest.get(worker);
    return latest !== undefined && latest >= Math.floor(atMs / 1000);
  }

  /** Whether a tainted second of the worker touches the span. */
  isTainted(worker: number, fromMs: number, toMs: number): boolean {
    const seconds = this.#tainted.get(worker);
    if (seconds === undefined) return false;
    const first = Math.floor(fromMs / 1000);
    const last = Math.floor(toMs / 1000);
    if (last - first > seconds.size) return [...seconds].some((second) => second >= first && second <= last);
    for (let second = first; second <= last; second += 1) if (seconds.has(second)) return true;
    return false;
  }

  summary(): ClientHealth | undefined {
    if (this.#samples === 0) return undefined;
    const seconds = [...this.#seconds.values()];
    return {
      samples: this.#samples,
      worstLoopDelayP99Ms: seconds.reduce((worst, { loopDelayP99Ms }) => Math.max(worst, loopDelayP99Ms), 0),
      highestUtilisation: seconds.reduce((worst, { loopUtilisation }) => Math.max(worst, loopUtilisation), 0),
      gcMs: this.#gcMs,
      cpuMs: this.#cpuMs,
      ...(this.#latenessMs === undefined ? {} : { worstSendLatenessP99Ms: this.#latenessMs }),
      ...(this.#reads.count === 0 ? {} : { meanEventsPerRead: this.#reads.sum / this.#reads.count }),
      taintedSeconds: this.taintedSeconds,
      reasons: [...this.#reasons].map(([reason, count]) => ({ reason, seconds: count })).toSorted((first, second) => second.seconds - first.seconds),
    };
  }

  #note(sample: HealthSample): void {
    const known = this.#seconds.get(sample.second) ?? { loopDelayP99Ms: 0, loopUtilisation: 0, inFlight: 0, tainted: undefined };
    known.loopDelayP99Ms = Math.max(known.loopDelayP99Ms, sample.loopDelayP99Ms);
    known.loopUtilisation = Math.max(known.loopUtilisation, sample.loopUtilisation);
    known.inFlight += sample.inFlight;
    known.tainted ??= sample.tainted;
    this.#seconds.set(sample.second, known);
  }
}
