import type { PerfPoint } from "@evalkit/core";
import type { LoadResult } from "../analysis/load-result.js";
import type { GpuReport, ServerReport } from "../spec/telemetry.js";

/** How far the client was from the limits that its self-test found on this machine. */
export interface CalibrationNote {
  /** Error of TTFT at this load, 99 of 100 requests. */
  readonly ttftErrorMs?: number;
  /** Error of gaps between chunks at this load, 99 of 100. */
  readonly gapErrorMs?: number;
  /** Share of the calibrated limit that the test used; above 1 the client was not proved to keep up. */
  readonly usedShare?: number;
  /** The limit is that of the median: on this machine single stamps may be off by more than 1 ms at any load. */
  readonly isLimitOfMedian?: boolean;
  /** ISO 8601. */
  readonly measuredAt?: string;
}

/** What a load test is, for the heads of its files. */
export interface RunFacts {
  readonly name: string;
  readonly model: string;
  readonly api: string;
  readonly dataset: string;
  /** Without what is secret in it. */
  readonly url?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Embedding and rerank tests have other columns. @default "generation" */
  readonly kind?: "generation" | "embedding";
  /** Flags as they were given; secrets are masked once more when they are written. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Version of evalkit. */
  readonly version: string;
  /** Machine, system, Node: shown as they are. */
  readonly environment?: Readonly<Record<string, string | number>>;
}

/** One finished point of a sweep. */
export interface PointReport {
  readonly point: PerfPoint;
  readonly result: LoadResult;
  /** How often the load was started; above 1 it was resumed. @default 1 */
  readonly segments?: number;
  readonly calibration?: CalibrationNote;
  /** Of the last start of the load. */
  readonly server?: ServerReport;
  readonly gpus?: GpuReport;
}
