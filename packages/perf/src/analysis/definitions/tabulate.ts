import type { RequestRecord } from "../../spec/record.js";
import { type HdrFactory, loadHdr } from "../hdr.js";
import { certifiedRankFromTop, nearestRank } from "../order-statistics.js";
import { Samples } from "../samples.js";
import { aiperfProfile, guidellmProfile, mlperfProfile } from "./client-profiles.js";
import { evalkitProfile } from "./evalkit-profile.js";
import { evalscopeProfile } from "./evalscope-profile.js";
import { DEFINITION_NAMES, type DefinitionName, type Profile, type ProfileMetric } from "./profile.js";
import { sglangProfile, vllmProfile } from "./serving-profiles.js";

/** One row of a tool's table. Figures are absent where the tool would have no value. */
export interface DefinitionRow {
  readonly label: string;
  readonly unit: string;
  readonly count: number;
  readonly mean?: number;
  readonly p50?: number;
  readonly p90?: number;
  readonly p99?: number;
  /** Upper bound of p99 at 99 % confidence, from 662 values on (`mlperf`). */
  readonly certifiedP99?: number;
  /** The mean by our own definition, and how much the tool's is above it. */
  readonly ourMean?: number;
  readonly ourDifference?: number;
  /** Where the definition differs from ours and why. */
  readonly difference: string;
}

/** A table computed by one tool's definitions. */
export interface DefinitionTable {
  readonly name: DefinitionName;
  readonly percentileRule: string;
  readonly rows: readonly DefinitionRow[];
  readonly requests: { readonly ok: number; readonly failed: number };
  readonly durationMs: number;
  readonly requestsPerSecond?: number;
  readonly outputTokensPerSecond?: number;
  /** What the window and the token count are, in words. */
  readonly notes: readonly string[];
}

/** Takes measured records and tells the table at the end. */
export interface DefinitionTabulator {
  add(record: RequestRecord): void;
  finish(): DefinitionTable;
}

const PROFILES: Readonly<Record<DefinitionName, Profile>> = {
  evalkit: evalkitProfile,
  evalscope: evalscopeProfile,
  vllm: vllmProfile,
  aiperf: aiperfProfile,
  guidellm: guidellmProfile,
  sglang: sglangProfile,
  mlperf: mlperfProfile,
};
const RULES = {
  "nearest-rank": "nearest rank",
  "floor-index": "element at index floor(n·p), rounded to 2 decimals",
  linear: "linear interpolation",
} as const;
const EXACT_VALUES = 500_000;

/** Whether a tool counts the tokens of every answer with a tokenizer: its table then wants `counted` in each record. */
export function countsByTokenizer(name: string | undefined): boolean {
  const known = DEFINITION_NAMES.find((definition) => definition === name);
  return known !== undefined && PROFILES[known].prefersTokenizer === true;
}

/** Starts a table by a tool's definitions; records may come in any order. */
export async function createTabulator(name: DefinitionName): Promise<DefinitionTabulator> {
  return new Tabulator(PROFILES[name], await loadHdr());
}

/** The whole table of finished records. */
export async function tabulateBy(name: DefinitionName, records: Iterable<RequestRecord> | AsyncIterable<RequestRecord>): Promise<DefinitionTable> {
  const tabulator = await createTabulator(name);
  for await (const record of records) tabulator.add(record);
  return tabulator.finish();
}

interface Row {
  readonly metric: ProfileMetric;
  readonly samples: Samples;
  readonly own: Samples | undefined;
  readonly ownMetric: ProfileMetric | undefined;
}

class Tabulator implements DefinitionTabulator {
  readonly #profile: Profile;
  readonly #rows: readonly Row[];
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;
  #ok = 0;
  #failed = 0;
  #tokens = { sum: 0, unknown: 0 };

