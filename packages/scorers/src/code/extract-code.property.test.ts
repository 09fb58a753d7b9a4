import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extractCode } from "./extract-code.js";

const pieces = fc.constantFrom("```", "```python\n", "~~~", "\n", "    ", "\t", "def add(", "):", "return ", "a", "<think>", "</think>", "[BEGIN]", "[DONE]", "import x", "#", "`", "class add", "=", "Words of prose here.", "add()", "{", "}", "\u{1f600}", "\r\n");
const texts = fc.oneof(fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")), fc.string({ maxLength: 300 }));

describe("extractCode", () => {
  it("never throws, and its span lies in the text", () => {
    fc.assert(
      fc.property(texts, fc.boolean(), fc.option(fc.constantFrom("add", "Solution.add", "a+b", "(["), { nil: undefined }), (output, mayBeBody, entryPoint) => {
        const found = extractCode({ output, mayBeBody, ...(entryPoint === undefined ? {} : { entryPoint }) });
        if (found === undefined) return;
        expect(found.span[0]).toBeGreaterThanOrEqual(0);
        expect(found.span[1]).toBeGreaterThanOrEqual(found.span[0]);
        expect(found.span[1]).toBeLessThanOrEqual(output.length);
        expect(found.code.trim()).not.toBe("");
      }),
    );
  });

  it("gives back what stands in a fence", () => {
    const line = fc.stringMatching(/^[ a-z0-9=+()]{0,30}$/);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const code = ["def add(a, b):", ...lines.map((text) => `    ${text}`)].join("\n");
        expect(extractCode({ output: `Text\n\`\`\`python\n${code}\n\`\`\`\nMore`, entryPoint: "add" })?.code).toBe(`${code}\n`);
      }),
    );
  });

  it.each([
    ["fences", "```\n"],
    ["fences of one line", "`"],
    ["heads", "def add(\n"],
    ["words", "a "],
    ["spaces", " "],
    ["typed words", "long long "],
    ["tabs and names", "\tadd"],
    ["assignments", "add = "],
    ["opened thoughts", "<think>"],
    ["brackets", "add<"],
    ["imports", "import a,"],
    ["blocks that use one another", "```\nx = add\n```\n"],
  ])("takes time in proportion to many %s", (_name, piece) => {
    const time = (count: number): number => {
      const output = piece.repeat(Math.ceil(count / piece.length));
      const started = performance.now();
      extractCode({ output, entryPoint: "add", mayBeBody: true });
      return performance.now() - started;
    };
    time(20_000);
    const small = Math.max(2, Math.min(time(40_000), time(40_000), time(40_000)));
    const large = Math.min(time(320_000), time(320_000));
    expect(large / small).toBeLessThan(60);
  });
});
