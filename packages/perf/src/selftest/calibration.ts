import { isRecord } from "@evalkit/core";

/** The client with so many streams at a time. Errors are the client's stamps against the known schedule and the server's own stamps. */
export interface StreamStep {
  readonly streams: number;
  /** What was received. */
  readonly eventsPerSecond: number;
  /** From the server's write of an event to the client's stamp of it. */
  readonly addedP50Ms: number;
  readonly addedP99Ms: number;
  readonly ttftErrorP50Ms: number;
  readonly ttftErrorP99Ms: number;
  /** Client's gap between two events less the server's, either sign. */
  readonly gapErrorP50Ms: number;
  readonly gapErrorP99Ms: number;
  /** Every event arrived and was counted. */
  readonly isExact: boolean;
  /** How late the server itself was: errors of TTFT cannot be told from it. */
  readonly serverLatenessP99Ms: number;
  readonly holds: boolean;
}

/** The client with so many sends a second, by the clock. */
export interface RateStep {
  readonly perSecond: number;
  /** Share by which the rate achieved differs. */
  readonly rateError: number;
  readonly sendLatenessP99Ms: number;
  readonly holds: boolean;
}

/** What a self-test found on one machine: plain data, to be cached and printed. */
export interface Calibration {
  readonly kind: "evalkit.perf.calibration.v1";
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly host: { readonly platform: string; readonly architecture: string; readonly processor: string; readonly cores: number; readonly node: string };
  readonly streamSteps: readonly StreamStep[];
  readonly rateSteps: readonly RateStep[];
  /** The largest steps before the first that did not hold; absent where not even the first did. */
  readonly limits: {
    readonly streams?: number;
    readonly eventsPerSecond?: number;
    readonly perSecond?: number;
    /** The same for the median alone: half of all stamps are right within 1 ms up to here. */
    readonly typical?: { readonly streams: number; readonly eventsPerSecond: number };
  };
}

const MOST_TYPICAL_ERROR_MS = 1;

/** Whether a step's median is right within 1 ms and every event arrived; of a rate, whether it was kept. */
export function holdsTypically(step: StreamStep | RateStep): boolean {
  if (step.holds) return true;
  if ("rateError" in step) return step.rateError < 0.001;
  return step.isExact && step.addedP50Ms < MOST_TYPICAL_ERROR_MS && step.gapErrorP50Ms < MOST_TYPICAL_ERROR_MS;
}

/** The limits that steps show. */
export function limitsOf(streamSteps: readonly StreamStep[], rateSteps: readonly RateStep[]): Calibration["limits"] {
  const stream = lastHolding(streamSteps, ({ holds }) => holds);
  const typical = lastHolding(streamSteps, holdsTypically);
  const rate = lastHolding(rateSteps, ({ holds }) => holds);
  return {
    ...(stream === undefined ? {} : { streams: stream.streams, eventsPerSecond: stream.eventsPerSecond }),
    ...(rate === undefined ? {} : { perSecond: rate.perSecond }),
    ...(typical === undefined || typical === stream ? {} : { typical: { streams: typical.streams, eventsPerSecond: typical.eventsPerSecond } }),
  };
}

function lastHolding<Step>(steps: readonly Step[], holds: (step: Step) => boolean): Step | undefined {
  const failed = steps.findIndex((step) => !holds(step));
  return steps[(failed < 0 ? steps.length : failed) - 1];
}

/** A calibration out of a cache file; undefined when it is none, or another machine's or Node's. */
export function readCalibration(value: unknown, host: Calibration["host"]): Calibration | undefined {
  if (!isRecord(value) || value["kind"] !== "evalkit.perf.calibration.v1") return undefined;
  if (!Array.isArray(value["streamSteps"]) || !Array.isArray(value["rateSteps"]) || !isRecord(value["limits"]) || !isRecord(value["host"])) return undefined;
  const found = value as unknown as Calibration;
  const isSame = (Object.keys(host) as (keyof typeof host)[]).every((key) => found.host[key] === host[key]);
  return isSame ? found : undefined;
}
