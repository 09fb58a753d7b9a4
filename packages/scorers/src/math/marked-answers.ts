import { formulas, isProse, lastNumber, MAX_WHOLE, type Piece, sentenceOf, unitLength } from "./prose.js";

const MAX_CONTENT = 1000;
const MAX_WORDS = 24;
const OPENING = /^[\s*:_"“=]*/;
const DISPLAY = /^(?:\$\$([^$]+)\$\$|\\\[([\s\S]+?)\\\])/;
const COPULA = /\b(?:is|are|equals|has|have|be)\b:?\s+/g;
const PRICE = /(?:[€£¥]|\\?\$) ?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)? ?(?:[€£¥]|\\?\$)/g;
const HAN_COPULA = /^[\u3400-\u9fff,， ]{1,40}(?:是|为|等于|有|得)\s*/;

/** The answer behind a marker such as “the answer is”: a formula that opens it, the part behind the verb, or the sentence. */
export function answerBehind(text: string, from: number): Piece | undefined {
  const start = from + (OPENING.exec(text.slice(from, from + 40))?.[0].length ?? 0);
  const rest = text.slice(start, start + MAX_CONTENT);
  if (rest === "") return undefined;
  const display = DISPLAY.exec(rest);
  if (display !== null) return { start, end: start + display[0].length };
  return inLine(rest.split("\n", 1)[0] ?? "", start);
}

function inLine(line: string, start: number): Piece | undefined {
  const found = formulas(line);
  if (found[0]?.index === 0) return { start, end: start + runEnd(line, found) };
  const sentence = sentenceOf(line);
  const skipped = afterHan(sentence) || afterCopula(sentence);
  const content = sentence.slice(skipped);
  if (content.trim() === "") return undefined;
  if (skipped > 0 && !isProse(content)) return piece(content, start + skipped);
  const formula = found.filter(({ index }) => index >= skipped && index < sentence.length).at(-1);
  if (isProse(sentence) && formula !== undefined) return { start: start + formula.index, end: start + formula.index + formula[0].length };
  if (!isProse(sentence)) return piece(sentence, start);
  const number = pricedNumber(content) ?? lastNumber(content);
  if (number !== undefined) return { start: start + skipped + number.start, end: start + skipped + number.end };
  return sentence.length > MAX_WHOLE ? undefined : piece(sentence, start);
}

/** The one amount of money of a sentence. */
function pricedNumber(sentence: string): Piece | undefined {
  const [found, second] = [...sentence.matchAll(PRICE)];
  return found === undefined || second !== undefined ? undefined : { start: found.index, end: found.index + found[0].length };
}

/** As `afterCopula`, in Chinese. */
function afterHan(sentence: string): number {
  const length = HAN_COPULA.exec(sentence)?.[0].length ?? 0;
  return /[\u3400-\u9fff]{5}/.test(sentence.slice(length)) ? 0 : length;
}

/** Where the predicate of a sentence that opens with words begins: behind its last verb. */
function afterCopula(sentence: string): number {
  if (!/^[A-Za-z]{3,}/.test(sentence)) return 0;
  const last = [...sentence.matchAll(COPULA)].at(-1);
  if (last === undefined) return 0;
  const from = last.index + last[0].length;
  return /[\d\\$]/.test(sentence) || sentence.length > MAX_WORDS ? from : 0;
}

function piece(content: string, start: number): Piece | undefined {
  const trimmed = content.trim();
  if (trimmed === "") return undefined;
  const lead = content.length - content.trimStart().length;
  return { start: start + lead, end: start + lead + trimmed.length };
}

/** End of the formulas that follow one another with commas or joining words between them, and of a short unit behind them. */
function runEnd(line: string, found: readonly RegExpExecArray[]): number {
  let end = 0;
  for (const formula of found) {
    if (end > 0 && !/^\s*(?:[,;]?\s*(?:and|or|和|或)?)\s*$/.test(line.slice(end, formula.index))) break;
    end = formula.index + formula[0].length;
  }
  return end + unitLength(line, end);
}
