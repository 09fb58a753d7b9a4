import { basename } from "node:path";
import { isRecord } from "@evalkit/core";
import { isMask } from "./config/secrets.js";

/** Plain data with every absolute path cut to its last part: where things lie on this machine is nobody else's business. */
export function withoutPaths(value: unknown): unknown {
  if (typeof value === "string") return isAbsolutePath(value) ? `…/${basename(value.replaceAll("\\", "/"))}` : value;
  if (Array.isArray(value)) return value.map(withoutPaths);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutPaths(member)])) : value;
}

/** A recorded configuration as trackers show it: without what was not given, what is masked, and where things lie on this machine. */
export function shownConfig(recorded: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(recorded).filter(([, value]) => value !== null && !isMask(value));
  return withoutPaths(Object.fromEntries(entries)) as Record<string, unknown>;
}

function isAbsolutePath(text: string): boolean {
  return /^(?:\/(?!\/)|~\/|[a-zA-Z]:[\\/]|\\\\)[^\n]*$/.test(text);
}
