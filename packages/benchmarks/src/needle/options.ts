import type { Cell } from "./haystack.js";

/** Which texts are made. */
export interface NeedleHaystackOptions {
  /**
   * Lengths of the texts in tokens, counted by characters: 4.5 of English and 1.5 of Chinese make one.
   * @default ten from 1000 to 32000
   */
  readonly contextLengths?: readonly number[];
  /**
   * Places of the needle: 0 the start, 100 the end.
   * @default ten from 0 to 100
   */
  readonly depthPercents?: readonly number[];
  /** @default both */
  readonly languages?: readonly Cell["language"][];
  /** @default 42 */
  readonly seed?: number;
}
