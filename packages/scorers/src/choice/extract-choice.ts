import { foldWidth } from "../shared/fold.js";
import type { Extraction } from "../shared/verdict.js";
import { labelContext, type ChoiceOptions } from "./context.js";
import { opensEnumeration, readLabelLines } from "./label-lines.js";
import { readLabelWithText } from "./label-with-text.js";
import { joinLabels } from "./labels.js";
import { answerMarkers, type Marker } from "./markers.js";
import { openingOption, quotedOption } from "./option-text.js";
import { readPhrases } from "./phrases.js";
import { readLabels, type LabelContext, type LabelReading } from "./read-labels.js";

/**
 * Ways to find the chosen label, strongest first: a reply that is the label, `\boxed{}` and markers such as `ANSWER:` (the
 * last one counts), the first of alternatives behind a marker (`A or B`), prose such as “C is correct” and «选C», a label that
 * opens a line, a label with its option's text, an option quoted instead of its label, and as a last resort a lone capital
 * at the very end.
 */
export type ChoiceRule =
  | "whole-reply"
  | "boxed"
  | "answer-marker"
  | "first-of-alternatives"
  | "phrase"
  | "label-line"
  | "label-with-text"
  | "option-text"
  | "lone-capital";

export interface ExtractChoiceOptions extends ChoiceOptions {}

/** What was found: a choice, several although one was asked for, or nothing. */
export interface ChoiceFinding {
  readonly choice?: Extraction<string>;
  /** Where several labels were given as the one answer. */
  readonly several?: { readonly labels: readonly string[]; readonly span: readonly [start: number, end: number] };
}

type Found = LabelReading & { readonly rule: ChoiceRule };

