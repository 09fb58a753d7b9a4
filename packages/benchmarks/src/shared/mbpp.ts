import { DatasetError, type Sample, type Scorer } from "@evalkit/core";
import type { BenchmarkSettings, ScorerTools } from "@evalkit/datasets";
import { codeScorer, type CodeTask } from "./code-scorer.js";
import { NUMPY_STAND_IN } from "./numpy-stand-in.js";

/** Called by tests without being what they test. */
const HELPERS = new Set(
  "abs all any bool bytes dict enumerate filter float format frozenset hash int isinstance issubclass iter len list map max min next ord chr pow print range repr reversed round set slice sorted str sum super tuple type vars zip Counter OrderedDict defaultdict deque not and or in is assert assertion math isclose".split(" "),
);

const CALL = /(?<![\w.])([A-Za-z_]\w{0,100})\s{0,4}\(/g;

/** The function that a list of assertions tests: the name that most of them call, builtins aside; failing that, the first that is called. */
export function testedFunction(tests: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  let first: string | undefined;
  for (const test of tests) {
    const called = [...test.slice(0, 20_000).matchAll(CALL)].map(([, name = ""]) => name);
    first ??= called.find((name) => name !== "assert");
    for (const name of new Set(called)) if (!HELPERS.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [most] = [...counts].sort((left, right) => right[1] - left[1]);
  return most?.[0] ?? first;
}

/** Text lists of rows: JSON arrays, or such an array as text. */
export function textList(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== "string" || value.trim() === "") return [];
  try {
    const parsed: unknown = JSON.parse(value);
    if (Array.isArray(parsed)) return parsed.map(String);
  } catch {
    // One assertion by itself.
  }
  return [value];
}

/** Tasks whose tests use a class of the program or make its objects, so that they run beside the program. */
export const MBPP_SHARED_TASKS: ReadonlySet<number> = new Set([367, 533, 601, 927]);

/** Scores by the tests in the sample's metadata, under EvalScope's names: `test_list`, `test_setup_code`, and `test` with more of them. */
export function mbppScorers(timeoutMs: number) {
  return (settings: BenchmarkSettings, tools?: ScorerTools): readonly Scorer<unknown>[] => [codeScorer({ settings, tools, timeoutMs, task })];
}

function task({ metadata }: Sample): CodeTask | string {
  const list = textList(metadata?.["test_list"]);
  const more = metadata?.["test"];
  const entryPoint = testedFunction(list);
  const setup = textOf(metadata?.["test_setup_code"]);
  const imports = textList(metadata?.["test_imports"]).join("\n");
  const source = typeof more === "string" && more.trim() !== "" ? more : list.join("\n");
  if (source === "" || entryPoint === undefined) return "The sample has no tests to run.";
  const before = `${/\bnumpy\b/.test(source) ? NUMPY_STAND_IN : ""}${imports === "" ? "" : `${imports}\n`}${setup}`;
  return {
    entryPoint,
    check: ({ code }) => ({
      language: "python",
      program: withoutMain(code),
      entryPoint,
      tests: { kind: "assertions", source, ...(before === "" ? {} : { setup: before }) },
      ...(MBPP_SHARED_TASKS.has(Number(metadata?.["task_id"])) ? { mode: "shared" as const } : {}),
    }),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}

/** Answers repeat the examples of their prompt as assertions at the end: those are not the program. */
function withoutMain(code: string): string {
  const lines = code.split("\n");
  while (lines.length > 0 && /^(?:assert\b|print\(|\s*$|#)/.test(lines.at(-1) ?? "")) lines.pop();
  return `${lines.join("\n")}\n`;
}

/** Which part of the original file a task number belongs to. */
export function mbppSplit(taskId: number): "prompt" | "test" | "validation" | "train" {
  if (!Number.isSafeInteger(taskId) || taskId < 1) throw new DatasetError(`MBPP has no task ${taskId}.`);
  if (taskId <= 10) return "prompt";
  if (taskId <= 510) return "test";
  return taskId <= 600 ? "validation" : "train";
}
