import { fromDecimal, MAX_DIGITS } from "../numeric/rational.js";
import type { NumberLiteral } from "./expression.js";

const SURE_GROUPS = /\d{1,3}(?:(?:,\s?\\!|\\!,|\s?\{,\s?\}(?:\\!)?|\\,|,\\,)\s?\d{3})+(?!\d)|[1-9]\d{0,2}(?:\.\d{3}){2,}(?![.\d])|[1-9]\d{0,2}(?:'\d{3})+(?!['\d])/y;
const COMMA_GROUPS = /\d{1,3}(?:,\d{3})+(?!\d|,\d)/y;
const BLANK_GROUPS = /\d{1,3}(?: \d{3})+(?! ?\d)/y;
const DIGITS = /\d+/y;
const FRACTION = /\.(?:\d+(?:\\!\d+)*)?/y;
const EXPONENT = /[eE][+-]?\d{1,6}(?![\d.^]|\s?[\^])/y;
/** A decimal comma, with points between groups of thousands: `2,74`, `1.234,56`. `3,0` rather is two answers. */
const COMMA_DECIMAL = /(\d{1,3}(?:\.\d{3})+|\d+(?=,\d*[1-9])|\d{4,}),(\d+)(?![\d,.]\d|\d)/y;
/** LaTeX's decimal comma: `2{,}74`. */
const BRACED_COMMA = /(\d+)\s?\{,\}\s?(\d+)(?!\d)/y;
const REPEATING = /\\(?:overline|bar)\s?\{(\d{1,30})\}|\\dot\s?\{?(\d)\}?(?:(\d{0,30})\\dot\s?\{?(\d)\}?)?/y;

export interface ReadNumber {
  readonly literal: NumberLiteral;
  readonly end: number;
  /** Commas were read as separators of thousands although they may separate answers. */
  readonly isDoubtful: boolean;
}

/** What a comma between digits is: a separator of thousands where it can be, one of answers, or a decimal comma. */
export type CommaReading = "groups" | "separator" | "decimal";

/** Reads the number at a position. */
export function readNumber(text: string, at: number, commas: CommaReading): ReadNumber | undefined {
  return decimalComma(text, at, commas) ?? pointNumber(text, at, commas === "groups");
}

function decimalComma(text: string, at: number, commas: CommaReading): ReadNumber | undefined {
  const sure = find(SURE_GROUPS, text, at) === undefined ? find(BRACED_COMMA, text, at) : undefined;
  const found = sure ?? (commas === "decimal" ? find(COMMA_DECIMAL, text, at) : undefined);
  if (found === undefined) return undefined;
  const literal = decimal((found[1] ?? "").replaceAll(".", ""), found[2] ?? "", "");
  return literal === undefined ? undefined : { literal, end: at + found[0].length, isDoubtful: false };
}

function pointNumber(text: string, at: number, groups: boolean): ReadNumber | undefined {
  const sure = match(SURE_GROUPS, text, at);
  const doubtful = groups && sure === undefined && text[at] !== "0" ? (match(COMMA_GROUPS, text, at) ?? match(BLANK_GROUPS, text, at)) : undefined;
  const head = sure ?? doubtful ?? match(DIGITS, text, at) ?? "";
  let end = at + head.length;
  const fraction = text[end] === "." && text[end + 1] !== "." ? (match(FRACTION, text, end) ?? "") : "";
  if (head === "" && fraction.length < 2) return undefined;
  end += fraction.length;
  const exponent = match(EXPONENT, text, end) ?? "";
  end += exponent.length;
  const repeating = fraction !== "" && exponent === "" ? repeatingAt(text, end) : undefined;
  const literal = literalOf({ integer: head.replace(/\D+/g, ""), decimals: fraction.replace(/\D+/g, ""), exponent, period: repeating?.digits });
  return literal === undefined ? undefined : { literal, end: repeating?.end ?? end, isDoubtful: doubtful !== undefined };
}

interface Digits {
  readonly integer: string;
  readonly decimals: string;
  readonly exponent: string;
  readonly period: string | undefined;
}

function literalOf({ integer, decimals, exponent, period }: Digits): NumberLiteral | undefined {
  return period === undefined ? decimal(integer, decimals, exponent) : periodic(integer, decimals, period);
}

function decimal(integer: string, decimals: string, exponent: string): NumberLiteral | undefined {
  const power = exponent === "" ? 0 : Number(exponent.slice(1));
  const value = fromDecimal(integer, decimals, power);
  if (value === undefined) return undefined;
  const significant = (integer + decimals).replace(/^0+/, "").length;
  return { value, decimals: decimals === "" && power === 0 ? undefined : decimals.length - power, significant };
}

/** `0.1` with `6` repeating is 1/6. */
function periodic(integer: string, decimals: string, period: string): NumberLiteral | undefined {
  if (integer.length + decimals.length + period.length > MAX_DIGITS) return undefined;
  const scale = 10n ** BigInt(decimals.length);
  const nines = 10n ** BigInt(period.length) - 1n;
  const numerator = BigInt(integer + decimals || "0") * nines + BigInt(period);
  return { value: { numerator, denominator: scale * nines }, decimals: undefined, significant: 1 };
}

function repeatingAt(text: string, at: number): { readonly digits: string; readonly end: number } | undefined {
  REPEATING.lastIndex = at;
  const found = REPEATING.exec(text);
  return found === null ? undefined : { digits: found[1] ?? found.slice(2).join(""), end: at + found[0].length };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  return find(pattern, text, at)?.[0];
}

function find(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
