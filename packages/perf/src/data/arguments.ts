import { ConfigError, isRecord } from "@evalkit/core";
import { nearest } from "../plan/nearest.js";

/** Type of one key of `--dataset-args`. */
export type ArgumentType = "count" | "positive" | "number" | "text" | "truth" | "mapping" | readonly string[];
export type ArgumentTable = Readonly<Record<string, ArgumentType>>;

/** Checks the arguments of a data set. Throws a ConfigError for an unknown key (with the nearest one) or a value of the wrong type. */
export function checkArguments(dataset: string, table: ArgumentTable, given: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(given)) {
    const type = Object.hasOwn(table, key) ? table[key] : undefined;
    if (type === undefined) throw unknownKey(dataset, key, Object.keys(table));
    const wanted = mismatch(type, value);
    if (wanted !== undefined) throw new ConfigError(`${key} in --dataset-args must be ${wanted}, not ${JSON.stringify(value)?.slice(0, 60)}.`);
  }
}

function unknownKey(dataset: string, key: string, known: readonly string[]): ConfigError {
  const [near] = nearest(key, known);
  const all = known.length === 0 ? `The data set ${dataset} takes no arguments.` : `It takes: ${known.join(", ")}.`;
  return new ConfigError(`The data set ${dataset} knows no ${key.slice(0, 60)} in --dataset-args.`, { hint: near === undefined ? all : `Did you mean ${near}? ${all}` });
}

interface TypeCheck {
  readonly wanted: string;
  readonly fits: (value: unknown) => boolean;
}

const CHECKS: Readonly<Record<Exclude<ArgumentType, readonly string[]>, TypeCheck>> = {
  count: { wanted: "a whole number from 0 up", fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0 },
  positive: { wanted: "a whole number from 1 up", fits: (value) => Number.isSafeInteger(value) && Number(value) >= 1 },
  number: { wanted: "a number above 0", fits: (value) => typeof value === "number" && Number.isFinite(value) && value > 0 },
  text: { wanted: "a text", fits: (value) => typeof value === "string" && value !== "" },
  truth: { wanted: "true or false", fits: (value) => typeof value === "boolean" },
  mapping: { wanted: "a mapping of texts to texts", fits: (value) => isRecord(value) && Object.values(value).every((member) => typeof member === "string") },
};

function mismatch(type: ArgumentType, value: unknown): string | undefined {
  if (typeof type === "object") return type.includes(String(value)) ? undefined : `one of ${type.join(", ")}`;
  const { wanted, fits } = CHECKS[type];
  return fits(value) ? undefined : wanted;
}

/** A checked number, or the default. */
export function numberArgument(given: Readonly<Record<string, unknown>>, key: string, fallback: number): number {
  const value = given[key];
  return typeof value === "number" ? value : fallback;
}

/** A checked text; undefined where it is not given. */
export function textArgument(given: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = given[key];
  return typeof value === "string" ? value : undefined;
}
