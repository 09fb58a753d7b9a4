import { existsSync } from "node:fs";
import type { CodeCheck } from "@evalkit/core";
import { describe, expect, it } from "vitest";
import { plainProvider } from "./__fixtures__/plain-provider.js";
import { createCodeChecker } from "./code-checker.js";

const checker = createCodeChecker({ provider: plainProvider(), concurrency: 2 });
const hasPython = existsSync("/usr/bin/python3");

function python(program: string, source: string, more: Partial<CodeCheck> = {}): Promise<Awaited<ReturnType<typeof checker.check>>> {
  const check: CodeCheck = { language: "python", program, entryPoint: "f", tests: { kind: "assertions", source }, timeoutMs: 2000, ...more };
  return checker.check(check, AbortSignal.timeout(60_000));
}

describe.runIf(hasPython)("assertions on a Python program", () => {
  it("pass when the values are right", async () => {
    expect(await python("def f(a, b=1):\n    return a + b\n", "assert f(1) == 2\nassert candidate(1, b=3) == 4")).toMatchObject({ outcome: "passed", mode: "split" });
  });

  it("say which test failed, and what the last call gave", async () => {
    const verdict = await python("def f(a):\n    print('seen', a)\n    return a\n", "assert f(1) == 1\nassert f(2) == 3");
    expect(verdict).toMatchObject({ outcome: "failed", why: "A test failed: assert f(2) == 3 (the last call gave 2)", log: "seen 1\nseen 2" });
  });

  it.each([
    ["[None, True, 7, -2.5, 'ä', b'x', (1, [2]), {'a': {1, 2}}, frozenset([3]), 1j, range(3)]"],
    ["{1: [float('inf')], (1, 2): ''}"],
    ["10 ** 5000"],
    ["'\\ud800'"],
  ])("see the value %s as it is", async (value) => {
    expect(await python(`def f(x):\n    return x\n`, `x = ${value}\nassert f(x) == x and type(f(x)) is type(x)`)).toMatchObject({ outcome: "passed" });
  });

  it.each([
    ["Counter", "from collections import Counter\ndef f():\n    return Counter('aab')", "assert f() == {'a': 2, 'b': 1}"],
    ["generator", "def f():\n    yield 1\n    yield 2", "assert list(f()) == [1, 2]"],
    ["map", "def f():\n    return map(str, [1])", "assert list(f()) == ['1']"],
    ["namedtuple", "from collections import namedtuple\ndef f():\n    return namedtuple('P', 'x y')(1, 2)", "assert f() == (1, 2)"],
    ["IntEnum", "import enum\nclass E(enum.IntEnum):\n    A = 4\ndef f():\n    return E.A", "assert f() == 4"],
    ["Decimal", "from decimal import Decimal\ndef f():\n    return Decimal('1.5')", "assert f() == 1.5"],
    ["keys", "def f():\n    return {'a': 1}.keys()", "assert f() == {'a'}"],
  ])("see a %s as a plain value", async (_name, program, tests) => {
    expect(await python(program, tests)).toMatchObject({ outcome: "passed", mode: "split" });
  });

  it("can expect an exception of the program", async () => {
    const tests = "try:\n    f()\nexcept ValueError as error:\n    assert str(error) == 'bad'\nelse:\n    assert False";
    expect(await python("class Mine(ValueError): pass\ndef f():\n    raise Mine('bad')", tests)).toMatchObject({ outcome: "passed" });
    expect(await python("def f():\n    raise KeyError('bad')", tests)).toMatchObject({ outcome: "failed" });
  });

  it("use helpers that the setup brings, and modules", async () => {
    const setup = "def double(x):\n    return 2 * x\ndef f(x):\n    pass\n";
    const tests = { kind: "assertions", source: "assert f(3) == double(3) == math.floor(6.5)", setup } as const;
    expect(await python("def double(x):\n    return 0\ndef f(x):\n    return x + x", "", { tests })).toMatchObject({ outcome: "passed", mode: "split" });
  });

  it("run beside the program when they need its classes, or pass functions", async () => {
    expect(await python("class P:\n    def __init__(self, x):\n        self.x = x\ndef f(p):\n    return p.x", "assert f(P(3)) == 3")).toMatchObject({ outcome: "passed", mode: "shared" });
    expect(await python("def f(g):\n    return g(1)", "assert f(lambda x: x + 1) == 2")).toMatchObject({ outcome: "passed", mode: "shared" });
    expect(await python("def f(g):\n    return g(1)", "assert f(lambda x: x + 1) == 3")).toMatchObject({ outcome: "failed", mode: "shared", why: "A test failed: assert f(lambda x: x + 1) == 3" });
  });

  it("end a program that computes, sleeps or recurses without end", async () => {
    expect(await python("def f():\n    while True: pass", "assert f() == 1", { timeoutMs: 1000 })).toMatchObject({ outcome: "timed-out" });
    expect(await python("import time\ndef f():\n    time.sleep(30)", "assert f() == 1", { timeoutMs: 500 })).toMatchObject({ outcome: "timed-out" });
    expect(await python("def f():\n    return f()", "assert f() == 1")).toMatchObject({ outcome: "failed", why: expect.stringContaining("RecursionError") as string });
  });

  it("say what a program does before its tests", async () => {
    expect(await python("def f(:\n", "assert f() == 1")).toMatchObject({ outcome: "failed", why: expect.stringContaining("does not load: SyntaxError") as string });
    expect(await python("input('x')", "assert f() == 1")).toMatchObject({ outcome: "failed", why: expect.stringContaining("EOFError") as string });
    expect(await python("def g(): pass", "assert f() == 1")).toMatchObject({ outcome: "failed", why: "A test raised NameError: the program defines no f (the last call gave NameError: the program defines no f)" });
    expect(await python("import os, signal\nos.kill(os.getpid(), 11)", "assert f() == 1")).toMatchObject({ outcome: "crashed", why: "The program was ended by signal 11." });
  });

  it("that cannot be read are no verdict on the program", async () => {
    expect(await python("def f(): pass", "assert f( ==")).toMatchObject({ outcome: "unavailable" });
  });

  it("do not run without the libraries of the sample", async () => {
    expect(await python("def f():\n    return 1", "assert f() == 1", { libraries: ["no_such_module"] })).toEqual({
      outcome: "unavailable",
      why: "The program needs the Python module no_such_module, which the sandbox does not have.",
    });
    expect(await python("def f():\n    return 1", "assert f() == 1", { libraries: ["json"] })).toMatchObject({ outcome: "passed" });
  });
});

