import { figuresOf } from "../analysis/request-figures.js";
import type { RequestRecord } from "../spec/record.js";
import { binomialAtMost, Z_99 } from "./binomial.js";
import { type SlaLimit, type SlaMetric, formatLimit } from "./sla-params.js";

/** What a probe says of a load; `why` in one line. */
export interface Verdict {
  readonly verdict: "pass" | "fail";
  /** False: the requests ran out before the test was certain, and the figure itself decided. */
  readonly isCertain: boolean;
  readonly why: string;
}

/** Chance of a wrong verdict at each look. Looks are taken at powers of two of the requests, so that their number stays small. */
const RISK = 0.01;
const FIRST_LOOK = 16;

/**
 * Judges limits while requests end, and says so as soon as pass or fail is certain: a failed request fails at once; a percentile fails or passes when no further
 * answer can change it, or when the binomial bound on the share of slow answers leaves its place; a mean when its 99 % interval leaves the limit.
 * Rates are judged at the end.
 */
export class ProbeJudge {
  readonly #watchers: readonly Watcher[];
  readonly #limits: readonly SlaLimit[];
  #ended = 0;
  #outputTokens: number | undefined = 0;
  #fromMs = Number.POSITIVE_INFINITY;
  #toMs = Number.NEGATIVE_INFINITY;
  #failure: string | undefined;

  /** `planned`: measured requests that the probe will send at most. */
  constructor(limits: readonly SlaLimit[], planned: number) {
    this.#limits = limits;
    this.#watchers = limits.filter(({ metric }) => !isRate(metric)).map((limit) => watcherOf(limit, planned));
  }

