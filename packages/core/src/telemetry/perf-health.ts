import type { PerfHealth } from "../spec/perf-reporter.js";
import type { TrackerItem } from "../spec/tracker.js";
import { finiteValues } from "./series-key.js";

/** How the load generator itself did, per second: the worst worker, and sums where they mean something. */
export class HealthSeries {
  readonly #startedAtMs: number;
  readonly #open = new Map<number, PerfHealth[]>();

  constructor({ startedAtMs }: { readonly startedAtMs: number }) {
    this.#startedAtMs = startedAtMs;
  }

  /** Takes a sample; gives the seconds that every worker has left behind. */
  add(sample: PerfHealth): readonly TrackerItem[] {
    const second = this.#open.get(sample.second);
    if (second === undefined) this.#open.set(sample.second, [sample]);
    else second.push(sample);
    return this.#close(sample.second - 2);
  }

  end(): readonly TrackerItem[] {
    return this.#close(Number.POSITIVE_INFINITY);
  }

  #close(last: number): readonly TrackerItem[] {
    const due = [...this.#open.entries()].filter(([second]) => second <= last).sort(([first], [second]) => first - second);
    return due.map(([second, samples]): TrackerItem => {
      this.#open.delete(second);
      return { kind: "scalars", step: second, atMs: this.#startedAtMs + (second + 1) * 1_000, values: valuesOf(samples) };
    });
  }
}

function valuesOf(samples: readonly PerfHealth[]): Record<string, number> {
  const worst = (figure: (sample: PerfHealth) => number | undefined): number | undefined => {
    const known = samples.map(figure).filter((value) => value !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  };
  const sum = (figure: (sample: PerfHealth) => number): number => samples.reduce((total, sample) => total + figure(sample), 0);
  return finiteValues({
    "client/loop_delay_p99_ms": worst(({ loopDelayP99Ms }) => loopDelayP99Ms),
    "client/loop_utilisation": worst(({ loopUtilisation }) => loopUtilisation),
    "client/send_lateness_p99_ms": worst(({ sendLatenessP99Ms }) => sendLatenessP99Ms),
    "client/gc_ms": sum(({ gcMs }) => gcMs),
    "client/cpu_ms": sum(({ cpuMs }) => cpuMs),
    "client/in_flight": sum(({ inFlight }) => inFlight),
    "client/tainted": samples.some(({ tainted }) => tainted !== undefined) ? 1 : 0,
  });
}
