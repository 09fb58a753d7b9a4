import { ConfigError, isRecord } from "@evalkit/core";
import { durationMs } from "../plan/raw-values.js";
import { nearest } from "../plan/nearest.js";

/** What may be limited: times in milliseconds, rates a second. */
export const SLA_METRICS = [
  "avg_latency", "p50_latency", "p90_latency", "p95_latency", "p99_latency", "avg_ttft", "p50_ttft", "p90_ttft", "p95_ttft", "p99_ttft",
  "avg_tpot", "p50_tpot", "p90_tpot", "p95_tpot", "p99_tpot", "rps", "tps",
] as const; // prettier-ignore
export type SlaMetric = (typeof SLA_METRICS)[number];

export interface SlaLimit {
  readonly metric: SlaMetric;
  readonly operator: "<=" | "<" | ">=" | ">";
  /** Milliseconds for times, a second for rates. */
  readonly value: number;
}

/** Limits that must hold together, or one metric that is to be made as large or small as can be. */
export type SlaTarget = { readonly kind: "limits"; readonly limits: readonly SlaLimit[] } | { readonly kind: "optimum"; readonly metric: SlaMetric; readonly goal: "min" | "max" };

export interface SlaOptions {
  readonly variable: "parallel" | "rate";
  /** Each its own search. */
  readonly targets: readonly SlaTarget[];
  /** Runs a probe may take at most; a probe that is certain sooner takes fewer. */
  readonly runs: number;
  readonly upperBound: number;
  readonly lowerBound: number;
  readonly fixedParallel?: number;
  /** Requests of a probe: value × multiplier. */
  readonly multiplier?: number;
}

const ALIASES: Readonly<Record<string, SlaMetric>> = { ttft: "avg_ttft", tpot: "avg_tpot", latency: "avg_latency" };

/** Reads `--sla-params`: an object or a list of objects. Throws a ConfigError naming the metric for all that cannot be read. */
export function readSlaTargets(value: unknown): { readonly targets: readonly SlaTarget[]; readonly notes: readonly string[] } {
  const notes = new Set<string>();
  const objects: readonly unknown[] = Array.isArray(value) ? value : [value];
  const targets = objects.map((object) => {
    if (!isRecord(object) || Object.keys(object).length === 0) {
      throw new ConfigError("--sla-params must be an object of metrics, or a list of such.", { hint: `Such as '[{"p99_ttft": "<=200ms", "avg_tpot": "<=50ms"}]'.` });
    }
    return targetOf(Object.entries(object), notes);
  });
  return { targets, notes: [...notes] };
}

function targetOf(entries: readonly (readonly [string, unknown])[], notes: Set<string>): SlaTarget {
  const [first] = entries;
  const goal = String(first?.[1]).trim().toLowerCase();
  if (first !== undefined && (goal === "max" || goal === "min")) {
    if (entries.length > 1) throw new ConfigError(`${first[0]}: ${goal} must stand alone in its object of --sla-params.`);
    return { kind: "optimum", metric: metricOf(first[0]), goal };
  }
  return { kind: "limits", limits: entries.map(([name, limit]) => limitOf(metricOf(name), limit, notes)) };
}

function metricOf(name: string): SlaMetric {
  const asked = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  const found = SLA_METRICS.find((metric) => metric === asked);
  if (found !== undefined) return found;
  const near = nearest(name, SLA_METRICS);
  throw new ConfigError(`--sla-params knows no metric ${name.slice(0, 40)}.`, { hint: near.length > 0 ? `Did you mean ${near.join(", ")}?` : `Known: ${SLA_METRICS.join(", ")}.` });
}

function limitOf(metric: SlaMetric, value: unknown, notes: Set<string>): SlaLimit {
  const written = typeof value === "string" ? value.trim().replace("≤", "<=").replace("≥", ">=") : "";
  const found = /^(<=|>=|<|>)\s*(\S+)$/.exec(written);
  const operator = found?.[1] as SlaLimit["operator"] | undefined;
  const amount = found?.[2];
  if (operator === undefined || amount === undefined) {
    throw new ConfigError(`${metric} in --sla-params must be a limit such as "<=200ms", or min or max, not ${JSON.stringify(value)?.slice(0, 40)}.`);
  }
  const isRate = metric === "rps" || metric === "tps";
  const isWanted = operator.startsWith(isRate ? ">" : "<");
  if (!isWanted) throw new ConfigError(`${metric} ${operator} ${amount} cannot be searched for: higher load makes it easier, not harder.`, { hint: `Limit it by ${isRate ? ">=" : "<="}.` });
  return { metric, operator, value: isRate ? rateOf(metric, amount) : timeOf(metric, amount, notes) };
}

function rateOf(metric: SlaMetric, amount: string): number {
  if (/^\d+(\.\d+)?$/.test(amount)) return Number(amount);
  throw new ConfigError(`${metric} in --sla-params must be limited by a bare number, not ${JSON.stringify(amount).slice(0, 40)}.`);
}

/** EvalScope's documents give bare times in seconds. */
function timeOf(metric: SlaMetric, amount: string, notes: Set<string>): number {
  if (/^[\d.]+$/.test(amount)) notes.add(`${metric}: ${amount} is read as ${amount} s; write ${amount}ms for milliseconds.`);
  return durationMs(amount, `${metric} in --sla-params`, "s");
}

/** A limit as people write it. */
export function formatLimit({ metric, operator, value }: SlaLimit): string {
  if (metric === "rps" || metric === "tps") return `${metric} ${operator} ${value}`;
  return `${metric} ${operator} ${value >= 1000 ? `${value / 1000} s` : `${value} ms`}`;
}
