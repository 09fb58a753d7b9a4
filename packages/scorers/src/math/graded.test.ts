import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gradedFolder, readJson, readRows } from "../../testing/graded-data.js";
import { extractMathAnswer } from "./extract-math.js";
import { mathEqual } from "./math-equal.js";
import { scoreMath } from "./math-scorer.js";

interface Pair {
  readonly test: string;
  readonly gold: string;
  readonly pred: string;
  readonly expected: number | boolean;
}

const inspect = gradedFolder("inspect_ai_scorers");
const lighteval = gradedFolder("lighteval_metric_cases");

function isRight(output: string, expected: string): boolean {
  const score = scoreMath({ output, expected });
  return score.status === "scored" && score.value === 1;
}

test.skipIf(inspect === undefined)("agrees with inspect's cases", async () => {
  const disagreements: string[] = [];
  let total = 0;
  for (const row of readJson<readonly { output: string; target: string; expected: string }[]>(`${inspect}/math_cases.json`)) {
    total += 1;
    if (isRight(row.output, row.target) !== (row.expected === "C")) disagreements.push(row.output);
  }
  for await (const row of readRows<{ file: string; answer?: string; target?: string; check: string }>(`${inspect}/cases.jsonl`)) {
    if (!row.file.includes("math")) continue;
    const target = row.target ?? (row.check.includes("'12'") ? "12" : undefined);
    if (row.answer === undefined || target === undefined) continue;
    total += 1;
    if (isRight(row.answer, target) !== row.check.includes("'correct'")) disagreements.push(`${row.answer} / ${target}`);
  }
  expect(total).toBe(68);
  expect(disagreements).toEqual([]);
});

/** Cases that we judge otherwise, and why. */
const EXPLAINED = new Set([
  // Line breaks inside of inline formulas do not make the answer another one.
  "$9$ / Answer $ \n 9 \n $",
  "$9$ / Answer \\( \n 9 \n \\)",
  // 0.33 is not 1/3 and 2.6667 not 8/3 unless rounding is declared.
  "$(\\begin{pmatrix}\\frac{1}{3}\\\\ \\frac{1}{5} \\end{pmatrix})$ / $\\begin{pmatrix}0.33\\\\0.2 \\end{pmatrix}$",
  "$(\\frac{3}{5},\\frac{8}{3}]$ / $(0.6,2.6667]$",
]);

test.skipIf(lighteval === undefined)("agrees with lighteval's cases of extraction and equality", async () => {
  const disagreements: string[] = [];
  let total = 0;
  for await (const row of readRows<Pair>(`${lighteval}/extractive_match.jsonl`)) {
    if (row.test.includes("abc")) continue;
    total += 1;
    const gold = extractMathAnswer(row.gold, { rules: ["boxed", "answer-is"] })?.answer ?? row.gold;
    if (isRight(row.pred, gold) !== (Number(row.expected) === 1)) disagreements.push(`${row.gold} / ${row.pred}`);
  }
  expect(total).toBe(217);
  expect(disagreements.filter((entry) => !EXPLAINED.has(entry))).toEqual([]);
  expect(disagreements.length).toBe(EXPLAINED.size);
});

const data = `${lighteval ?? ""}/../../data`;
const rows = (file: string): Record<string, unknown>[] =>
  readFileSync(`${data}/${file}`, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);

function golds(): string[] {
  const solutions = ["math/test.json", "minerva_math/test.jsonl"].flatMap(rows).map((row) => extractMathAnswer(String(row["solution"]), { rules: ["boxed"] })?.answer ?? "");
  const answers = ["amc23", "aime24", "olympiadbench", "gaokao2023en", "gaokao_math_cloze", "cn_middle_school"]
    .flatMap((name) => rows(`math_extra/${name}/test.jsonl`))
    .flatMap((row) => [row["answer"] ?? row["final_answer"]].flat().map(String));
  return [...new Set([...solutions, ...answers])].filter((gold) => gold.trim() !== "");
}

function restyled(gold: string): string[] {
  return [
    `$${gold}$`, `\\boxed{${gold}}`, `$\\boxed{${gold}}$.`, ` ${gold} .`, gold.replaceAll("\\frac", "\\dfrac"), gold.replace(/\\left(?![a-z])|\\right(?![a-z])/g, ""),
    gold.replace(/,(?![\s\\])/g, ", "), gold.replaceAll("+", " + "),
  ];
}

/** The gold with its last number one larger. */
function perturbed(gold: string): string | undefined {
  const found = [...gold.matchAll(/\d+/g)].at(-1);
  return found === undefined ? undefined : gold.slice(0, found.index) + String(BigInt(found[0]) + 1n) + gold.slice(found.index + found[0].length);
}

test.skipIf(!existsSync(`${data}/math/test.json`))("golds equal their restylings and differ from other answers", () => {
  const wrong: string[] = [];
  let total = 0;
  for (const gold of golds()) {
    const other = perturbed(gold);
    if (other !== undefined && mathEqual(gold, other).equal) wrong.push(`${gold} = ${other}`);
    for (const form of restyled(gold)) if (!mathEqual(gold, form).equal) wrong.push(`${gold} ≠ ${form}`);
    total += 9;
  }
  expect(total).toBeGreaterThan(25_000);
  expect(wrong).toEqual([
    // Units that name no dimension are not compared.
    "45 \\text{ units}^2 = 45 \\text{ units}^3",
    // Both hold for a = 0 only.
    "\\left(a^{2}\\right)^{5}=a^{10}3 = \\left(a^{2}\\right)^{5}=a^{10}4",
  ]);
});
