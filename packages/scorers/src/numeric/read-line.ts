import { englishNumber } from "./english-numerals.js";
import { chineseNumbers, digitNumbers } from "./scan.js";
import type { NumberOptions, NumberToken, ReadSettings } from "./number-token.js";

/** One number, or the extent of an answer that is not one number. */
export type LineReading = { readonly token: NumberToken } | { readonly rejected: readonly [start: number, end: number] };

const SENTENCE_END = /[.!?](?=\s|$)|[。;]/g;
const EQUALS = /=|≈|\\approx|\\simeq/g;
/** An operator and a further operand, a range or a further number of a list. */
const MORE = /^\s?(?:[+*×÷]|\\(?:times|cdot|div|pm)\b|\s-\s|-(?=\d)|,\s?(?=[\d$-])|(?:and|or|to)\s(?=\\?[\d$])|[和与或、至到](?=\s?\d))/;
const MATHS = /^\s?(?:\^(?!\s?\{?\s?\\circ)|\\(?:sqrt|pi)\b|√|π)/;

/**
 * The number that one line of prose states: the first one, or the first behind the last equals sign.
 * Nothing when the line holds no number; rejected when it states an expression, a range or a list.
 */
export function readLine(text: string, from: number, to: number, options: NumberOptions): LineReading | undefined {
  const sentence = sentenceEnd(text, from, to);
  return readPart(text, from, sentence, options) ?? (sentence < to ? readPart(text, sentence, to, options) : undefined);
}

function readPart(text: string, from: number, to: number, options: NumberOptions): LineReading | undefined {
  const part = text.slice(0, to);
  const start = skipMarkup(part, afterEquals(part, from));
  const settings: ReadSettings = { ...options, spaceGroups: true, floor: start };
  for (const token of digitNumbers(part, start, to, settings)) {
    const rest = part.slice(token.end, token.end + 24);
    return MORE.test(rest) || MATHS.test(rest) ? { rejected: [start, to] } : { token };
  }
  for (const token of chineseNumbers(part, start, to)) return { token };
  const token = englishNumber(part, start, to);
  return token === undefined ? undefined : { token };
}

function sentenceEnd(text: string, from: number, to: number): number {
  SENTENCE_END.lastIndex = from;
  const found = SENTENCE_END.exec(text.slice(0, to));
  return found === null ? to : found.index + 1;
}

function afterEquals(text: string, from: number): number {
  let start = from;
  EQUALS.lastIndex = from;
  for (let found = EQUALS.exec(text); found !== null; found = EQUALS.exec(text)) start = found.index + found[0].length;
  return start;
}

function skipMarkup(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s*:"'`]/.test(text[at] ?? "x")) at += 1;
  return at;
}
