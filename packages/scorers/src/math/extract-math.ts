import { foldWidth } from "../shared/fold.js";
import { lastMatches } from "../shared/last-matches.js";
import type { Extraction } from "../shared/verdict.js";
import { allBoxed } from "./boxed-answers.js";
import { formulas, isProse, lastNumber, MAX_WHOLE, type Piece, sentenceOf, unitLength } from "./prose.js";
import { answerBehind } from "./marked-answers.js";

/**
 * Ways to find the answer of a text, strongest first: `\boxed{…}` (all at the end when several follow one another), “the answer
 * is”, `ANSWER:` and `答案：`, a value stated before a condition, a short reply as a whole, a formula at the end, and as last resorts the last equation and the last number.
 */
export type MathRule = "boxed" | "answer-is" | "answer-marker" | "stated" | "whole-reply" | "formula" | "last-equation" | "last-number";

export const MATH_RULES: readonly MathRule[] = ["boxed", "answer-is", "answer-marker", "stated", "whole-reply", "formula", "last-equation", "last-number"];

export interface ExtractMathOptions {
  /**
   * Which rules apply, in order.
   * @default MATH_RULES
   */
  readonly rules?: readonly MathRule[];
}

const ANSWER_IS =
  /\b(?:final )?answer(?:\s(?:to|for)\s[^.\n:]{0,80}?)?\s{0,2}(?:is|are|would be|equals)(?![A-Za-z])(?: therefore| thus| simply)?\s{0,2}:?/gi;
