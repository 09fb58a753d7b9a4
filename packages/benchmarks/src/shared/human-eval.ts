import { accuracy, passAtK, type Sample, type Scorer } from "@evalkit/core";
import type { BenchmarkSettings, Row, RowContext, SampleDraft, ScorerTools } from "@evalkit/datasets";
import { codeScorer, type CodeTask } from "./code-scorer.js";
import { optionalText, requireText } from "./fields.js";
import { NUMPY_STAND_IN } from "./numpy-stand-in.js";
import { pythonProgram, pythonStub } from "./python-program.js";

export const HUMAN_EVAL_PROMPT =
  "Write the Python function that this head and its docstring describe, in full. Reply with its code alone, in one fenced block.\n\n{question}";

/** pass@1 first, then the mean, as EvalScope's reports have both. */
export const CODE_METRICS = [passAtK(1), accuracy];

/** A row of HumanEval's form: `prompt`, `entry_point`, `test`, `canonical_solution`, `task_id`. */
export function humanEvalSample(row: Row, context: RowContext): SampleDraft {
  const prompt = requireText(row, "prompt", context);
  return {
    input: prompt,
    target: optionalText(row, "canonical_solution") ?? "",
    metadata: {
      task_id: requireText(row, "task_id", context),
      entry_point: requireText(row, "entry_point", context),
      prompt,
      test: requireText(row, "test", context),
    },
  };
}

/** Scores by the tests in the sample's metadata, which stored runs of EvalScope have as well. */
export function humanEvalScorers(timeoutMs: number) {
  return (settings: BenchmarkSettings, tools?: ScorerTools): readonly Scorer<unknown>[] => [codeScorer({ settings, tools, timeoutMs, task })];
}

function task({ metadata }: Sample): CodeTask | string {
  const [prompt, entryPoint, test] = ["prompt", "entry_point", "test"].map((name) => metadata?.[name]);
  if (typeof prompt !== "string" || typeof entryPoint !== "string" || typeof test !== "string") return "The sample has no prompt, entry_point and test to run.";
  return {
    entryPoint,
    mayBeBody: true,
    check: (found) => ({
      language: "python",
      program: pythonProgram(prompt, found),
      entryPoint,
      tests: {
        kind: "assertions",
        // Some tests use helpers that stand in the prompt: they come from there, not from the answer.
        setup: `${/\bnumpy\b/.test(test) ? NUMPY_STAND_IN : ""}${pythonStub(prompt)}`,
        source: `${test}\ncheck(${entryPoint})\n`,
      },
    }),
  };
}
