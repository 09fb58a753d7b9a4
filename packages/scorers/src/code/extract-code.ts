import { splitReasoning } from "@evalkit/core";
import { bareCode } from "./bare-code.js";
import { defines, topLevelNames, wordsOf } from "./definitions.js";
import type { ExtractedCode } from "./extracted-code.js";
import { type FencedBlock, fencedBlocks } from "./fenced-blocks.js";

export interface ExtractCodeInput {
  /** A model's answer; `<think>` parts at its head are passed over. */
  readonly output: string;
  /** What the tests call: `add`, or `Solution.add`. Without it the last block counts. */
  readonly entryPoint?: string;
  /** Whether the answer may be the body of a function whose head was given. @default false */
  readonly mayBeBody?: boolean;
}

/** Longer answers are read from their end. */
const MOST_CHARACTERS = 400_000;

/**
 * The code in a model's answer: the last fenced block that defines the entry point, with those before it that it uses; a fence that was never closed;
 * code between prose; the whole text; the body of a function. Undefined when nothing looks like code. Never throws, and takes time in proportion to the text.
 */
export function extractCode({ output, entryPoint, mayBeBody = false }: ExtractCodeInput): ExtractedCode | undefined {
  const text = splitReasoning(output).text.slice(-MOST_CHARACTERS);
  const offset = output.length - text.length;
  const found = fromMarkers(text) ?? fromFences(text, entryPoint, mayBeBody) ?? bareCode(text, { entryPoint, mayBeBody });
  if (found === undefined || found.code.trim() === "") return undefined;
  return { ...found, code: found.code.replaceAll("\r\n", "\n"), span: [found.span[0] + offset, found.span[1] + offset] };
}

/** `[BEGIN] … [DONE]`, as prompts with worked examples ask for. */
function fromMarkers(text: string): ExtractedCode | undefined {
  const done = text.indexOf("[DONE]");
  if (done === -1) return undefined;
  const begin = text.lastIndexOf("[BEGIN]", done);
  const start = begin === -1 ? 0 : begin + "[BEGIN]".length;
  const inside = text.slice(start, done);
  const block = fencedBlocks(inside).at(-1);
  if (block !== undefined) return { code: block.code, rule: "done-marker", isBody: false, span: [start + block.span[0], start + block.span[1]] };
  return { code: inside.replace(/^\s*\n/, "").trimEnd(), rule: "done-marker", isBody: false, span: [start, done] };
}

/** Words behind fences that no program stands in. */
const NO_CODE = new Set(["text", "txt", "plaintext", "output", "console", "json", "diff", "markdown", "md", "csv", "yaml"]);

function fromFences(text: string, entryPoint: string | undefined, mayBeBody: boolean): ExtractedCode | undefined {
  const blocks = fencedBlocks(text).filter(({ code, language }) => code.trim() !== "" && !NO_CODE.has(language));
  const last = blocks.at(-1);
  if (last === undefined) return undefined;
  if (entryPoint === undefined) return whole(last);
  const chosen = blocks.findLastIndex(({ code }) => defines(code, entryPoint));
  const block = blocks[chosen];
  if (block !== undefined) return joined(block, blocks.slice(0, chosen).filter(({ code }) => !defines(code, entryPoint)));
  const body = mayBeBody ? blocks.findLast(({ code }) => /^[ \t]*\S/.test(code)) : undefined;
  return body === undefined ? whole(last) : { ...whole(body), rule: "fenced-body", isBody: true };
}

function whole({ code, span, isUnfinished }: FencedBlock): ExtractedCode {
  return { code, rule: isUnfinished ? "unfinished-fence" : "fenced-block", isBody: false, span };
}

/** Puts the blocks in front of which a block, or one already taken, uses a name that it does not define itself. */
function joined(block: FencedBlock, earlier: readonly FencedBlock[]): ExtractedCode {
  const taken: FencedBlock[] = [block];
  const used = new Set(wordsOf(block.code));
  const defined = new Set(topLevelNames(block.code));
  for (const other of earlier.toReversed()) {
    const names = [...topLevelNames(other.code)];
    if (!names.some((name) => used.has(name) && !defined.has(name))) continue;
    taken.unshift(other);
    for (const name of names) defined.add(name);
    for (const word of wordsOf(other.code)) used.add(word);
  }
  if (taken.length === 1) return whole(block);
  return { code: taken.map(({ code }) => code.trimEnd()).join("\n\n"), rule: "joined-blocks", isBody: false, span: [taken[0]?.span[0] ?? 0, block.span[1]] };
}
