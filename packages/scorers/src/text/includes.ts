import type { Score, Scorer } from "@evalkit/core";
import { isRefusal } from "../refusal.js";
import { refused, unparsed, unscored } from "../shared/verdict.js";
import { normalization, type Normalization, type NormalizationName } from "./normalize.js";
import { lazyPattern } from "../shared/lazy-pattern.js";

export interface IncludesOptions {
  /**
   * Applied to output and gold first.
   * @default "general"
   */
  readonly normalize?: NormalizationName | Normalization;
  /**
   * A gold written with blanks between words only counts as whole words: `art` is not in `party`.
   * @default true
   */
  readonly wholeWords?: boolean;
}

export interface IncludesInput extends IncludesOptions {
  readonly output: string;
  /** The text to find, or several of which each will do. */
  readonly expected: string | readonly string[];
}

const hyphens = lazyPattern(String.raw`(?<=[\p{L}\p{N}])[-‐‑–](?=[\p{L}\p{N}])`, "gu");

/** Normalisation removes signs from a text, but leaves a gold that is nothing else as it is. */
const onlySigns = lazyPattern(String.raw`^[^\p{L}\p{N}]+$`, "u");
const wordCharacter = lazyPattern(String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}]`, "u");

/** 1 when the output contains an expected text after normalisation; the longest one found is `extracted`. No gold is unscored. */
export function scoreIncludes(input: IncludesInput): Score {
  const normalize = typeof input.normalize === "function" ? input.normalize : normalization(input.normalize ?? "general");
  const wanted = [input.expected].flat().map((gold) => normalize(gold)).filter((gold) => gold !== "");
  if (wanted.length === 0) return unscored("There is no expected answer to look for.");
  const expected = wanted.join(" | ");
  const text = normalize(input.output);
  if (text === "") return unparsed(expected, "The output is empty.");
  // `Jean-Paul` is `Jean Paul` as well as `JeanPaul`.
  const parted = [input.output, input.expected].flat().some((part) => part !== withoutHyphens(part));
  const isFound = (gold: string, from: string): boolean => contains(onlySigns().test(gold) ? input.output : from, gold, input.wholeWords ?? true);
  const spaced = parted ? normalize(withoutHyphens(input.output)) : text;
  const hits = [input.expected].flat().flatMap((gold) => {
    const plain = normalize(gold);
    return plain !== "" && (isFound(plain, text) || (parted && isFound(normalize(withoutHyphens(gold)), spaced))) ? [plain] : [];
  });
  const extracted = hits.sort((left, right) => right.length - left.length)[0];
  if (extracted === undefined) {
    if (isRefusal(input.output)) return refused(expected);
    return { status: "scored", value: 0, expected, why: "The expected text does not occur." };
  }
  return { status: "scored", value: 1, extracted, expected, rule: "includes", why: "The expected text occurs." };
}

/** `scoreIncludes` as a scorer named `includes` unless told otherwise. */
export function includesScorer(options: IncludesOptions & { readonly name?: string } = {}): Scorer<string | readonly string[]> {
  const { name = "includes", ...rest } = options;
  return { name, score: (answer, sample) => scoreIncludes({ ...rest, output: answer.text, expected: sample.target }) };
}

function withoutHyphens(text: string): string {
  return text.replace(hyphens(), " ");
}

/** Whether `part` occurs in `text`, not inside a longer word of an alphabetic script. */
export function contains(text: string, part: string, wholeWords: boolean): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!wholeWords) return true;
    if (isEdge(text[at - 1], part[0]) && isEdge(text[at + part.length], part.at(-1))) return true;
  }
  return false;
}

function isEdge(outside: string | undefined, inside: string | undefined): boolean {
  return outside === undefined || inside === undefined || !(isWordCharacter(outside) && isWordCharacter(inside));
}

function isWordCharacter(character: string): boolean {
  return wordCharacter().test(character);
}
