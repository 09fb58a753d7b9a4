/** One piece of code between fences. */
export interface FencedBlock {
  /** Word behind the opening fence, lower case; empty without one. */
  readonly language: string;
  readonly code: string;
  /** Of the code in the text: start, end (exclusive). */
  readonly span: readonly [start: number, end: number];
  /** The text ended before the fence was closed. */
  readonly isUnfinished: boolean;
}

interface OpenFence {
  readonly mark: string;
  readonly language: string;
  readonly indent: number;
  readonly start: number;
}

const MOST_BLOCKS = 1000;

/** All code blocks of a text in Markdown, in order; one scan over its lines. A fence inside a block closes it only when it is as long and bare. */
export function fencedBlocks(text: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: OpenFence | undefined;
  let at = 0;
  while (at < text.length && blocks.length < MOST_BLOCKS) {
    const end = lineEnd(text, at);
    const fence = fenceOf(text, at, end);
    if (open === undefined) {
      if (fence !== undefined) open = { ...fence, start: Math.min(end + 1, text.length) };
    } else if (fence !== undefined && fence.language === "" && closes(fence.mark, open.mark)) {
      blocks.push(blockOf(text, open, { end: at, isUnfinished: false }));
      open = undefined;
    }
    at = end + 1;
  }
  if (open !== undefined) blocks.push(blockOf(text, open, { end: text.length, isUnfinished: true }));
  return blocks;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function closes(mark: string, opening: string): boolean {
  return mark[0] === opening[0] && mark.length >= opening.length;
}

const FENCE = /^([ \t]{0,12})(`{3,}|~{3,})[ \t]*([\w+#.-]{0,40})[^`\r]{0,200}\r?$/;

function fenceOf(text: string, start: number, end: number): Omit<OpenFence, "start"> | undefined {
  if (end - start > 400) return undefined;
  const [matched, indent = "", mark = "", language = ""] = FENCE.exec(text.slice(start, end)) ?? [];
  return matched === undefined ? undefined : { mark, language: language.toLowerCase(), indent: indent.length };
}

function blockOf(text: string, open: OpenFence, { end, isUnfinished }: { readonly end: number; readonly isUnfinished: boolean }): FencedBlock {
  const stop = Math.max(open.start, end);
  const code = text.slice(open.start, stop);
  return { language: open.language, code: open.indent === 0 ? code : withoutIndent(code, open.indent), span: [open.start, stop], isUnfinished };
}

/** A block inside a list item is indented as a whole. */
function withoutIndent(code: string, indent: number): string {
  return code
    .split("\n")
    .map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)))
    .join("\n");
}