describe.runIf(hasPython)("calls and standard input", () => {
  it("compare lists and tuples alike", async () => {
    const tests = { kind: "calls", cases: [{ arguments: [2, [1]], expected: [2, [1]] }] } as const;
    const program = "class Solution:\n    def pair(self, a, b):\n        return (a, b)\n";
    expect(await python(program, "", { tests, entryPoint: "Solution.pair" })).toMatchObject({ outcome: "passed", mode: "split", passed: 1, total: 1 });
    const wrong = { kind: "calls", cases: [{ arguments: [1, 2], expected: [1, 2] }, { arguments: [1, 2], expected: [2, 1] }] } as const;
    expect(await python(program, "", { tests: wrong, entryPoint: "Solution.pair" })).toMatchObject({ outcome: "failed", why: "Call 2 gave (1, 2) instead of [2, 1].", passed: 1, total: 2 });
  });

  it("compare what was printed, numbers by value", async () => {
    const tests = { kind: "standard-input", cases: [{ input: "2\n", output: "4.0" }, { input: "3\n", output: "6\n" }] } as const;
    expect(await python("print(int(input()) * 2)", "", { tests })).toMatchObject({ outcome: "passed", passed: 2, total: 2 });
    expect(await python("print(4)", "", { tests })).toMatchObject({ outcome: "failed", why: 'Case 2 of 2: It printed "4" instead of "6".', passed: 1 });
    expect(await python("print(4)\nexit(3)", "", { tests })).toMatchObject({ outcome: "failed", why: "Case 1 of 2: The program ended with exit code 3." });
  });
});

describe("other languages", () => {
  const check = (program: string, source: string, language = "js"): Promise<object> =>
    checker.check({ language, program, entryPoint: "f", tests: { kind: "assertions", source }, timeoutMs: 10_000 }, AbortSignal.timeout(60_000));

  it("judge JavaScript and TypeScript in a realm of its own", async () => {
    const tests = "const assert = require('node:assert'); const candidate = f; assert.deepEqual(candidate([1, { a: undefined }], new Set([2])), [2, [1, { a: undefined }], new Set([2])]);";
    expect(await check("const f = (x, y) => [2, x, y];", tests)).toMatchObject({ outcome: "passed", mode: "shared" });
    expect(await check("function f(x, y) { return [2, y, x]; }", tests)).toMatchObject({ outcome: "failed" });
    expect(await check("function f(x) {", tests)).toMatchObject({ outcome: "failed", why: "The program does not load." });
    expect(await check("enum K { A = 1 }\nfunction f(x: number[], y: Set<number>): unknown { return [K.A + 1, x, y]; }", tests, "typescript")).toMatchObject({ outcome: "passed" });
    expect(await check("function f(x: string { return x; }", tests, "ts")).toMatchObject({ outcome: "failed", why: expect.stringContaining("no TypeScript") as string });
    const md5 = "function f(text) { return require('crypto').createHash('md5').update(text).digest('hex'); }";
    expect(await check(md5, "assert.equal(f('Hello world'), '3e25960a79dbc69b674cd4ec67a72c62')")).toMatchObject({ outcome: "passed" });
  });

  it("pass when the tests come to their end", async () => {
    expect(await check("f() { echo $(($1 + 1)); }", "[[ $(f 1) = 2 ]] || exit 1", "sh")).toMatchObject({ outcome: "passed", mode: "shared" });
    expect(await check("f() { exit 0; }", "f 1; exit 1", "sh")).toMatchObject({ outcome: "failed", why: "The program ended before its tests were through." });
  });

  it("are unavailable where nothing runs them", async () => {
    expect(await checker.check({ language: "cpp", program: "", tests: { kind: "assertions", source: "" }, timeoutMs: 1000 }, AbortSignal.timeout(1000))).toMatchObject({ outcome: "unavailable" });
    expect(await checker.check({ language: "cobol", program: "", tests: { kind: "assertions", source: "" }, timeoutMs: 1000 }, AbortSignal.timeout(1000))).toMatchObject({ outcome: "unavailable" });
  });
});
