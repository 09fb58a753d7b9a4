import { isRecord } from "@evalkit/core";
import type { LoadOutcome } from "../spec/load.js";
import type { HealthSample, RequestRecord } from "../spec/record.js";

/**
 * One line of the journal. Times are whole microseconds, their names end in `Us`; in lists of times every value after the first is the distance
 * to the one before it. All else is as in `RequestRecord` and `HealthSample`.
 */
export type JournalLine =
  | { readonly type: "segment"; readonly schema: 1; readonly startedAt: string; readonly fingerprint: string }
  | ({ readonly type: "request" } & Readonly<Record<string, unknown>>)
  | ({ readonly type: "health" } & Readonly<Record<string, unknown>>)
  | { readonly type: "outcome"; readonly outcome: LoadOutcome };

const PER_MS = 1000;

/** The line of a record. */
export function lineOfRecord(record: RequestRecord): JournalLine {
  return { type: "request", ...toMicroseconds(record) };
}

/** The record of a line; undefined when the line is not one of a record. */
export function recordOfLine(line: Readonly<Record<string, unknown>>): RequestRecord | undefined {
  const { type: _type, ...members } = line;
  const record = toMilliseconds(members);
  return isRequestRecord(record) ? record : undefined;
}

/** The sample of a line; undefined when the line is not one of a sample. */
export function healthOfLine(line: Readonly<Record<string, unknown>>): HealthSample | undefined {
  const { type: _type, ...sample } = line;
  return isHealthSample(sample) ? sample : undefined;
}

/** How a segment ended; undefined when the line does not say. */
export function outcomeOfLine({ outcome }: Readonly<Record<string, unknown>>): LoadOutcome | undefined {
  return isOutcome(outcome) ? outcome : undefined;
}

/** The same record, every time moved. Health seconds stay in step when `byMs` is whole seconds. */
export function shiftRecord(record: RequestRecord, byMs: number): RequestRecord {
  if (byMs === 0) return record;
  const moved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) moved[key] = isMoment(key) ? moveBy(value, byMs) : value;
  return moved as unknown as RequestRecord;
}

/** Times of the run, as against lengths of time. */
function isMoment(key: string): boolean {
  return key.endsWith("Ms") && key !== "heldBackMs";
}

function moveBy(value: unknown, byMs: number): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (typeof item === "number" ? item + byMs : item));
  return typeof value === "number" ? value + byMs : value;
}

function toMicroseconds(value: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value) as (readonly [string, unknown])[]) {
    if (member === undefined) continue;
    if (!key.endsWith("Ms")) result[key] = isRecord(member) ? toMicroseconds(member) : member;
    else result[`${key.slice(0, -2)}Us`] = Array.isArray(member) ? distances(member) : Math.round(Number(member) * PER_MS);
  }
  return result;
}

function toMilliseconds(value: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value) as (readonly [string, unknown])[]) {
    if (!key.endsWith("Us")) result[key] = isRecord(member) ? toMilliseconds(member) : member;
    else result[`${key.slice(0, -2)}Ms`] = Array.isArray(member) ? sums(member) : typeof member === "number" ? member / PER_MS : member;
  }
  return result;
}

function distances(times: readonly unknown[]): readonly number[] {
  let before = 0;
  return times.map((time) => {
    const now = Math.round(Number(time) * PER_MS);
    const distance = now - before;
    before = now;
    return distance;
  });
}

function sums(list: readonly unknown[]): readonly number[] {
  let now = 0;
  return list.map((distance) => (now += Number(distance)) / PER_MS);
}

const PHASES: readonly unknown[] = ["warm-up", "measured", "cool-down"];
const STATES: readonly unknown[] = ["valid", "client-limited", "invalid"];
const OUTCOMES: readonly unknown[] = ["ok", "failed", "cancelled"];

function isRequestRecord(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & RequestRecord {
  return (
    Number.isInteger(value.index) &&
    PHASES.includes(value.phase) &&
    OUTCOMES.includes(value.outcome) &&
    ["worker", "intendedMs", "sentMs", "endMs"].every((key) => Number.isFinite(value[key])) &&
    Array.isArray(value.payloadMs) &&
    value.payloadMs.every((time) => Number.isFinite(time))
  );
}

function isHealthSample(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & HealthSample {
  return ["worker", "second", "loopDelayP99Ms", "loopUtilisation", "gcMs", "cpuMs", "inFlight"].every((key) => Number.isFinite(value[key]));
}

function isOutcome(value: unknown): value is LoadOutcome {
  return isRecord(value) && Number.isFinite(value.wallMs) && Number.isFinite(value.workers) && isRecord(value.verdict) && STATES.includes(value.verdict.state) && Array.isArray(value.verdict.reasons);
}
