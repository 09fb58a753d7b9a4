import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "@evalkit/core";
import { type Analysis, type JournalEntry, type LoadOutcome, type LoadPoint, JOURNAL_FILE, PeakTally, readJournal } from "@evalkit/perf";
import type { FinishedPoint } from "./perf-run.js";
import { analysisOf, type PointSetup } from "./run-point.js";

/** A point that an earlier run finished, from its journal; undefined when it has requests left to send. */
export async function finishedEarlier(setup: PointSetup, point: LoadPoint): Promise<FinishedPoint | undefined> {
  const folder = join(setup.folder, point.label);
  const journal = join(folder, JOURNAL_FILE);
  if (!existsSync(journal)) return undefined;
  const analysis = await analysisOf(setup.options, point, setup.redact);
  const replay = new Replay(analysis, setup);
  for (const entry of readJournal(journal)) replay.add(entry, setup.fingerprintOf(point));
  const result = analysis.finish(replay.outcome);
  if (!replay.isFinished(setup, point)) return undefined;
  return { point, folder, result, peak: replay.peaks.peak, segments: replay.segments, isResumed: true, ...storedTelemetry(folder) };
}

class Replay {
  readonly #analysis: Analysis;
  readonly #isEnough: ReturnType<NonNullable<PointSetup["judge"]>> | undefined;
  readonly peaks = new PeakTally();
  segments = 0;
  outcome: LoadOutcome | undefined;
  #hasEnded = false;
  #hasEnough = false;
  #isOther = false;
  #requests = 0;

  constructor(analysis: Analysis, { judge }: PointSetup) {
    this.#analysis = analysis;
    this.#isEnough = judge?.();
  }

  add(entry: JournalEntry, fingerprint: string): void {
    if (entry.type === "request") {
      this.#analysis.add(entry.record);
      this.#hasEnough ||= this.#isEnough?.(entry.record) === true;
      if ((entry.record.conversation?.turn ?? 1) === 1) this.#requests += 1;
    } else if (entry.type === "health") {
      this.#analysis.addHealth(entry.sample);
      this.peaks.add(entry.sample);
    } else if (entry.type === "segment") {
      this.segments += 1;
      this.#hasEnded = false;
      this.#isOther ||= entry.fingerprint !== fingerprint;
    } else if (entry.type === "outcome") {
      this.outcome = entry.outcome;
      this.#hasEnded = entry.outcome.stopped !== "aborted";
    }
  }

  /** It came to its own end, or nothing is left to do. Conversations may have turns left where all have begun. */
  isFinished({ opened }: PointSetup, { requests, warmUpRequests, coolDownRequests }: LoadPoint): boolean {
    if (this.#isOther) return false;
    const hasAll = requests !== undefined && !opened.isMultiTurn && this.#requests >= requests + warmUpRequests + coolDownRequests;
    return this.#hasEnded || this.#hasEnough || hasAll;
  }
}

/** File beside the journal with what the journal does not hold: prompt lengths, the server's and the accelerators' own figures. */
export const TELEMETRY_FILE = "telemetry.json";

/** Our own file; one that cannot be read tells nothing. */
function storedTelemetry(folder: string): Pick<FinishedPoint, "lengths" | "server" | "gpus"> {
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(join(folder, TELEMETRY_FILE), "utf8"));
  } catch {
    return {};
  }
  if (!isRecord(stored)) return {};
  const { lengths, server, gpus } = stored;
  return {
    ...(isRecord(lengths) && typeof lengths["compared"] === "number" ? { lengths: lengths as unknown as NonNullable<FinishedPoint["lengths"]> } : {}),
    ...(isRecord(server) && isRecord(server["counters"]) && isRecord(server["gauges"]) ? { server: server as unknown as NonNullable<FinishedPoint["server"]> } : {}),
    ...(isRecord(gpus) && Array.isArray(gpus["devices"]) ? { gpus: gpus as unknown as NonNullable<FinishedPoint["gpus"]> } : {}),
  };
}
