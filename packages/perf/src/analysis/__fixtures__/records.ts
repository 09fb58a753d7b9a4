import type { HealthSample, RequestRecord } from "../../spec/record.js";

export interface StreamSchedule extends Partial<RequestRecord> {
  readonly index?: number;
  readonly sentMs?: number;
  /** From the send to each payload event. */
  readonly arrivals: readonly number[];
  /** From the send. */
  readonly endAfter?: number;
  readonly tokens?: number;
  readonly prompt?: number;
}

/** A successful streamed request by a schedule; times of events count from its send. */
export function streamed({ arrivals, endAfter, tokens, prompt, ...rest }: StreamSchedule): RequestRecord {
  const sentMs = rest.sentMs ?? 0;
  const payloadMs = arrivals.map((arrival) => sentMs + arrival);
  const first = payloadMs[0];
  const last = payloadMs.at(-1);
  return {
    index: 0,
    phase: "measured",
    worker: 0,
    outcome: "ok",
    status: 200,
    stream: true,
    intendedMs: sentMs,
    ...(first === undefined ? {} : { headersMs: sentMs + 1, firstByteMs: sentMs + 2, firstEventMs: first, firstPayloadMs: first, firstAnswerMs: first }),
    ...(last === undefined ? {} : { lastPayloadMs: last }),
    endMs: endAfter === undefined ? (last ?? sentMs) : sentMs + endAfter,
    payloadMs,
    usage: tokens === undefined && prompt === undefined ? undefined : { ...(tokens === undefined ? {} : { completionTokens: tokens }), ...(prompt === undefined ? {} : { promptTokens: prompt }) },
    bytes: 1000,
    ...rest,
    sentMs,
  };
}

/** A failed request. */
export function failed(rest: Partial<RequestRecord> = {}): RequestRecord {
  return {
    ...streamed({ arrivals: [], endAfter: 100 }),
    outcome: "failed",
    failure: { kind: "http-5xx", message: "server said no", status: 503 },
    ...rest,
  };
}

/** A second in which the client did well. */
export function health(rest: Partial<HealthSample> = {}): HealthSample {
  return { worker: 0, second: 0, loopDelayP50Ms: 0.1, loopDelayP99Ms: 0.5, loopDelayMaxMs: 1, loopUtilisation: 0.2, gcMs: 3, cpuMs: 200, inFlight: 2, sent: 0, events: 0, ...rest };
}

/** A repeatable source of numbers from 0 to 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
