import { chineseUnit } from "./chinese-numerals.js";
import { closingBrace } from "../shared/boxed.js";
import { add, divide, fromDecimal, isLess, multiply, whole, type Rational } from "./rational.js";
import type { ReadSettings } from "./number-token.js";

/** A number without its sign: value and where it ends. */
export interface Core {
  readonly value: Rational;
  readonly end: number;
}

const GROUP = String.raw`(?:,|\{,\}|,\\! ?|\\,|'|\u00a0)`;
const INTEGER = String.raw`\d{1,3}(?:${GROUP}\d{3})+(?!\d)|\d{1,2}(?:,\d{2}){1,12},\d{3}(?!\d)|\d+`;
const TAIL = String.raw`(?:\.(\d+))?(?:[eE]([+-]?\d{1,4})(?![\dA-Za-z]))?`;
const PLAIN = new RegExp(`(${INTEGER})?${TAIL}`, "y");
const SPACED = new RegExp(String.raw`(\d{1,3}(?: \d{3})+(?!\d)|${INTEGER})?${TAIL}`, "y");
const COMMA = /(\d{1,3}(?:[.\u00a0]\d{3})+(?!\d)|\d+)?(?:,(\d+))?(?:[eE]([+-]?\d{1,4})(?![\dA-Za-z]))?/y;
/** A comma that can only be a decimal one: `1000,99`, and prices such as `2,74 €`. */
const DECIMAL_COMMA = /(\d{4,40}),(\d{1,2})(?![\d,])|(\d{1,3}),(\d{2})(?= ?[€£]| \$)/y;
const SLASH = / ?\/ ?(\d{1,40})(?![\d,.]\d|\d)/y;
const MIXED = /(?: |\u00a0| and )(\d{1,9})\/(\d{1,9})(?![\d/])/y;
const FRACTION_COMMAND = /\\[dtc]?frac\s?/y;
const ONE_DIGIT_PAIR = /(\d)\s?(\d)/y;
const POWER_OF_TEN = /\s?(?:×|x|\*|\\times|\\cdot|·)\s?10(?:(?:\^|\*\*)\s?\{?\s?([+-]?\d{1,4})\s?\}?|([⁺⁻]?[⁰¹²³⁴-⁹]{1,4}))/y;
const TEN_TO_THE = /10(?:\^|\*\*)\s?\{?\s?([+-]?\d{1,4})\s?\}?|10([⁺⁻]?[⁰¹²³⁴-⁹]{1,4})/y;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const VULGAR: Readonly<Record<string, readonly [bigint, bigint]>> = {
  "½": [1n, 2n], "⅓": [1n, 3n], "⅔": [2n, 3n], "¼": [1n, 4n], "¾": [3n, 4n], "⅕": [1n, 5n], "⅖": [2n, 5n],
  "⅗": [3n, 5n], "⅘": [4n, 5n], "⅙": [1n, 6n], "⅚": [5n, 6n], "⅛": [1n, 8n], "⅜": [3n, 8n], "⅝": [5n, 8n], "⅞": [7n, 8n],
};
const SCALE_WORDS: Readonly<Record<string, bigint>> = {
  hundred: 100n, thousand: 1000n, million: 1_000_000n, billion: 1_000_000_000n, trillion: 1_000_000_000_000n,
  lakh: 100_000n, crore: 10_000_000n,
};
const SCALE_WORD = / ?(hundred|thousand|million|billion|trillion|lakh|crore)s?(?![A-Za-z])/iy;
/** `70k`, and behind an amount of money `1.5M`. */
const SCALE_LETTER = /(?:[kKmMB]|bn)(?![A-Za-z\d^²³])/y;
const SCALE_LETTERS: Readonly<Record<string, bigint>> = { k: 1000n, m: 1_000_000n, b: 1_000_000_000n, bn: 1_000_000_000n };
const CHINESE_PART = /(\d{1,9}(?:\.\d{1,9})?)([万千百十]?)/y;
/** 千克 and 百帕 are units of measure, not thousands and hundreds. */
const UNIT_OF_MEASURE = /[千百](?:克|米|瓦|卡|升|赫|伏|安|焦|帕|牛|字节|兆|比特|分|位)/y;

