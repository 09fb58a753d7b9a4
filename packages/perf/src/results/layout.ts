import { join } from "node:path";
import type { PerfPoint } from "@evalkit/core";

/** Names of the files in the folder of a sweep and of a point. */
export const PERF_FILES = {
  summary: "benchmark_summary.json",
  percentiles: "benchmark_percentile.json",
  args: "benchmark_args.json",
  database: "benchmark_data.db",
  traces: "trace_summary.json",
  workload: "workload_throughput.json",
  timeline: "workload_timeline.json",
  speed: "speed_benchmark.json",
  result: "result.json",
  csv: "requests.csv",
  text: "performance_summary.txt",
  markdown: "summary.md",
  html: "perf_report.html",
  sla: "sla_summary.json",
} as const;

export interface SweepFolderOptions {
  readonly outputsDir: string;
  /** What the user called the run, else the model's name. */
  readonly name: string;
  readonly startedAt: Date;
  /** Leaves the folder named by the time out. */
  readonly noTimestamp?: boolean;
}

/** `outputs/<YYYYMMDD_HHMMSS>/<name>` in local time, as EvalScope lays it out; characters that file systems refuse become `_`. */
export function sweepFolder({ outputsDir, name, startedAt, noTimestamp = false }: SweepFolderOptions): string {
  const safe = safeName(name);
  return noTimestamp ? join(outputsDir, safe) : join(outputsDir, timeName(startedAt), safe);
}

/** `parallel_<P>_number_<N>`; in an open loop `rate_<R>_number_<N>`. Without a bound on requests the number is `all`. */
export function pointLabel({ concurrency, ratePerSecond, requests }: Omit<PerfPoint, "index" | "label">): string {
  const number = requests ?? "all";
  return concurrency === undefined && ratePerSecond !== undefined ? `rate_${ratePerSecond}_number_${number}` : `parallel_${concurrency ?? "INF"}_number_${number}`;
}

/** A name that is one segment of a path. */
export function safeName(name: string): string {
  const safe = name.replaceAll(/[<>:"|?*\\/\u0000-\u001f]/g, "_").replace(/[. ]+$/, "");
  return safe === "" ? "_" : safe;
}

function timeName(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}_${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}
