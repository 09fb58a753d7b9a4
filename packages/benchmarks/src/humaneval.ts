import { defineTabularBenchmark } from "@evalkit/datasets";
import { hubLayout } from "./shared/hub-layout.js";
import { CODE_METRICS, HUMAN_EVAL_PROMPT, humanEvalSample, humanEvalScorers } from "./shared/human-eval.js";

export default defineTabularBenchmark<unknown>({
  id: "humaneval",
  aliases: ["human_eval", "human-eval", "openai_humaneval"],
  version: 1,
  title: "HumanEval",
  description: "Python functions to be written from their head and docstring, run against hidden tests.",
  descriptionZh: "根据函数签名和文档字符串编写 Python 函数，并用隐藏测试执行检验。",
  dimension: "code",
  language: "en",
  license: "MIT",
  paperUrl: "https://arxiv.org/abs/2107.03374",
  hubs: { modelscope: "opencompass/humaneval", huggingface: "openai/openai_humaneval" },
  evalSplit: "test",
  subsets: ["openai_humaneval"],
  sampleCount: 164,
  layouts: [
    { name: "original repository", paths: ["HumanEval.jsonl", "HumanEval.jsonl.gz", "data/HumanEval.jsonl.gz", "humaneval.jsonl", "human-eval-v2-20210705.jsonl"] },
    hubLayout(),
  ],
  shots: 0,
  sample: humanEvalSample,
  templates: { prompt: HUMAN_EVAL_PROMPT },
  scorers: humanEvalScorers(4_000),
  metrics: CODE_METRICS,
  requires: { sandbox: "python" },
  differences:
    "Programs run in a sandbox and can neither read nor write their verdict; EvalScope runs them on the host unless told otherwise, beside their tests. The time limit counts the program's own CPU time, so that a busy machine fails no correct program. The last block that defines the function counts, joined with earlier ones that it uses; EvalScope takes the first block.",
});
