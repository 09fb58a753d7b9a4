import { ConfigError } from "@evalkit/core";
import type { RawReader } from "./raw-values.js";

/** Points of `--sweep`. */
export interface Sweep {
  readonly variable: "parallel" | "rate";
  readonly values: readonly number[];
  /** Requests of each point: ten for each unit, at least 20. */
  readonly numbers: readonly number[];
}

const MOST_POINTS = 64;
const PER_UNIT = 10;
const LEAST_REQUESTS = 20;

/** Reads `parallel=1..64` (doubling), `parallel=10..50+10`, `rate=1..16x1.5` or `parallel=1,4,9`. Throws a ConfigError for all else. */
export function readSweep(text: string, reader: RawReader): Sweep {
  const found = /^(parallel|rate)=(.{1,400})$/.exec(text.trim());
  const variable = found?.[1] as Sweep["variable"] | undefined;
  const hint = "Such as --sweep parallel=1..64 (doubling), parallel=10..50+10, rate=1..16x1.5 or parallel=1,4,9.";
  if (variable === undefined || found?.[2] === undefined) throw new ConfigError(`--sweep ${text.slice(0, 40)} cannot be read.`, { hint });
  for (const key of [variable, "sla_auto_tune"]) if (reader.has(key)) throw new ConfigError(`--sweep and --${key.replaceAll("_", "-")} do not go together.`);
  const values = valuesOf(found[2], variable);
  if (values === undefined) throw new ConfigError(`--sweep ${text.slice(0, 40)} cannot be read.`, { hint });
  if (values.length > MOST_POINTS) throw new ConfigError(`--sweep has ${values.length} points; ${MOST_POINTS} are the most.`);
  return { variable, values, numbers: values.map((value) => Math.max(LEAST_REQUESTS, Math.round(value * PER_UNIT))) };
}

function valuesOf(text: string, variable: Sweep["variable"]): readonly number[] | undefined {
  const fits = (value: number): boolean => value > 0 && (variable === "rate" || Number.isInteger(value));
  if (/^[\d.]+(,[\d.]+)*$/.test(text) && !text.includes("..")) {
    const listed = text.split(",").map(Number);
    return listed.every(fits) ? listed : undefined;
  }
  const range = /^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)(?:([x+])(\d+(?:\.\d+)?))?$/.exec(text);
  if (range === null) return undefined;
  const [low, high, step] = [Number(range[1]), Number(range[2]), Number(range[4] ?? 2)];
  const isSum = range[3] === "+";
  if (!fits(low) || high < low || (isSum ? step <= 0 : step <= 1)) return undefined;
  const values: number[] = [];
  for (let value = low; value < high && values.length <= MOST_POINTS; value = isSum ? value + step : value * step) values.push(variable === "rate" ? Number(value.toPrecision(12)) : Math.round(value));
  return [...new Set([...values, high])];
}
