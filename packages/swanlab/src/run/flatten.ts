import { isRecord } from "@evalkit/core";
import { Media } from "../media/media.js";

/** What `log` takes under a name: a number, a truth value (1 or 0), a text that is a number, media, or an object of such values; `undefined` is left out. */
export type LogValue = number | bigint | boolean | string | undefined | Media | readonly Media[] | { readonly [name: string]: LogValue };

/** One value with its full key. */
export interface FlatValue {
  readonly key: string;
  /** `undefined` when SwanLab takes no such value. */
  readonly value: number | readonly Media[] | undefined;
}

const MOST_DEPTH = 32;

/** Values of nested objects, their keys joined by slashes. */
export function flatten(values: Readonly<Record<string, LogValue>>): readonly FlatValue[] {
  const flat: FlatValue[] = [];
  collect(values, "", flat);
  return flat;
}

function collect(values: Readonly<Record<string, unknown>>, prefix: string, into: FlatValue[], depth = 0): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const key = prefix === "" ? name : `${prefix}/${name}`;
    if (isGroup(value) && depth < MOST_DEPTH) collect(value, key, into, depth + 1);
    else into.push({ key, value: toValue(value) });
  }
}

/** An object without members is no group: it is a value that cannot be logged, such as a `Map`. */
function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !(value instanceof Media) && Object.keys(value).length > 0;
}

function toValue(value: unknown): FlatValue["value"] {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string") return numberOf(value);
  if (value instanceof Media) return [value];
  if (Array.isArray(value) && value.length > 0 && value.every((item) => item instanceof Media && item.kind === value[0].kind)) return value;
  return undefined;
}

/** A text that is a number; infinities and «nan» as texts become NaN, as SwanLab does it. */
function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^[+-]?(inf|infinity|nan)$/i.test(trimmed)) return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : undefined;
}
