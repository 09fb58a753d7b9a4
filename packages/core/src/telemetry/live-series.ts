import { RunningScore } from "../metrics/running-score.js";
import type { SampleResult } from "../spec/result.js";
import type { RunBenchmark } from "../spec/run.js";
import type { TrackerItem } from "../spec/tracker.js";
import { finiteValues, seriesKey } from "./series-key.js";

/** Points of one series at most, unless the run is slow. */
const POINTS = 200;
/** A slow run shows a point at least this often, as long as samples end. */
const LONGEST_WAIT_MS = 15_000;

/** Mean of what came since the last point. */
class Window {
  #sum = 0;
  #count = 0;

  add(value: number | undefined): void {
    if (value === undefined || !Number.isFinite(value)) return;
    this.#sum += value;
    this.#count += 1;
  }

  /** The mean, after which the window is empty; undefined when nothing came. */
  take(): number | undefined {
    const mean = this.#count === 0 ? undefined : this.#sum / this.#count;
    this.#sum = 0;
    this.#count = 0;
    return mean;
  }
}

interface Benchmark {
  readonly id: string;
  readonly every: number;
  failed: number;
  shownAt: number;
  shownAtMs: number | undefined;
  readonly latencyMs: Window;
  readonly firstTokenMs: Window;
  readonly inputTokens: Window;
  readonly outputTokens: Window;
}

/**
 * Progress, running score, latency and tokens of each benchmark while it runs; the step is the number of its samples that have ended.
 * Latency and tokens are means over the answers since the point before.
 */
export class LiveSeries {
  readonly #score = new RunningScore();
  readonly #benchmarks = new Map<string, Benchmark>();

  constructor(benchmarks: readonly RunBenchmark[]) {
    for (const { id, subsets } of benchmarks) {
      const total = Object.values(subsets).reduce((sum, count) => sum + count, 0);
      this.#benchmarks.set(id, newBenchmark(id, Math.max(1, Math.ceil(total / POINTS))));
    }
  }

  /** Takes the result of a sample that ended at `atMs`; the next point, where one is due. */
  add(result: SampleResult, atMs: number): TrackerItem | undefined {
    const { attempt, outcome } = result;
    const benchmark = this.#benchmark(attempt.benchmark);
    this.#score.add(result);
    if (outcome.status === "failed") benchmark.failed += 1;
    const { timing, usage } = outcome.answer ?? {};
    benchmark.latencyMs.add(timing?.totalMs);
    benchmark.firstTokenMs.add(timing?.firstTokenMs);
    benchmark.inputTokens.add(usage?.inputTokens);
    benchmark.outputTokens.add(usage?.outputTokens);
    benchmark.shownAtMs ??= atMs;
    const { ended } = this.#score.get(benchmark.id);
    const isDue = ended === 1 || ended - benchmark.shownAt >= benchmark.every || atMs - benchmark.shownAtMs >= LONGEST_WAIT_MS;
    return isDue ? this.#point(benchmark, atMs) : undefined;
  }

  /** The last point of a benchmark, where samples ended after the one before. */
  end(id: string, atMs: number): TrackerItem | undefined {
    const benchmark = this.#benchmark(id);
    return this.#score.get(id).ended > benchmark.shownAt ? this.#point(benchmark, atMs) : undefined;
  }

  #point(benchmark: Benchmark, atMs: number): TrackerItem {
    const { id } = benchmark;
    const { ended, mean } = this.#score.get(id);
    benchmark.shownAt = ended;
    benchmark.shownAtMs = atMs;
    const values = finiteValues({
      [seriesKey("progress", id)]: ended,
      [seriesKey("failed", id)]: benchmark.failed,
      [seriesKey("running", id)]: mean,
      [seriesKey("latency", id, "mean_ms")]: benchmark.latencyMs.take(),
      [seriesKey("latency", id, "first_token_ms")]: benchmark.firstTokenMs.take(),
      [seriesKey("tokens", id, "input")]: benchmark.inputTokens.take(),
      [seriesKey("tokens", id, "output")]: benchmark.outputTokens.take(),
    });
    return { kind: "scalars", step: ended, atMs, values };
  }

  #benchmark(id: string): Benchmark {
    let benchmark = this.#benchmarks.get(id);
    if (benchmark === undefined) this.#benchmarks.set(id, (benchmark = newBenchmark(id, 1)));
    return benchmark;
  }
}

function newBenchmark(id: string, every: number): Benchmark {
  return {
    id,
    every,
    failed: 0,
    shownAt: 0,
    shownAtMs: undefined,
    latencyMs: new Window(),
    firstTokenMs: new Window(),
    inputTokens: new Window(),
    outputTokens: new Window(),
  };
}
