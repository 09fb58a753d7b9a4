import type { Sample, Scorer } from "@evalkit/core";
import type { BenchmarkSettings, Row, RowContext, SampleDraft, ScorerTools } from "@evalkit/datasets";
import type { ExtractedCode } from "@evalkit/scorers";
import { codeScorer, type CodeTask } from "./code-scorer.js";
import { badRow, optionalText, requireText } from "./fields.js";
import { pythonProgram, pythonStub } from "./python-program.js";

/** Languages of MultiPL-E by the ending of their subsets; those without a toolchain leave their samples unscored. */
export const MULTIPL_E_LANGUAGES: Readonly<Record<string, string>> = {
  py: "python", cpp: "cpp", ts: "typescript", sh: "bash", cs: "csharp", go: "go", java: "java", lua: "lua", js: "javascript", php: "php", pl: "perl",
  rkt: "racket", r: "r", rs: "rust", scala: "scala", swift: "swift", rb: "ruby", d: "d", jl: "julia",
};

/** Names behind fences in the prompt. */
const FENCES: Readonly<Record<string, string>> = { csharp: "csharp", javascript: "javascript" };

/** `humaneval-cpp` → `cpp`; plain names of languages stay. */
function languageOf(name: string): string | undefined {
  const ending = name.toLowerCase().split("-").at(-1) ?? "";
  return MULTIPL_E_LANGUAGES[ending] ?? Object.values(MULTIPL_E_LANGUAGES).find((language) => language === ending) ?? (ending === "go_test.go" ? "go" : undefined);
}

/** A row of MultiPL-E: `prompt`, `tests`, `name`, `language`. */
export function multiplESample(row: Row, context: RowContext): SampleDraft {
  const prompt = requireText(row, "prompt", context);
  const language = languageOf(context.subset) ?? languageOf(optionalText(row, "language") ?? "");
  if (language === undefined) throw badRow(context, "names no language of MultiPL-E");
  const stops = row["stop_tokens"];
  return {
    input: prompt,
    target: "",
    metadata: {
      tests: requireText(row, "tests", context),
      task_id: optionalText(row, "name") ?? optionalText(row, "task_id") ?? "",
      language,
      prompt,
      ...(Array.isArray(stops) ? { stop_tokens: stops.map(String) } : {}),
    },
  };
}

/** The word behind the fence in the prompt. */
export function fenceOf(draft: SampleDraft): string {
  const language = String(draft.metadata?.["language"] ?? "");
  return FENCES[language] ?? language;
}

export function multiplEScorers(timeoutMs: number) {
  return (settings: BenchmarkSettings, tools?: ScorerTools): readonly Scorer<unknown>[] => [codeScorer({ settings, tools, timeoutMs, task })];
}

function task({ input, metadata }: Sample): CodeTask | string {
  const tests = metadata?.["tests"];
  const prompt = typeof metadata?.["prompt"] === "string" ? metadata["prompt"] : typeof input === "string" ? input : "";
  const language = languageOf(String(metadata?.["language"] ?? ""));
  if (typeof tests !== "string" || language === undefined || prompt === "") return "The sample has no prompt, tests and language to run.";
  const entryPoint = functionOfPrompt(prompt);
  if (entryPoint === undefined) return "The prompt of this sample ends with no function head.";
  return {
    entryPoint,
    mayBeBody: language === "python",
    check: (found) => {
      const program = language === "python" ? pythonProgram(prompt, found) : otherProgram(prompt, tests, { found, entryPoint });
      const setup = language === "python" ? { setup: pythonStub(prompt) } : {};
      return { language, program, entryPoint, tests: { kind: "assertions", source: tests, ...setup } };
    },
  };
}

