import type { JudgeRecord } from "./judge.js";

/** Why a scored answer counts 0 although nothing was compared. */
export type ScoreMark = "unparsed" | "refused";

/**
 * The verdict on one answer. A wrong answer is scored 0; an answer in which nothing was found is scored 0 and marked;
 * a verdict that could not be reached is unscored and never becomes a number.
 */
export type Score = Scored | Unscored;

export interface Scored {
  readonly status: "scored";
  /** In the scorer's own range, 0 to 1 unless it says otherwise. */
  readonly value: number;
  readonly mark?: ScoreMark;
  /** The answer as extracted and normalised. */
  readonly extracted?: string;
  /** The gold as normalised for the comparison. */
  readonly expected?: string;
  /** Name of the extraction rule that found the answer. */
  readonly rule?: string;
  /** Where in the answer's text it was found: start, end (exclusive), in UTF-16 units. */
  readonly span?: readonly [start: number, end: number];
  /** One sentence for people. */
  readonly why?: string;
  /** End of what was printed while the answer was tried out, where it was and failed. */
  readonly log?: string;
  /** Further figures of the same judgement, such as precision beside recall. */
  readonly parts?: Readonly<Record<string, number>>;
  /** What judge models said, where any was asked. */
  readonly judge?: JudgeRecord;
}

export interface Unscored {
  readonly status: "unscored";
  readonly why: string;
  /** What judge models said, where any was asked. */
  readonly judge?: JudgeRecord;
}
