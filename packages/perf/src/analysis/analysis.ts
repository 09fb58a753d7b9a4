import type { LoadOutcome } from "../spec/load.js";
import type { HealthSample, RequestRecord } from "../spec/record.js";
import { CountComparer } from "./count-comparison.js";
import { FailureCounts } from "./failure-counts.js";
import { GoodputCount } from "./goodput.js";
import { type HdrFactory, loadHdr } from "./hdr.js";
import { HealthLog } from "./health-log.js";
import { IntervalHistograms } from "./interval-histograms.js";
import { LaneSample } from "./lane-sample.js";
import { LivePercentiles } from "./live.js";
import type { LoadResult, LoadSnapshot, ServiceLevels } from "./load-result.js";
import { MetricStore } from "./metric-store.js";
import { figuresOf, type RequestFigures } from "./request-figures.js";
import { seriesOf } from "./series.js";
import { SecondSeries } from "./second-series.js";
import { steadyStateOf } from "./steady-state.js";
import { countRequest, emptyCounts, storeFigures, tokensPerStep } from "./tally.js";
import { TokenTotals } from "./token-totals.js";
import { TurnFigures } from "./turn-figures.js";
import { Untainted } from "./untainted.js";
import { workloadOf } from "./workload.js";

export interface AnalysisOptions {
  /** Requests in flight that were asked for; absent in an open loop. */
  readonly concurrency?: number;
  /** Requests per second that were asked for; absent in a closed loop. */
  readonly requestRate?: number;
  readonly levels?: ServiceLevels;
  /** Values kept for exact percentiles of each main metric (a tenth for the others); beyond it buckets of 0.1 %. @default 1,000,000 */
  readonly exactValues?: number;
  /** Gives the main metrics a second time, over what no tainted second touches. @default false */
  readonly withoutTainted?: boolean;
  /** Requests kept for the timeline. @default 400 */
  readonly lanes?: number;
  /** Takes secrets out of messages that servers sent. */
  readonly redact?: (text: string) => string;
}

/** Takes a run's records as they come and tells how it stands; memory does not grow with requests beyond the bounded arrays. */
export interface Analysis {
  add(record: RequestRecord): void;
  addHealth(sample: HealthSample): void;
  /** Costs the same at any moment; after the end how it stood then. */
  snapshot(): LoadSnapshot;
  /** The result; ends the analysis and gives its memory back. */
  finish(outcome?: LoadOutcome): LoadResult;
}

const EXACT_VALUES = 1_000_000;
const LANES = 400;
/** Seconds that live rates look back. */
const RECENT_SECONDS = 5;

/** Starts an analysis; loads the histogram library. */
export async function createAnalysis(options: AnalysisOptions = {}): Promise<Analysis> {
  return new RunAnalysis(options, await loadHdr());
}

class RunAnalysis implements Analysis {
  readonly #options: AnalysisOptions;
  readonly #counts = emptyCounts();
  readonly #store: MetricStore;
  readonly #intervals: IntervalHistograms;
  readonly #live: LivePercentiles;
  readonly #turns: TurnFigures;
  readonly #untainted: Untainted | undefined;
  readonly #goodput: GoodputCount | undefined;
  readonly #failures: FailureCounts;
  readonly #lanes: LaneSample;
  readonly #seconds = new SecondSeries();
  readonly #health = new HealthLog();
  readonly #tokens = new TokenTotals();
  readonly #usage = new CountComparer();
  readonly #lengths = new CountComparer();
  readonly #lengthUnits = new Set<"tokenizer" | "characters">();
  #cache = { cached: 0, input: 0 };
  #steps = { sum: 0, count: 0 };
  #window: { readonly fromMs: number; readonly toMs: number } | undefined;
  #latestMs = 0;
  #last: LoadSnapshot | undefined;

  constructor(options: AnalysisOptions, makeHdr: HdrFactory) {
    const exactValues = options.exactValues ?? EXACT_VALUES;
    this.#options = options;
    this.#store = new MetricStore(exactValues, makeHdr);
    this.#intervals = new IntervalHistograms(makeHdr);
    this.#live = new LivePercentiles(makeHdr);
    this.#turns = new TurnFigures(makeHdr);
    this.#untainted = options.withoutTainted === true ? new Untainted(this.#health, exactValues, makeHdr) : undefined;
    this.#goodput = options.levels === undefined ? undefined : new GoodputCount(options.levels);
    this.#failures = new FailureCounts(options.redact ?? ((text) => text));
    this.#lanes = new LaneSample(options.lanes ?? LANES);
  }