const FINAL_ANSWER = /\bfinal answer(?: is)?(?![A-Za-z])\s{0,2}:?/gi;
const MARKER =
  /(?:\b(?:final )?answers?\s?\*{0,2}\s?[:=]|<(?:final_?)?answer>|答案[\s*】应该当就]{0,6}[:是为]{1,2}|(?:^|\n) {0,3}答 ?:|####|\b(?:réponse|respuesta|resposta|antwort|risposta)\s?(?::|est|es|é|è|ist)(?![a-z]))\*{0,2}/gi;
const STATED =
  /((?:\b(?:is|are|equals)|[是为])\s{0,2})(\$[^$\n]{1,100}\$|\\\([^\n]{1,100}?\\\)|-?\d[\d,]{0,30}(?:\.\d+)?(?:\/\d+)?)(?=\s?(?:[a-z]{1,12}\s)?(?:,?\s?\b(?:when|if|where|at|since|because|attained|achieved)\b|,?\s?(?:此时|当|因为)))/g;
/** What follows a condition when the sentence comes to another value. */
const GOES_ON = /[。;.!?]\s*\S|\b(?:so|then|thus|hence|therefore|we|gives?|which means|leaving|total)\b|[得故则]|所以|因此/i;
const SUBORDINATE = /^\W*(?:since|as|if|when|because|given|for|suppose|let|while|note|当|若|因为|由|如果)(?![a-z])/i;
const TAIL = 2400;
const AFTER_FORMULA = 300;
const LINE = 1000;

/** Finds the answer that a text gives. Linear in the length of the text. `undefined` when no rule finds one. */
export function extractMathAnswer(text: string, options: ExtractMathOptions = {}): (Extraction<string> & { readonly answer: string }) | undefined {
  const folded = foldWidth(text);
  for (const rule of options.rules ?? MATH_RULES) {
    const piece = READERS[rule](folded);
    if (piece === undefined) continue;
    const answer = (piece.answer ?? text.slice(piece.start, piece.end)).trim();
    if (answer === "") continue;
    return { answer, value: answer, rule, span: [piece.start, piece.end], weak: rule === "last-number" || rule === "last-equation" };
  }
  return undefined;
}

const READERS: Readonly<Record<MathRule, (text: string) => Piece | undefined>> = {
  boxed: readBoxed,
  "answer-is": (text) => readMarked(text, ANSWER_IS),
  "answer-marker": (text) => readMarked(text, MARKER),
  stated: readStated,
  "whole-reply": readWhole,
  formula: readFormula,
  "last-equation": readEquation,
  "last-number": lastNumber,
};

function readBoxed(text: string): Piece | undefined {
  const boxes = allBoxed(text);
  const last = boxes.at(-1);
  const first = boxes[0];
  if (last === undefined || first === undefined) return undefined;
  if (isReplaced(text, last.end)) return undefined;
  if (boxes.length === 1) return last;
  return { start: first.start, end: last.end, answer: boxes.map(({ start, end }) => text.slice(start, end)).join(" , ") };
}

/** A final answer without a box is announced after the last box. */
function isReplaced(text: string, from: number): boolean {
  const [end] = lastMatches(text.slice(from), FINAL_ANSWER);
  if (end === undefined) return false;
  return /^[\s*]*(?:\$[^$]+\$|\\\(|-?\d)/.test(text.slice(from + end, from + end + 400));
}

function readMarked(text: string, pattern: RegExp): Piece | undefined {
  for (const from of lastMatches(text, pattern)) {
    const piece = answerBehind(text, from);
    if (piece !== undefined) return piece;
  }
  return undefined;
}

/** A value that the last line states before a condition or a reason: `The least value is 7 when x = 2`. */
function readStated(text: string): Piece | undefined {
  const end = text.trimEnd().length;
  const from = Math.max(text.lastIndexOf("\n", end - 1) + 1, end - LINE);
  const line = text.slice(from, end);
  let last: RegExpExecArray | undefined;
  for (const found of line.matchAll(STATED)) last = found;
  if (last?.[2] === undefined || GOES_ON.test(line.slice(last.index + last[0].length))) return undefined;
  const sentence = line.slice(Math.max(line.lastIndexOf(". ", last.index), line.lastIndexOf("。", last.index)) + 1, last.index);
  if (SUBORDINATE.test(sentence)) return undefined;
  const start = from + last.index + (last[1]?.length ?? 0);
  return { start, end: start + last[2].length };
}

/** A short reply that is no sentence. */
function readWhole(text: string): Piece | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > MAX_WHOLE || trimmed.includes("\n\n") || isProse(trimmed)) return undefined;
  const words = trimmed.replace(/\\[a-zA-Z]+/g, " ");
  if (/(?:[A-Za-z]{2,}|[\u3400-\u9fff])[^$\\]*(?:\$|\\\(|\\\[)/.test(words) && !/^[$\\]/.test(trimmed)) return undefined;
  if (/[A-Za-z]{3,}\s[A-Za-z]{3,}|:\s/.test(words) && /\d/.test(trimmed) && !/^[\d$\\(]/.test(trimmed)) return undefined;
  const start = text.indexOf(trimmed);
  return { start, end: start + trimmed.length };
}

/** The last formula, when it stands at the end of the text. */
function readFormula(text: string): Piece | undefined {
  const from = Math.max(0, text.length - TAIL);
  const tail = text.slice(from);
  const last = formulas(tail).at(-1);
  if (last === undefined) return undefined;
  const end = last.index + last[0].length;
  if (tail.length - end > AFTER_FORMULA || /\d/.test(tail.slice(end))) return undefined;
  return { start: from + last.index, end: from + end + unitLength(tail, end) };
}

/** What follows the last equals sign, in a text whose last line has one. */
function readEquation(text: string): Piece | undefined {
  const trimmed = text.trimEnd();
  const from = Math.max(trimmed.lastIndexOf("\n") + 1, trimmed.length - LINE);
  const line = trimmed.slice(from);
  const at = line.lastIndexOf("=");
  if (at < 0) return undefined;
  const content = withoutClose(sentenceOf(line.slice(at + 1)).trimEnd());
  if (/\d/.test(line.slice(at + 1 + content.length))) return undefined;
  if (content.trim() === "" || isProse(content) || content.length > MAX_WHOLE || /[^\x00-\x7f]|\*\*|\d.*[A-Za-z]{3,}.*\d/.test(content)) return undefined;
  return { start: from + at + 1, end: from + at + 1 + content.length };
}

/** Without brackets at the end that nothing opens. */
function withoutClose(text: string): string {
  let result = text;
  while (/[)\]}]$/.test(result) && !/[([{]/.test(result)) result = result.slice(0, -1);
  return result;
}
