import fc from "fast-check";
import { expect, test } from "vitest";
import { auditAnswer, auditRules, type AuditFamily, type AuditInput } from "../index.js";

function flips(family: AuditFamily, input: AuditInput): Record<string, number> {
  const { baseline, readings } = auditAnswer(family, input);
  if (baseline.status === "unscored") return {};
  return Object.fromEntries([...readings].flatMap(([name, { value }]) => (value === baseline.value ? [] : [[name, value]])));
}

const choices = ["red apples", "green pears", "blue plums"];

test.each<[AuditFamily, AuditInput, Record<string, number>]>([
  ["choice", { output: "ANSWER: A\nNo, wait.\nANSWER: B", expected: "B", choices }, { "first-marker": 0, "first-letter": 0 }],
  ["choice", { output: "I think B is right. See A", expected: "B", choices }, { "explicit-only": 0, "last-letter": 0 }],
  ["choice", { output: "so it is (b", expected: "B", choices }, { "any-case": 1 }],
  ["choice", { output: "ANSWER: A\nThat is green pears", expected: "B", choices }, { "option-text": 1 }],
  ["choice", { output: "ANSWER: A", expected: "A", choices }, {}],
  ["choice", { output: "答案：AC", expected: "AC" }, {}],
  ["numeric", { output: "The answer is 5 of 12", expected: "5" }, { "last-number": 0, "boxed-only": 0 }],
  ["numeric", { output: "it makes 0.25", expected: "25" }, { "times-hundred": 1 }],
  ["numeric", { output: "\\boxed{100.001}", expected: "100" }, { close: 1 }],
  ["numeric", { output: "\\boxed{25\\%}", expected: "0.25" }, { "percent-as-fraction": 1, "times-hundred": 1 }],
  ["math", { output: "\\boxed{0.5}", expected: "\\frac12" }, { "same-text": 0 }],
  ["math", { output: "\\boxed{0.33}", expected: "1/3" }, { rounded: 1 }],
  ["text", { output: "The Paris.", expected: "paris" }, { squad: 1, general: 1, "first-line": 1, "last-line": 1, announced: 1, includes: 1 }],
  ["text", { output: "Hm.\nThe answer is: Paris.", expected: "Paris" }, { announced: 1, includes: 1 }],
])("%s %j", (family, input, expected) => {
  expect(flips(family, input)).toMatchObject(expected);
  if (Object.keys(expected).length === 0) expect(flips(family, input)).toEqual({});
});

test("an answer that cannot be judged has no readings, and every rule is described", () => {
  expect(auditAnswer("numeric", { output: "5", expected: "some apples" })).toMatchObject({ baseline: { status: "unscored" }, readings: new Map() });
  for (const family of ["choice", "numeric", "math", "text"] as const) {
    const rules = auditRules(family);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.every(({ description }) => description.endsWith("."))).toBe(true);
  }
});

test("never throws, and every reading lies between 0 and 1", () => {
  const text = fc.string({ unit: "binary", maxLength: 200 });
  fc.assert(
    fc.property(fc.constantFrom<AuditFamily>("choice", "numeric", "math", "text"), text, fc.oneof(text, fc.constantFrom("A", "5", "\\frac12")), (family, output, expected) => {
      for (const { value } of auditAnswer(family, { output, expected, choices }).readings.values()) expect(value >= 0 && value <= 1).toBe(true);
    }),
    { numRuns: 300 },
  );
});
