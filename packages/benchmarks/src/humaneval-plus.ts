import { defineTabularBenchmark } from "@evalkit/datasets";
import { hubLayout } from "./shared/hub-layout.js";
import { CODE_METRICS, HUMAN_EVAL_PROMPT, humanEvalSample, humanEvalScorers } from "./shared/human-eval.js";

export default defineTabularBenchmark<unknown>({
  id: "humaneval_plus",
  aliases: ["humanevalplus", "humaneval+"],
  version: 1,
  title: "HumanEval+",
  description: "The functions of HumanEval with about eighty times as many tests.",
  descriptionZh: "HumanEval 的扩展版，每题测试数量约为原来的 80 倍。",
  dimension: "code",
  language: "en",
  license: "Apache-2.0",
  paperUrl: "https://arxiv.org/abs/2305.01210",
  hubs: { modelscope: "evalscope/humanevalplus", huggingface: "evalplus/humanevalplus" },
  evalSplit: "test",
  subsets: ["default"],
  sampleCount: 164,
  layouts: [hubLayout({ more: ["HumanEvalPlus.jsonl", "HumanEvalPlus.jsonl.gz"] })],
  shots: 0,
  sample: humanEvalSample,
  templates: { prompt: HUMAN_EVAL_PROMPT },
  scorers: humanEvalScorers(60_000),
  metrics: CODE_METRICS,
  requires: { sandbox: "python" },
  differences:
    "Programs run in a sandbox and can neither read nor write their verdict. Tests compare numbers with numpy where it is there, otherwise by the same formula. The time limit is 60 s of CPU time, not 300 s on the clock.",
});
