import { existsSync } from "node:fs";
import { join } from "node:path";
import { JOURNAL_FILE, type LoadPoint, PeakTally, readJournal } from "@evalkit/perf";
import type { FinishedPoint } from "./perf-run.js";
import { analysisOf, type PointSetup } from "./run-point.js";

/** A point that an earlier run finished, from its journal; undefined when it has requests left to send. */
export async function finishedEarlier(setup: PointSetup, point: LoadPoint): Promise<FinishedPoint | undefined> {
  const folder = join(setup.folder, point.label);
  const journal = join(folder, JOURNAL_FILE);
  if (!existsSync(journal) || point.requests === undefined) return undefined;
  const fingerprint = setup.fingerprintOf(point);
  const analysis = await analysisOf(setup.options, point, setup.redact);
  const peaks = new PeakTally();
  let requests = 0;
  let isOther = false;
  for (const entry of readJournal(journal)) {
    if (entry.type === "request") {
      analysis.add(entry.record);
      if ((entry.record.conversation?.turn ?? 1) === 1) requests += 1;
    } else if (entry.type === "health") {
      analysis.addHealth(entry.sample);
      peaks.add(entry.sample);
    } else if (entry.type === "segment" && entry.fingerprint !== fingerprint) isOther = true;
  }
  const wanted = point.requests + point.warmUpRequests + point.coolDownRequests;
  const result = analysis.finish();
  // Conversations may have turns left where all have begun: their journal is opened, and finds nothing or something to do.
  return isOther || requests < wanted || setup.opened.isMultiTurn ? undefined : { point, folder, result, peak: peaks.peak, isResumed: true };
}