/** Name in the last head of a prompt: the word before the last `(` that opens a list of parameters at its end. */
export function functionOfPrompt(prompt: string): string | undefined {
  const lines = prompt.split("\n").filter((line) => !/^\s*(?:\/\/|#|\/\*|\*|"""|''')/.test(line));
  const head = lines.findLast((line) => /[A-Za-z_$][\w$]*\s*(?:<[^()]{0,80}>)?\s*\(/.test(line));
  return head === undefined ? undefined : /([A-Za-z_$][\w$]{0,200})\s*(?:<[^()]{0,80}>)?\s*\(/.exec(head)?.[1];
}

interface Found {
  readonly found: ExtractedCode;
  readonly entryPoint: string;
}

/**
 * Puts the answer where the prompt's function head stood: what comes before the head in the prompt (imports, package, an opened class) goes first,
 * unless the answer has it, with what the answer imports besides. A main function of the answer gives way to the tests' own. Tests that begin by closing
 * the function get a function without its last brace.
 */
export function otherProgram(prompt: string, tests: string, { found, entryPoint }: Found): string {
  const { code, imports } = insideClass(withoutMain(found.code, tests), prompt);
  const before = preambleOf(prompt, entryPoint);
  const body = (own: string): string => (tests.trimStart().startsWith("}") ? withoutLastBrace(own, entryPoint) : own);
  if (GO_PACKAGE.test(before)) return goProgram(goParts(before), goParts(code), body);
  const preamble = before
    .split("\n")
    .filter((line) => line.trim() === "" || !/^\s*(?:#include|import\b|using\b|use\b)/.test(line) || !code.includes(line.trim()))
    .join("\n");
  return `${imports.filter((line) => !preamble.includes(line)).join("\n")}\n${preamble}\n${body(code)}\n`;
}

function preambleOf(prompt: string, entryPoint: string): string {
  const lines = prompt.split("\n");
  const head = lines.findLastIndex((line) => line.includes(entryPoint) && line.includes("("));
  return lines
    .slice(0, Math.max(0, head))
    .filter((line) => !/^\s*(?:\/\/|#(?!include|!))/.test(line))
    .join("\n");
}

const MAIN = /^[ \t]{0,20}(?:(?:pub|public|static|final)\s{1,5}){0,3}(?:int|void|auto|fn)\s{1,5}main\s{0,5}\(/m;

function withoutMain(code: string, tests: string): string {
  const head = MAIN.test(tests) ? MAIN.exec(code) : null;
  const open = head === null ? -1 : code.indexOf("{", head.index);
  const close = open === -1 ? -1 : closingBrace(code, open);
  return head === null || close === -1 ? code : `${code.slice(0, head.index)}${code.slice(close + 1)}`;
}

/** A Java answer may bring the whole class that the prompt has opened already; what it imports stands before that. */
function insideClass(code: string, prompt: string): { readonly code: string; readonly imports: readonly string[] } {
  const isOpened = /\bclass\s+\w+\s*\{/.test(prompt);
  const opened = isOpened ? /(?:public\s+|final\s+)*class\s+\w+\s*\{/.exec(code) : null;
  if (!isOpened) return { code, imports: [] };
  const imports = code.split("\n").filter((line) => /^import\s/.test(line)).map((line) => line.trim());
  if (opened === null) return { code: code.replace(/^import\s[^\n]*\n/gm, ""), imports };
  const close = code.lastIndexOf("}");
  return { code: code.slice(opened.index + opened[0].length, close === -1 ? undefined : close), imports };
}

const GO_PACKAGE = /^\s*package\s+\w+[^\n]*\n/m;
const GO_IMPORT = /^\s*import\s+(?:\(([^)]{0,2000})\)|((?:[\w.]{1,100}\s+)?"[^"\n]{0,200}"))[^\n]*(?:\n|$)/gm;

interface GoParts {
  readonly head: string;
  readonly imports: readonly string[];
  readonly rest: string;
}

/** A Go file has its package and imports once, before all else. */
function goProgram(prompt: GoParts, answer: GoParts, body: (code: string) => string): string {
  const specs = [...new Set([...prompt.imports, ...answer.imports])];
  return `${prompt.head}\n\nimport (\n${specs.map((spec) => `\t${spec}\n`).join("")})\n\n${prompt.rest}\n${body(answer.rest)}\n`;
}

function goParts(source: string): GoParts {
  const imports = [...source.matchAll(GO_IMPORT)].flatMap(([, block, single]) => (block ?? single ?? "").split(/[\n;]/));
  return {
    head: GO_PACKAGE.exec(source)?.[0].trim() ?? "",
    imports: imports.map((line) => line.replace(/\/\/.*/, "").trim()).filter((line) => line !== ""),
    rest: source.replace(GO_PACKAGE, "").replace(GO_IMPORT, "").trim(),
  };
}

/** Moves what follows the tested function before it, and leaves out the function's closing brace, which the tests bring. */
function withoutLastBrace(code: string, entryPoint: string): string {
  const head = new RegExp(`^.{0,400}\\b${entryPoint.replace(/\$/g, "\\$&")}\\s*(?:<[^()]{0,80}>)?\\s*\\(`, "m").exec(code);
  if (head === null) return code.trimEnd().replace(/\}$/, "");
  const open = code.indexOf("{", head.index + head[0].length - 1);
  const close = open === -1 ? -1 : closingBrace(code, open);
  if (close === -1) return code;
  return `${code.slice(0, head.index)}${code.slice(close + 1)}\n${code.slice(head.index, close)}`;
}

/** The brace that closes the one at `open`; braces in strings and comments do not count. One scan, whatever the code is. */
function closingBrace(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    const character = code[at];
    if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at;
    } else at = endOfQuiet(code, at);
  }
  return -1;
}

/** The last character of a comment, string or character that begins here; the same place for anything else. What is never closed ends with its line. */
function endOfQuiet(code: string, at: number): number {
  const pair = code.slice(at, at + 2);
  if (pair === "//") {
    const end = code.indexOf("\n", at);
    return end === -1 ? code.length : end;
  }
  if (pair === "/*") {
    const end = code.indexOf("*/", at + 2);
    return end === -1 ? code.length : end + 1;
  }
  if (code[at] === '"') return stringEnd(code, at);
  const character = /^'(?:[^'\\\n]|\\.[0-9a-fA-F]{0,6})'/.exec(code.slice(at, at + 12))?.[0];
  return character === undefined ? at : at + character.length - 1;
}

/** No literal of an answer is longer; what is unclosed is not looked through again and again. */
const LONGEST_STRING = 2_000;

function stringEnd(code: string, start: number): number {
  const most = Math.min(code.length, start + LONGEST_STRING);
  for (let at = start + 1; at < most && code[at] !== "\n"; at += 1) {
    if (code[at] === "\\") at += 1;
    else if (code[at] === '"') return at;
  }
  return start;
}
