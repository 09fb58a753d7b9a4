import { defineTabularBenchmark, type Row, type RowContext, type SampleDraft } from "@evalkit/datasets";
import { optionalText, requireText } from "./shared/fields.js";
import { hubLayout } from "./shared/hub-layout.js";
import { CODE_METRICS } from "./shared/human-eval.js";
import { mbppScorers, textList } from "./shared/mbpp.js";

export default defineTabularBenchmark<unknown>({
  id: "mbpp_plus",
  aliases: ["mbppplus", "mbpp+"],
  version: 1,
  title: "MBPP+",
  description: "Checked tasks of MBPP with about thirty-five times as many tests.",
  descriptionZh: "经过校订的 MBPP 题目，测试数量约为原来的 35 倍。",
  dimension: "code",
  language: "en",
  license: "Apache-2.0",
  paperUrl: "https://arxiv.org/abs/2305.01210",
  hubs: { modelscope: "evalscope/mbppplus", huggingface: "evalplus/mbppplus" },
  evalSplit: "test",
  subsets: ["default"],
  sampleCount: 378,
  layouts: [hubLayout({ more: ["MbppPlus.jsonl", "MbppPlus.jsonl.gz"] })],
  shots: 0,
  sample: readSample,
  templates: { prompt: "Write a Python function. Reply with its code alone, in one fenced block.\n\nTask: {question}\nThe code has to pass these tests:\n{tests}" },
  parts: (draft) => ({ tests: textList(draft.metadata?.["test_list"]).join("\n") }),
  scorers: mbppScorers(20_000),
  metrics: CODE_METRICS,
  requires: { sandbox: "python" },
  differences: "All the added tests of a task are run; EvalScope runs the few assertions of its prompt alone. Programs run in a sandbox and can neither read nor write their verdict.",
});

function readSample(row: Row, context: RowContext): SampleDraft {
  const test = optionalText(row, "test");
  const tests = textList(row["test_list"]);
  return {
    input: requireText(row, "prompt", context).trim(),
    target: requireText(row, "code", context).replaceAll("\r\n", "\n").trimEnd(),
    metadata: {
      task_id: requireText(row, "task_id", context),
      test_list: tests,
      ...(row["test_imports"] === undefined ? {} : { test_imports: textList(row["test_imports"]) }),
      ...(test === undefined ? {} : { test }),
    },
  };
}
