import { isSecretKey, redactKeys } from "@evalkit/core";
import type { RawOptions } from "./raw-values.js";

const MASK = "**********";

/** The options as given, without secrets: keys, every header's value, keys in the address and in JSON. */
export function recordedOptions(raw: RawOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(raw).filter(([key]) => key !== "seed_of_run" && key !== "resume").map(([key, value]) => {
      if (key === "headers") return [key, maskedHeaders(value)];
      if (isSecretKey(key)) return [key, MASK];
      if (key === "url" || key === "prometheus" || key === "proxy") return [key, maskedUrl(value)];
      return [key, maskedJson(value)];
    }),
  );
}

function maskedHeaders(value: unknown): unknown {
  const pairs = Array.isArray(value) ? value : [value];
  return pairs.map((pair) => `${String(pair).split(/[=:]/, 1)[0] ?? ""}=${MASK}`);
}

/** The address without user info and without the values of its query. */
export function maskedUrl(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const bare = value.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/@]*@/i, "$1");
  return bare.replace(/([?&][^=&]{1,100}=)[^&#]*/g, `$1${MASK}`);
}

function maskedJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return redactKeys(value, MASK);
  try {
    return redactKeys(JSON.parse(value) as unknown, MASK);
  } catch {
    return MASK;
  }
}
