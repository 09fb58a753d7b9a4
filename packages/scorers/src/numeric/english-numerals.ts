import { negate, type Rational, whole } from "./rational.js";
import type { NumberToken } from "./number-token.js";

const ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES: Readonly<Record<string, bigint>> = { thousand: 1000n, million: 1_000_000n, billion: 1_000_000_000n };
const WORDS = `(?:${[...ONES, ...TENS, "hundred", ...Object.keys(SCALES)].join("|")})`;
const NUMERAL = new RegExp(String.raw`(minus |negative )?(${WORDS}(?:(?:-| and | )${WORDS}){0,16})(?![A-Za-z-])`, "iy");
/** “one of them” counts nothing. */
const NO_COUNT = /^ (?:of|or|and|to)\b/i;

/** Reads `eighteen`, `twenty-one`, `three hundred and five thousand`. `undefined` for anything else, such as `two three`. */
function parseEnglishNumeral(text: string): Rational | undefined {
  let total = 0n;
  let section = 0n;
  /** The largest number that may follow: units follow tens, tens follow hundreds. */
  let room = 1000n;
  for (const word of text.toLowerCase().split(/[ -]+/)) {
    if (word === "and") continue;
    const scale = SCALES[word];
    const small = smallNumber(word);
    if (scale !== undefined && section > 0n) {
      total += section * scale;
      section = 0n;
      room = 1000n;
    } else if (word === "hundred" && section > 0n && section < 10n) {
      section *= 100n;
      room = 100n;
    } else if (small !== undefined && small < room) {
      section += small;
      room = small >= 20n ? 10n : 0n;
    } else return undefined;
  }
  return whole(total + section);
}

function smallNumber(word: string): bigint | undefined {
  const ones = ONES.indexOf(word);
  const tens = TENS.indexOf(word);
  return ones >= 0 ? BigInt(ones) : tens >= 0 ? BigInt(tens * 10 + 20) : undefined;
}

/** The number in English words that opens a stretch of text. */
export function englishNumber(text: string, from: number, to: number): NumberToken | undefined {
  NUMERAL.lastIndex = from;
  const found = NUMERAL.exec(text.slice(0, to));
  if (found === null || NO_COUNT.test(text.slice(from + found[0].length, to))) return undefined;
  const value = parseEnglishNumeral(found[2] ?? "");
  if (value === undefined) return undefined;
  return { start: from, end: from + found[0].length, value: found[1] === undefined ? value : negate(value), isPercent: false };
}