  add(record: RequestRecord): void {
    this.#latestMs = Math.max(this.#latestMs, record.endMs);
    if (record.phase !== "measured") {
      this.#counts[record.phase === "warm-up" ? "warmUp" : "coolDown"] += 1;
      return;
    }
    // The client's own stop says nothing of the server.
    if (record.failure?.kind === "aborted") {
      this.#counts.total += 1;
      this.#counts.cancelled += 1;
      return;
    }
    const figures = figuresOf(record);
    const { fromMs = record.sentMs, toMs = record.endMs } = this.#window ?? {};
    this.#window = { fromMs: Math.min(fromMs, record.sentMs), toMs: Math.max(toMs, record.endMs) };
    countRequest(this.#counts, record, figures);
    this.#failures.add(record);
    this.#goodput?.add(record, figures);
    this.#seconds.add(record);
    this.#lanes.add(record);
    if (record.outcome === "ok") this.#addSuccess(record, figures);
  }

  addHealth(sample: HealthSample): void {
    this.#health.add(sample);
    this.#untainted?.settle(false);
  }

  snapshot(): LoadSnapshot {
    return this.#last ?? this.#snapshotNow();
  }

  #snapshotNow(): LoadSnapshot {
    const { total, ok, failed, cancelled, warmUp } = this.#counts;
    const now = Math.floor(this.#latestMs / 1000);
    const from = Math.max(0, now - RECENT_SECONDS);
    const last = this.#health.last();
    return {
      elapsedMs: this.#latestMs,
      ended: total,
      ok,
      failed,
      cancelled,
      warmUp,
      ...(last === undefined ? {} : { inFlight: last.inFlight }),
      ...(now === from ? {} : this.#recentRates(from, now)),
      ...present("ttft", this.#live.of("ttft")),
      ...present("tpot", this.#live.of("tpot")),
      ...present("latency", this.#live.of("latency")),
      failures: this.#failures.list().map(({ kind, count }) => ({ kind, count })),
      ...(last === undefined ? {} : { client: this.#clientNow(last) }),
    };
  }

  finish(outcome?: LoadOutcome): LoadResult {
    this.#untainted?.settle(true);
    const result = this.#result(outcome);
    this.#last = this.#snapshotNow();
    this.#store.free();
    this.#intervals.free();
    this.#live.free();
    this.#turns.free();
    this.#untainted?.free();
    return result;
  }

  #addSuccess(record: RequestRecord, figures: RequestFigures): void {
    const { usage, counted, asked } = record;
    this.#live.add(figures);
    this.#tokens.add(record);
    this.#turns.add(record, figures);
    this.#untainted?.add(record);
    this.#counts.coalesced += storeFigures(this.#store, record, figures, (gap, endMs) => this.#intervals.add("chunkGap", gap, endMs));
    if (figures.ttft !== undefined) this.#intervals.add("ttft", figures.ttft, record.sentMs + figures.ttft);
    this.#intervals.add("latency", record.endMs - record.sentMs, record.endMs);
    this.#usage.add(usage?.completionTokens, counted?.completionTokens);
    if (asked !== undefined) {
      this.#lengths.add(asked.inputTokens, usage?.promptTokens);
      this.#lengthUnits.add(asked.counted);
    }
    if (usage?.cachedTokens !== undefined && usage.promptTokens !== undefined) {
      this.#cache = { cached: this.#cache.cached + usage.cachedTokens, input: this.#cache.input + usage.promptTokens };
    }
    const step = tokensPerStep(record);
    if (step !== undefined && step > 1) this.#steps = { sum: this.#steps.sum + step, count: this.#steps.count + 1 };
  }

  #recentRates(from: number, to: number): Pick<LoadSnapshot, "requestsPerSecond" | "outputTokensPerSecond"> {
    const ended = this.#seconds.sum("ended", from, to) - this.#seconds.sum("failed", from, to);
    const isKnown = this.#seconds.unknownTokens === 0;
    return {
      requestsPerSecond: ended / (to - from),
      ...(isKnown ? { outputTokensPerSecond: this.#seconds.sum("outputTokens", from, to) / (to - from) } : {}),
    };
  }

  #clientNow(last: { readonly loopDelayP99Ms: number; readonly loopUtilisation: number; readonly tainted: string | undefined }): NonNullable<LoadSnapshot["client"]> {
    return {
      loopDelayP99Ms: last.loopDelayP99Ms,
      utilisation: last.loopUtilisation,
      taintedSeconds: this.#health.taintedSeconds,
      ...(last.tainted === undefined ? {} : { tainted: last.tainted }),
    };
  }

  #result(outcome: LoadOutcome | undefined): LoadResult {
    const { concurrency, requestRate } = this.#options;
    const { fromMs, toMs } = this.#window ?? { fromMs: 0, toMs: 0 };
    const durationMs = toMs - fromMs;
    return {
      schema: 1,
      ...present("concurrency", concurrency),
      ...present("requestRate", requestRate),
      window: { fromMs, toMs, durationMs },
      counts: { ...this.#counts },
      failures: this.#failures.list(),
      ...(durationMs > 0 ? { requestsPerSecond: (this.#counts.ok / durationMs) * 1000 } : {}),
      tokens: this.#tokens.result(durationMs),
      metrics: this.#store.summaries(),
      ...present("withoutTainted", this.#untainted?.result()),
      ...(this.#cache.input === 0 ? {} : { cacheHitRate: this.#cache.cached / this.#cache.input }),
      ...present("speculation", this.#speculation()),
      ...present("goodput", this.#goodput?.result(durationMs)),
      ...present("turns", this.#turns.list()),
      ...present("usageAgainstTokenizer", this.#usage.result()),
      ...present("promptLength", this.#promptLength()),
      // A rate decides the load even where a cap stands above it.
      steady: steadyStateOf(this.#seconds, requestRate === undefined ? concurrency : undefined),
      ...present("workload", workloadOf(this.#seconds, fromMs, toMs)),
      series: seriesOf(this.#seconds, this.#intervals, this.#health),
      ...present("health", this.#health.summary()),
      lanes: this.#lanes.list(),
      ...present("outcome", outcome),
    };
  }

  #speculation(): LoadResult["speculation"] {
    const { sum, count } = this.#steps;
    if (count === 0) return undefined;
    const tokensPerStep = sum / count;
    return { tokensPerStep, acceptance: Math.min(1, Math.max(0, 1 - 1 / tokensPerStep)), requests: count };
  }

  #promptLength(): LoadResult["promptLength"] {
    const comparison = this.#lengths.result();
    const [unit, other] = [...this.#lengthUnits];
    return comparison === undefined || unit === undefined ? undefined : { ...comparison, countedBy: other === undefined ? unit : "both" };
  }
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [Name in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [Name in Key]?: Value };
}
