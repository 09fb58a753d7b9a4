import { stripUnsafe } from "../util/strip-unsafe.js";

/** A key of the given parts, joined by `/`: one line, no control characters, no part empty. Parts may be names that a dataset or a model chose. */
export function seriesKey(...parts: readonly string[]): string {
  return parts.map((part) => stripUnsafe(part).replace(/\s+/g, " ").trim() || "unnamed").join("/");
}

/** The finite ones among the values; what is unknown is left out, never 0. */
export function finiteValues(values: Readonly<Record<string, number | undefined>>): Record<string, number> {
  const known: Record<string, number> = {};
  for (const [key, value] of Object.entries(values)) if (value !== undefined && Number.isFinite(value)) known[key] = value;
  return known;
}
