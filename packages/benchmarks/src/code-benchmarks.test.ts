import { deflateSync } from "node:zlib";
import { type CodeCheck, type CodeVerdict, EvalkitError, type LanguageMissing, type Sample } from "@evalkit/core";
import { type BenchmarkSettings, prepareBenchmark, type TabularBenchmark } from "@evalkit/datasets";
import { describe, expect, it } from "vitest";
import { answerOf, folderOf, prepare, promptText, samplesOf } from "./__fixtures__/golden.js";
import bigcodebench from "./bigcodebench.js";
import bigcodebenchHard from "./bigcodebench-hard.js";
import humaneval from "./humaneval.js";
import humanevalPlus from "./humaneval-plus.js";
import liveCodeBench from "./live-code-bench.js";
import mbpp from "./mbpp.js";
import mbppPlus from "./mbpp-plus.js";
import multipleHumaneval from "./multiple-humaneval.js";
import { functionOfPrompt, otherProgram } from "./shared/multipl-e.js";

const PASSED: CodeVerdict = { outcome: "passed", why: "All tests passed.", mode: "split" };
const FENCE = "```";

/** The benchmark with a checker that notes what it is asked and says the same each time. */
async function checked(declaration: TabularBenchmark, localPath: string, { verdict = PASSED, settings = {} }: { readonly verdict?: CodeVerdict | LanguageMissing; readonly settings?: BenchmarkSettings } = {}) {
  const asked: CodeCheck[] = [];
  const codeChecker = {
    check: async (check: CodeCheck) => {
      asked.push(check);
      return verdict;
    },
  };
  const environment = { cacheDir: `${localPath}/cache`, hub: "local", offline: true, seed: 42, signal: AbortSignal.timeout(60_000) } as const;
  const benchmark = await prepareBenchmark(declaration, { localPath, ...settings }, environment, { tools: { codeChecker } });
  const samples = await samplesOf(benchmark);
  const score = (text: string, sample: Sample | undefined = samples[0]) => benchmark.scorers[0]!.score(answerOf(text), sample!, { signal: AbortSignal.timeout(60_000) });
  return { benchmark, samples, score, asked };
}

const HEAD = 'from typing import List\n\ndef twice(x: int) -> int:\n    """ Double.\n    >>> twice(2)\n    4\n    """\n';
const HUMAN_EVAL = JSON.stringify({ task_id: "HumanEval/0", prompt: HEAD, entry_point: "twice", canonical_solution: "    return 2 * x\n", test: "def check(candidate):\n    assert candidate(2) == 4\n" });

