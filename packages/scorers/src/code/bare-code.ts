import { defines } from "./definitions.js";
import type { ExtractedCode } from "./extracted-code.js";

export interface BareCodeOptions {
  readonly entryPoint: string | undefined;
  readonly mayBeBody: boolean;
}

const CODE_LINE = /^(?:import\s|from\s+[\w.]+\s+import\b|def\s|async\s+def\s|class\s+\w|@\w|#include\b|#!|using\s|package\s+\w|func\s|fn\s|pub\s|use\s+[\w:]+|function\b|const\s|let\s|var\s|export\s|public\s|private\s|static\s|impl\b|struct\s|template\s*<|if\s+__name__)/;
const BODY_LINE = /^(?:return\b|if\b|for\b|while\b|with\b|try\b|raise\b|yield\b|assert\b|pass\b|[A-Za-z_][\w.[\]'"]*(?:\s*,\s*\w+)*\s*[-+*/]?=[^=]|"""|'''|#|import\s|from\s|def\s|\w+\.\w+\()/;
const ASSIGNMENT = /^[A-Za-z_]\w{0,80}\s*(?::[^=\n]{1,80})?=[^=]/;

/** Code in an answer without fences: the text itself, code with prose around it, or the body of a function. */
export function bareCode(text: string, { entryPoint, mayBeBody }: BareCodeOptions): ExtractedCode | undefined {
  if (entryPoint === undefined || defines(text, entryPoint)) return program(text);
  return mayBeBody ? body(text) : undefined;
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function linesOf(text: string): readonly Line[] {
  let at = 0;
  return text.split("\n").map((line) => {
    const start = at;
    at += line.length + 1;
    return { text: line, start, end: start + line.length };
  });
}

function isBlank({ text }: Line): boolean {
  return text.trim() === "";
}

/** From the first line that starts code to the last that continues it. */
function program(text: string): ExtractedCode | undefined {
  const lines = linesOf(text);
  const first = lines.findIndex((line) => CODE_LINE.test(line.text.slice(0, 300)));
  if (first === -1) return undefined;
  let last = first;
  for (let index = first + 1; index < lines.length; index += 1) {
    const line = lines[index];
    if (line !== undefined && continues(line.text)) last = index;
  }
  const [start, end] = [lines[first]?.start ?? 0, lines[last]?.end ?? text.length];
  const isWhole = lines.slice(0, first).every(isBlank) && lines.slice(last + 1).every(isBlank);
  // Prose between two functions would not be code; everything after the first such line is left out.
  const cut = lines.slice(first, last + 1).findIndex((line) => isProse(line.text));
  const stop = cut === -1 ? end : (lines[first + cut]?.start ?? end);
  return { code: text.slice(start, stop), rule: isWhole && cut === -1 ? "whole-text" : "code-in-prose", isBody: false, span: [start, stop] };
}

function continues(line: string): boolean {
  const head = line.slice(0, 300);
  return /^[ \t]+\S/.test(head) || CODE_LINE.test(head) || ASSIGNMENT.test(head) || /^(?:[}\])#]|\/[/*]|else|elif|except|finally|for\b|while\b|if\b|try:|print\(|assert\b)/.test(head);
}

/** A sentence at the start of a line: words and a full stop or colon, nothing that programs have there. */
function isProse(line: string): boolean {
  const head = line.slice(0, 300);
  return /^(?:[A-Z][a-z']*|\*\*\w+)(?:[ ,]+[\w'`*-]+){2,}/.test(head) && !/[=({[]/.test(head.slice(0, 60)) && !CODE_LINE.test(head);
}

/** An answer that goes on where the prompt stopped; indentation that was trimmed off its head is put back. */
function body(text: string): ExtractedCode | undefined {
  const lines = linesOf(text);
  const first = lines.findIndex((line) => !isBlank(line));
  const head = lines[first];
  if (head === undefined) return undefined;
  const isIndented = /^[ \t]/.test(head.text);
  if (!isIndented && !BODY_LINE.test(head.text.slice(0, 300))) return undefined;
  const rest = lines.slice(first + 1);
  const stop = rest.findIndex((line) => isIndented && !isBlank(line) && /^\S/.test(line.text) && !/^[#)\]}]/.test(line.text));
  const end = stop === -1 ? text.length : (rest[stop]?.start ?? text.length);
  const code = text.slice(head.start, end);
  return { code: isIndented ? code : indented(code), rule: "body", isBody: true, span: [head.start, end] };
}

/** Four spaces for the first line when the others have them already, else for all. */
function indented(code: string): string {
  const [first = "", ...rest] = code.split("\n");
  const isTrimmed = rest.some((line) => line.trim() !== "") && rest.every((line) => line.trim() === "" || /^(?: {4}|\t)/.test(line));
  const opens = /:\s*(?:#.*)?$/.test(first);
  const others = isTrimmed && !(opens && !rest.some((line) => /^(?: {8}|\t\t)/.test(line))) ? rest : rest.map((line) => (line.trim() === "" ? line : `    ${line}`));
  return [`    ${first}`, ...others].join("\n");
}
