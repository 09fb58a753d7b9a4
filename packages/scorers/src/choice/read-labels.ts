import { openingOption } from "./option-text.js";

/** What a marker may be followed by, and how to read it. */
export interface LabelContext {
  readonly labels: ReadonlySet<string>;
  readonly choices: readonly (string | undefined)[];
  /** Labels in the order of the options. */
  readonly order: readonly string[];
  readonly multiple: boolean;
}

/** Labels read at one place. `several`: more than one was given although one was asked for. */
export interface LabelReading {
  readonly labels: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly kind: "one" | "several" | "first-of-alternatives";
}

const OPENING =
  /(?:[\s*_`"'$:{([<【「《〈#>-]|\\[([]|\\(?:text|textbf|mathrm|mathbf|boxed|mbox|bf|rm)\b|[✅✔☑→👉]|选项|(?:both|options?|choice|letter|answer|the|for sure|definitely|clearly|probably|most likely|likely|certainly|obviously|indeed|therefore|thus|actually|simply)(?![A-Za-z]))/iuy;
const CLOSING = /[\s*_`"'$})\]>】」》〉]/;
const SEPARATOR = /\s*(?:,\s*(?:and|&)?|、|;|\/|&|\+|和|与|及|以及|\band\b)\s*/iy;
const ALTERNATIVE = /\s*(?:或者?|\bor\b)\s*/iy;
const MAX_OPENING = 24;
const RUN = /[A-Za-z0-9]+/y;
const JUSTIFICATION =
  /^[\s*]+(?:because|since|as|is|was|and|or|for|which|not|but|with|due|it|given|that|this|so|rather|instead|based|from|only|where)(?![A-Za-z])/i;

/** Reads one label, or in multiple mode a list of labels, that directly follows `from`. */
export function readLabels(text: string, from: number, context: LabelContext, allowLower: boolean): LabelReading | undefined {
  const start = skipOpening(text, from);
  const first = readRun(text, start, context, allowLower);
  if (first === undefined) return undefined;
  const found = [...first.labels];
  let end = first.end;
  let hasAlternative = false;
  const isLower = /[a-z]/.test(text[start] ?? "");
  for (;;) {
    const next = nextLabel(text, end, context, isLower);
    if (next === undefined) break;
    if (next.isAlternative) {
      hasAlternative = true;
      break;
    }
    found.push(...next.labels);
    end = next.end;
  }
  return { labels: [...new Set(found)], start, end, kind: kindOf(found, hasAlternative, context) };
}

function kindOf(found: readonly string[], hasAlternative: boolean, context: LabelContext): LabelReading["kind"] {
  if (context.multiple) return "one";
  if (new Set(found).size > 1) return "several";
  return hasAlternative ? "first-of-alternatives" : "one";
}

function skipOpening(text: string, from: number): number {
  let at = from;
  for (let steps = 0; steps < MAX_OPENING; steps += 1) {
    if (text[at] === " " || text[at] === "\n") {
      at = skipBlank(text, at);
      continue;
    }
    OPENING.lastIndex = at;
    const found = OPENING.exec(text);
    if (found === null) break;
    at += found[0].length;
  }
  return at;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\n") at += 1;
  return at;
}

interface Run {
  readonly labels: readonly string[];
  readonly end: number;
}

function readRun(text: string, at: number, context: LabelContext, allowLower: boolean): Run | undefined {
  RUN.lastIndex = at;
  const run = RUN.exec(text)?.[0];
  if (run === undefined || run.length > context.labels.size + 2) return undefined;
  const end = at + run.length;
  if (context.labels.has(run)) return isLabelHere(text, at, end, context) ? { labels: [run], end } : undefined;
  const upper = run.toUpperCase();
  if (allowLower && context.labels.has(upper)) return isStandalone(text, end) ? { labels: [upper], end } : undefined;
  const letters = [...(allowLower ? upper : run)];
  if (run.length < 2 || !letters.every((letter) => context.labels.has(letter)) || new Set(letters).size < run.length) return undefined;
  if (run !== upper && (!isStandalone(text, end) || letters.join("") !== [...letters].sort().join(""))) return undefined;
  return isBoundary(text, end) ? { labels: letters, end } : undefined;
}

/** A capital label counts unless it may be the article or the pronoun that opens a sentence. */
function isLabelHere(text: string, at: number, end: number, context: LabelContext): boolean {
  if (!isBoundary(text, end)) return false;
  const label = text.slice(at, end);
  if (label !== "A" && label !== "I") return true;
  if (!/^ +[A-Za-z]/.test(text.slice(end, end + 8))) return true;
  if (context.multiple && startsWithLabel(text.slice(end, end + 8), context)) return true;
  const rest = text.slice(end, end + 700);
  const own = context.choices[context.order.indexOf(label)];
  if (own !== undefined && openingOption(rest, [own]) !== undefined) return true;
  return JUSTIFICATION.test(rest) && openingOption(text.slice(at, at + 700), context.choices) === undefined && !(label === "I" && /^ +(?:was|is)/.test(rest));
}

function startsWithLabel(text: string, context: LabelContext): boolean {
  const next = /^ +([A-Z0-9]{1,2})(?![A-Za-z0-9])/.exec(text)?.[1];
  return next !== undefined && context.labels.has(next);
}

function isBoundary(text: string, end: number): boolean {
  return !/[A-Za-z0-9'^_+]/.test(text[end] ?? " ") || /^\+\s?[A-Z]\b/.test(text.slice(end, end + 3));
}

/** For lower-case labels: nothing but punctuation or the end may follow. */
function isStandalone(text: string, end: number): boolean {
  if (!isBoundary(text, end)) return false;
  let at = end;
  while (at < end + 8 && CLOSING.test(text[at] ?? "") && text[at] !== "\n") at += 1;
  if (at > end && /[^\s]/.test(text.slice(end, at))) return true;
  return at >= text.length || /[\n.,;:。、)\]]/.test(text[at] ?? "\n");
}

type NextRun = Run & { readonly isAlternative: boolean };

function nextLabel(text: string, end: number, context: LabelContext, allowLower: boolean): NextRun | undefined {
  let at = end;
  while (at < end + 8 && CLOSING.test(text[at] ?? "") && text[at] !== "\n") at += 1;
  const separator = matchAt(SEPARATOR, text, at) ?? matchAt(SEPARATOR, text, end);
  const alternative = separator === undefined ? (matchAt(ALTERNATIVE, text, at) ?? matchAt(ALTERNATIVE, text, end)) : undefined;
  const plain = context.multiple && at > end ? at : undefined;
  const next = separator ?? alternative ?? plain;
  if (next === undefined) return undefined;
  const run = readRun(text, skipOpening(text, next), context, allowLower);
  if (run === undefined || /^\s*(?:is|are|was|were|be|不|是|错|都|cannot|can't)(?![A-Za-z])/.test(text.slice(run.end, run.end + 12))) return undefined;
  return { ...run, isAlternative: alternative !== undefined };
}

function matchAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null || found[0].trim() === "" ? undefined : at + found[0].length;
}
