import { ConfigError } from "@evalkit/core";
import { type GivenTask, NOT_BUILT_KEYS, type NotBuiltKey } from "./task-keys.js";
import { parseJsonObject } from "./key-values.js";

/** The error for what EvalScope has and evalkit does not have yet. */
export function notSupported(what: string, hint?: string): ConfigError {
  return new ConfigError(`${what} is not supported yet.`, hint === undefined ? {} : { hint });
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (typeof value !== "object") return typeof value === "string" && value.trim().toLowerCase() === "false";
  return Object.keys(value).length === 0;
}

function isEmptyObject(value: unknown): boolean {
  return isEmpty(typeof value === "string" && value.trim() !== "" ? parseJsonObject(value, "value") : value);
}

/** For each key, whether a value asks for nothing beyond what evalkit does anyway. */
const ASKS_NOTHING: Readonly<Record<NotBuiltKey, (value: unknown) => boolean>> = {
  model_task: (value) => value === "text_generation",
  chat_template: isEmpty,
  eval_backend: (value) => value === "Native",
  eval_config: isEmpty,
  analysis_report: isEmpty,
  agent_config: isEmptyObject,
};

/** Refuses every key that would change something evalkit cannot do yet; defaults as EvalScope writes them pass. */
export function refuseNotBuilt(given: GivenTask): void {
  for (const key of NOT_BUILT_KEYS) {
    const value = given[key];
    if (value === undefined || ASKS_NOTHING[key](value)) continue;
    const flag = `--${key.replaceAll("_", "-")}`;
    throw notSupported(typeof value === "string" && /^[\w.]{1,40}$/.test(value) ? `${flag} ${value}` : flag, HINTS[key]);
  }
}

const HINTS: Readonly<Partial<Record<NotBuiltKey, string>>> = {
  eval_backend: "Only Native is built.",
  chat_template: "The server applies its own chat template; chat_template_kwargs in --generation-config reaches it.",
};
