import type { PerfEvent, PerfPoint, PerfPointResult, PerfReporter, PerfRunInfo } from "../spec/perf-reporter.js";
import type { Tracker, TrackerItem, TrackerRun, TrackerRunInfo, TrackerState } from "../spec/tracker.js";
import type { SweepPoint } from "./perf-charts.js";
import { PerfPointTelemetry, sweepItems } from "./perf-telemetry.js";

interface OpenPoint {
  readonly point: PerfPoint;
  readonly telemetry: PerfPointTelemetry;
  readonly run: TrackerRun;
}

/**
 * Shows a load test in a tracker: one run for each load of a sweep, all in one group, and one more for the sweep as a whole with its tables,
 * curves and page. A test of a single load is one run.
 */
export class PerfTracking implements PerfReporter {
  readonly name: string;
  readonly #tracker: Tracker;
  readonly #now: () => number;
  #run: PerfRunInfo | undefined;
  #points: readonly PerfPoint[] = [];
  #open: OpenPoint | undefined;
  readonly #ended: SweepPoint[] = [];
  /** Runs that are being sent and closed. */
  readonly #closing = new Set<Promise<void>>();

  constructor(tracker: Tracker, { now = Date.now }: { readonly now?: () => number } = {}) {
    this.name = tracker.name;
    this.#tracker = tracker;
    this.#now = now;
  }

  onEvent(event: PerfEvent): void | Promise<void> {
    switch (event.type) {
      case "sweep-start":
        this.#run = event.run;
        this.#points = event.points;
        return undefined;
      case "point-start":
        this.#start(event.point, event.startedAtEpochMs);
        return undefined;
      case "request-end":
        return this.#log(this.#open?.telemetry.request(event.request));
      case "health":
        return this.#log(this.#open?.telemetry.health(event.sample));
      case "point-end":
        return this.#endPoint(event.point, event.result);
      case "sweep-end":
        return this.#endSweep(event);
    }
  }

  /** Waits for the runs that have been ended. */
  async flush(): Promise<void> {
    await Promise.all(this.#closing);
  }

  /** A test that never said how it ended has crashed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#run !== undefined) await this.#endSweep({ status: "crashed", error: "The load test ended with an error." });
    await this.flush();
  }

  #close(run: TrackerRun, state: TrackerState, error?: string): Promise<void> {
    const closed = run.finish(state, error).finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
    return closed;
  }

  /** A search does not know its loads beforehand. */
  get #isSingle(): boolean {
    return this.#points.length === 1;
  }

  #start(point: PerfPoint, startedAtMs: number): void {
    const before = this.#open;
    if (before !== undefined) {
      this.#log(before.telemetry.end(undefined, this.#now()));
      void this.#close(before.run, "aborted");
    }
    const run = this.#tracker.open(this.#info(startedAtMs, this.#isSingle ? undefined : point));
    this.#open = { point, telemetry: new PerfPointTelemetry(point, { startedAtMs }), run };
  }

  #log(items: readonly TrackerItem[] | undefined): void {
    for (const item of items ?? []) this.#open?.run.log(item);
  }

  /** The run of a single load stays open for the page. What is sent now would disturb the load after it, so it is waited for. */
  #endPoint(index: number, result: PerfPointResult): void | Promise<void> {
    const open = this.#open;
    const point = open?.point ?? this.#points.find((planned) => planned.index === index);
    if (point !== undefined) this.#ended.push({ point, result });
    // Read back from an earlier session: its requests were shown there.
    if (open === undefined) return undefined;
    this.#log(open.telemetry.end(result, this.#now()));
    if (this.#isSingle) return undefined;
    this.#open = undefined;
    return this.#close(open.run, "finished");
  }

  async #endSweep({ status, error, page }: { readonly status: TrackerState; readonly error?: string; readonly page?: string }): Promise<void> {
    const open = this.#open;
    const info = this.#run;
    this.#open = undefined;
    this.#run = undefined;
    const atMs = this.#now();
    const pages: TrackerItem[] = page === undefined ? [] : [{ kind: "page", key: "report/page", atMs, html: page }];
    if (open !== undefined) {
      if (this.#ended.length === 0 || !this.#isSingle) for (const item of open.telemetry.end(undefined, atMs)) open.run.log(item);
      for (const item of this.#isSingle ? pages : []) open.run.log(item);
      await this.#close(open.run, status, error);
    }
    if (info === undefined || (this.#isSingle && open !== undefined)) return;
    const sweep = this.#tracker.open(infoOf(info, Date.parse(info.createdAt)));
    for (const item of [...sweepItems(this.#ended, atMs), ...pages]) sweep.log(item);
    await this.#close(sweep, status, error);
  }

  #info(startedAtMs: number, point: PerfPoint | undefined): TrackerRunInfo {
    if (this.#run === undefined) throw new TypeError("A load was started before its test.");
    return infoOf(this.#run, startedAtMs, point);
  }
}

function infoOf(run: PerfRunInfo, startedAtMs: number, point?: PerfPoint): TrackerRunInfo {
  return {
    kind: "perf",
    project: "perf_benchmark",
    name: point === undefined ? run.name : `${run.name} ${point.label}`,
    group: run.runId,
    tags: [],
    config: { framework: "evalkit", run_id: run.runId, ...run.config, ...(point === undefined ? {} : { point }) },
    startedAtMs: Number.isNaN(startedAtMs) ? 0 : startedAtMs,
  };
}
