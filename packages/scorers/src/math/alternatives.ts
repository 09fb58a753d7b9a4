import { chineseUnit, parseChineseNumeral } from "../numeric/chinese-numerals.js";
import { fromDecimal, type Rational, whole } from "../numeric/rational.js";
import type { Value } from "./value.js";
import { isOperator, type Token } from "./token.js";
import { isUnitLetter } from "./units.js";

const SCALES: Readonly<Record<string, number>> = { hundred: 2, thousand: 3, million: 6, billion: 9, trillion: 12, lakh: 5, crore: 7 };
const ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const WORD = /^(?:\\(?:text|textbf|mathrm|mbox)\s?\{)?\s*([A-Za-z]{3,9}(?:[- ][a-z]{3,5})?|[零一二两三四五六七八九十百千万亿点]{1,20})\s*\}?$/;

/** `2.5 million` as a product; `undefined` when no number stands before such a word. */
export function scaledTokens(tokens: readonly Token[]): readonly Token[] | undefined {
  const at = tokens.findIndex((token, index) => index > 0 && token.kind === "text" && tokens[index - 1]?.kind === "number" && powerOfTen(token.value) !== undefined);
  if (at < 0) return undefined;
  const factor = fromDecimal("1", "", powerOfTen((tokens[at] as Token).value) ?? 0);
  return factor === undefined ? undefined : [...tokens.slice(0, at), mark("*"), number(factor), ...tokens.slice(at + 1)];
}

function powerOfTen(word: string): number | undefined {
  const known = SCALES[word.toLowerCase().replace(/s$/, "")];
  if (known !== undefined) return known;
  const unit = word.length === 1 ? chineseUnit(word) : undefined;
  return unit === undefined ? undefined : String(unit).length - 1;
}

/** `5 m/s` with its letters as units; `undefined` unless letters that can be units follow a number and a blank, to the end. */
export function unitTokens(tokens: readonly Token[]): readonly Token[] | undefined {
  const at = tokens.findIndex((token) => isLetter(token) && token.gap);
  if (at < 1 || tokens[at - 1]?.kind === "operator") return undefined;
  const tail = tokens.slice(at);
  if (tail.length > 6 || !tail.every(isUnitPart)) return undefined;
  return [...tokens.slice(0, at), ...tail.map((token): Token => (isLetter(token) ? { ...token, kind: "text", upright: true } : token))];
}

function isUnitPart(token: Token): boolean {
  return isLetter(token) || token.kind === "text" || token.kind === "number" || isOperator(token, "/") || isOperator(token, "^") || token.value === "{";
}

function isLetter(token: Token): boolean {
  return token.kind === "symbol" && isUnitLetter(token.value);
}

/** Without an article that opens a name, `an ellipse`. */
export function withoutArticle(text: string): string | undefined {
  return /^(?:an?|the) [A-Za-z]{3,}/i.test(text) ? text.replace(/^[a-z]+ /i, "") : undefined;
}

/** With `+ c` at the end, the constant of an integral, as `+ C`. */
export function constantTokens(tokens: readonly Token[]): readonly Token[] | undefined {
  const last = tokens.at(-1);
  if (last?.kind !== "symbol" || last.value !== "c" || !isOperator(tokens.at(-2), "+")) return undefined;
  return [...tokens.slice(0, -1), { ...last, value: "C" }];
}

/** With one name for the variable of a remark such as `k \in \mathbb{Z}`. */
export function renamedTokens(tokens: readonly Token[]): readonly Token[] | undefined {
  const at = tokens.findIndex((token, index) => isOperator(token, "in") && tokens[index - 1]?.kind === "symbol" && /^(?:ZZ?|NN?)$/.test(tokens[index + 1]?.value ?? ""));
  const name = tokens[at - 1]?.value;
  if (at < 2 || name === undefined) return undefined;
  return tokens.map((token) => (token.kind === "symbol" && token.value === name ? { ...token, value: "any whole number" } : token));
}

/** The number that a single word names, such as `three`, `twenty-one`, `四`. */
export function wordValue(text: string): Value | undefined {
  const word = WORD.exec(text)?.[1];
  const value = word === undefined ? undefined : (englishNumber(word.toLowerCase()) ?? parseChineseNumeral(word));
  if (value === undefined) return undefined;
  return { kind: "expression", key: `${value.numerator}\u0001`, expression: { kind: "number", literal: { value, decimals: undefined, significant: 1 } } };
}

function englishNumber(word: string): Rational | undefined {
  const [first = "", second] = word.split(/[- ]/);
  const tens = TENS.indexOf(first);
  const ones = ONES.indexOf(second ?? first);
  if (second === undefined) return tens >= 0 ? whole(BigInt(tens * 10 + 20)) : ones >= 0 ? whole(BigInt(ones)) : undefined;
  return tens >= 0 && ones > 0 && ones < 10 ? whole(BigInt(tens * 10 + 20 + ones)) : undefined;
}

function mark(value: string): Token {
  return { kind: "operator", value, gap: false, upright: false };
}

function number(value: Rational): Token {
  return { kind: "number", value: String(value.numerator), gap: false, upright: false, literal: { value, decimals: undefined, significant: 1 } };
}