  constructor(profile: Profile, makeHdr: HdrFactory) {
    this.#profile = profile;
    this.#rows = profile.metrics.map((metric) => {
      const ownMetric = evalkitProfile.metrics.find(({ counterpart }) => counterpart === metric.counterpart && counterpart !== undefined);
      return { metric, samples: new Samples(EXACT_VALUES, makeHdr), ownMetric, own: ownMetric === undefined ? undefined : new Samples(1, makeHdr) };
    });
  }

  add(record: RequestRecord): void {
    if (record.phase !== "measured" || record.outcome === "cancelled") return;
    const { window, outputTokens } = this.#profile;
    const isOk = record.outcome === "ok";
    this.#from = Math.min(this.#from, window.from(record));
    if (isOk || window.ofFailed === "both") this.#to = Math.max(this.#to, window.to(record));
    if (!isOk) {
      this.#failed += 1;
      return;
    }
    this.#ok += 1;
    const tokens = outputTokens(record);
    this.#tokens = tokens === undefined ? { ...this.#tokens, unknown: this.#tokens.unknown + 1 } : { ...this.#tokens, sum: this.#tokens.sum + tokens };
    for (const { metric, samples, own, ownMetric } of this.#rows) {
      const times = metric.weight?.(record) ?? 1;
      for (const value of metric.values(record)) samples.add(value, times);
      for (const value of ownMetric?.values(record) ?? []) own?.add(metric.unit === "s" ? value / 1000 : value);
    }
  }

  finish(): DefinitionTable {
    const { name, percentileRule, window, outputTokensDifference, countsFailed } = this.#profile;
    const durationMs = Math.max(0, this.#to - this.#from);
    const rows = this.#rows.map((row) => this.#row(row));
    for (const { samples, own } of this.#rows) {
      samples.free();
      own?.free();
    }
    return {
      name,
      percentileRule: RULES[percentileRule],
      rows,
      requests: { ok: this.#ok, failed: this.#failed },
      durationMs,
      ...(durationMs > 0 ? { requestsPerSecond: ((this.#ok + (countsFailed === true ? this.#failed : 0)) / durationMs) * 1000 } : {}),
      ...(durationMs > 0 && this.#tokens.unknown === 0 ? { outputTokensPerSecond: (this.#tokens.sum / durationMs) * 1000 } : {}),
      notes: [`Throughput window: ${window.difference}.`, ...(countsFailed === true ? ["Requests/s: failed requests count, too."] : []), `Output tokens: ${outputTokensDifference}.`, `Percentiles: ${RULES[percentileRule]}.`],
    };
  }

  #row({ metric, samples, own }: Row): DefinitionRow {
    const { label, unit, difference } = metric;
    const { count } = samples;
    if (count === 0) return { label, unit, count, difference };
    const ourMean = own === undefined || own.count === 0 ? undefined : own.moments.mean;
    const mean = samples.moments.mean;
    const certified = this.#profile.isCertified === true ? certifiedRankFromTop(count, 99) : undefined;
    return {
      label,
      unit,
      count,
      mean,
      p50: this.#percentile(samples, 50),
      p90: this.#percentile(samples, 90),
      p99: this.#percentile(samples, 99),
      ...(certified === undefined ? {} : { certifiedP99: samples.valueAtRank(count - certified + 1) }),
      ...(ourMean === undefined ? {} : { ourMean, ourDifference: mean - ourMean }),
      difference,
    };
  }

  #percentile(samples: Samples, percent: number): number {
    const { percentileRule, percentileDecimals } = this.#profile;
    const value = readPercentile(samples, percent, percentileRule);
    return percentileDecimals === undefined ? value : Number(value.toFixed(percentileDecimals));
  }
}

function readPercentile(samples: Samples, percent: number, rule: Profile["percentileRule"]): number {
  const { count } = samples;
  if (rule === "nearest-rank") return samples.valueAtRank(nearestRank(count, percent));
  if (rule === "floor-index") return samples.valueAtRank(Math.min(count, Math.floor((count * percent) / 100) + 1));
  const position = ((count - 1) * percent) / 100;
  const below = samples.valueAtRank(Math.floor(position) + 1);
  const above = samples.valueAtRank(Math.min(count, Math.floor(position) + 2));
  return below + (above - below) * (position - Math.floor(position));
}
