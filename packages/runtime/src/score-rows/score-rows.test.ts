import { describe, expect, test } from "vitest";
import { scoreRows, type ScoreRowsOptions, type ScoredRow } from "./index.js";

async function* chunks(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
}

async function scoreAll(rows: readonly unknown[], options: Omit<ScoreRowsOptions, "rows">) {
  const text = rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row))).join("\n");
  const scoring = await scoreRows({ ...options, rows: chunks(text), name: "answers.jsonl" });
  const scored: ScoredRow[] = [];
  for await (const row of scoring) scored.push(row);
  return { scored, totals: scoring.totals(), scores: scored.map(({ score }) => (score.status === "scored" ? score.value : "unscored")) };
}

async function drain(options: ScoreRowsOptions): Promise<void> {
  for await (const row of await scoreRows(options)) expect(row.line).toBeGreaterThan(0);
}

describe("scorers by name", () => {
  test.each<[string, unknown[], unknown[]]>([
    ["math", [{ output: "so \\boxed{\\frac12}", expected: "0.5" }, { output: "the answer is 3", expected: ["4", "3"] }], [1, 1]],
    ["numeric", [{ output: "A: 1,000", expected: 1000 }, { output: "25%", expected: "0.25", percent: "as-fraction" }, { output: "5", expected: 500 }], [1, 1, 0]],
    ["choice", [{ output: "ANSWER: b", expected: "B", choices: ["x", "y"] }, { output: "答案：AC", expected: ["A", "C"], choices: ["x", "y", "z"] }], [1, 1]],
    ["exact", [{ output: " yes ", expected: "yes" }, { output: "Yes.", expected: "yes", normalize: "general" }, { output: "true", expected: true }], [1, 1, 1]],
    ["includes", [{ output: "in the party", expected: "art" }, { output: "in the party", expected: "art", wholeWords: false }], [0, 1]],
    ["regex", [{ output: "x=12", expected: "12", pattern: "x=(\\d+)" }, { output: "x=12", pattern: "x=" }], [1, 1]],
    ["token_f1", [{ output: "the cat sat", expected: "cat sat" }], [1]],
    ["drop", [{ output: "12", expected: ["12", ["a", "b"]] }], [1]],
    ["bleu", [{ output: "a b c d e", expected: "a b c d e" }], [1]],
    ["rouge", [{ output: "a b c", expected: ["x", "a b d"], variant: "rouge1" }], [2 / 3]],
    ["chrf", [{ output: "abc", expected: "abc" }], [1]],
    ["edit_distance", [{ output: "abcd", expected: "abce" }], [0.75]],
    ["list", [{ output: "b, a", expected: ["a", "b"] }, { output: "b, a", expected: "a, b", compare: "list" }], [1, 0]],
    ["json", [{ output: "{}" }, { output: "{" }], [1, 0]],
    ["json_diff", [{ output: '{"a":1}', expected: { a: 1 } }], [1]],
    ["json_schema", [{ output: "1", expected: { type: "integer" } }], [1]],
    ["general_qa", [{ output: "a b", expected: "a b" }], [1]],
    ["ifeval", [{ output: "no comma here", prompt: "p", instruction_id_list: ["punctuation:no_comma"], kwargs: [{}] }], [1]],
    ["f1", [{ output: "cat", expected: "cat" }], [1]],
  ])("%s", async (scorer, rows, expected) => {
    expect((await scoreAll(rows, { scorer })).scores).toEqual(expected);
  });

  test("options of the command hold for all rows, those of a row go before them", async () => {
    const rows = [{ output: "Yes", expected: "yes" }, { output: "Yes", expected: "yes", normalize: "none" }];
    expect((await scoreAll(rows, { scorer: "exact", options: { normalize: "case" } })).scores).toEqual([1, 0]);
  });

  test("counts marks and rows without a gold, and takes means over what was scored", async () => {
    const { totals, scores } = await scoreAll(
      [{ output: "5", expected: 5 }, { output: "", expected: 5 }, { output: "5" }, { output: "5", expected: "some apples" }, { output: "I'm sorry, but I can't help with that.", expected: 1 }],
      { scorer: "numeric" },
    );
    expect(scores).toEqual([1, 0, "unscored", "unscored", 0]);
    expect(totals).toEqual({ counts: { total: 5, scored: 3, unscored: 2, unparsed: 1, refused: 1 }, metrics: [{ name: "acc", aggregation: "mean", value: 1 / 3 }] });
  });

  test("keeps rows as they are, up to the digits of their numbers, and their order", async () => {
    const rows = ['{"id": 7, "output":"5",  "expected":"5", "seed":12345678901234567890}', "", '{"output":"汉","expected":"汉"}\r', '{"output":"a","expected":"b","score":"old"}'];
    const { scored } = await scoreAll(rows, { scorer: "exact" });
    expect(scored[0]?.text.startsWith('{"id": 7, "output":"5",  "expected":"5", "seed":12345678901234567890,"score":{"status":"scored","value":1,')).toBe(true);
    expect(scored.map(({ line }) => line)).toEqual([1, 3, 4]);
    expect(scored.map(({ text }) => (JSON.parse(text) as { score: { value: number } }).score.value)).toEqual([1, 1, 0]);
    expect(scored[2]?.text.match(/"score"/g)).toHaveLength(1);
  });

  test("explains when asked", async () => {
    const { scored } = await scoreAll([{ output: "so 5", expected: 5 }], { scorer: "numeric", explains: true });
    expect(scored[0]?.explanation).toContain("so ⟦5⟧");
  });

  test("reads no further than verdicts are taken", async () => {
    let read = 0;
    const rows = (async function* () {
      for (;;) {
        read += 1;
        yield '{"output":"a","expected":"a"}\n';
      }
    })();
    for await (const row of await scoreRows({ rows, scorer: "exact" })) if (row.line === 3) break;
    expect(read).toBe(3);
  });
});

