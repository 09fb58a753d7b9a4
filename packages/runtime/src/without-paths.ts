import { basename } from "node:path";
import { isRecord } from "@evalkit/core";

/** Plain data with every absolute path cut to its last part: where things lie on this machine is nobody else's business. */
export function withoutPaths(value: unknown): unknown {
  if (typeof value === "string") return isAbsolutePath(value) ? `…/${basename(value.replaceAll("\\", "/"))}` : value;
  if (Array.isArray(value)) return value.map(withoutPaths);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutPaths(member)])) : value;
}

function isAbsolutePath(text: string): boolean {
  return /^(?:\/(?!\/)|~\/|[a-zA-Z]:[\\/]|\\\\)[^\n]*$/.test(text);
}
