import { lastBoxed } from "../shared/boxed.js";

/** A place where an answer is announced. */
export interface Marker {
  /** Where the answer starts. */
  readonly from: number;
  readonly rule: "boxed" | "answer-marker";
  /** End of the quotation for a `\boxed{}`. */
  readonly to?: number;
}

const ENGLISH = String.raw`\b(?:answers?|(?:correct|right|best|final|most appropriate)\s(?:options?|choices?|letters?|one|response|statements?))(?:\s(?:to|for)\s[^\n.:]{0,80}?|\s(?:choice|option|letter))?[*_"'\x60)]{0,3}\s{0,3}(?:[:=]|(?:is|are|would be|should be|must be|will be|has to be)(?![A-Za-z])\s?:?|-\s|\n)|\bans\.\s|(?:^|\n)A: (?=\(?[A-Z]\)?[.\s]*$)|\bnot\s\(?[A-Z]\)?,?\sbut\s(?:rather\s)?`;
const TAG = "<(?:final_?)?answer>";
const CHINESE = String.raw`不是\s?\(?[A-Z]\)?(?:选项|项)?,?\s?(?:而|应该?|应当)?是|(?:答案|正确的?(?:选项|说法|叙述|描述|表述)?|最佳选项|最合适的选项)[\s*\]】」)应该当就:是为选项的]{0,8}|(?<!不)(?:故|因此|所以|综上|本题|应|那么),?(?:本题)?(?:正确)?(?:应该?)?选(?:择)?(?:选项)?[\s:是]{0,3}`;
const OTHER = String.raw`\b(?:réponse|respuesta|resposta|antwort|risposta)\s?(?::|est|es|é|è|ist|lautet)(?![A-Za-z])|ответ\s?:|答え\s?(?::|は)|정답\s?(?::|은)`;
const WRONG_BEFORE = /(?:incorrect|wrong|错误|错误的|不正确的?)\s?$/i;
/** Markers before these last ones are not read; a text with more is no answer. */
const MAX_MARKERS = 64;

const PATTERNS = {
  en: new RegExp(`${ENGLISH}|${TAG}`, "gi"),
  zh: new RegExp(`${CHINESE}|${TAG}`, "gi"),
  any: new RegExp(`${ENGLISH}|${CHINESE}|${OTHER}|${TAG}`, "gi"),
} as const;

/** Places where the text announces its answer, last first. */
export function answerMarkers(text: string, language: "en" | "zh" | "any"): Marker[] {
  const markers: Marker[] = [];
  for (const found of text.matchAll(PATTERNS[language])) {
    if (WRONG_BEFORE.test(text.slice(Math.max(0, found.index - 12), found.index))) continue;
    markers.push({ from: found.index + found[0].length, rule: "answer-marker" });
    if (markers.length >= MAX_MARKERS * 2) markers.splice(0, MAX_MARKERS);
  }
  const boxed = lastBoxed(text);
  if (boxed !== undefined) markers.push({ from: boxed.start, to: boxed.end, rule: "boxed" });
  return markers.sort((left, right) => right.from - left.from).slice(0, MAX_MARKERS);
}
