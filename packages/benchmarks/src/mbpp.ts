import { defineTabularBenchmark, type Row, type RowContext, type SampleDraft } from "@evalkit/datasets";
import { optionalText, requireText } from "./shared/fields.js";
import { hubLayout } from "./shared/hub-layout.js";
import { CODE_METRICS } from "./shared/human-eval.js";
import { MBPP_DEMONSTRATIONS } from "./shared/mbpp-demonstrations.js";
import { mbppScorers, mbppSplit, textList } from "./shared/mbpp.js";

const TASK = "Task: {question}\nThe code has to pass these tests:\n{tests}";

export default defineTabularBenchmark<unknown>({
  id: "mbpp",
  version: 1,
  title: "MBPP",
  description: "Small Python functions to be written from a sentence and three assertions that they have to stand.",
  descriptionZh: "根据一句描述和三条断言编写的入门级 Python 函数。",
  dimension: "code",
  language: "en",
  license: "CC BY 4.0",
  paperUrl: "https://arxiv.org/abs/2108.07732",
  hubs: { modelscope: "google-research-datasets/mbpp", huggingface: "google-research-datasets/mbpp" },
  evalSplit: "test",
  subsets: ["full"],
  sampleCount: 500,
  layouts: [
    { name: "original repository", paths: ["mbpp.jsonl", "data/mbpp.jsonl", "mbpp/mbpp.jsonl"] },
    hubLayout({ more: ["mbpp_{split}.jsonl"] }),
  ],
  shots: 3,
  maxShots: 3,
  demonstrationTexts: { texts: () => MBPP_DEMONSTRATIONS },
  sample: readSample,
  templates: {
    prompt: `Write a Python function. Reply with its code alone, in one fenced block.\n\n${TASK}`,
    fewShot: `Write Python functions as in these examples: the code alone, between [BEGIN] and [DONE].\n\n{fewshot}\n\n${TASK}\n[BEGIN]\n`,
  },
  parts: (draft) => ({ tests: textList(draft.metadata?.["test_list"]).join("\n") }),
  scorers: mbppScorers(10_000),
  metrics: CODE_METRICS,
  requires: { sandbox: "python" },
  differences:
    "Programs run in a sandbox and can neither read nor write their verdict. Four tasks (367, 533, 601, 927) need the program's own classes and run in a declared weaker mode. All tests of a task count, the challenge tests of the original file aside. The demonstrations are our own.",
});

function readSample(row: Row, context: RowContext): SampleDraft | undefined {
  const id = Number(requireText(row, "task_id", context));
  const split = mbppSplit(id);
  // The original file holds all parts; what a hub calls a split is one of them.
  if (["prompt", "test", "validation", "train"].includes(context.split) && split !== context.split) return undefined;
  const setup = optionalText(row, "test_setup_code");
  return {
    input: (optionalText(row, "text") ?? requireText(row, "prompt", context)).trim(),
    target: requireText(row, "code", context).replaceAll("\r\n", "\n").trimEnd(),
    metadata: { task_id: id, test_list: textList(row["test_list"] ?? row["test"]), ...(setup === undefined ? {} : { test_setup_code: setup }) },
  };
}
