import { isRecord } from "@evalkit/core";
import type { LoadOutcome } from "../spec/load.js";
import type { HealthSample, RequestRecord } from "../spec/record.js";
import { OutcomeSum } from "./outcomes.js";
import { readLines } from "./read-lines.js";
import { healthOfLine, outcomeOfLine, recordOfLine, shiftRecord } from "./record-line.js";

/** What stands in a journal, in the order in which it was written, on one time axis. */
export type JournalEntry =
  | { readonly type: "segment"; readonly fingerprint: string; readonly startedAt: string }
  | { readonly type: "request"; readonly record: RequestRecord }
  | { readonly type: "health"; readonly sample: HealthSample }
  /** How the load ended, all starts up to here together. */
  | { readonly type: "outcome"; readonly outcome: LoadOutcome }
  | { readonly type: "damaged" };

/** Tells where a further segment begins: at the first whole second after everything before it. */
export class SegmentClock {
  #offsetMs = 0;
  #latestMs = 0;

  get offsetMs(): number {
    return this.#offsetMs;
  }

  see(atMs: number): void {
    this.#latestMs = Math.max(this.#latestMs, atMs);
  }

  startSegment(): void {
    this.#offsetMs = Math.ceil(this.#latestMs / 1000) * 1000;
  }
}

/** What is told while a journal is read. */
export interface JournalScan {
  readonly clock: SegmentClock;
  readonly outcomes: OutcomeSum;
  /** Called with the place behind each whole line. */
  readonly onLine?: (endByte: number) => void;
}

/**
 * Reads a journal line by line. A resumed run is put behind the earlier part, as if it had gone on at once. A request that stands twice is
 * given once; those that were given up because the run was stopped are left out. Throws `StoreError`.
 */
export function* readJournal(path: string, scan: JournalScan = { clock: new SegmentClock(), outcomes: new OutcomeSum() }): Generator<JournalEntry> {
  const seen = new Set<number>();
  for (const { text, endByte } of readLines(path)) {
    scan.onLine?.(endByte);
    const entry = entryOf(text, scan.clock);
    if (entry === undefined) {
      yield { type: "damaged" };
      continue;
    }
    if (entry.type === "request") {
      const { index, failure } = entry.record;
      if (seen.has(index) || failure?.kind === "aborted") continue;
      seen.add(index);
    } else if (entry.type === "segment") scan.outcomes.startSegment();
    else if (entry.type === "health") scan.outcomes.addSample(entry.sample);
    yield entry.type === "outcome" ? { type: "outcome", outcome: scan.outcomes.add(entry.outcome) } : entry;
  }
}

/** Only the records of a journal. */
export function* readRecords(path: string): Generator<RequestRecord> {
  for (const entry of readJournal(path)) {
    if (entry.type === "request") yield entry.record;
  }
}

function entryOf(text: string | undefined, clock: SegmentClock): JournalEntry | undefined {
  const line = parse(text);
  if (line === undefined) return undefined;
  if (line.type === "segment") {
    clock.startSegment();
    return { type: "segment", fingerprint: String(line.fingerprint), startedAt: String(line.startedAt) };
  }
  if (line.type === "request") {
    const record = recordOfLine(line);
    if (record === undefined) return undefined;
    const shifted = shiftRecord(record, clock.offsetMs);
    clock.see(shifted.endMs);
    return { type: "request", record: shifted };
  }
  if (line.type === "outcome") {
    const outcome = outcomeOfLine(line);
    return outcome === undefined ? undefined : { type: "outcome", outcome };
  }
  const sample = line.type === "health" ? healthOfLine(line) : undefined;
  if (sample === undefined) return undefined;
  const second = sample.second + clock.offsetMs / 1000;
  clock.see((second + 1) * 1000);
  return { type: "health", sample: { ...sample, second } };
}

function parse(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
