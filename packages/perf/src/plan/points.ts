import { ConfigError } from "@evalkit/core";
import type { PerfPoint } from "@evalkit/core";
import type { Arrivals } from "../spec/load.js";
import type { ArrivalOption, LoadOptions } from "./options.js";

/** One load of a sweep, ready to be run. */
export interface LoadPoint extends PerfPoint {
  readonly arrivals: Arrivals;
  readonly warmUpRequests: number;
  readonly coolDownRequests: number;
  /** Place of its first prompt in the data set: points do not send each other's prompts, which a cache would know. */
  readonly offset: number;
}

export interface PointOptions {
  readonly load: LoadOptions;
  readonly offset: number;
  /** The data gives its own times, played at this speed. */
  readonly timedSpeed?: number;
}

/** The points of a sweep: lists are zipped, single values stand for all. Throws a ConfigError for lists of different lengths. */
export function pointsOf({ load, offset, timedSpeed }: PointOptions): readonly LoadPoint[] {
  const { numbers, parallels, rates } = load;
  const count = Math.max(numbers.length, parallels.length, rates.length);
  const lists = { number: numbers, parallel: load.openLoop ? [-1] : parallels, rate: rates };
  for (const [name, list] of Object.entries(lists)) {
    if (list.length !== 1 && list.length !== count) throw new ConfigError(`--${name} has ${list.length} values where others have ${count}: lists go together value by value.`, { hint: "Give lists of the same length, or a single value for all." });
  }
  let next = offset;
  return Array.from({ length: count }, (_, index) => {
    const parts = { number: numberAt(load, index), parallel: at(lists.parallel, index), rate: at(rates, index), index, timedSpeed };
    const point = { ...pointOf(load, parts), offset: next };
    next += (point.requests ?? 0) + point.warmUpRequests + point.coolDownRequests;
    return point;
  });
}

function at(list: readonly number[], index: number): number {
  return list[list.length === 1 ? 0 : index] ?? -1;
}

/** A duration alone ends a point where the user names no number. */
function numberAt(load: LoadOptions, index: number): number | undefined {
  return load.isNumberDefault && load.durationMs !== undefined ? undefined : at(load.numbers, index);
}

interface PointParts {
  readonly number: number | undefined;
  readonly parallel: number;
  readonly rate: number;
  readonly index: number;
  readonly timedSpeed: number | undefined;
}

function pointOf(load: LoadOptions, { number, parallel, rate, index, timedSpeed }: PointParts): Omit<LoadPoint, "offset"> {
  const arrivals = timedSpeed === undefined ? arrivalsOf(load.arrivals, rate) : ({ kind: "given", speed: timedSpeed } as const);
  const isBounded = !load.openLoop && parallel > 0 && timedSpeed === undefined;
  return {
    index,
    label: labelOf({ load, number, parallel, rate, isTimed: timedSpeed !== undefined }),
    arrivals,
    warmUpRequests: edge(load.warmUp, number),
    coolDownRequests: edge(load.coolDown, number),
    ...(isBounded ? { concurrency: parallel } : {}),
    ...(rate > 0 && timedSpeed === undefined ? { ratePerSecond: rate } : {}),
    ...(number === undefined ? {} : { requests: number }),
  };
}

/** From 1 up a count, below 1 a share of the measured requests. */
function edge(given: number, number: number | undefined): number {
  return given >= 1 ? Math.round(given) : Math.round(given * (number ?? 0));
}

function arrivalsOf(option: ArrivalOption | undefined, rate: number): Arrivals {
  if (option?.kind === "piecewise") return option;
  if (rate <= 0) return { kind: "closed" };
  if (option?.kind === "gamma") return { kind: "gamma", perSecond: rate, shape: option.shape };
  return { kind: option?.kind ?? "poisson", perSecond: rate };
}

function labelOf({ load, number, parallel, rate, isTimed }: { readonly load: LoadOptions; readonly number: number | undefined; readonly parallel: number; readonly rate: number; readonly isTimed: boolean }): string {
  const amount = number === undefined ? `duration_${(load.durationMs ?? 0) / 1000}` : `number_${number}`;
  if (isTimed) return `trace_${amount}`;
  if (load.arrivals?.kind === "piecewise") return `ramp_${amount}`;
  if (load.openLoop) return `rate_${rate}_${amount}`;
  const capped = rate > 0 && load.rates.length > 1 ? `parallel_${parallel}_rate_${rate}` : `parallel_${parallel}`;
  return `${capped}_${amount}`;
}
