import { accuracy } from "@evalkit/core";
import { choiceLabel, defineTabularBenchmark, type Row, type RowContext, type SampleDraft } from "@evalkit/datasets";
import { anyChoiceScorer } from "./shared/any-choice-scorer.js";
import { CHOICE_DIFFERENCES } from "./shared/choice-differences.js";
import { STEPWISE_CHOICE } from "./shared/choice-prompts.js";
import { letterOf } from "./shared/choice-row.js";
import { optionalText, requireText } from "./shared/fields.js";
import { hubLayout } from "./shared/hub-layout.js";
import { requireTexts } from "./shared/lists.js";
import { MMLU_CATEGORIES } from "./shared/mmlu-subjects.js";

/** Separates several right answers in a correction: `A,C`, `0 and 2`, `B or D`. */
const SEVERAL = /\s*,\s*|\s+and\s+|\s+or\s+/;

export default defineTabularBenchmark<unknown>({
  id: "mmlu_redux",
  aliases: ["mmlu-redux"],
  version: 1,
  title: "MMLU-Redux",
  description: "A hundred questions of each MMLU subject, checked by experts and their answers corrected.",
  descriptionZh: "MMLU 每个学科抽 100 题，经专家复核并更正答案。",
  dimension: "knowledge",
  language: "en",
  license: "CC BY 4.0",
  paperUrl: "https://arxiv.org/abs/2406.04127",
  hubs: { modelscope: "AI-ModelScope/mmlu-redux-2.0", huggingface: "edinburgh-dawg/mmlu-redux-2.0" },
  evalSplit: "test",
  subsets: Object.values(MMLU_CATEGORIES).flat(),
  sampleCount: 5700,
  categories: MMLU_CATEGORIES,
  layouts: [
    { name: "hub snapshot, a folder for each subject", paths: ["{subset}/{split}-*.parquet", "{subset}/{split}/*.parquet", "{subset}/{split}.parquet", "{subset}/data-*.arrow", "{subset}/{split}/data-*.arrow", "{subset}/{split}.jsonl", "{subset}.jsonl", "{subset}.csv"] },
    hubLayout({ subsetOf: "subject" }),
  ],
  shots: 0,
  sample: readSample,
  templates: STEPWISE_CHOICE,
  parts: (_draft, { subset }) => ({ subject: subset.replaceAll("_", " ") }),
  scorers: () => [anyChoiceScorer("acc")],
  metrics: [accuracy],
  extraParameters: {
    sound_only: { type: "bool", description: "Only the questions in which the experts found no error.", default: false },
  },
  differences: `${CHOICE_DIFFERENCES} A correction that names no option is passed over and the original answer stands; EvalScope stops at it. With extra_params {"sound_only": true} faulty questions are left out.`,
});

function readSample(row: Row, context: RowContext): SampleDraft | undefined {
  const errorType = optionalText(row, "error_type") ?? "ok";
  if (context.extra["sound_only"] === true && errorType !== "ok") return undefined;
  const options = requireTexts(row, "choices", context);
  const original = Number(requireText(row, "answer", context));
  const letter = letterOf(original, options.length, context);
  const correction = optionalText(row, "correct_answer")?.trim();
  const metadata = { error_type: errorType, ...(correction === undefined ? {} : { correct_answer: correction }) };
  const draft = { input: requireText(row, "question", context).trim(), metadata };
  if (correction === undefined) return { ...draft, choices: options, target: letter };
  if (errorType === "no_correct_answer") return { ...draft, choices: options.with(original, correction), target: letter };
  const isRead = errorType === "wrong_groundtruth" || errorType === "multiple_correct_answers";
  return { ...draft, choices: options, target: (isRead ? corrected(correction, options) : undefined) ?? letter };
}

/** The letters that a correction names by letter, by position from 0 or by the option itself; `undefined` when it names none. */
function corrected(correction: string, options: readonly string[]): string | undefined {
  const bare = correction.replace(/^[([]|[)\]]$/g, "");
  const whole = positionOf(bare, options);
  const positions = whole >= 0 ? [whole] : bare.split(SEVERAL).map((part) => positionOf(part, options));
  if (positions.some((position) => position < 0)) return undefined;
  return [...new Set(positions)].toSorted((left, right) => left - right).map(choiceLabel).join("");
}

function positionOf(named: string, options: readonly string[]): number {
  const text = named.trim();
  const position = /^[A-Za-z]$/.test(text) ? text.toUpperCase().charCodeAt(0) - 65 : /^\d$/.test(text) ? Number(text) : -1;
  if (position >= 0 && position < options.length) return position;
  return options.findIndex((option) => option.trim() === text);
}
