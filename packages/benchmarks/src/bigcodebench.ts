import type { Sample, Scorer } from "@evalkit/core";
import { type BenchmarkSettings, defineTabularBenchmark, type Row, type RowContext, type SampleDraft, type ScorerTools } from "@evalkit/datasets";
import { codeScorer, type CodeTask } from "./shared/code-scorer.js";
import { optionalText, requireText } from "./shared/fields.js";
import { hubLayout } from "./shared/hub-layout.js";
import { CODE_METRICS } from "./shared/human-eval.js";
import { pythonProgram } from "./shared/python-program.js";
import { pythonModules } from "./shared/python-modules.js";
import { textList } from "./shared/mbpp.js";

export default defineTabularBenchmark<unknown>({
  id: "bigcodebench",
  aliases: ["big_code_bench"],
  version: 1,
  title: "BigCodeBench",
  description: "Tasks that call functions of 139 Python libraries, checked by unit tests.",
  descriptionZh: "调用 139 个 Python 库完成的任务，用单元测试检验。",
  dimension: "code",
  language: "en",
  license: "Apache-2.0",
  paperUrl: "https://arxiv.org/abs/2406.15877",
  hubs: { modelscope: "evalscope/bigcodebench", huggingface: "bigcode/bigcodebench" },
  evalSplit: "v0.1.4",
  subsets: ["default"],
  sampleCount: 1140,
  layouts: [hubLayout({ more: ["BigCodeBench-{split}.jsonl", "bigcodebench.jsonl"] })],
  shots: 0,
  sample: readSample,
  templates: { prompt: "{question}" },
  scorers,
  metrics: CODE_METRICS,
  requires: { sandbox: "python" },
  extraParameters: {
    split: { type: "str", description: "What is asked: the docstring to be completed, or an instruction.", default: "instruct", choices: ["complete", "instruct"] },
    calibrate: { type: "bool", description: "Put the task's own imports and head before the answer.", default: true },
  },
  differences:
    "The unit tests of each task are run, and each has to pass; tasks whose libraries the sandbox does not have are unscored with the reason. Tests and program share a process, which verdicts say. The time limit counts CPU time.",
});

function readSample(row: Row, context: RowContext): SampleDraft {
  const split = context.extra["split"] === "complete" ? "complete" : "instruct";
  return {
    input: requireText(row, `${split}_prompt`, context),
    target: optionalText(row, "canonical_solution") ?? "",
    metadata: {
      task_id: requireText(row, "task_id", context),
      entry_point: requireText(row, "entry_point", context),
      complete_prompt: requireText(row, "complete_prompt", context),
      code_prompt: optionalText(row, "code_prompt") ?? "",
      test: requireText(row, "test", context),
      ...(row["libs"] === undefined ? {} : { libs: libraries(row["libs"]) }),
    },
  };
}

/** `['pandas', 'numpy']`, as Python or JSON writes it. */
function libraries(value: unknown): readonly string[] {
  return textList(typeof value === "string" ? value.replaceAll("'", '"') : value);
}

function scorers(settings: BenchmarkSettings, tools?: ScorerTools): readonly Scorer<unknown>[] {
  const isCalibrated = settings.extra?.["calibrate"] !== false;
  return [codeScorer({ settings, tools, timeoutMs: 60_000, task: (sample) => task(sample, isCalibrated) })];
}

function task({ metadata }: Sample, isCalibrated: boolean): CodeTask | string {
  const [entryPoint, test, complete, head] = ["entry_point", "test", "complete_prompt", "code_prompt"].map((name) => metadata?.[name]);
  if (typeof entryPoint !== "string" || typeof test !== "string") return "The sample has no entry_point and test to run.";
  const prompt = typeof complete === "string" ? complete : "";
  const libs = pythonModules(`${typeof head === "string" && head !== "" ? head : prompt}\n${test}`);
  return {
    entryPoint,
    mayBeBody: prompt !== "",
    check: (found) => ({
      language: "python",
      program: found.isBody ? pythonProgram(prompt, found) : isCalibrated && typeof head === "string" && head !== "" ? pythonProgram(head, found) : found.code,
      entryPoint,
      libraries: libs,
      mode: "shared",
      tests: { kind: "assertions", source: `${test}\n${RUN_UNIT_TESTS}` },
    }),
  };
}

/** Runs every case of the tests and raises for the first that does not pass; no tests at all is no pass. */
const RUN_UNIT_TESTS = `
import unittest as _evalkit_unittest
_evalkit_result = _evalkit_unittest.TestResult()
_evalkit_unittest.defaultTestLoader.loadTestsFromTestCase(TestCases).run(_evalkit_result)
assert _evalkit_result.testsRun > 0, "no test was run"
for _evalkit_case, _evalkit_text in _evalkit_result.failures + _evalkit_result.errors:
    raise AssertionError(str(_evalkit_case) + ": " + _evalkit_text.strip().splitlines()[-1])
`;
