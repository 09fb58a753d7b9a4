/** How code was found in an answer, by falling strength. */
export type CodeRule = "fenced-block" | "joined-blocks" | "unfinished-fence" | "done-marker" | "whole-text" | "code-in-prose" | "fenced-body" | "body";

/** Code as it was found in an answer. */
export interface ExtractedCode {
  readonly code: string;
  readonly rule: CodeRule;
  /** The code is the inside of the function whose head the prompt gave, not a program. */
  readonly isBody: boolean;
  /** From the first to the last character of the code in the answer. */
  readonly span: readonly [start: number, end: number];
}