/** Reads the unsigned number that starts at `at`, with fraction, power of ten and scale. */
export function readCore(text: string, at: number, settings: ReadSettings): Core | undefined {
  const command = readFraction(text, at) ?? readVulgar(text, at) ?? readTenToThe(text, at);
  if (command !== undefined) return command;
  const decimal = readDecimal(text, at, settings);
  if (decimal === undefined) return undefined;
  if (decimal.isInteger) {
    const combined = readMixed(text, decimal);
    if (combined !== undefined) return combined;
  }
  return readScale(text, at, readPowerOfTen(text, decimal));
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function readDecimal(text: string, at: number, settings: ReadSettings): (Core & { readonly isInteger: boolean }) | undefined {
  const price = match(DECIMAL_COMMA, text, at);
  if (price !== undefined) {
    const value = fromDecimal(price[1] ?? price[3] ?? "", price[2] ?? price[4] ?? "");
    return value === undefined ? undefined : { value, end: at + price[0].length, isInteger: false };
  }
  const pattern = settings.decimalComma ? COMMA : settings.spaceGroups ? SPACED : PLAIN;
  const found = match(pattern, text, at);
  if (found === undefined || (found[1] === undefined && found[2] === undefined)) return undefined;
  const value = fromDecimal((found[1] ?? "").replace(/\D/g, ""), found[2] ?? "", Number(found[3] ?? 0));
  if (value === undefined) return undefined;
  return { value, end: at + found[0].length, isInteger: found[2] === undefined && found[3] === undefined };
}

function readMixed(text: string, integer: Core): Core | undefined {
  const slash = match(SLASH, text, integer.end);
  if (slash?.[1] !== undefined) return withEnd(divide(integer.value, whole(BigInt(slash[1]))), integer.end + slash[0].length);
  const mixed = match(MIXED, text, integer.end);
  if (mixed?.[1] !== undefined && mixed[2] !== undefined) {
    const part = divide(whole(BigInt(mixed[1])), whole(BigInt(mixed[2])));
    return properSum(integer.value, part, integer.end + mixed[0].length);
  }
  const after = text[integer.end] === " " ? integer.end + 1 : text.startsWith("\\,", integer.end) ? integer.end + 2 : integer.end;
  const fraction = readFraction(text, after) ?? readVulgar(text, after);
  return fraction === undefined ? undefined : properSum(integer.value, fraction.value, fraction.end);
}

function properSum(integer: Rational, part: Rational | undefined, end: number): Core | undefined {
  return part !== undefined && isLess(part, whole(1n)) ? { value: add(integer, part), end } : undefined;
}

function withEnd(value: Rational | undefined, end: number): Core | undefined {
  return value === undefined ? undefined : { value, end };
}

function readVulgar(text: string, at: number): Core | undefined {
  const pair = VULGAR[text[at] ?? ""];
  return pair === undefined ? undefined : { value: { numerator: pair[0], denominator: pair[1] }, end: at + 1 };
}

function readTenToThe(text: string, at: number): Core | undefined {
  if (text[at] !== "1") return undefined;
  const found = match(TEN_TO_THE, text, at);
  return found === undefined ? undefined : withEnd(fromDecimal("1", "", exponentOf(found)), at + found[0].length);
}

function readPowerOfTen(text: string, core: Core): Core {
  const found = match(POWER_OF_TEN, text, core.end);
  const factor = found === undefined ? undefined : fromDecimal("1", "", exponentOf(found));
  return found === undefined || factor === undefined ? core : { value: multiply(core.value, factor), end: core.end + found[0].length };
}

function exponentOf(found: RegExpExecArray): number {
  if (found[1] !== undefined) return Number(found[1]);
  const digits = [...(found[2] ?? "")].map((character) => {
    const digit = SUPERSCRIPTS.indexOf(character);
    return digit >= 0 ? String(digit) : character === "⁻" ? "-" : "";
  });
  return Number(digits.join(""));
}

/** `\frac{3}{4}`, `\dfrac34`, `\frac{-3}{4}`: both parts plain numbers. */
function readFraction(text: string, at: number): Core | undefined {
  if (text[at] !== "\\") return undefined;
  const command = match(FRACTION_COMMAND, text, at);
  if (command === undefined) return undefined;
  const open = at + command[0].length;
  const pair = match(ONE_DIGIT_PAIR, text, open);
  if (pair?.[1] !== undefined && pair[2] !== undefined) {
    return withEnd(divide(whole(BigInt(pair[1])), whole(BigInt(pair[2]))), open + pair[0].length);
  }
  const numerator = bracedNumber(text, open);
  const denominator = numerator === undefined ? undefined : bracedNumber(text, numerator.end);
  if (numerator === undefined || denominator === undefined) return undefined;
  return withEnd(divide(numerator.value, denominator.value), denominator.end);
}

function bracedNumber(text: string, at: number): Core | undefined {
  if (text[at] !== "{") return /\d/.test(text[at] ?? "") ? { value: whole(BigInt(text[at] ?? 0)), end: at + 1 } : undefined;
  const end = closingBrace(text.slice(0, at + 200), at);
  const found = /^\s*([+-]?)(\d[\d,]*)?(?:\.(\d+))?\s*$/.exec(text.slice(at + 1, end - 1));
  if (found === null || (found[2] === undefined && found[3] === undefined)) return undefined;
  const size = fromDecimal((found[2] ?? "").replaceAll(",", ""), found[3] ?? "");
  if (size === undefined) return undefined;
  return { value: found[1] === "-" ? multiply(size, whole(-1n)) : size, end };
}

function readScale(text: string, at: number, core: Core): Core {
  const word = match(SCALE_WORD, text, core.end);
  if (word?.[1] !== undefined) {
    return { value: multiply(core.value, whole(SCALE_WORDS[word[1].toLowerCase()] ?? 1n)), end: core.end + word[0].length };
  }
  const letter = match(SCALE_LETTER, text, core.end)?.[0];
  if (letter === "k" || (letter !== undefined && /[$€£¥]$/.test(text.slice(Math.max(0, at - 1), at)))) {
    return { value: multiply(core.value, whole(SCALE_LETTERS[letter.toLowerCase()] ?? 1n)), end: core.end + letter.length };
  }
  return readChineseScale(text, core);
}

function readChineseScale(text: string, core: Core): Core {
  let { value, end } = core;
  if (text[end] === " " && /[万亿]/.test(text[end + 1] ?? "")) end += 1;
  let unit = unitAt(text, end);
  if (unit === undefined) return core;
  while (unit !== undefined) {
    value = multiply(value, whole(unit));
    end += 1;
    unit = unitAt(text, end);
  }
  const part = match(CHINESE_PART, text, end);
  if (part?.[1] === undefined) return { value, end };
  const [integer = "", fraction = ""] = part[1].split(".");
  const scale = part[2] === undefined || part[2] === "" ? 1n : (chineseUnit(part[2]) ?? 1n);
  const rest = fromDecimal(integer, fraction);
  return rest === undefined ? { value, end } : { value: add(value, multiply(rest, whole(scale))), end: end + part[0].length };
}

function unitAt(text: string, at: number): bigint | undefined {
  const character = text[at];
  if (character === undefined || character === "十") return undefined;
  return match(UNIT_OF_MEASURE, text, at) === undefined ? chineseUnit(character) : undefined;
}