describe("humaneval", () => {
  it("asks for the function and hands its program, the prompt's helpers and the tests to the checker", async () => {
    await using folder = await folderOf({ "HumanEval.jsonl": HUMAN_EVAL });
    const { benchmark, samples, score, asked } = await checked(humaneval, folder.path);
    expect(promptText(benchmark, samples[0]!)).toBe(`[user]\nWrite the Python function that this head and its docstring describe, in full. Reply with its code alone, in one fenced block.\n\n${HEAD}`);
    expect(samples[0]).toMatchObject({ subset: "openai_humaneval", target: "    return 2 * x\n", metadata: { task_id: "HumanEval/0", entry_point: "twice" } });
    expect(await score(`${FENCE}python\ndef twice(x):\n    return x + x\n${FENCE}`)).toEqual({ status: "scored", value: 1, extracted: "def twice(x):\n    return x + x\n", rule: "fenced-block", span: [10, 41], why: "All tests passed." });
    expect(await score("    return x + x")).toMatchObject({ value: 1, rule: "body" });
    const stub = `${HEAD.trimEnd()}\n    pass\n`;
    expect(asked).toEqual([
      { language: "python", program: `${stub}\ndef twice(x):\n    return x + x\n\n`, entryPoint: "twice", timeoutMs: 4000, tests: { kind: "assertions", setup: stub, source: "def check(candidate):\n    assert candidate(2) == 4\n\ncheck(twice)\n" } },
      { language: "python", program: `${HEAD}    return x + x\n`, entryPoint: "twice", timeoutMs: 4000, tests: { kind: "assertions", setup: stub, source: "def check(candidate):\n    assert candidate(2) == 4\n\ncheck(twice)\n" } },
    ]);
  });

  it("tells apart wrong, missing and impossible", async () => {
    await using folder = await folderOf({ "HumanEval.jsonl": HUMAN_EVAL });
    const code = `${FENCE}python\ndef twice(x):\n    return x\n${FENCE}`;
    const wrong = await checked(humaneval, folder.path, { verdict: { outcome: "failed", why: "A test failed.", mode: "shared", log: "seen 2" }, settings: { reviewTimeoutMs: 700 } });
    expect(await wrong.score(code)).toMatchObject({ status: "scored", value: 0, why: "A test failed. (Tests and program ran in one process, the weaker mode.)", log: "seen 2" });
    expect(wrong.asked[0]?.timeoutMs).toBe(700);
    expect(await wrong.score("I'm sorry, but I can't help with that.")).toMatchObject({ status: "scored", value: 0, mark: "refused" });
    expect(await wrong.score("")).toMatchObject({ status: "scored", value: 0, mark: "unparsed" });
    expect(await wrong.score("The function doubles numbers.")).toMatchObject({ status: "scored", value: 0, mark: "unparsed" });
    const missing = await checked(humaneval, folder.path, { verdict: { outcome: "unavailable", why: "no Python" } });
    expect(await missing.score(code)).toEqual({ status: "unscored", why: "no Python" });
    const benchmark = await prepare(humaneval, folder.path);
    const failure = await Promise.resolve(benchmark.scorers[0]!.score(answerOf(code), (await samplesOf(benchmark))[0]!, { signal: AbortSignal.timeout(1000) })).catch((error: unknown) => error);
    expect(EvalkitError.is(failure) && [failure.code, failure.hint]).toEqual(["EVALKIT_SANDBOX_UNAVAILABLE", expect.stringContaining("bubblewrap")]);
  });

  it("brings a stand-in for numpy to tests that compare with it", async () => {
    await using folder = await folderOf({ "test.jsonl": HUMAN_EVAL.replace("def check", "import numpy as np\\ndef check") });
    const { score, asked } = await checked(humanevalPlus, folder.path);
    await score("    return 2 * x");
    expect(asked[0]).toMatchObject({ timeoutMs: 60_000, tests: { setup: expect.stringContaining("def assert_allclose") as string } });
  });
});

const task = (id: number, more: object = {}): string => JSON.stringify({ task_id: id, text: `Task ${id}.`, code: "def f(x):\r\n    return x\r\n", test_setup_code: "", test_list: ["assert f(1) == 1", "assert len(f([2])) == 1"], challenge_test_list: [], ...more });

describe("mbpp", () => {
  it("takes the tasks of its split, and asks after three examples", async () => {
    await using folder = await folderOf({ "mbpp.jsonl": [task(1), task(10), task(11), task(510), task(511), task(700)].join("\n") });
    const { benchmark, samples, score, asked } = await checked(mbpp, folder.path);
    expect(samples.map(({ metadata }) => metadata?.["task_id"])).toEqual([11, 510]);
    const prompt = promptText(benchmark, samples[0]!);
    expect(prompt.match(/\[DONE\]/g)).toHaveLength(4);
    expect(prompt.endsWith("Task: Task 11.\nThe code has to pass these tests:\nassert f(1) == 1\nassert len(f([2])) == 1\n[BEGIN]\n")).toBe(true);
    await score("def f(x):\n    return x\n\nassert f(1) == 1\n[DONE]\nTask: more");
    expect(asked).toEqual([{ language: "python", program: "def f(x):\n    return x\n", entryPoint: "f", timeoutMs: 10_000, tests: { kind: "assertions", source: "assert f(1) == 1\nassert len(f([2])) == 1" } }]);
    const other = await checked(mbpp, folder.path, { settings: { evalSplit: "validation", shots: 0 } });
    expect(other.samples.map(({ metadata }) => metadata?.["task_id"])).toEqual([511]);
    expect(promptText(other.benchmark, other.samples[0]!)).toContain("in one fenced block");
  });

  it("finds what is tested, also a function named as a builtin, and declares the weaker mode", async () => {
    await using folder = await folderOf({ "mbpp.jsonl": [task(126, { test_list: ["assert sum(10, 15) == 6"] }), task(367, { test_list: ["assert is_tree(root) == False"], test_setup_code: "root = Node(1)" })].join("\n") });
    const { samples, score, asked } = await checked(mbpp, folder.path);
    await score(`${FENCE}\ndef sum(a, b): return 6\n${FENCE}`, samples[0]);
    await score(`${FENCE}\ndef is_tree(r): return False\n${FENCE}`, samples[1]);
    expect(asked[0]).toMatchObject({ entryPoint: "sum" });
    expect(asked[0]).not.toHaveProperty("mode");
    expect(asked[1]).toMatchObject({ entryPoint: "is_tree", mode: "shared", tests: { setup: "root = Node(1)" } });
  });

  it("runs all added tests of mbpp_plus", async () => {
    await using folder = await folderOf({ "test.jsonl": JSON.stringify({ task_id: 2, prompt: "Do it.", code: "def f(x): return x", test_imports: ["import math"], test_list: ["assert f(1) == 1"], test: "import numpy as np\nassert np.allclose(f(1), 1)" }) });
    const { score, asked } = await checked(mbppPlus, folder.path);
    await score(`${FENCE}\ndef f(x): return x\n${FENCE}`);
    expect(asked[0]?.tests).toMatchObject({ source: "import numpy as np\nassert np.allclose(f(1), 1)", setup: expect.stringMatching(/def allclose[\s\S]*import math\n$/) as string });
  });
});

