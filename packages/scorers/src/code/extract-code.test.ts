import { describe, expect, it } from "vitest";
import { extractCode } from "./extract-code.js";

const F = "def add(a, b):\n    return a + b\n";
const FENCE = "```";

function read(output: string, more: object = {}): { readonly code?: string; readonly rule?: string } {
  const found = extractCode({ output, entryPoint: "add", ...more });
  if (found === undefined) return {};
  if (!found.isBody && found.rule !== "joined-blocks") expect(output.slice(...found.span).replaceAll("\r\n", "\n").trim()).toContain(found.code.trim().split("\n")[0]);
  return { code: found.code, rule: found.rule };
}

describe("extractCode", () => {
  it.each([
    ["a block", `Here:\n${FENCE}python\n${F}${FENCE}\nDone.`],
    ["a block without a language", `${FENCE}\n${F}${FENCE}`],
    ["tildes", `~~~py\n${F}~~~`],
    ["the last of several definitions", `${FENCE}python\ndef add(a, b):\n    return 0\n${FENCE}\nBetter:\n${FENCE}python\n${F}${FENCE}`],
    ["a block before its examples", `${FENCE}python\n${F}${FENCE}\nUse it:\n${FENCE}python\nprint(add(1, 2))\n${FENCE}\n${FENCE}text\n3\n${FENCE}`],
    ["after thoughts", `<think>\n${FENCE}python\ndef add(a, b): return 9\n${FENCE}\n</think>\n${FENCE}python\n${F}${FENCE}`],
    ["a block in a list item", `1. So:\n   ${FENCE}python\n   def add(a, b):\n       return a + b\n   ${FENCE}`],
    ["Windows line ends", `${FENCE}python\r\n${F.replaceAll("\n", "\r\n")}${FENCE}\r\n`],
  ])("takes %s", (_name, output) => {
    expect(read(output)).toEqual({ code: F, rule: "fenced-block" });
  });

  it("takes what was written before the answer was cut off", () => {
    expect(read(`Sure.\n${FENCE}python\n${F}`)).toEqual({ code: F, rule: "unfinished-fence" });
  });

  it("joins blocks that use one another, and leaves others out", () => {
    const helper = `${FENCE}python\nimport math\ndef half(x):\n    return math.floor(x / 2)\n${FENCE}`;
    const main = `${FENCE}python\ndef add(a, b):\n    return half(a) + b\n${FENCE}`;
    expect(read(`${helper}\nthen\n${FENCE}python\nunrelated = 1\n${FENCE}\n${main}`)).toEqual({
      code: "import math\ndef half(x):\n    return math.floor(x / 2)\n\ndef add(a, b):\n    return half(a) + b",
      rule: "joined-blocks",
    });
  });

  it("finds code without fences", () => {
    expect(read(F)).toEqual({ code: F.trimEnd(), rule: "whole-text" });
    expect(read(`Here is the function you asked for:\n\nimport math\n\n${F}\nThis adds two numbers.`)).toEqual({ code: `import math\n\n${F.trimEnd()}`, rule: "code-in-prose" });
    expect(read(`[BEGIN]\n${F}[DONE]\nMore`)).toEqual({ code: F.trimEnd(), rule: "done-marker" });
    expect(read("I cannot do that.")).toEqual({});
    expect(read("")).toEqual({});
  });

  it("takes bodies where the prompt ends with a head", () => {
    expect(read("    c = a\n    return c + b\n\nprint(add(1, 2))", { mayBeBody: true })).toEqual({ code: "    c = a\n    return c + b\n\n", rule: "body" });
    expect(read("c = a\n    return c + b", { mayBeBody: true })).toEqual({ code: "    c = a\n    return c + b", rule: "body" });
    expect(read("c = a\nreturn c + b", { mayBeBody: true })).toEqual({ code: "    c = a\n    return c + b", rule: "body" });
    expect(read("if a:\n    return a\nreturn b", { mayBeBody: true })).toEqual({ code: "    if a:\n        return a\n    return b", rule: "body" });
    expect(read("if a:\n        return a\n    return b", { mayBeBody: true })).toEqual({ code: "    if a:\n        return a\n    return b", rule: "body" });
    expect(read(`${FENCE}python\n    return a + b\n${FENCE}`, { mayBeBody: true })).toEqual({ code: "    return a + b\n", rule: "fenced-body" });
    expect(read("\treturn a + b", { mayBeBody: true })).toEqual({ code: "\treturn a + b", rule: "body" });
    expect(read("I would rather not.", { mayBeBody: true })).toEqual({});
  });

  it.each([
    ["js", "const add = (a, b) => a + b;"],
    ["js", "function add(a, b) {\n  return a + b;\n}"],
    ["ts", "export function add(a: number, b: number): number {\n  return a + b;\n}"],
    ["cpp", "#include <vector>\nlong add(std::vector<long> a, long b) {\n  return b;\n}"],
    ["java", "public static ArrayList<Long> add(long a, long b) {\n  return null;\n}"],
    ["go", "func add(a int, b int) int {\n\treturn a + b\n}"],
    ["rust", "fn add(a: isize, b: isize) -> isize {\n    a + b\n}"],
    ["bash", "add() {\n  echo $(($1 + $2))\n}"],
  ])("knows definitions in %s: %s", (language, code) => {
    expect(read(`${FENCE}${language}\n${code}\n${FENCE}\nand\n${FENCE}${language}\nadd(1, 2)\n${FENCE}`)).toEqual({ code: `${code}\n`, rule: "fenced-block" });
  });

  it("takes the last block where no entry point is known, and classes by the first part of a path", () => {
    expect(extractCode({ output: `${FENCE}python\nx = 1\n${FENCE}\n${FENCE}python\nprint(1)\n${FENCE}` })?.code).toBe("print(1)\n");
    expect(extractCode({ output: `${FENCE}python\nclass Solution:\n    def add(self): pass\n${FENCE}\n${FENCE}python\nSolution().add()\n${FENCE}`, entryPoint: "Solution.add" })?.code).toContain("class Solution");
  });
});
