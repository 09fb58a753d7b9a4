import type { Sample, Scorer } from "@evalkit/core";
import { type BenchmarkSettings, defineTabularBenchmark, type Row, type RowContext, type SampleDraft, type ScorerTools, type TabularBenchmark } from "@evalkit/datasets";
import { codeScorer, type CodeTask } from "./code-scorer.js";
import { optionalText, requireText } from "./fields.js";
import { hubLayout } from "./hub-layout.js";
import { CODE_METRICS } from "./human-eval.js";
import { textList } from "./mbpp.js";
import { pythonModules } from "./python-modules.js";
import { pythonProgram } from "./python-program.js";

type Named = Pick<TabularBenchmark<unknown>, "id" | "aliases" | "title" | "description" | "descriptionZh" | "hubs" | "sampleCount"> & { readonly files: readonly string[] };

/** Settings of EvalScope's container, which sandboxes here have no use for. */
const CONTAINER = {
  docker_build_context: { type: "str", description: "Accepted; has no effect: programs run in the sandbox of the run.", default: "" },
  dockerfile: { type: "str", description: "Accepted; has no effect.", default: "Dockerfile" },
  force_rebuild: { type: "bool", description: "Accepted; has no effect.", default: false },
} as const;

/** BigCodeBench, whole or in part: rows with `instruct_prompt`, `complete_prompt`, `code_prompt`, `entry_point`, `test`, `libs`. */
export function bigCodeBench({ files, ...named }: Named): TabularBenchmark<unknown> {
  return defineTabularBenchmark<unknown>({
    ...named,
    version: 1,
    dimension: "code",
    language: "en",
    license: "Apache-2.0",
    paperUrl: "https://arxiv.org/abs/2406.15877",
    evalSplit: "v0.1.4",
    evalSplitOf: ({ version }) => (version === "default" ? undefined : String(version)),
    subsets: ["default"],
    layouts: [hubLayout({ more: files })],
    shots: 0,
    sample: readSample,
    templates: { prompt: "{question}" },
    scorers,
    metrics: CODE_METRICS,
    requires: { sandbox: "python" },
    extraParameters: {
      split: { type: "str", description: "What is asked: the docstring to be completed, or an instruction.", default: "instruct", choices: ["complete", "instruct"] },
      version: { type: "str", description: "Version of the data, such as v0.1.3.", default: "default" },
      calibrate: { type: "bool", description: "Put the task's own imports and head before the answer.", default: true },
      ...CONTAINER,
    },
    differences:
      "The unit tests of each task are run, and each has to pass; EvalScope appends their class to the program and counts an exit without an error. Tasks whose libraries the sandbox does not have are unscored with the reason. Tests and program share a process, which verdicts say. The time limit counts CPU time.",
  });
}

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
  return [codeScorer({ settings, tools, timeoutMs: 240_000, task: (sample) => task(sample, isCalibrated) })];
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
class UnitTestFailure(Exception): pass
for _evalkit_case, _evalkit_text in _evalkit_result.failures + _evalkit_result.errors:
    raise UnitTestFailure(str(_evalkit_case) + ": " + _evalkit_text.strip().splitlines()[-1])
`;