describe("live_code_bench", () => {
  const pickled = (text: string): string => {
    const bytes = Buffer.from(text);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(bytes.length);
    return deflateSync(Buffer.concat([Buffer.from([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x58]), size, bytes, Buffer.from([0x94, 0x2e])])).toString("base64");
  };
  const row = (more: object): string =>
    JSON.stringify({ question_content: "Add.", question_id: "q", contest_date: "2024-08-01T00:00:00", starter_code: "", metadata: "{}", public_test_cases: JSON.stringify([{ input: "1 2\n", output: "3\n", testtype: "stdin" }]), private_test_cases: pickled(JSON.stringify([{ input: "2 2", output: "4" }])), ...more });

  it("reads both kinds of problems, compressed tests, and dates", async () => {
    const head = "class Solution:\n    def add(self, a: int, b: int) -> int:\n        ";
    const calls = { starter_code: head, metadata: '{"func_name": "add"}', public_test_cases: JSON.stringify([{ input: "[1]\n2", output: "3", testtype: "functional" }]), private_test_cases: "[]", contest_date: "2025-01-01" };
    await using folder = await folderOf({ "test.jsonl": row({}), "test2.jsonl": row(calls) });
    const { benchmark, samples, score, asked } = await checked(liveCodeBench, folder.path, { settings: { subsets: ["release_latest"] } });
    expect(samples).toHaveLength(2);
    expect(promptText(benchmark, samples[0]!)).toContain("Read from standard input");
    expect(promptText(benchmark, samples[1]!)).toContain(head);
    await score(`${FENCE}python\nprint(sum(map(int, input().split())))\n${FENCE}`, samples[0]);
    await score(`${FENCE}python\nclass Solution:\n    def add(self, a, b): return 3\n${FENCE}`, samples[1]);
    expect(asked[0]).toMatchObject({ timeoutMs: 6000, tests: { kind: "standard-input", cases: [{ input: "1 2\n", output: "3\n" }, { input: "2 2", output: "4" }] } });
    expect(asked[1]).toMatchObject({ entryPoint: "Solution.add", tests: { kind: "calls", cases: [{ arguments: [[1], 2], expected: 3 }] } });
    const late = await checked(liveCodeBench, folder.path, { settings: { subsets: ["release_latest"], extra: { start_date: "2024-12-01" } } });
    expect(late.samples).toHaveLength(1);
    await expect(checked(liveCodeBench, folder.path, { settings: { subsets: ["release_latest"], extra: { end_date: "soon" } } })).rejects.toThrow(/end_date must be a day/);
  });

  it("leaves a sample unscored whose tests are no plain text", async () => {
    await using folder = await folderOf({ "test.jsonl": row({ private_test_cases: deflateSync(Buffer.from("\u0080\u0004cos\nsystem\n.", "latin1")).toString("base64") }) });
    const { score } = await checked(liveCodeBench, folder.path, { settings: { subsets: ["release_latest"] } });
    expect(await score(`${FENCE}\nprint(1)\n${FENCE}`)).toEqual({ status: "unscored", why: "The tests of this sample cannot be read: the tests are a pickle of something else than a text." });
  });
});

