import type { LoadOutcome } from "../spec/load.js";
import type { HealthSample, RequestRecord } from "../spec/record.js";
import { type AnalysisOptions, createAnalysis } from "./analysis.js";
import type { LoadResult } from "./load-result.js";

export interface SummarizeOptions extends AnalysisOptions {
  readonly health?: Iterable<HealthSample> | AsyncIterable<HealthSample>;
  readonly outcome?: LoadOutcome;
}

/** The result of a finished run from its records, in any order. */
export async function summarize(records: Iterable<RequestRecord> | AsyncIterable<RequestRecord>, options: SummarizeOptions = {}): Promise<LoadResult> {
  const { health = [], outcome, ...analysisOptions } = options;
  const analysis = await createAnalysis(analysisOptions);
  for await (const sample of health) analysis.addHealth(sample);
  for await (const record of records) analysis.add(record);
  return analysis.finish(outcome);
}
