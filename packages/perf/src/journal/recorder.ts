import type { Analysis } from "../analysis/analysis.js";
import type { LoadObserver } from "../spec/load.js";
import type { Journal } from "./journal.js";

/** Writes everything a run tells into the journal, then into the analysis: the result is the one that a replay would give. Throws `StoreError` through `runLoad`. */
export function recorderOf(journal: Journal, analysis: Analysis): LoadObserver {
  return {
    onRecord: (record) => analysis.add(journal.record(record)),
    onHealth: (sample) => analysis.addHealth(journal.health(sample)),
  };
}

/** Feeds a replay into an analysis. */
export function replayInto(analysis: Analysis): LoadObserver {
  return { onRecord: (record) => analysis.add(record), onHealth: (sample) => analysis.addHealth(sample) };
}
