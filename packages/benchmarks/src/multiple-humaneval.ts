import { defineTabularBenchmark } from "@evalkit/datasets";
import { CODE_METRICS } from "./shared/human-eval.js";
import { fenceOf, MULTIPL_E_LANGUAGES, multiplESample, multiplEScorers } from "./shared/multipl-e.js";

export default defineTabularBenchmark<unknown>({
  id: "multiple_humaneval",
  aliases: ["multipl-e-humaneval"],
  version: 1,
  title: "MultiPL-E HumanEval",
  description: "HumanEval translated into other programming languages.",
  descriptionZh: "翻译成多种编程语言的 HumanEval。",
  dimension: "code",
  language: "en",
  license: "MIT",
  paperUrl: "https://arxiv.org/abs/2208.08227",
  hubs: { modelscope: "evalscope/MultiPL-E", huggingface: "nuprl/MultiPL-E" },
  evalSplit: "test",
  subsets: Object.keys(MULTIPL_E_LANGUAGES).map((ending) => `humaneval-${ending}`),
  layouts: [
    { name: "hub snapshot", paths: ["{subset}/{split}-*.parquet", "{subset}/{split}.parquet", "{subset}/{split}.jsonl", "{subset}.jsonl", "data/{subset}.jsonl", "{subset}.json"] },
  ],
  shots: 0,
  sample: multiplESample,
  templates: { prompt: "Complete this code as its comments say. Reply with the whole code in one fenced block, without a main function.\n\n```{fence}\n{question}\n```" },
  parts: (draft) => ({ fence: fenceOf(draft) }),
  scorers: multiplEScorers(15_000),
  metrics: CODE_METRICS,
  requires: { sandbox: "shell" },
  differences:
    "Languages run that have a toolchain here: Python, JavaScript, TypeScript, C++, Java, Go, Rust and Bash; samples in others are unscored with the reason. Programs run in a sandbox; outside Python tests and program share a process, which verdicts say.",
});
