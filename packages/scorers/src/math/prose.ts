/** A part of a text; `answer` where the answer is not that part to the letter. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly answer?: string;
}

/** Longer texts are no answer by themselves. */
export const MAX_WHOLE = 160;

const NUMBER =
  /-?\\[dt]?frac\s?\{[^{}]{1,40}\}\s?\{[^{}]{1,40}\}|-?\d{0,20}\\sqrt\s?\{[^{}]{1,40}\}|-?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:\s?\/\s?\d+)?(?:\\?%|\s?(?:\\pi(?![a-z])|π))?/g;
const WORDS = /[A-Za-z]{3,}(?:'[a-z])?[ ,]+[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}/;
const HAN_SENTENCE = /[\u3400-\u9fff]{5}/;
const FORMULA = /\$\$[^$]+\$\$|\\\[[\s\S]+?\\\]|\$(?:\\.|[^$\\])+\$|\\\((?:[^\\]|\\[^)])+\\\)/g;
const IN_BRACES = /\{[^{}]*\}/g;
const PLAIN_WORDS = /(?<![\\A-Za-z])[a-z]{3,} [a-z]{2,}|(?<![\\A-Za-z])[a-z]{2,} [a-z]{3,}/i;
const SENTENCE_END = /(?<!\b(?:Mr|Mrs|Ms|Dr|St|vs|No))\.(?=\s+[A-Z"(*]|\s*$)|。|;\s|(?<!\\)!\s|\sbecause\s|\ssince\s|\sI hope\s|\*\*(?=\s|$)|<\/|<\|/;
const TAIL = 1200;

/** Whether a text is a sentence rather than an answer. */
export function isProse(text: string): boolean {
  const words = text.replace(/\\[a-zA-Z]+/g, " ");
  if (WORDS.test(words)) return true;
  const count = words.match(/[A-Za-z]{2,}/g)?.length ?? 0;
  return (count > 3 || HAN_SENTENCE.test(words)) && /\d/.test(words);
}

/** The formulas of a text, between `$`, `\(` or `\[`; not the words between two signs of a currency. */
export function formulas(text: string): RegExpExecArray[] {
  return [...text.matchAll(FORMULA)].filter(([formula]) => !formula.startsWith("$") || !PLAIN_WORDS.test(formula.replace(IN_BRACES, "")));
}

/** A line up to what ends its first sentence. */
export function sentenceOf(line: string): string {
  const stop = line.search(SENTENCE_END);
  return stop < 0 ? line : line.slice(0, stop);
}

/** Length of a unit in words right behind a formula at the end of a line. */
export function unitLength(text: string, from: number): number {
  return /^\s+(?:[a-zA-Z]{1,12}|square [a-z]{1,12})(?=[.,]?\s*$)/.exec(text.slice(from, from + 40))?.[0].length ?? 0;
}

/** The last number of a text. */
export function lastNumber(text: string): Piece | undefined {
  for (const size of [TAIL, text.length]) {
    const from = Math.max(0, text.length - size);
    let last: RegExpExecArray | undefined;
    for (const found of text.slice(from).matchAll(NUMBER)) last = found;
    if (last !== undefined && (last.index > 0 || from === 0)) {
      const value = last[0].replace(/,+$/, "");
      return { start: from + last.index, end: from + last.index + value.length };
    }
    if (from === 0) break;
  }
  return undefined;
}
