import { isRecord } from "@evalkit/core";

/** Nested configuration as one level, keys joined by `.`; lists and empty objects as JSON. Null and absent values are left out. */
export function flatConfig(config: Readonly<Record<string, unknown>>, prefix = "", depth = 0): Record<string, string | number | boolean> {
  const flat: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(config)) {
    const key = prefix === "" ? name : `${prefix}.${name}`;
    if (typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) flat[key] = value;
    else if (isRecord(value) && depth < 8 && Object.keys(value).length > 0) Object.assign(flat, flatConfig(value, key, depth + 1));
    else if (value !== undefined && value !== null) flat[key] = JSON.stringify(value) ?? String(value);
  }
  return flat;
}