  /** The verdict as soon as it is certain. */
  add(record: RequestRecord): Verdict | undefined {
    if (record.phase !== "measured" || record.failure?.kind === "aborted") return undefined;
    this.#ended += 1;
    this.#fromMs = Math.min(this.#fromMs, record.sentMs);
    this.#toMs = Math.max(this.#toMs, record.endMs);
    if (record.outcome === "failed") {
      this.#failure = `a request failed (${record.failure?.kind ?? "?"})`;
      return { verdict: "fail", isCertain: true, why: this.#failure };
    }
    this.#addTokens(record);
    const figures = figuresOf(record);
    for (const watcher of this.#watchers) watcher.add(figures);
    return this.#certain();
  }

  /** The verdict when no more requests come. */
  finish(): Verdict {
    if (this.#failure !== undefined) return { verdict: "fail", isCertain: true, why: this.#failure };
    if (this.#ended === 0) return { verdict: "fail", isCertain: true, why: "no request ended" };
    const parts = [...this.#watchers.map((watcher) => watcher.atEnd()), ...this.#limits.filter(({ metric }) => isRate(metric)).map((limit) => this.#rate(limit))];
    const failed = parts.find(({ verdict }) => verdict === "fail");
    return failed ?? { verdict: "pass", isCertain: parts.every(({ isCertain }) => isCertain), why: parts.map(({ why }) => why).join("; ") };
  }

  /** Successful requests and output tokens a second so far; undefined where unknown. */
  rates(): { readonly rps: number; readonly tps: number | undefined } {
    const seconds = (this.#toMs - this.#fromMs) / 1000;
    return { rps: seconds > 0 ? this.#ended / seconds : 0, tps: this.#outputTokens === undefined || seconds <= 0 ? undefined : this.#outputTokens / seconds };
  }

  #addTokens({ usage, counted }: RequestRecord): void {
    const tokens = usage?.completionTokens ?? counted?.completionTokens;
    this.#outputTokens = tokens === undefined || this.#outputTokens === undefined ? undefined : this.#outputTokens + tokens;
  }

  /** Fails with the first limit that fails for certain; passes when all do. */
  #certain(): Verdict | undefined {
    const verdicts = this.#watchers.map((watcher) => watcher.now());
    const failed = verdicts.find((verdict) => verdict?.verdict === "fail");
    if (failed !== undefined) return failed;
    const hasRates = this.#limits.some(({ metric }) => isRate(metric));
    if (hasRates || verdicts.some((verdict) => verdict === undefined)) return undefined;
    return { verdict: "pass", isCertain: true, why: verdicts.map((verdict) => verdict?.why).join("; ") };
  }

  #rate(limit: SlaLimit): Verdict {
    const { rps, tps } = this.rates();
    const value = limit.metric === "rps" ? rps : tps;
    if (value === undefined) return { verdict: "fail", isCertain: false, why: `${limit.metric} is not known: the server reports no tokens` };
    return { verdict: keeps(limit, value) ? "pass" : "fail", isCertain: false, why: `${limit.metric} ${value.toFixed(2)} (${formatLimit(limit)})` };
  }
}

type Figures = ReturnType<typeof figuresOf>;

interface Watcher {
  add(figures: Figures): void;
  now(): Verdict | undefined;
  atEnd(): Verdict;
}

function watcherOf(limit: SlaLimit, planned: number): Watcher {
  const percent = /^p(\d+)_/.exec(limit.metric)?.[1];
  return percent === undefined ? new MeanWatcher(limit) : new PercentileWatcher(limit, Number(percent), planned);
}

function isRate(metric: SlaMetric): boolean {
  return metric === "rps" || metric === "tps";
}

function valueOf(metric: SlaMetric, figures: Figures): number | undefined {
  if (metric.endsWith("latency")) return figures.latency;
  return metric.endsWith("ttft") ? figures.ttft : figures.tpot;
}

function keeps({ operator, value: limit }: SlaLimit, value: number): boolean {
  if (operator === "<") return value < limit;
  if (operator === "<=") return value <= limit;
  return operator === ">" ? value > limit : value >= limit;
}

class PercentileWatcher implements Watcher {
  readonly #limit: SlaLimit;
  readonly #share: number;
  readonly #planned: number;
  readonly #percent: number;
  #count = 0;
  #slow = 0;

  constructor(limit: SlaLimit, percent: number, planned: number) {
    this.#limit = limit;
    this.#percent = percent;
    this.#share = 1 - percent / 100;
    this.#planned = planned;
  }

  add(figures: Figures): void {
    const value = valueOf(this.#limit.metric, figures);
    if (value === undefined) return;
    this.#count += 1;
    if (!keeps(this.#limit, value)) this.#slow += 1;
  }

  now(): Verdict | undefined {
    const allowed = slowAllowed(this.#planned, this.#percent);
    if (this.#slow > allowed) return this.#verdict("fail", true);
    if (!isLook(this.#count)) return undefined;
    if (1 - binomialAtMost(this.#slow - 1, this.#count, this.#share) < RISK) return this.#verdict("fail", true);
    return binomialAtMost(this.#slow, this.#count, this.#share) < RISK ? this.#verdict("pass", true) : undefined;
  }

  atEnd(): Verdict {
    if (this.#count === 0) return { verdict: "fail", isCertain: false, why: `${this.#limit.metric} has no value: is it a stream?` };
    const isKept = this.#slow <= slowAllowed(this.#count, this.#percent);
    const isCertain = isKept ? binomialAtMost(this.#slow, this.#count, this.#share) < RISK : 1 - binomialAtMost(this.#slow - 1, this.#count, this.#share) < RISK;
    return this.#verdict(isKept ? "pass" : "fail", isCertain);
  }

  #verdict(verdict: "pass" | "fail", isCertain: boolean): Verdict {
    return { verdict, isCertain, why: `${this.#slow} of ${this.#count} answers missed ${formatLimit(this.#limit)}` };
  }
}

/** Values above the limit with which the nearest-rank percentile still lies below it. */
function slowAllowed(count: number, percent: number): number {
  return count - Math.max(1, Math.ceil((count * percent) / 100));
}

class MeanWatcher implements Watcher {
  readonly #limit: SlaLimit;
  #count = 0;
  #mean = 0;
  #squares = 0;

  constructor(limit: SlaLimit) {
    this.#limit = limit;
  }

  add(figures: Figures): void {
    const value = valueOf(this.#limit.metric, figures);
    if (value === undefined) return;
    this.#count += 1;
    const difference = value - this.#mean;
    this.#mean += difference / this.#count;
    this.#squares += difference * (value - this.#mean);
  }

  now(): Verdict | undefined {
    if (!isLook(this.#count)) return undefined;
    const margin = this.#margin();
    const isBelow = this.#mean + margin < this.#limit.value;
    const isAbove = this.#mean - margin > this.#limit.value;
    return isBelow || isAbove ? this.#verdict(isBelow ? "pass" : "fail", true) : undefined;
  }

  atEnd(): Verdict {
    if (this.#count === 0) return { verdict: "fail", isCertain: false, why: `${this.#limit.metric} has no value: is it a stream?` };
    return this.#verdict(keeps(this.#limit, this.#mean) ? "pass" : "fail", this.#count >= FIRST_LOOK && Math.abs(this.#mean - this.#limit.value) > this.#margin());
  }

  #margin(): number {
    return this.#count < 2 ? Number.POSITIVE_INFINITY : (Z_99 * Math.sqrt(this.#squares / (this.#count - 1))) / Math.sqrt(this.#count);
  }

  #verdict(verdict: "pass" | "fail", isCertain: boolean): Verdict {
    const margin = this.#margin();
    return { verdict, isCertain, why: `${this.#limit.metric} ${this.#mean.toFixed(1)}${Number.isFinite(margin) ? ` ± ${margin.toFixed(1)}` : ""} ms (${formatLimit(this.#limit)})` };
  }
}

function isLook(count: number): boolean {
  return count >= FIRST_LOOK && (count & (count - 1)) === 0;
}
