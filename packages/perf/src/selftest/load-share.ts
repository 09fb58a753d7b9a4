import type { CalibrationNote } from "../results/run-facts.js";
import type { HealthSample } from "../spec/record.js";
import type { Calibration } from "./calibration.js";

/** The most that a run asked of its client at a time. */
export interface PeakLoad {
  readonly streams: number;
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
}

/** Finds a run's peaks from what its workers tell each second. */
export class PeakTally {
  readonly #seconds = new Map<number, { streams: number; eventsPerSecond: number; requestsPerSecond: number }>();
  #peak: PeakLoad = { streams: 0, eventsPerSecond: 0, requestsPerSecond: 0 };

  add({ second, inFlight, events, sent }: HealthSample): void {
    const sum = this.#seconds.get(second) ?? { streams: 0, eventsPerSecond: 0, requestsPerSecond: 0 };
    sum.streams += inFlight;
    sum.eventsPerSecond += events;
    sum.requestsPerSecond += sent;
    this.#seconds.set(second, sum);
    this.#peak = {
      streams: Math.max(this.#peak.streams, sum.streams),
      eventsPerSecond: Math.max(this.#peak.eventsPerSecond, sum.eventsPerSecond),
      requestsPerSecond: Math.max(this.#peak.requestsPerSecond, sum.requestsPerSecond),
    };
    // Workers are seconds apart at most.
    for (const old of this.#seconds.keys()) {
      if (old < second - 10) this.#seconds.delete(old);
    }
  }

  get peak(): PeakLoad {
    return this.#peak;
  }
}

/** The client's error at a load and the share of its limit that the load used, as the self-test found them; what it did not find is absent. */
export function loadShare(calibration: Calibration, load: PeakLoad): CalibrationNote {
  const { limits, streamSteps, measuredAt } = calibration;
  const step = streamSteps.find(({ streams, eventsPerSecond }) => streams >= load.streams && eventsPerSecond >= load.eventsPerSecond * 0.99);
  const isMedian = limits.streams === undefined && limits.typical !== undefined;
  const of = isMedian ? limits.typical : limits;
  const shares = [share(load.streams, of?.streams), share(load.eventsPerSecond, of?.eventsPerSecond), share(load.requestsPerSecond, limits.perSecond)].filter((value) => value !== undefined);
  return {
    measuredAt,
    ...(step === undefined ? {} : { ttftErrorMs: step.ttftErrorP99Ms, gapErrorMs: step.gapErrorP99Ms }),
    ...(shares.length === 0 ? {} : { usedShare: Math.max(...shares), ...(isMedian ? { isLimitOfMedian: true } : {}) }),
  };
}

function share(used: number, limit: number | undefined): number | undefined {
  return limit === undefined || limit <= 0 ? undefined : used / limit;
}
