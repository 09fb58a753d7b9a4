import type { LabelContext, LabelReading } from "./read-labels.js";

const LINE = /(?:^|\n)[ \t]*(?:[-*•] )?[*_(["]{0,4}(?:(?:Option|选项) ?)?([A-Z]|\d{1,2})[*_]{0,2}[.):、\]]([^\n]{0,600})/g;
const WRONG = /\b(?:incorrect|wrong|false|not (?:correct|right|true))\b|✗|✘|❌|错误|不正确|不对|不符合|有误/i;
const RIGHT = /\b(?:correct|right|true)\b|✓|✔|✅|正确|对[。.]?$|符合题意/i;
const MAX_LINES = 64;

/** The one option that a list of all options calls right while it calls each other one wrong. */
export function readLineVerdicts(text: string, context: LabelContext): LabelReading | undefined {
  const verdicts = new Map<string, boolean>();
  let right: { readonly label: string; readonly start: number } | undefined;
  let lines = 0;
  for (const found of text.matchAll(LINE)) {
    const [whole, label = "", rest = ""] = found;
    if (!context.labels.has(label) || (!WRONG.test(rest) && !RIGHT.test(rest))) continue;
    const isRight = !WRONG.test(rest);
    if (++lines > MAX_LINES || (verdicts.has(label) && verdicts.get(label) !== isRight)) return undefined;
    verdicts.set(label, isRight);
    if (isRight) right = { label, start: found.index + whole.slice(0, whole.length - rest.length).lastIndexOf(label) };
  }
  const count = [...verdicts.values()].filter(Boolean).length;
  if (right === undefined || count !== 1 || verdicts.size !== context.order.length || context.order.length < 2) return undefined;
  return { labels: [right.label], start: right.start, end: right.start + right.label.length, kind: "one" };
}
