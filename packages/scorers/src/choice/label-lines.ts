import { readLabels, type LabelContext, type LabelReading } from "./read-labels.js";

const LINE_LABEL = /(?:^|\n)[ \t]*(?:[-*•] )?[*_(["]{0,4}([A-Z]|\d{1,2})[*_]{0,2}(?:[.):、\]](?!\d)| - )/g;
const LABEL_END = /^[*_)"'\]]{0,4}(?:[.):、,。\]]|\s*$|\s*\n| - | (?:because|since) |[\u4e00-\u9fff])/;
const NAMED_OPTION = /(?:\boption\s|选项\s?)([A-Z]|\d{1,2})\s?[:.)]/gi;
const NAME_AFTER = /^ [A-Z][a-z][^\n]{0,30}(?:\n|$)/;
const ARTICLE_OR_NAME = /^\s*A [A-Z][a-z]+\s*(?:\n|$)/;
const ENUMERATION_REACH = 1500;
const MAX_LINES = 64;

interface LabelLine {
  readonly label: string;
  /** Position of the label. */
  readonly at: number;
  readonly index: number;
}

/**
 * A label that opens the reply, or opens the line behind a colon, or opens the last line, when it is not part of a list of
 * the options.
 */
export function readLabelLines(text: string, context: LabelContext): LabelReading | undefined {
  const leading = readLeading(text, context);
  if (leading !== undefined) return leading;
  const lines = labelLines(text, context);
  const announced = lines.filter((line, position) => isAnnounced(text, line) && !isEnumerated(lines, position, context));
  const labels = new Set(announced.map((line) => line.label));
  const last = announced.at(-1);
  if (labels.size === 1 && last !== undefined) return readLabels(text, last.at, context, false);
  return readLastLine(text, lines, context);
}

/** `C. food`, `B不是 A`, and a label before a name on a short first line, `C Cecile`. */
function readLeading(text: string, context: LabelContext): LabelReading | undefined {
  if (context.labels.has("A") && ARTICLE_OR_NAME.test(text.slice(0, 40))) return { labels: ["A"], start: text.indexOf("A"), end: text.indexOf("A") + 1, kind: "one" };
  const leading = readLabels(text, 0, context, false);
  if (leading === undefined || namesOptions(text) || opensEnumeration(text, leading.start, context)) return undefined;
  const isEnded = LABEL_END.test(text.slice(leading.end, leading.end + 12));
  return isEnded || NAME_AFTER.test(text.slice(leading.end, leading.end + 40)) ? leading : undefined;
}

/** Whether the text goes through options one by one: `Option A: … Option B: …`. */
function namesOptions(text: string): boolean {
  const named = new Set<string>();
  for (const found of text.slice(0, ENUMERATION_REACH).matchAll(NAMED_OPTION)) named.add(found[1] ?? "");
  return named.size > 1;
}

/** Whether the label at `at` is the first of a list of the options. */
export function opensEnumeration(text: string, at: number, context: LabelContext): boolean {
  const lines = labelLines(text.slice(0, at + ENUMERATION_REACH), context);
  const position = lines.findIndex((line) => Math.abs(line.at - at) <= 1);
  return position >= 0 && isEnumerated(lines, position, context);
}

function labelLines(text: string, context: LabelContext): LabelLine[] {
  const lines: LabelLine[] = [];
  for (const found of text.matchAll(LINE_LABEL)) {
    const label = found[1] ?? "";
    if (!context.labels.has(label)) continue;
    lines.push({ label, at: found.index + found[0].lastIndexOf(label), index: context.order.indexOf(label) });
    if (lines.length >= MAX_LINES) break;
  }
  return lines;
}

function isEnumerated(lines: readonly LabelLine[], position: number, context: LabelContext): boolean {
  const line = lines[position];
  if (line === undefined || context.order.length < 2) return false;
  return lines[position + 1]?.index === line.index + 1 || (line.index > 0 && lines[position - 1]?.index === line.index - 1);
}

function isAnnounced(text: string, line: LabelLine): boolean {
  return /[:]\**\s*[-*•("[_\s]*$/.test(text.slice(Math.max(0, line.at - 16), line.at)) && /\n/.test(text.slice(Math.max(0, line.at - 16), line.at));
}

function readLastLine(text: string, lines: readonly LabelLine[], context: LabelContext): LabelReading | undefined {
  const end = text.trimEnd().length;
  const start = text.lastIndexOf("\n", end - 1) + 1;
  if (end - start > 300) return undefined;
  const position = lines.findIndex((line) => line.at >= start);
  if (position < 0 || isEnumerated(lines, position, context)) return undefined;
  return readLabels(text, lines[position]?.at ?? start, context, false);
}
