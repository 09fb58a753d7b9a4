import { figuresOf } from "../analysis/request-figures.js";
import type { StoredPoint } from "../results/open-perf-run.js";
import type { RequestRecord } from "../spec/record.js";

/** Metrics of single requests that two runs are compared by. */
export const COMPARED = ["latency", "ttft", "tpot", "maxGap", "outputTokens"] as const;
export type ComparedMetric = (typeof COMPARED)[number];

/** Values of one point, sorted, by metric, and how many requests succeeded. */
export interface PointValues {
  readonly values: ReadonlyMap<ComparedMetric, Float64Array>;
  readonly ok: number;
  readonly total: number;
}

/** Later requests than this add nothing to an interval that matters. */
const MAX_REQUESTS = 1_000_000;

/** Reads the requests of a point; undefined when none were kept. Throws `StoreError`. */
export async function readPointValues(point: StoredPoint): Promise<PointValues | undefined> {
  const records = await point.records?.();
  return records === undefined ? undefined : valuesOf(records);
}

/** Values of measured requests; those of failed ones only in the counts. */
export function valuesOf(records: Iterable<RequestRecord>): PointValues {
  const lists = new Map<ComparedMetric, number[]>(COMPARED.map((name) => [name, []]));
  let ok = 0;
  let total = 0;
  for (const record of records) {
    if (record.phase !== "measured" || record.outcome === "cancelled") continue;
    if ((total += 1) > MAX_REQUESTS) break;
    if (record.outcome !== "ok") continue;
    ok += 1;
    const figures = figuresOf(record);
    for (const name of COMPARED) {
      const value = figures[name];
      if (value !== undefined) lists.get(name)?.push(value);
    }
  }
  return { values: new Map([...lists].map(([name, list]) => [name, Float64Array.from(list).sort()])), ok, total };
}
