import type { Score } from "@evalkit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizeOption } from "./choice/option-text.js";
import * as scorers from "./index.js";

const choices = ["alpha thing", "beta thing", "gamma", "d"];

const SCORERS: Readonly<Record<string, (output: string) => Score>> = {
  choice: (output) => scorers.scoreChoice({ output, expected: "A", choices }),
  "multiple choice": (output) => scorers.scoreChoice({ output, expected: "AB", choices, multiple: true }),
  "choice gold": (output) => scorers.scoreChoice({ output: "A", expected: output, choices: [output, "b"] }),
  numeric: (output) => scorers.scoreNumeric({ output, expected: "5" }),
  "numeric gold": (output) => scorers.scoreNumeric({ output: "5", expected: output, format: "gsm8k" }),
  "GSM8K solutions": (output) => scorers.scoreNumeric({ output, expected: "A: 5", format: "gsm8k-solutions" }),
  "exact match": (output) => scorers.scoreExactMatch({ output, expected: "x", normalize: "general" }),
  includes: (output) => scorers.scoreIncludes({ output, expected: "a a" }),
  regex: (output) => scorers.scoreRegexMatch({ output, pattern: "(\\d+)", expected: "5" }),
  "token F1": (output) => scorers.scoreTokenF1({ output, expected: "the cat" }),
  DROP: (output) => scorers.scoreDrop({ output, expected: ["the cat", "4"] }),
  BLEU: (output) => scorers.scoreBleu({ output, expected: "the cat sat" }),
  "BLEU zh": (output) => scorers.scoreBleu({ output, expected: "the cat sat", tokenize: "zh" }),
  chrF: (output) => scorers.scoreChrf({ output, expected: "the cat", wordOrder: 2 }),
  ROUGE: (output) => scorers.scoreRouge({ output, expected: "the cat sat" }),
  "ROUGE by lines": (output) => scorers.scoreRouge({ output, expected: "the cat sat", variant: "rougeLsum" }),
  "general_qa": (output) => scorers.scoreGeneralQa({ output, expected: "the cat 我们" }),
  "edit distance": (output) => scorers.scoreEditDistance({ output, expected: "the cat" }),
  list: (output) => scorers.scoreListMatch({ output, expected: ["a"] }),
  "list gold": (output) => scorers.scoreListMatch({ output: "a, b and c", expected: [output], compare: "bag" }),
  JSON: (output) => scorers.scoreJsonValidity({ output }),
  "JSON diff": (output) => scorers.scoreJsonDiff({ output, expected: { a: [1, "5"] } }),
  "JSON schema": (output) => scorers.scoreJsonSchema({ output, expected: { type: "object", properties: { a: { type: "array", items: { type: "number" } } }, required: ["a"] } }),
  maths: (output) => scorers.scoreMath({ output, expected: "\\frac{1}{2}" }),
  "maths gold": (output) => scorers.scoreMath({ output: "5", expected: output }),
  ifeval: (output) => scorers.scoreIfeval({ output, instructions: INSTRUCTIONS }),
};

const INSTRUCTIONS = [
  { id: "length_constraints:number_sentences", arguments: { relation: "at least", num_sentences: 3 } },
  { id: "keywords:frequency", arguments: { keyword: "answer", frequency: 2, relation: "at least" } },
  { id: "detectable_format:json_format", arguments: {} },
  { id: "language:response_language", arguments: { language: "de" } },
  { id: "change_case:english_capital", arguments: {} },
];

test("every exported scorer is here", () => {
  const calls = Object.values(SCORERS).map(String).join("\n");
  expect(Object.keys(scorers).filter((name) => /^score[A-Z]/.test(name) && !calls.includes(`${name}(`))).toEqual([]);
});

const FRAGMENTS = [
  "ANSWER: ", "答案：", "the answer is ", "\\boxed{", "}", "{", "\\frac{1}{2}", "#### ", "**", "A", "B", ", ", "and ", "(", ")", "[LETTER]",
  "5", "1,234", "1.2.3", "3/4", "9".repeat(50), "万", "三万五千", "分之", "%", "$", "-", "−", "1e9", "10^", "\n", " ", "\u0000", "\ud800", "\u202e",
  "e\u0301", "😀", "İ", "<answer>", "=", "sorry, I can't", "选", "选项C是正确的", "Q: ", "alpha thing",
];
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ maxLength: 200 }),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 30 }).map((parts) => parts.join("")),
);

describe.each(Object.entries(SCORERS))("%s", (_name, score) => {
  test("throws on no text, and scores stay within 0 and 1 with a span inside the text", () => {
    fc.assert(fc.property(hostile, (text) => void checkScore(score(text), text)), { numRuns: 150 });
  });

  // A scorer whose work grows with the square of the length needs minutes for these and fails by the test's time limit.
  test("takes texts of a million characters", () => {
    for (const text of LONG) checkScore(score(text), text);
  });
});

const LENGTH = 1_000_000;
const LONG = ["\\boxed{", ",234", "answer: A, B, "].map((part) => part.repeat(LENGTH / part.length));

function checkScore(score: Score, text: string): void {
  if (score.status === "unscored") {
    expect(score.why).not.toBe("");
    return;
  }
  expect(score.value).toBeGreaterThanOrEqual(0);
  expect(score.value).toBeLessThanOrEqual(1);
  for (const part of Object.values(score.parts ?? {})) expect(Number.isFinite(part)).toBe(true);
  const [start, end] = score.span ?? [0, 0];
  expect(start).toBeGreaterThanOrEqual(0);
  expect(end).toBeGreaterThanOrEqual(start);
  expect(end).toBeLessThanOrEqual(Math.max(1, text.length));
}

