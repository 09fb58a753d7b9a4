import { foldWidth } from "../shared/fold.js";
import { englishNumber } from "./english-numerals.js";
import { formatRational } from "./rational.js";
import { chineseNumbers, digitNumbers } from "./scan.js";
import type { NumberOptions, NumberToken, ReadSettings } from "./number-token.js";

/** Longest text that is read as one number. */
const MAX_LENGTH = 4096;
const OPERATOR = /[+*×÷=<>^√/]|\\(?:times|cdot|div|sqrt|pi|pm|frac)|π|\d/;
const EQUALS = /=|≈|\\approx|\\simeq/g;
const WRAPPERS = /\\(?:text|textbf|textnormal|mathrm|mathbf|mbox)\{|\\[,;! ]|[{}$\\"*()[\]]/g;
const TEXT_COMMAND = /\\(?:text|textbf|textnormal|mathrm|mathbf|mbox)\s?\{|\\[,;! ]/g;
const COMMAND = /\\[A-Za-z]/;
const SUBTRACTION = /\s-\s/;
const MAX_PREFIX = 40;

/**
 * Reads a text that is one number, with sign, currency, unit, percent sign, LaTeX or Chinese numerals around it.
 * `undefined` when it holds none, several, or an expression such as `5\sqrt{2}`.
 */
export function parseNumber(text: string, options: NumberOptions = {}): NumberToken | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  return readSingle(foldWidth(text), 0, text.length, options);
}

/** The one number between `from` and `to` of a folded text, or `undefined`; behind the last equals sign where there is one. */
export function readSingle(text: string, from: number, to: number, options: NumberOptions): NumberToken | undefined {
  if (to - from > MAX_LENGTH) return undefined;
  const start = skipBlank(text, afterEquals(text, from, to), to);
  const settings: ReadSettings = { ...options, spaceGroups: true, floor: start };
  const content = text.slice(0, to);
  const [token, second] = take(digitNumbers(content, start, to, settings), 2);
  if (token === undefined) return singleChinese(content, start, to) ?? singleEnglish(content, start, to);
  if (second !== undefined || !isUnit(content, token.end, to)) return undefined;
  return isPrefix(content.slice(start, token.start)) ? token : undefined;
}

function singleChinese(text: string, start: number, to: number): NumberToken | undefined {
  const [token, second] = take(chineseNumbers(text, start, to), 2);
  return token === undefined || second !== undefined || OPERATOR.test(text.slice(start, to)) ? undefined : token;
}

/** A number in words, with at most a unit behind it. */
function singleEnglish(text: string, start: number, to: number): NumberToken | undefined {
  const from = start + (/^[*_"'(]{0,4}/.exec(text.slice(start, start + 4))?.[0].length ?? 0);
  const token = englishNumber(text, from, to);
  return token !== undefined && /^[\s*_"')]*(?:[A-Za-z]+[\s*_"')]*)?[.!]?\s*$/.test(text.slice(token.end, Math.min(to, token.end + 60))) ? token : undefined;
}

/** The number as one canonical text for each value, such as `-1234.5` or `1/3`. */
export function formatNumber(token: NumberToken): string {
  return formatRational(token.value);
}

function take<Item>(items: Iterable<Item>, count: number): Item[] {
  const taken: Item[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length >= count) break;
  }
  return taken;
}

function afterEquals(text: string, from: number, to: number): number {
  let start = from;
  const content = text.slice(from, to);
  for (const found of content.matchAll(EQUALS)) start = from + found.index + found[0].length;
  return start;
}

function skipBlank(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && /\s/.test(text[at] ?? "x")) at += 1;
  return at;
}

/** Whether what stands before a number is words and brackets only. */
function isPrefix(text: string): boolean {
  const bare = text.replace(TEXT_COMMAND, " ");
  return bare.length <= MAX_PREFIX && !COMMAND.test(bare) && !OPERATOR.test(bare);
}

/** Whether what follows a number is a unit or a full stop, not more of an expression. */
function isUnit(text: string, from: number, to: number): boolean {
  const rest = text
    .slice(from, to)
    .replace(/\^\s?\{?\s?(?:\\circ|\d|°)\s?\}?/g, "")
    .replace(WRAPPERS, " ")
    .replace(/\/(?=\s?[A-Za-z\u4e00-\u9fff])/g, " ");
  return !OPERATOR.test(rest) && !SUBTRACTION.test(rest);
}
