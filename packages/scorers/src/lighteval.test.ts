import { expect, test } from "vitest";
import type { Score } from "@evalkit/core";
import { gradedFolder, readJson, readRows } from "../testing/graded-data.js";
import { corpusBleu, extractChoice, scoreChoice, scoreDrop, scoreExactMatch, scoreGeneralQa, scoreNumeric, scoreRouge, scoreTokenF1 } from "./index.js";

interface Case {
  readonly name: string;
  readonly doc: { readonly choices: readonly string[]; readonly gold_index: number | readonly number[] };
  readonly model_response: { readonly text: readonly [string] };
  readonly expected_output: Readonly<Record<string, number>>;
  readonly tolerance: number;
}

interface CorpusCase {
  readonly name: string;
  readonly docs: readonly { readonly choices: readonly string[]; readonly gold_index: number }[];
  readonly model_responses: readonly { readonly text: readonly [string] }[];
  readonly expected_output: number;
  readonly tolerance: number;
}

interface Pair {
  readonly test: string;
  readonly gold: string;
  readonly pred: string;
  readonly expected: number | boolean;
}

const folder = gradedFolder("lighteval_metric_cases");
const letters = ["A", "B", "C", "D"];

const SUITES: Readonly<Record<string, (output: string, expected: readonly string[]) => Score>> = {
  exact_match: (output, expected) => scoreExactMatch({ output, expected }),
  gpqa_instruct_metric: (output, expected) => scoreChoice({ output, expected: expected[0] ?? "", labels: letters }),
  f1_score: (output, expected) => scoreTokenF1({ output, expected, tokenize: (text) => text.split(/\s+/) }),
  rouge1: (output, expected) => scoreRouge({ output, expected, variant: "rouge1" }),
  rouge2: (output, expected) => scoreRouge({ output, expected, variant: "rouge2" }),
  rougeL: (output, expected) => scoreRouge({ output, expected, variant: "rougeL" }),
  rougeLsum: (output, expected) => scoreRouge({ output, expected, variant: "rougeLsum" }),
  bleu_1: (output, expected) => part(scoreGeneralQa({ output, expected: expected[0] }), "bleu-1"),
  bleu_4: (output, expected) => part(scoreGeneralQa({ output, expected: expected[0] }), "bleu-4"),
  drop: (output, expected) => scoreDrop({ output, expected }),
};

test.skipIf(folder === undefined)("agrees with lighteval's metric cases", () => {
  const disagreements: string[] = [];
  let total = 0;
  for (const [suite, score] of Object.entries(SUITES)) {
    for (const row of readJson<{ test_cases: readonly Case[] }>(`${folder}/${suite}.json`).test_cases) {
      const golds = [row.doc.gold_index].flat().map((index) => row.doc.choices[index] ?? "");
      const verdict = score(row.model_response.text[0], golds);
      const wanted = Object.values(row.expected_output).at(-1) ?? 0;
      total += 1;
      if (verdict.status !== "scored" || Math.abs(verdict.value - wanted) > row.tolerance) disagreements.push(`${suite}: ${row.name}`);
    }
  }
  for (const row of readJson<{ test_cases: readonly CorpusCase[] }>(`${folder}/bleu.json`).test_cases) {
    const value = corpusBleu(row.model_responses.map(({ text }) => text[0]), row.docs.map((doc) => [doc.choices[doc.gold_index] ?? ""])).value;
    total += 1;
    if (Math.abs(value * 100 - row.expected_output) > row.tolerance) disagreements.push(`bleu: ${row.name}`);
  }
  expect(total).toBe(58);
  // lighteval takes no lower-case label; “Answer: c” is plain enough.
  expect(disagreements).toEqual(["gpqa_instruct_metric: Answer in Different Case"]);
});

test.skipIf(folder === undefined)("agrees with lighteval's cases of extraction", async () => {
  const disagreements: string[] = [];
  let total = 0;
  for await (const row of readRows<Pair>(`${folder}/extractive_match.jsonl`)) {
    const verdict = extractionVerdict(row);
    if (verdict === undefined) continue;
    total += 1;
    if (verdict !== Number(row.expected)) disagreements.push(`${row.gold} / ${row.pred}`);
  }
  expect(total).toBe(58);
  expect(disagreements).toEqual([
    // An equation between two expressions: for the maths scorer, not for numbers.
    "$\\frac{9.5}{3.14159}$ / $\\frac{9.5}{3.14159} \\approx 3.01$",
  ]);
});

function extractionVerdict(row: Pair): number | undefined {
  if (/abc/.test(row.test)) {
    const gold = extractChoice(row.gold, { labels: letters })?.value ?? "";
    return value(scoreChoice({ output: row.pred, expected: gold, labels: letters }));
  }
  if (/number_extraction|multilingual_extraction_math|fraction_notation/.test(row.test)) {
    return value(scoreNumeric({ output: row.pred, expected: row.gold })) ?? 0;
  }
  return undefined;
}

function value(score: Score): number | undefined {
  return score.status === "scored" ? score.value : undefined;
}

function part(score: Score, key: string): Score {
  return score.status === "scored" ? { ...score, value: score.parts?.[key] ?? Number.NaN } : score;
}