describe("benchmarks", () => {
  test("judge by their own scorers, from expected or from the fields of their data", async () => {
    const rows = [
      { output: "So 72.\n#### 72", question: "How many?", answer: "work\n#### 72" },
      { output: "The answer is 5.", expected: "5" },
    ];
    const { scores, totals } = await scoreAll(rows, { benchmark: "gsm8k" });
    expect(scores).toEqual([1, 1]);
    expect(totals.metrics[0]).toMatchObject({ value: 1 });
  });

  test("ifeval reads prompt, instruction_id_list and kwargs, and gives all its figures", async () => {
    const row = { prompt: "Write.", output: "a, b", instruction_id_list: ["punctuation:no_comma", "change_case:english_lowercase"], kwargs: [{}, {}] };
    const { totals } = await scoreAll([row], { benchmark: "ifeval" });
    expect(totals.metrics.map(({ name, value }) => [name, value])).toEqual([
      ["prompt_level_strict", 0], ["inst_level_strict", 0.5], ["prompt_level_loose", 0], ["inst_level_loose", 0.5],
    ]);
  });

  test("a single gold stands for a list of one", async () => {
    expect((await scoreAll([{ output: "The answer is 12 yards.", expected: "12 yards" }], { benchmark: "drop" })).scores).toEqual([1]);
    expect((await scoreAll([{ output: "Answer: Sinclair Lewis", expected: ["Lewis", "Sinclair Lewis"] }], { benchmark: "trivia_qa" })).scores).toEqual([1]);
  });

  test("take choices from rows and extra parameters from options", async () => {
    const rows = [{ output: "ANSWER: A, B", expected: "AB", choices: ["x", "y", "z"] }];
    expect((await scoreAll(rows, { benchmark: "truthful_qa", options: { multiple_correct: true } })).scores).toEqual([1]);
    await expect(scoreAll(rows, { benchmark: "truthful_qa", options: { multiple_corect: true } })).rejects.toThrow("has no option");
  });
});

describe("faults", () => {
  const good = { output: "a", expected: "a" };
  test.each<[string, unknown[], Omit<ScoreRowsOptions, "rows">, string]>([
    ["text that is no JSON", [good, "{oops"], { scorer: "exact" }, "answers.jsonl:2: not JSON"],
    ["a row that is no object", [good, "[1]"], { scorer: "exact" }, "answers.jsonl:2: a row must be a JSON object"],
    ["a row without output", [good, { expected: "a" }], { scorer: "exact" }, 'answers.jsonl:2: the row has no text under "output"'],
    ["an option of the wrong kind", [{ ...good, normalize: 3 }], { scorer: "exact" }, "answers.jsonl:1: the row has an option of the wrong kind: normalize"],
    ["a gold of the wrong kind", [{ ...good, expected: { a: 1 } }], { scorer: "exact" }, 'answers.jsonl:1: the row has an "expected" that is neither'],
    ["a malformed pattern", [{ ...good, pattern: "(" }], { scorer: "regex" }, "answers.jsonl:1: The regular expression"],
    ["no pattern", [good], { scorer: "regex" }, 'answers.jsonl:1: the row has no "pattern"'],
    ["an instruction that does not exist", [{ output: "a", instruction_id_list: ["x"], kwargs: [{}] }], { scorer: "ifeval" }, "answers.jsonl:1: the row cannot be checked"],
    ["a row of no benchmark", [{ output: "a" }], { benchmark: "gsm8k" }, "answers.jsonl:1"],
    ["an unknown option", [], { scorer: "exact", options: { normalise: "case" } }, 'has no option "normalise"'],
    ["a bad option", [], { scorer: "exact", options: { normalize: "caps" } }, "--options for the scorer exact: normalize"],
    ["an unknown scorer", [], { scorer: "mth" }, 'no scorer called "mth"'],
    ["a scorer called constructor", [], { scorer: "constructor" }, "no scorer called"],
    ["an unknown benchmark", [], { benchmark: "gsm9k" }, "gsm9k"],
    ["both", [], { scorer: "exact", benchmark: "gsm8k" }, "one of the two"],
  ])("%s", async (_what, rows, options, message) => {
    await expect(scoreAll(rows, options)).rejects.toMatchObject({ fault: "user", message: expect.stringContaining(message) });
  });

  test("near names of a scorer, bytes that are no UTF-8, a file that is not there", async () => {
    await expect(scoreRows({ rows: "x", scorer: "numerc" })).rejects.toMatchObject({ hint: "Did you mean numeric, number?" });
    const bad = (async function* () {
      yield new Uint8Array([0x7b, 0xff]);
    })();
    await expect(drain({ rows: bad, scorer: "exact" })).rejects.toThrow("no UTF-8");
    await expect(drain({ rows: "no-such-file.jsonl", scorer: "exact" })).rejects.toThrow("it does not exist");
  });
});
