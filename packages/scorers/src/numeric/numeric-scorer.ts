import type { Score, Scorer } from "@evalkit/core";
import { isRefusal } from "../refusal.js";
import { refused, unparsed, unscored } from "../shared/verdict.js";
import { extractNumber, findNumber, NUMBER_RULES, type ExtractNumberOptions } from "./extract-number.js";
import { parseNumber } from "./parse-number.js";
import { formatRational, rationalEqual, type Rational } from "./rational.js";

/**
 * How answers are laid out. `free`: any way, all rules. `gsm8k`: `#### n` before all other rules.
 * `gsm8k-solutions`: only what follows the last line opening `A:` counts, in answer and gold.
 */
export type NumericFormat = "free" | "gsm8k" | "gsm8k-solutions";

const DECIMAL_COMMA = /^[^\d,.]{0,8}\d{1,40},(?:\d{1,2}|\d{4,40})(?![\d,.])\D{0,20}$/;

export interface NumericOptions extends ExtractNumberOptions {
  /** @default "free" */
  readonly format?: NumericFormat;
}

export interface NumericInput extends NumericOptions {
  readonly output: string;
  /** The right number, or several of which each is right. */
  readonly expected: string | number | readonly (string | number)[];
}

/**
 * 1 when the number that the output gives equals an expected one exactly, by value; 0 otherwise, marked `unparsed` or
 * `refused` when there is no answer. Unscored when no expected value is a number. Never throws.
 */
export function scoreNumeric(input: NumericInput): Score {
  const wanted = [input.expected].flat();
  const isComma = input.decimalComma === undefined && wanted.length > 0 && wanted.every((gold) => DECIMAL_COMMA.test(String(gold)));
  if (!isComma) return compared(input, wanted, withFormat(input));
  // A gold such as `1,22` can only have a decimal comma; the answer may have either.
  const options = withFormat({ ...input, decimalComma: true });
  const plain = compared(input, wanted.map((gold) => String(gold).replace(",", ".")), withFormat(input));
  return plain.status === "scored" && plain.value === 1 ? plain : compared(input, wanted, options);
}

function compared(input: NumericInput, wanted: readonly (string | number)[], options: NumericOptions): Score {
  const golds = wanted.flatMap((gold) => readGold(String(gold), options) ?? []);
  const [first] = golds;
  if (first === undefined) return unscored(`The expected answer ${JSON.stringify(String(wanted[0] ?? "")).slice(0, 80)} is not a number.`);
  const expected = golds.map(formatRational).join(" | ");
  const { output } = input;
  const { number, rejected } = findNumber(output, options);
  if ((number === undefined || number.weak) && isRefusal(output)) return refused(expected);
  if (number === undefined) {
    return rejected === undefined
      ? unparsed(expected, "No number was found.")
      : { ...unparsed(expected, "The marked answer is not one number."), rule: rejected.rule, span: rejected.span };
  }
  const isEqual = golds.some((gold) => rationalEqual(gold, number.value));
  const extracted = formatRational(number.value);
  return {
    status: "scored",
    value: isEqual ? 1 : 0,
    extracted,
    expected,
    rule: number.rule,
    span: number.span,
    why: `${extracted} ${isEqual ? "equals" : "differs from"} ${expected}${number.weak ? "; found only as the last number of the text" : ""}.`,
  };
}

/** `scoreNumeric` as a scorer named `acc` unless told otherwise; the target is the right number or several. */
export function numericScorer(
  options: NumericOptions & { readonly name?: string } = {},
): Scorer<string | number | readonly (string | number)[]> {
  const { name = "acc", ...rest } = options;
  return { name, score: (answer, sample) => scoreNumeric({ ...rest, output: answer.text, expected: sample.target }) };
}

function withFormat(options: NumericOptions): NumericOptions {
  if (options.format === "gsm8k") return { rules: ["hash", ...NUMBER_RULES.filter((rule) => rule !== "hash")], ...options };
  if (options.format === "gsm8k-solutions") return { rules: ["answer-prefix"], answerPrefix: "A:", ...options };
  return options;
}

function readGold(text: string, options: NumericOptions): Rational | undefined {
  const marked = parseNumber(text, options)?.value;
  if (marked !== undefined) return marked;
  const found = extractNumber(text, options);
  return found === undefined || found.weak ? undefined : found.value;
}
