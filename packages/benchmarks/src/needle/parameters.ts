import { ConfigError } from "@evalkit/core";
import type { NeedleHaystackOptions } from "./options.js";

const NUMBERS = {
  context_lengths_min: 1000,
  context_lengths_max: 32_000,
  context_lengths_num_intervals: 10,
  document_depth_percent_min: 0,
  document_depth_percent_max: 100,
  document_depth_percent_intervals: 10,
} as const;
const KNOWN = [...Object.keys(NUMBERS), "show_score", "seed"];
/** Parameters of EvalScope that cannot mean anything here, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  retrieval_question: "the question belongs to the hidden sentence, which is generated",
  needles: "the hidden sentences are generated, so that no model knows them by heart",
  tokenizer_path: "lengths are counted by characters, 4.5 of English and 1.5 of Chinese to a token",
};
const MAX_STEPS = 200;

/** Reads the `extra_params` of EvalScope's benchmark of this name. Throws `ConfigError` for an unknown one or one that cannot be honoured. */
export function needleOptions(parameters: Readonly<Record<string, unknown>>): NeedleHaystackOptions {
  for (const name of Object.keys(parameters)) {
    const why = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
    if (why !== undefined) throw new ConfigError(`needle_haystack: ${name} cannot be set: ${why}.`);
    if (!KNOWN.includes(name)) throw new ConfigError(`needle_haystack has no parameter ${JSON.stringify(name).slice(0, 80)}.`, { hint: `It has ${KNOWN.join(", ")}.` });
  }
  const read = (name: keyof typeof NUMBERS | "seed", otherwise: number): number => {
    const value = parameters[name] ?? otherwise;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new ConfigError(`needle_haystack: ${name} must be a number, not ${JSON.stringify(value)?.slice(0, 40) ?? "nothing"}.`);
  };
  const steps = (low: keyof typeof NUMBERS, high: keyof typeof NUMBERS, count: keyof typeof NUMBERS): readonly number[] => {
    const [from, to, many] = [read(low, NUMBERS[low]), read(high, NUMBERS[high]), read(count, NUMBERS[count])];
    if (from > to) throw new ConfigError(`needle_haystack: ${low} ${from} is above ${high} ${to}.`);
    if (!Number.isSafeInteger(many) || many < 1 || many > MAX_STEPS) throw new ConfigError(`needle_haystack: ${count} must be a whole number from 1 to ${MAX_STEPS}, not ${many}.`);
    const values = Array.from({ length: many }, (_, index) => Math.round(from + (many === 1 ? 0 : ((to - from) * index) / (many - 1))));
    return [...new Set(values)];
  };
  return {
    contextLengths: steps("context_lengths_min", "context_lengths_max", "context_lengths_num_intervals"),
    depthPercents: steps("document_depth_percent_min", "document_depth_percent_max", "document_depth_percent_intervals"),
    seed: read("seed", 42),
  };
}
