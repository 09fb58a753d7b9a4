import { join } from "node:path";
import type { BenchmarkSummary, RunHeader } from "@evalkit/core";
import { stringify } from "yaml";
import { jsonText, reportFile, RUN_FILES, writeFileAtomic } from "../store/index.js";
import { reportJson, type ReportSchema } from "./report-json.js";

export interface WriteReportsOptions {
  readonly runDir: string;
  readonly header: Pick<RunHeader, "model"> & Partial<Pick<RunHeader, "benchmarks">>;
  readonly summaries: readonly BenchmarkSummary[];
  /** @default "v1" */
  readonly schema?: ReportSchema;
  /** Text about each benchmark by id, for EvalScope's dashboard. */
  readonly descriptions?: Readonly<Record<string, string>>;
}

/** Writes `reports/<model_id>/<benchmark>.json` of each benchmark and returns their paths. Throws `StoreError`. */
export function writeReports({ runDir, header, summaries, schema = "v1", descriptions = {} }: WriteReportsOptions): readonly string[] {
  return summaries.map((summary) => {
    const path = join(runDir, reportFile(header.model.id, summary.benchmark));
    const description = descriptions[summary.benchmark];
    const context = { header, summary, ...(description === undefined ? {} : { description }) };
    writeFileAtomic(path, jsonText(reportJson(context, schema)));
    return path;
  });
}

/** Writes `configs/task_config.yaml`, keys sorted, and returns its path. `recorded` must hold no secret. Throws `StoreError`. */
export function writeTaskConfig(runDir: string, recorded: Readonly<Record<string, unknown>>): string {
  const path = join(runDir, RUN_FILES.taskConfig);
  // Through JSON, so that nothing prints as an anchor, a date or a tag.
  const plain: unknown = JSON.parse(JSON.stringify(recorded));
  writeFileAtomic(path, stringify(plain, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false }));
  return path;
}