/** Scorers that take a text as the gold as well. */
const REFLEXIVE: Readonly<Record<string, (text: string) => Score>> = {
  "exact match": (text) => scorers.scoreExactMatch({ output: text, expected: text, normalize: "general" }),
  includes: (text) => scorers.scoreIncludes({ output: text, expected: text }),
  "token F1": (text) => scorers.scoreTokenF1({ output: text, expected: text }),
  DROP: (text) => scorers.scoreDrop({ output: text, expected: [text] }),
  BLEU: (text) => scorers.scoreBleu({ output: text, expected: text }),
  chrF: (text) => scorers.scoreChrf({ output: text, expected: text }),
  ROUGE: (text) => scorers.scoreRouge({ output: text, expected: text }),
  "edit distance": (text) => scorers.scoreEditDistance({ output: text, expected: text }),
  list: (text) => scorers.scoreListMatch({ output: text, expected: scorers.parseList(text), compare: "list" }),
  maths: (text) => scorers.scoreMath({ output: text, expected: text }),
};

test.each(Object.entries(REFLEXIVE))("%s: short words equal themselves", (_name, score) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("red", "green", "12", "x", "年", "tall", "house", "so"), { minLength: 4, maxLength: 9 }), (list) => {
      const text = list.join(" ");
      expect(score(text)).toMatchObject({ status: "scored", value: expect.closeTo(1, 9) as number });
    }),
    { numRuns: 100 },
  );
});

test("measures of overlap are symmetric", () => {
  const texts = fc.array(fc.constantFrom("red", "green", "12", "x", "年", "the", "😀", "-"), { maxLength: 12 }).map((parts) => parts.join(" "));
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      expect(scorers.editDistance(left, right)).toBe(scorers.editDistance(right, left));
      expect(scorers.tokenF1(left, right).f1).toBeCloseTo(scorers.tokenF1(right, left).f1, 9);
      expect(scorers.rouge(left, right, "rougeL").f1).toBeCloseTo(scorers.rouge(right, left, "rougeL").f1, 9);
    }),
    { numRuns: 200 },
  );
});

test("edit distance is the one of the plain table", () => {
  const texts = fc.oneof(fc.string({ maxLength: 80 }), fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 140 }).map((parts) => parts.join("")));
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      expect(scorers.editDistance(left, right)).toBe(plainDistance(left, right));
    }),
    { numRuns: 400 },
  );
});

function plainDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let line = 1; line <= left.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= right.length; column += 1) {
      const cost = left[line - 1] === right[column - 1] ? 0 : 1;
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + cost));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

test("other exported readers throw on no text", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(Array.isArray(scorers.parseList(text))).toBe(true);
      expect(["boolean"]).toContain(typeof scorers.isRefusal(text));
      scorers.detectLanguage(text);
      scorers.parseVerdict(text, { kind: "number", min: 0, max: 10 });
      for (const family of ["choice", "numeric", "math", "text"] as const) {
        for (const { value } of scorers.auditAnswer(family, { output: text, expected: "A", choices }).readings.values()) expect(value === 0 || value === 1 || (value > 0 && value < 1)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test("the rules of numbers take a million characters of any kind", () => {
  for (const part of ["9", "1,22", "\\frac{", "1.2.", "三万五千", "百分之", "#### ", "the answer is ", "5%", "-", "10^", "İ"]) {
    const text = part.repeat(LENGTH / 5 / part.length);
    scorers.extractNumber(text);
    scorers.parseNumber(text);
  }
});

test("the rules of choices take a million characters of any kind", () => {
  for (const part of ["A", "A ", "答案是", "选A", "A. x\nB. y\n", "answer to ", "answer\n", "A is the ", "x:\nB. z\n", "<answer>", "选项A", "(", " "]) {
    scorers.extractChoice(part.repeat(LENGTH / 5 / part.length), { choices });
  }
});

const NORMALIZATIONS: readonly (readonly [string, (text: string) => string])[] = [
  ["trim", scorers.normalizeTrim],
  ["case", scorers.normalizeCase],
  ["squad", scorers.normalizeSquad],
  ["chinese", scorers.normalizeChinese],
  ["general", scorers.normalizeGeneral],
  ["option", normalizeOption],
];

test.each(NORMALIZATIONS)("normalisation %s leaves its own results unchanged", (_name, normalize) => {
  fc.assert(
    fc.property(hostile, (text) => {
      const once = normalize(text);
      expect(normalize(once)).toBe(once);
    }),
    { numRuns: 500 },
  );
});

test("numbers equal themselves in every writing", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 999 }), (integer, thousandths) => {
      const plain = `${integer}.${String(thousandths).padStart(3, "0")}`;
      const grouped = `${integer.toLocaleString("en-US")}.${String(thousandths).padStart(3, "0")}`;
      const wide = grouped.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).replace("-", "−");
      for (const output of [plain, grouped, wide, `\\boxed{${grouped}}`, `ANSWER: $${grouped}$`]) {
        expect(scorers.scoreNumeric({ output, expected: plain })).toMatchObject({ value: 1 });
      }
    }),
  );
});