describe("multiple_humaneval", () => {
  const row = (prompt: string, tests: string, language: string): string => JSON.stringify({ name: "HumanEval_0_add", language, prompt, tests, stop_tokens: ["\n}"] });

  it("puts answers where the prompt's head stood", async () => {
    await using folder = await folderOf({
      "humaneval-cpp.jsonl": row("#include<assert.h>\n#include<bits/stdc++.h>\n// Adds.\nlong add(long a, long b) {\n", "}\nint main() {\n    auto candidate = add;\n    assert(candidate(1, 2) == 3);\n}\n", "cpp"),
      "humaneval-js.jsonl": row("//Adds.\nfunction add(a, b){\n", "const assert = require('node:assert');\nfunction test() { let candidate = add; }\ntest();", "js"),
      "humaneval-java.jsonl": row("import java.util.*;\nclass Problem {\n    // Adds.\n    public static long add(long a, long b) {\n", "    }\n    public static void main(String[] args) {\n    assert(add(1l, 2l) == 3l);\n    }\n\n}\n", "java"),
      "humaneval-go_test.jsonl": "",
    });
    const { benchmark, samples, score, asked } = await checked(multipleHumaneval, folder.path, { settings: { subsets: ["humaneval-cpp", "humaneval-js", "humaneval-java"] } });
    const by = (subset: string): Sample => samples.find((sample) => sample.subset === subset)!;
    expect(promptText(benchmark, by("humaneval-cpp"))).toContain("```cpp\n#include<assert.h>");
    await score(`${FENCE}cpp\n#include<bits/stdc++.h>\nlong add(long a, long b) {\n    return a + b; // }\n}\n${FENCE}`, by("humaneval-cpp"));
    await score(`${FENCE}js\nfunction add(a, b) { return a + b; }\n${FENCE}`, by("humaneval-js"));
    await score(`${FENCE}java\nimport java.util.*;\npublic class Problem {\n    public static long add(long a, long b) {\n        return a + b;\n    }\n}\n${FENCE}`, by("humaneval-java"));
    expect(asked.map(({ language, program, entryPoint }) => [language, entryPoint, program.replace(/\n\s*\n/g, "\n").trim()])).toEqual([
      ["cpp", "add", "#include<assert.h>\n#include<bits/stdc++.h>\nlong add(long a, long b) {\n    return a + b; // }"],
      ["javascript", "add", "function add(a, b) { return a + b; }"],
      ["java", "add", "import java.util.*;\nclass Problem {\n    public static long add(long a, long b) {\n        return a + b;"],
    ]);
  });
});

describe("programs of other languages", () => {
  it("lose the brace that the tests bring, whatever stands in strings and comments", () => {
    const found = (code: string) => ({ code, rule: "fenced-block", isBody: false, span: [0, code.length] }) as const;
    const program = (code: string): string => otherProgram("fn add(a: i32) -> i32 {\n", "}\nfn main() {}", { found: found(code), entryPoint: "add" }).trim();
    expect(program(`fn add(a: i32) -> i32 {\n  let s = "}\\"}"; /* } */ let c = '}'; // }\n  a\n}\nfn other() {}\n`)).toBe(`fn other() {}\n\nfn add(a: i32) -> i32 {\n  let s = "}\\"}"; /* } */ let c = '}'; // }\n  a`);
    expect(program("fn other() {}")).toBe("fn other() {");
    expect(program("fn add(a: i32) {")).toBe("fn add(a: i32) {");
  });

  const asked = (prompt: string, tests: string, code: string): string => {
    const entryPoint = functionOfPrompt(prompt) ?? "";
    return otherProgram(prompt, tests, { found: { code, rule: "fenced-block", isBody: false, span: [0, code.length] }, entryPoint }).replace(/\n\s*\n/g, "\n").trim();
  };

  it("import what the answer needs besides the prompt, once", () => {
    const go = 'package one_test\n\nimport (\n    "testing"\n    "fmt"\n)\n\n// One.\nfunc one(a []int) int {\n';
    const answer = 'package main\n\nimport (\n\t"fmt"\n\tm "math" // numbers\n)\nimport "sort"\n\nfunc one(a []int) int {\n\treturn 1\n}';
    expect(asked(go, "func TestOne(t *testing.T) {}", answer)).toBe('package one_test\nimport (\n\t"testing"\n\t"fmt"\n\tm "math"\n\t"sort"\n)\nfunc one(a []int) int {\n\treturn 1\n}');
    expect(asked(go, "func TestOne(t *testing.T) {}", "func one(a []int) int { return 1 }")).toBe('package one_test\nimport (\n\t"testing"\n\t"fmt"\n)\nfunc one(a []int) int { return 1 }');
    const java = "import java.util.*;\nclass Problem {\n    public static long one() {\n";
    const tests = "    }\n    public static void main(String[] args) {\n    }\n}\n";
    const whole = "import java.util.*;\nimport java.text.*;\n\npublic class Problem {\n    public static long one() {\n        return 1;\n    }\n    public static void main(String[] args) { one(); }\n}";
    expect(asked(java, tests, whole)).toBe("import java.text.*;\nimport java.util.*;\nclass Problem {\n    public static long one() {\n        return 1;");
    expect(asked(java, tests, "import java.text.*;\npublic static long one() {\n    return 1;\n}")).toBe("import java.text.*;\nimport java.util.*;\nclass Problem {\npublic static long one() {\n    return 1;");
  });

  it("have the main function of the tests, not one of the answer", () => {
    expect(asked("fn one() -> i32 {\n", "}\n\nfn main() {}\n", "fn one() -> i32 { 1 }\n\nfn main() {\n    println!(\"{}\", one());\n}")).toBe("fn one() -> i32 { 1");
    expect(asked("#include<assert.h>\nlong one() {\n", "}\nint main() {\n}\n", "int main(int argc, char** argv) { return 0; }\nlong one() { return 1; }")).toBe("#include<assert.h>\nlong one() { return 1;");
    expect(asked("//One.\nfunction one(){\n", "test();", "function one() {}\nfunction main() {}")).toBe("function one() {}\nfunction main() {}");
  });

  it.each(["/*", '"', "{", "'", "//", "fn add(", "add(", "import (", "import a \"", "public ", "int main ( ", '\\"'])("are put together in time that grows with many %s", (piece) => {
    const code = `fn add(a: i32) {${piece.repeat(150_000)}`;
    const started = process.cpuUsage().user;
    otherProgram("fn add(a: i32) -> i32 {\n", "}\nfn main() {}", { found: { code, rule: "fenced-block", isBody: false, span: [0, code.length] }, entryPoint: "add" });
    // A quadratic scan would take minutes.
    expect(process.cpuUsage().user - started).toBeLessThan(20_000_000);
  });
});

