import type { RequestRecord } from "../spec/record.js";
import type { RateStep, StreamStep } from "./calibration.js";

const MOST_ERROR_MS = 1;
const MOST_RATE_ERROR = 0.001;

export interface MeasuredStreams {
  readonly streams: number;
  /** Requests in all, one after the other where there are more than streams. */
  readonly requests: number;
  /** Events that each stream has. */
  readonly tokens: number;
  /** The server's time to the first one. */
  readonly ttftMs: number;
  readonly records: readonly RequestRecord[];
  readonly startedAtMonotonicMs: number;
  readonly serverLatenessP99Ms: number;
}

/** Compares what the client stamped with what the server did. The text of each event is the moment it was sent, in microseconds of the monotonic clock. */
export function streamStep(measured: MeasuredStreams): StreamStep {
  const { streams, requests, tokens, ttftMs, records, startedAtMonotonicMs, serverLatenessP99Ms } = measured;
  const added: number[] = [];
  const gapErrors: number[] = [];
  let events = 0;
  let isExact = records.length === requests;
  for (const { text = "", payloadMs } of records) {
    const sent = text.trim().split(/\s+/).map((stamp) => Number(stamp) / 1000 - startedAtMonotonicMs);
    isExact &&= payloadMs.length === tokens && sent.length === tokens;
    events += payloadMs.length;
    const delays = payloadMs.map((at, position) => at - (sent[position] ?? Number.NaN)).filter((delay) => !Number.isNaN(delay));
    added.push(...delays);
    delays.slice(1).forEach((delay, position) => gapErrors.push(Math.abs(delay - (delays[position] ?? delay))));
  }
  const ttftErrors = records.flatMap(({ firstPayloadMs, sentMs }) => (firstPayloadMs === undefined ? [] : [Math.abs(firstPayloadMs - sentMs - ttftMs)]));
  const ttftErrorP99Ms = nearestRank(ttftErrors, 0.99);
  const gapErrorP99Ms = nearestRank(gapErrors, 0.99);
  const firstMs = Math.min(...records.map(({ firstPayloadMs = Infinity }) => firstPayloadMs));
  const lastMs = Math.max(...records.map(({ lastPayloadMs = -Infinity }) => lastPayloadMs));
  return {
    streams,
    eventsPerSecond: events / ((lastMs - firstMs) / 1000),
    addedP50Ms: nearestRank(added, 0.5),
    addedP99Ms: nearestRank(added, 0.99),
    ttftErrorP50Ms: nearestRank(ttftErrors, 0.5),
    ttftErrorP99Ms,
    gapErrorP50Ms: nearestRank(gapErrors, 0.5),
    gapErrorP99Ms,
    isExact,
    serverLatenessP99Ms,
    holds: isExact && gapErrorP99Ms < MOST_ERROR_MS && ttftErrorP99Ms < Math.max(MOST_ERROR_MS, 0.02 * ttftMs),
  };
}

/** Compares the sends with the clock. */
export function rateStep(perSecond: number, records: readonly RequestRecord[]): RateStep {
  const sent = records.map(({ sentMs }) => sentMs).toSorted((a, b) => a - b);
  const spanMs = (sent.at(-1) ?? 0) - (sent[0] ?? 0);
  const achieved = ((sent.length - 1) * 1000) / spanMs;
  const sendLatenessP99Ms = nearestRank(records.map(({ sentMs, intendedMs }) => sentMs - intendedMs), 0.99);
  const rateError = Math.abs(achieved / perSecond - 1);
  return { perSecond, rateError, sendLatenessP99Ms, holds: rateError < MOST_RATE_ERROR && sendLatenessP99Ms < MOST_ERROR_MS };
}

/** The value that this share of the values does not exceed; not a number where there are none. */
function nearestRank(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
