import type { ExtractedCode } from "@evalkit/scorers";

/** The prompt of a function as code that can be run: its imports and helpers whole, the function itself without a body. */
export function pythonStub(prompt: string): string {
  const lines = prompt.trimEnd().split("\n");
  const last = lines.findLast((line) => line.trim() !== "") ?? "";
  const indent = /^\s*/.exec(last)?.[0] ?? "";
  return `${prompt.trimEnd()}\n${indent === "" ? "    " : indent}pass\n`;
}

const FUTURE = /^from __future__ import [^\n]*\n?/gm;

/** An answer as a whole program, behind the prompt that it completes: imports and helpers of the prompt stay, a function that is written anew replaces the head. */
export function pythonProgram(prompt: string, { code, isBody }: ExtractedCode): string {
  if (isBody) return `${prompt.endsWith("\n") ? prompt : `${prompt}\n`}${code}\n`;
  const future = code.match(FUTURE)?.join("") ?? "";
  return `${future}${pythonStub(prompt)}\n${future === "" ? code : code.replace(FUTURE, "")}\n`;
}