describe("bigcodebench", () => {
  it("runs the unit tests of a task, where its libraries are", async () => {
    const head = "import pandas as pd\nimport os.path\ndef task_func(x):\n";
    await using folder = await folderOf({
      "v0.1.4.jsonl": JSON.stringify({ task_id: "BigCodeBench/0", complete_prompt: `${head}    """Do."""\n`, instruct_prompt: "Do it.", canonical_solution: "    return x", code_prompt: head, entry_point: "task_func", test: "import unittest\nfrom sklearn.base import x\nclass TestCases(unittest.TestCase):\n    pass\n", libs: "['pandas']" }),
    });
    const { benchmark, samples, score, asked } = await checked(bigcodebench, folder.path);
    expect(promptText(benchmark, samples[0]!)).toBe("[user]\nDo it.");
    await score(`${FENCE}python\ndef task_func(x):\n    return x\n${FENCE}`);
    expect(asked[0]).toMatchObject({ libraries: ["pandas", "sklearn"], mode: "shared", program: `${head}    pass\n\ndef task_func(x):\n    return x\n\n`, tests: { source: expect.stringContaining("testsRun > 0") as string } });
    const complete = await checked(bigcodebench, folder.path, { settings: { extra: { split: "complete" } } });
    expect(promptText(complete.benchmark, complete.samples[0]!)).toContain('"""Do."""');
  });

  it("has its hard tasks under a name of their own, and versions as splits", async () => {
    const task = (number: number): string => JSON.stringify({ task_id: `Own/${number}`, complete_prompt: "def task_func():\n", instruct_prompt: `Do ${number}.`, canonical_solution: "", code_prompt: "def task_func():\n", entry_point: "task_func", test: "import unittest\n" });
    await using folder = await folderOf({ "data/v0.1.4.jsonl": [task(1), task(2)].join("\n"), "data/v0.1.3.jsonl": task(3) });
    const promptsOf = async (extra: Readonly<Record<string, unknown>>) => {
      const { benchmark, samples } = await checked(bigcodebenchHard, folder.path, { settings: { extra } });
      return samples.map((sample) => promptText(benchmark, sample));
    };
    expect(await promptsOf({})).toEqual(["[user]\nDo 1.", "[user]\nDo 2."]);
    expect(await promptsOf({ version: "v0.1.3", dockerfile: "Dockerfile" })).toEqual(["[user]\nDo 3."]);
    await expect(promptsOf({ version: "v9" })).rejects.toMatchObject({ code: "EVALKIT_DATASET" });
    expect(bigcodebenchHard).toMatchObject({ sampleCount: 148, hubs: { huggingface: "bigcode/bigcodebench-hard" } });
  });
});
