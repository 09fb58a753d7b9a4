import type { DefinitionTable, GpuReport, LengthReport, LoadPoint, LoadResult, PeakLoad, SearchReport, ServerReport } from "@evalkit/perf";

/** One load that has been carried out, or read back from an interrupted run. */
export interface FinishedPoint {
  readonly point: LoadPoint;
  readonly folder: string;
  readonly result: LoadResult;
  /** What the server reported of prompt lengths; absent where nothing was asked for by length. */
  readonly lengths?: LengthReport;
  readonly server?: ServerReport;
  readonly gpus?: GpuReport;
  /** How often the load was started; above 1 it was resumed. */
  readonly segments: number;
  /** The most that the load asked of the client at a time. */
  readonly peak: PeakLoad;
  /** Read from the files of an earlier run, not measured now. */
  readonly isResumed: boolean;
}

/** What came out of a load test. */
export interface PerfRun {
  readonly folder: string;
  readonly modelName: string;
  readonly points: readonly FinishedPoint[];
  readonly searches: readonly SearchReport[];
  /** Interrupted by the user: the points are what there was. */
  readonly isInterrupted: boolean;
  readonly notes: readonly string[];
  /** Summary and tables for a terminal, safe to print. */
  readonly lines: readonly string[];
  /** The figures of each point by another tool's definitions, where they were asked for. */
  readonly definitions: readonly { readonly label: string; readonly table: DefinitionTable }[];
  /** Files for people, relative to the folder. */
  readonly files: readonly string[];
}
