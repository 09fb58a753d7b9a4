import { accuracy } from "@evalkit/core";
import { defineTabularBenchmark, type Row, type RowContext, type SampleDraft } from "@evalkit/datasets";
import { mathScorer } from "@evalkit/scorers";
import { optionalText, requireText } from "./shared/fields.js";
import { MATH_DEMONSTRATIONS } from "./shared/math-demonstrations.js";
import { boxedAnswer, MATH_DIFFERENCES } from "./shared/math-problems.js";
import { promptWithHeading } from "./shared/prompt-with-heading.js";

export default defineTabularBenchmark<unknown>({
  id: "competition_math",
  aliases: ["competition-math", "math"],
  version: 1,
  title: "MATH",
  description: "Problems of American high school competitions in seven fields and five levels; answers are numbers and expressions.",
  descriptionZh: "美国高中数学竞赛题，七个领域、五个难度等级，答案为数或表达式。",
  dimension: "math",
  language: "en",
  license: "MIT",
  paperUrl: "https://arxiv.org/abs/2103.03874",
  hubs: { modelscope: "evalscope/competition_math", huggingface: "EleutherAI/hendrycks_math" },
  evalSplit: "test",
  trainSplit: "train",
  ownDemonstrations: MATH_DEMONSTRATIONS,
  subsets: ["Level 1", "Level 2", "Level 3", "Level 4", "Level 5"],
  sampleCount: 5000,
  layouts: [
    {
      name: "original release or EvalScope data.zip, a file for each problem",
      paths: ["{split}/*/*.json", "competition_math/{split}/*/*.json", "MATH/{split}/*/*.json", "data.zip!competition_math/{split}/*/*.json", "data.zip!data/competition_math/{split}/*/*.json"],
      subsetOf: "level",
    },
    { name: "one file", paths: ["{split}.json", "{split}.jsonl", "math/{split}.json", "math/{split}.jsonl", "data/{split}.jsonl"], subsetOf: "level" },
    { name: "hub snapshot", paths: ["data/{split}-*.parquet", "{split}-*.parquet", "{split}.parquet", "*/{split}-*.parquet"], subsetOf: "level" },
  ],
  shots: 4,
  sample: readSample,
  templates: promptWithHeading(
    "Problem:\n{question}\n\nReason step by step, then state the final answer once, inside \\boxed{}.",
    "Here are problems of this kind with their solutions:",
  ),
  parts: ({ metadata }) => ({ type: String(metadata?.["type"] ?? "") }),
  demonstration: ({ metadata }, { question }) => `Problem:\n${question}\nSolution:\n${String(metadata?.["solution"])}`,
  scorers: () => [mathScorer()],
  metrics: [accuracy],
  differences: `${MATH_DIFFERENCES} Demonstrations show the worked solution; EvalScope shows its answer alone. Where there is no training split beside the data, four worked problems of ours are shown.`,
});

function readSample(row: Row, context: RowContext): SampleDraft {
  const solution = requireText(row, "solution", context).trim();
  const type = optionalText(row, "type");
  return {
    input: requireText(row, "problem", context).trim(),
    target: boxedAnswer(solution, context),
    metadata: { solution, ...(type === undefined ? {} : { type }) },
  };
}
