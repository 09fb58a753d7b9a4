import type { PerfHealth, PerfPoint, PerfPointResult, PerfRequest } from "../spec/perf-reporter.js";
import type { TrackerCell, TrackerItem } from "../spec/tracker.js";
import { LogHistogram } from "./log-histogram.js";
import { histogramChart, loadOf, type SweepPoint, sweepCharts } from "./perf-charts.js";
import { HealthSeries } from "./perf-health.js";
import { RunningFigures, gapsOf, timesOf } from "./perf-running.js";
import { PerfWindows } from "./perf-windows.js";
import { finiteValues } from "./series-key.js";

/** Requests after each of which the running averages are shown. */
const ALL_SHOWN = 2_000;
/** From then on at most this often. */
const SHOWN_EVERY_MS = 500;
/** Section of EvalScope's names, whose slashes separate nothing. */
const SECTION = "perf";

/**
 * Turns one load of a load test into what trackers show: EvalScope's running averages (step: requests that have ended), series per second
 * (step: second), health of the client, and at the end the exact figures, tables and histograms. Its memory does not grow with the requests.
 */
export class PerfPointTelemetry {
  readonly #startedAtMs: number;
  readonly #running: RunningFigures;
  readonly #windows: PerfWindows;
  readonly #health: HealthSeries;
  readonly #latency = new LogHistogram();
  readonly #firstToken = new LogHistogram();
  readonly #perToken = new LogHistogram();
  readonly #gaps = new LogHistogram();
  #shownAtMs = Number.NEGATIVE_INFINITY;
  #shownTotal = 0;

  constructor(point: PerfPoint, { startedAtMs }: { readonly startedAtMs: number }) {
    this.#startedAtMs = startedAtMs;
    this.#running = new RunningFigures(point);
    this.#windows = new PerfWindows({ startedAtMs });
    this.#health = new HealthSeries({ startedAtMs });
  }

  request(request: PerfRequest): readonly TrackerItem[] {
    this.#running.add(request);
    this.#count(request);
    const windows = this.#windows.add(request);
    const isShown = this.#running.total <= ALL_SHOWN || request.endMs - this.#shownAtMs >= SHOWN_EVERY_MS;
    if (!isShown) return windows;
    this.#shownAtMs = request.endMs;
    this.#shownTotal = this.#running.total;
    return [this.#figures(this.#running.total, this.#running.values(), this.#startedAtMs + request.endMs), ...windows];
  }

  health(sample: PerfHealth): readonly TrackerItem[] {
    return this.#health.add(sample);
  }

  /** What is left, without a result where the load was given up. */
  end(result: PerfPointResult | undefined, atMs: number): readonly TrackerItem[] {
    const total = this.#running.total;
    const open = total > this.#shownTotal ? [this.#figures(total, this.#running.values(), atMs)] : [];
    const items: (TrackerItem | undefined)[] = [
      ...open,
      ...this.#windows.end(),
      ...this.#health.end(),
      histogramChart("charts/latency_histogram", { title: "Latency (ms)", histogram: this.#latency, atMs }),
      histogramChart("charts/ttft_histogram", { title: "Time to first token (ms)", histogram: this.#firstToken, atMs }),
      histogramChart("charts/tpot_histogram", { title: "Time per output token (ms)", histogram: this.#perToken, atMs }),
      histogramChart("charts/itl_histogram", { title: "Gaps between payload events (ms)", histogram: this.#gaps, atMs }),
      ...(result === undefined ? [] : resultItems(result, { total, atMs })),
    ];
    return items.filter((item) => item !== undefined);
  }

  #figures(step: number, values: Record<string, number>, atMs: number): TrackerItem {
    return { kind: "scalars", step, atMs, section: SECTION, values };
  }

  #count(request: PerfRequest): void {
    if (request.outcome !== "ok") return;
    const { latencyMs, firstTokenMs, perTokenMs } = timesOf(request);
    this.#latency.add(latencyMs);
    if (firstTokenMs !== undefined) this.#firstToken.add(firstTokenMs);
    if (perTokenMs !== undefined) this.#perToken.add(perTokenMs);
    for (const gap of gapsOf(request)) this.#gaps.add(gap);
  }
}

/** The exact figures close the series of the running ones, one step after the last request. */
function resultItems({ summary: given, percentiles, verdict }: PerfPointResult, { total, atMs }: { readonly total: number; readonly atMs: number }): readonly TrackerItem[] {
  const summary = knownFigures(given);
  const rows: TrackerCell[][] = Object.entries(summary);
  rows.push(["Verdict on the client", verdict.state], ...verdict.reasons.map((reason): TrackerCell[] => ["because", reason]));
  return [
    { kind: "scalars", step: total + 1, atMs, section: SECTION, values: summary },
    { kind: "table", key: "summary", atMs, columns: ["Metric", "Value"], rows },
    { kind: "table", key: "percentiles", atMs, columns: percentiles.columns, rows: percentiles.rows },
  ];
}

/** EvalScope writes -1 for a rate or a concurrency that there is not. */
function knownFigures(summary: PerfPointResult["summary"]): Record<string, number> {
  const { Concurrency: concurrency, "Request Rate (req/s)": rate, ...others } = summary;
  const bounds = { Concurrency: concurrency, "Request Rate (req/s)": rate };
  return finiteValues({ ...Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== undefined && value >= 0)), ...others });
}

/** What a sweep shows over all its loads: every figure with the load's place as its step, one table, and curves. */
export function sweepItems(points: readonly SweepPoint[], atMs: number): readonly TrackerItem[] {
  if (points.length === 0) return [];
  const summaries = points.map(({ result }) => knownFigures(result.summary));
  const names = [...new Set(summaries.flatMap((summary) => Object.keys(summary)))];
  const columns = ["Load", ...names, "Verdict"];
  const rows = points.map(({ point, result }, place): TrackerCell[] => [loadOf(point), ...names.map((name) => summaries[place]?.[name]), result.verdict.state]);
  return [
    ...points.map(({ point }, place): TrackerItem => ({ kind: "scalars", step: point.index, atMs, section: "sweep", values: summaries[place] ?? {} })),
    { kind: "table", key: "sweep", atMs, columns, rows },
    ...sweepCharts(points, atMs),
  ];
}
