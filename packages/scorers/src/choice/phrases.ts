import { readLineVerdicts } from "./line-verdicts.js";
import { readLabels, type LabelContext, type LabelReading } from "./read-labels.js";

const SAID_CORRECT =
  /(?<![A-Za-z0-9])([A-Z]|\d{1,2})[)*_"'.\]]{0,4}\s(?:is|seems|must be|would be|should be)\s(?:(?:the|most|only|definitely|likely|probably|clearly|indeed|therefore|also)\s){0,3}(?:correct|right|best|answer|true)\b/g;
const CHINESE_CORRECT =
  /(?:选项\s?([A-Z]|\d{1,2})\s?|(?<![A-Za-z0-9])([A-Z]|\d{1,2})\s?(?:选项|项)?\s?)(?:\([^()\n]{0,60}\))?(?:是|为|才是|就是)?(?:最)?(?:正确|对的|符合题意|恰当|合适)/g;
const CHOSEN =
  /(?:\b(?:choose|chose|pick|select|go with|going with|opt for|i'd say|i would say|i think|i believe|therefore|thus|hence|so)(?![A-Za-z]),?\s(?:that\s)?(?:i think\s|i believe\s|i choose\s)?(?:it'?s\s|it is\s|it must be\s|that'?s\s)?(?:option\s|choice\s|letter\s)?|\b(?:it'?s|it is|it must be)\s(?:option\s|choice\s)?|(?:错误|有误)的(?:选项|一?项)?[是为]\s?|(?<![不别勿][能可应该要会]{0,2})选(?:择|项)?(?:选项)?[:是]?\s?)/gi;
/** `A、B和D选项正确`, “A and C are correct”: what follows a list of labels. */
const LIST_CORRECT =
  /(?<![A-Za-z0-9])((?:\(?[A-Z]\)?\s?(?:、|,|;|和|与|及|以及|\band\b|&)\s?(?:and\s)?){1,20}\(?[A-Z]\)?)\s?(?:(?:选项|项|三项|两项|四项)?(?:都|均|全)?(?:是|为)?(?:正确|对的|符合题意)|are\s(?:all\s|both\s)?(?:correct|right|true))/g;
const MAX_FOUND = 64;

/** The label that prose declares right or chosen, when it does so for one answer only. */
export function readPhrases(text: string, context: LabelContext): LabelReading | undefined {
  const listed = context.multiple ? agreed(listsCorrect(text, context)) : undefined;
  return listed ?? agreed(saidCorrect(text, context)) ?? readLineVerdicts(text, context) ?? agreed(chosen(text, context));
}

function agreed(readings: readonly LabelReading[]): LabelReading | undefined {
  const last = readings.at(-1);
  if (last === undefined) return undefined;
  const key = last.labels.join();
  return readings.every((reading) => reading.labels.join() === key) ? last : undefined;
}

function listsCorrect(text: string, context: LabelContext): LabelReading[] {
  return [...text.matchAll(LIST_CORRECT)].slice(0, MAX_FOUND).flatMap((found) => readLabels(text.slice(0, found.index + (found[1]?.length ?? 0)), found.index, context, false) ?? []);
}

function saidCorrect(text: string, context: LabelContext): LabelReading[] {
  const readings: LabelReading[] = [];
  for (const pattern of [SAID_CORRECT, CHINESE_CORRECT]) {
    for (const found of text.matchAll(pattern)) {
      const label = found[1] ?? found[2];
      if (label === undefined || !context.labels.has(label)) continue;
      const start = found.index + found[0].indexOf(label);
      readings.push({ labels: [label], start, end: start + label.length, kind: "one" });
      if (readings.length > MAX_FOUND) return [];
    }
  }
  return readings;
}

function chosen(text: string, context: LabelContext): LabelReading[] {
  const readings: LabelReading[] = [];
  for (const found of text.matchAll(CHOSEN)) {
    const from = found.index + found[0].length;
    if (!/[A-Z0-9("'*[$]/.test(text[from] ?? "")) continue;
    const reading = readLabels(text, from, context, false);
    if (reading === undefined) continue;
    readings.push(reading);
    if (readings.length > MAX_FOUND) return [];
  }
  return readings;
}
