import { ConfigError, type Sample, type Scorer } from "@evalkit/core";
import { type BenchmarkSettings, defineTabularBenchmark, type Row, type RowContext, type SampleDraft, type ScorerTools } from "@evalkit/datasets";
import { codeScorer, type CodeTask } from "./shared/code-scorer.js";
import { badRow, optionalText, requireText } from "./shared/fields.js";
import { CODE_METRICS } from "./shared/human-eval.js";
import { liveCases, liveTests } from "./shared/live-code-tests.js";

const RELEASES = ["v1", "v2", "v3", "v4", "v5", "v6"];
const WITH_HEAD = "Complete this code. Reply with the whole program in one fenced block.";
const WITHOUT_HEAD = "Read from standard input and print the answer, nothing else. Reply with a whole Python program in one fenced block.";

export default defineTabularBenchmark<unknown>({
  id: "live_code_bench",
  aliases: ["livecodebench", "live-code-bench"],
  version: 1,
  title: "LiveCodeBench",
  description: "Contest problems with their dates, solved by Python programs that read standard input or by functions.",
  descriptionZh: "带日期的编程竞赛题，用读取标准输入的 Python 程序或函数求解。",
  dimension: "code",
  language: "en",
  license: "CC",
  paperUrl: "https://arxiv.org/abs/2403.07974",
  hubs: { modelscope: "AI-ModelScope/code_generation_lite", huggingface: "livecodebench/code_generation_lite" },
  evalSplit: "test",
  subsets: ["release_latest", ...RELEASES.map((release) => `release_${release}`), ...RELEASES],
  sampleCount: 1055,
  layouts: [
    { name: "one file for each release", paths: ["{subset}.jsonl", "{subset}/{split}.jsonl", "{subset}/{split}-*.parquet"] },
    { name: "all releases", paths: ["test*.jsonl", "data/test*.jsonl", "{split}-*.parquet", "data/{split}-*.parquet"], subsetOf: () => "release_latest" },
  ],
  shots: 0,
  sample: readSample,
  templates: { prompt: "Solve this programming problem.\n\n{question}\n\n{format}" },
  parts: (draft) => ({ format: formatOf(draft) }),
  scorers,
  metrics: CODE_METRICS,
  requires: { sandbox: "python" },
  extraParameters: {
    start_date: { type: "str", description: "Problems from this day on, YYYY-MM-DD; empty: all.", default: "" },
    end_date: { type: "str", description: "Problems up to this day, YYYY-MM-DD; empty: all.", default: "" },
    debug: { type: "bool", description: "Accepted; has no effect: what a program printed is in the reviews anyway.", default: false },
  },
  differences:
    "Expected outputs never enter the sandbox: what programs print is compared outside, line by line, numbers by value. Functions are called from another process, which only plain values reach. A broken test is no wrong answer: its sample is unscored.",
});

function dayOf(value: unknown, name: string): string | undefined {
  if (value === undefined || value === "") return undefined;
  if (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  throw new ConfigError(`live_code_bench: ${name} must be a day such as 2024-08-01, not ${JSON.stringify(value)}.`);
}

function readSample(row: Row, context: RowContext): SampleDraft | undefined {
  const date = requireText(row, "contest_date", context).slice(0, 10);
  const [start, end] = [dayOf(context.extra["start_date"], "start_date"), dayOf(context.extra["end_date"], "end_date")];
  if ((start !== undefined && date < start) || (end !== undefined && date > end)) return undefined;
  const head = optionalText(row, "starter_code");
  const name = functionName(row, context);
  return {
    input: requireText(row, "question_content", context).trim(),
    target: "",
    metadata: {
      question_id: optionalText(row, "question_id") ?? "",
      contest_date: date,
      public_test_cases: optionalText(row, "public_test_cases") ?? "",
      private_test_cases: optionalText(row, "private_test_cases") ?? "",
      ...(head === undefined ? {} : { starter_code: head }),
      ...(name === undefined ? {} : { func_name: name }),
    },
  };
}

function functionName(row: Row, context: RowContext): string | undefined {
  const text = optionalText(row, "metadata");
  if (text === undefined) return undefined;
  try {
    const { func_name: name } = JSON.parse(text) as { readonly func_name?: unknown };
    return typeof name === "string" && name !== "" ? name : undefined;
  } catch (cause) {
    throw badRow(context, "has metadata that is no JSON", cause instanceof Error ? cause.message : undefined);
  }
}

function formatOf(draft: SampleDraft): string {
  const head = draft.metadata?.["starter_code"];
  return typeof head === "string" ? `${WITH_HEAD}\n\`\`\`python\n${head}\n\`\`\`` : WITHOUT_HEAD;
}

function scorers(settings: BenchmarkSettings, tools?: ScorerTools): readonly Scorer<unknown>[] {
  return [codeScorer({ settings, tools, timeoutMs: 6_000, task })];
}

function task({ metadata }: Sample): CodeTask | string {
  const name = metadata?.["func_name"];
  const functionCalled = typeof name === "string" ? name : undefined;
  try {
    const cases = ["public_test_cases", "private_test_cases"].flatMap((key) => liveCases(String(metadata?.[key] ?? "")));
    if (cases.length === 0) return "The sample has no tests to run.";
    const tests = liveTests(cases, functionCalled);
    return {
      ...(functionCalled === undefined ? {} : { entryPoint: "Solution" }),
      check: ({ code }) => ({ language: "python", program: `${PRELUDE}\n${code}`, tests, ...(functionCalled === undefined ? {} : { entryPoint: `Solution.${functionCalled}` }) }),
    };
  } catch (error) {
    return `The tests of this sample cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : "unknown"}.`;
  }
}

/** What the sites that the problems come from have imported already. */
const PRELUDE = [
  "import sys, math, re, string, random, itertools, functools, collections, heapq, bisect, operator, copy, datetime",
  "from typing import *",
  "from collections import *",
  "from itertools import *",
  "from functools import *",
  "from heapq import *",
  "from bisect import *",
  "from math import *",
  "sys.setrecursionlimit(50000)",
].join("\n");

