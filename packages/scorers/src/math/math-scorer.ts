import type { Score, Scorer } from "@evalkit/core";
import { isRefusal } from "../refusal.js";
import { refused, unparsed, unscored } from "../shared/verdict.js";
import { cleanAnswer } from "./clean.js";
import { extractMathAnswer, type ExtractMathOptions } from "./extract-math.js";
import { isProse, MAX_WHOLE } from "./prose.js";
import { compareAnswers, type MathEqualOptions } from "./math-equal.js";

const MAX_REPLY = 400;
const MAX_WORDY = 80;

export interface MathOptions extends MathEqualOptions, ExtractMathOptions {}

export interface MathInput extends MathOptions {
  readonly output: string;
  /** The right answer, or several of which each is right. A worked solution counts by its last `\boxed{…}`, one in prose by the answer it announces. */
  readonly expected: string | number | readonly (string | number)[];
}

/**
 * 1 when the answer that the output gives says the same as an expected one, by `mathEqual`; 0 otherwise, marked `unparsed` or
 * `refused` when there is no answer. Unscored when nothing is expected. Never throws.
 */
export function scoreMath(input: MathInput): Score {
  const golds = [input.expected].flat().map((gold) => goldAnswer(String(gold))).filter((gold) => gold !== "");
  const [first] = golds;
  if (first === undefined) return unscored("The expected answer is empty.");
  const expected = golds.join(" | ");
  const { output } = input;
  const read = sameReply(output, golds) ?? extractMathAnswer(output, input);
  const found = read === undefined || read.rule === "whole-reply" ? (wordyReply(output, golds, input) ?? read) : read;
  if ((found === undefined || found.weak || found.rule === "whole-reply") && isRefusal(output)) return refused(expected);
  if (found === undefined) return unparsed(expected, "No answer was found.");
  const extracted = cleanAnswer(found.answer);
  let step = "";
  let isEqual = false;
  for (const gold of golds) {
    const verdict = compareAnswers(extracted, gold, input, true);
    if (step === "" || verdict.equal) step = verdict.step;
    isEqual = verdict.equal;
    if (isEqual) break;
  }
  return {
    status: "scored",
    value: isEqual ? 1 : 0,
    extracted: extracted.slice(0, 1000),
    expected,
    rule: found.rule,
    span: found.span,
    why: `${brief(extracted)} ${isEqual ? "equals" : "differs from"} ${brief(expected)} (${step})${found.weak ? "; found only by a weak rule" : ""}.`,
  };
}

/** `scoreMath` as a scorer named `acc` unless told otherwise; the target is the right answer or several. */
export function mathScorer(options: MathOptions & { readonly name?: string } = {}): Scorer<string | number | readonly (string | number)[]> {
  const { name = "acc", ...rest } = options;
  return { name, score: (answer, sample) => scoreMath({ ...rest, output: answer.text, expected: sample.target }) };
}

/** A reply that is an expected answer word for word. */
function sameReply(output: string, golds: readonly string[]): ReturnType<typeof extractMathAnswer> {
  if (output.length > MAX_REPLY) return undefined;
  const answer = cleanAnswer(output);
  return golds.includes(answer) ? { answer, value: answer, rule: "whole-reply", span: [0, output.length], weak: false } : undefined;
}

/** A short reply in words, such as “all real numbers”, that says the same as an expected answer. */
function wordyReply(output: string, golds: readonly string[], options: MathOptions): ReturnType<typeof extractMathAnswer> {
  if (output.length > MAX_WORDY) return undefined;
  const answer = cleanAnswer(output);
  const said = /\b(?:is|are) ([^.]+)$/.exec(answer)?.[1];
  const verdict = /^(?:yes|no|true|false)(?=[,.;] )/i.exec(answer)?.[0];
  const same = [answer, said, verdict].find((text) => text !== undefined && text !== "" && golds.some((gold) => compareAnswers(text, gold, options, true).equal));
  return same !== undefined ? { answer: same, value: same, rule: "whole-reply", span: [0, output.length], weak: false } : undefined;
}

function goldAnswer(gold: string): string {
  const found = /boxed/.test(gold)
    ? extractMathAnswer(gold, { rules: ["boxed"] })
    : gold.length > MAX_WHOLE && isProse(gold)
      ? extractMathAnswer(gold, { rules: ["answer-is", "answer-marker"] })
      : undefined;
  return cleanAnswer(found?.answer ?? gold);
}

function brief(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