const MAX_SHORT_REPLY = 64;
const LAST_WORDS = /(?:^|[\s:,>=("'*→是为选-])([A-Z]|\d{1,2})[.)"'*。\]]{0,4}$/;
/** “London is the answer.” as the whole reply. */
const SAID_OF_OPTION = /^([^\n]{1,300}) is (?:the )?(?:(?:correct|right|best) )?(?:answer|choice|option|one|correct|right)[.!]?\s*$/i;
const NEGATION = /[不别没错]|\bnot\b|n't\b|\bexcept\b|\bwrong\b/i;
const BEFORE_LONE =
  /(?:^|[:,>=→(]|\b(?:so|thus|therefore|hence|is|it's|be|choose|pick|with|answer|option|choice|say|conclusion)|[选为是案])[\s:,"'(*]*$/i;

/**
 * The label that a text chooses, or with `multiple` all labels in the order of the options, as `AC`. `undefined` when there is
 * none, or several where one was asked for. Linear in the length of the text.
 */
export function extractChoice(text: string, options: ExtractChoiceOptions): Extraction<string> | undefined {
  return findChoice(text, options).choice;
}

/** As `extractChoice`, telling apart no answer from several. */
export function findChoice(text: string, options: ExtractChoiceOptions): ChoiceFinding {
  const context = labelContext(options);
  if (context.order.length === 0) return {};
  const folded = foldWidth(text);
  const found = firstFound(folded, options, context);
  if (found === undefined) return {};
  const span = [found.start, found.end] as const;
  if (found.kind === "several") return { several: { labels: found.labels, span } };
  return { choice: { value: joinLabels(found.labels, context.order), rule: found.rule, span, weak: isWeak(found.rule) } };
}

function isWeak(rule: ChoiceRule): boolean {
  return rule === "lone-capital" || rule === "first-of-alternatives";
}

function firstFound(text: string, options: ExtractChoiceOptions, context: LabelContext): Found | undefined {
  return (
    readWholeReply(text, context) ??
    readMarkers(text, options, context) ??
    named("phrase", readPhrases(text, context)) ??
    named("label-line", readLabelLines(text, context)) ??
    named("label-with-text", readLabelWithText(text, options.choices ?? [], context)) ??
    readQuotation(text, context) ??
    readLoneCapital(text, context)
  );
}

function named(rule: ChoiceRule, reading: LabelReading | undefined): Found | undefined {
  if (reading === undefined) return undefined;
  return { ...reading, rule: reading.kind === "first-of-alternatives" ? "first-of-alternatives" : rule };
}

function readWholeReply(text: string, context: LabelContext): Found | undefined {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  if (end - start > MAX_SHORT_REPLY) return undefined;
  const ordinal = context.labels.has("1") ? 0 : (/^\d{1,3}[.)、]\s*(?=[A-Z](?![A-Za-z]))/.exec(text.slice(start, start + 8))?.[0].length ?? 0);
  const reading = readLabels(text, start + ordinal, context, true);
  if (reading === undefined || /answer/i.test(text.slice(start, reading.start))) return undefined;
  return /^[\s*_`"'$)}\].,。:>】-]*$/.test(text.slice(reading.end, end)) ? named("whole-reply", reading) : undefined;
}

function readMarkers(text: string, options: ExtractChoiceOptions, context: LabelContext): Found | undefined {
  for (const marker of answerMarkers(text, options.language ?? "any")) {
    const found = readMarker(text, marker, context);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readMarker(text: string, marker: Marker, context: LabelContext): Found | undefined {
  const reading = readLabels(text, marker.from, context, true);
  if (reading !== undefined && !opensEnumeration(text, reading.start, context)) return named(marker.rule, reading);
  if (reading !== undefined) return undefined;
  const start = marker.from + leadingBlank(text.slice(marker.from, marker.from + 16));
  const newline = text.indexOf("\n", start);
  const to = marker.to ?? (newline < 0 ? text.length : newline);
  const rest = text.slice(start, Math.min(to, start + 1200));
  const index = quotedOption(rest, context.choices) ?? quotedSentence(rest, context);
  return index === undefined ? undefined : optionFound(index, start, start + rest.trimEnd().length, context);
}

/** An option quoted at the start, up to punctuation or the end. */
function quotedSentence(given: string, context: LabelContext): number | undefined {
  const rest = given.replace(/^that /, "");
  const sentence = /^[^\n,.;。:]{1,300}(?=[,.;。:])/.exec(rest)?.[0];
  return (sentence === undefined ? undefined : quotedOption(sentence, context.choices)) ?? longOpening(rest, context);
}

function longOpening(rest: string, context: LabelContext): number | undefined {
  const index = openingOption(rest, context.choices);
  return index !== undefined && (context.choices[index]?.length ?? 0) >= 8 ? index : undefined;
}

function leadingBlank(text: string): number {
  return text.length - text.replace(/^[\s*:"'`]+/, "").length;
}

function optionFound(index: number, start: number, end: number, context: LabelContext): Found | undefined {
  const label = context.order[index];
  return label === undefined ? undefined : { labels: [label], start, end, kind: "one", rule: "option-text" };
}

function readQuotation(text: string, context: LabelContext): Found | undefined {
  const end = text.trimEnd().length;
  const lastLine = text.lastIndexOf("\n", end - 1) + 1;
  const whole = quotedOption(SAID_OF_OPTION.exec(text.slice(0, 400))?.[1] ?? text, context.choices);
  if (whole !== undefined) return optionFound(whole, 0, end, context);
  const last = quotedOption(text.slice(lastLine, end), context.choices);
  return last === undefined ? undefined : optionFound(last, lastLine, end, context);
}

function readLoneCapital(text: string, context: LabelContext): Found | undefined {
  const end = text.trimEnd().length;
  const tail = text.slice(Math.max(0, end - 80), end);
  const found = LAST_WORDS.exec(tail);
  const label = found?.[1];
  if (found === null || label === undefined || !context.labels.has(label)) return undefined;
  const at = found.index + found[0].indexOf(label);
  if (!BEFORE_LONE.test(tail.slice(tail.lastIndexOf("\n", at) + 1, at))) return undefined;
  const before = tail.slice(Math.max(0, at - 16), at);
  const others = before.match(/(?<![A-Za-z0-9])[A-Z](?![A-Za-z0-9])/g) ?? [];
  if (NEGATION.test(before) || others.some((other) => context.labels.has(other))) return undefined;
  const start = end - tail.length + at;
  return { labels: [label], start, end: start + label.length, kind: "one", rule: "lone-capital" };
}
