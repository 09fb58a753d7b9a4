import type { RunEvent } from "../spec/reporter.js";
import type { BenchmarkSummary, RunHeader, RunSummary } from "../spec/run.js";
import type { TrackerItem, TrackerRunInfo } from "../spec/tracker.js";
import { LiveSeries } from "./live-series.js";
import { scoreCharts } from "./score-charts.js";
import { scoreSeries } from "./score-series.js";
import { scoreTables } from "./score-tables.js";
import { WrongAnswers } from "./wrong-answers.js";

export interface EvalTelemetryOptions {
  /** Answers below one half that are shown of each benchmark. @default 20 */
  readonly wrongAnswers?: number;
  /** Takes secrets out of texts. @default leaves texts as they are */
  readonly redact?: (text: string) => string;
}

/**
 * Turns the events of an evaluation into what trackers show: live series of each benchmark, its scores when it ends (step: its place among the
 * benchmarks), tables, charts and wrong answers at the end. Pure apart from what it remembers; its memory does not grow with the samples.
 */
export class EvalTelemetry {
  readonly #wrong: WrongAnswers;
  #header: RunHeader | undefined;
  #live = new LiveSeries([]);
  readonly #ended = new Set<string>();

  constructor({ wrongAnswers = 20, redact = (text) => text }: EvalTelemetryOptions = {}) {
    this.#wrong = new WrongAnswers({ limit: wrongAnswers, redact });
  }

  /** What is to be shown of an event that happened at `atMs`, epoch milliseconds. */
  take(event: RunEvent, atMs: number): readonly TrackerItem[] {
    switch (event.type) {
      case "run-start":
        this.#header = event.run;
        this.#live = new LiveSeries(event.run.benchmarks);
        return [];
      case "sample-start":
        return [];
      case "sample-end":
        this.#wrong.add(event.result);
        return defined([this.#live.add(event.result, atMs)]);
      case "benchmark-end":
        return this.#benchmarkItems(event.summary, atMs);
      case "run-end":
        return this.#runItems(event.summary, atMs);
    }
  }

  #benchmarkItems(summary: BenchmarkSummary, atMs: number): readonly TrackerItem[] {
    const { benchmark } = summary;
    this.#ended.add(benchmark);
    const place = this.#header?.benchmarks.findIndex(({ id }) => id === benchmark) ?? -1;
    const scores: TrackerItem = { kind: "scalars", step: place === -1 ? this.#ended.size - 1 : place, atMs, values: scoreSeries(summary) };
    return defined([this.#live.end(benchmark, atMs), scores, this.#wrong.take(benchmark, atMs)]);
  }

  /** Benchmarks that an interrupt left unfinished are shown as they stand. */
  #runItems(summary: RunSummary, atMs: number): readonly TrackerItem[] {
    const unfinished = summary.benchmarks.filter(({ benchmark, counts }) => !this.#ended.has(benchmark) && counts.total > 0);
    return [...unfinished.flatMap((benchmark) => this.#benchmarkItems(benchmark, atMs)), ...scoreTables(summary, atMs), ...scoreCharts(summary, atMs)];
  }
}

/** How a tracker's run of this evaluation is called and described; `config` is what was asked for, secrets masked. */
export function evalRunInfo(header: RunHeader, config: Readonly<Record<string, unknown>> = {}): TrackerRunInfo {
  return {
    kind: "eval",
    project: "evalscope",
    name: `${header.model.id}_${compactTime(header.createdAt)}`,
    group: header.runId,
    tags: header.benchmarks.map(({ id }) => id),
    config: { framework: "evalkit", evalkit_version: header.evalkitVersion, run_id: header.runId, ...config },
    startedAtMs: timeOf(header.createdAt),
  };
}

/** `20260102_030405` in UTC. */
function compactTime(iso: string): string {
  const [date = "", time = ""] = iso.slice(0, 19).split("T");
  return `${date.replaceAll("-", "")}_${time.replaceAll(":", "")}`;
}

function timeOf(iso: string): number {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? 0 : time;
}

function defined(items: readonly (TrackerItem | undefined)[]): readonly TrackerItem[] {
  return items.filter((item) => item !== undefined);
}
