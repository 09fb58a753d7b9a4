import { expect, test } from "vitest";
import { corpusBleu, sentenceBleu } from "./bleu.js";
import { corpusChrf } from "./chrf.js";
import { dropMetrics } from "./drop.js";
import { editDistance } from "./edit-distance.js";
import { scoreExactMatch } from "./exact-match.js";
import { type IncludesOptions, scoreIncludes } from "./includes.js";
import { scoreJsonDiff } from "./json-diff.js";
import { scoreJsonValidity } from "./json-validity.js";
import { type ListMatchOptions, scoreListMatch } from "./list-match.js";
import type { NormalizationName } from "./normalize.js";
import { scoreRegexMatch } from "./regex-match.js";
import { rouge, type RougeVariant } from "./rouge.js";
import { scoreTokenF1 } from "./token-f1.js";
import type { Score } from "@evalkit/core";

type Gold = string | readonly string[];

const valueOf = (score: Score): number | undefined => (score.status === "scored" ? score.value : undefined);
const em = (output: string, expected: Gold, normalize: NormalizationName = "squad") => valueOf(scoreExactMatch({ output, expected, normalize }));
const f1 = (output: string, expected: Gold) => valueOf(scoreTokenF1({ output, expected }));
const inc = (output: string, expected: Gold, options: IncludesOptions = {}) => valueOf(scoreIncludes({ output, expected, ...options }));
const lm = (output: string, expected: readonly string[], options: ListMatchOptions = {}) => valueOf(scoreListMatch({ output, expected, ...options }));
const R = (output: string, expected: string, variant: RougeVariant) => rouge(output, expected, variant).f1;
function d(output: Gold, gold: Gold): readonly [em: number, f1: number] {
  const parts = dropMetrics(output, gold);
  return [parts.em, parts.f1];
}

/** The example of sacrebleu's manual. */
const refs = [
  ["The dog bit the man.", "It was not unexpected.", "The man bit him first."],
  ["The dog had bit the man.", "No one was surprised.", "The man had bitten the dog."],
];
const sys = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."];
const sysRefs = sys.map((_, index) => refs.map((lines) => lines[index] ?? ""));

/** What a scorer gives, and what the official evaluation gives. */
const CASES: readonly (readonly [name: string, ours: number | readonly number[] | undefined, wanted: number | readonly number[], tolerance?: number])[] = [
  // SQuAD
  ["em articles", em("The Eiffel Tower", "eiffel tower"), 1],
  ["em punct", em("Eiffel-Tower!", "eiffel tower"), 0],
  ["em punct2", em("U.S.", "US"), 1],
  ["em ws", em("  a   cat ", "cat"), 1],
  ["em case", em("PARIS", "paris"), 1],
  ["em an", em("an apple", "apple"), 1],
  ["em other", em("apple pie", "apple"), 0],
  ["em multi", em("four", ["4", "four"]), 1],
  ["em apostrophe", em("John's", "johns"), 1],
  ["em inner article", em("out of the blue", "out of blue"), 1],
  ["em a in word", em("banana", "bnn"), 0],
  ["em unicode dash", em("1914–1918", "1914–1918"), 1],
  ["f1 same", f1("the cat sat", "cat sat"), 1],
  ["f1 half", f1("cat", "cat sat"), 2/3],
  ["f1 dup", f1("cat cat", "cat"), 2/3],
  ["f1 none", f1("dog", "cat"), 0],
  ["f1 order", f1("b c d", "d c b"), 1],
  ["f1 max", f1("New York", ["York", "New York City"]), 0.8],
  ["f1 partial", f1("in the year 1998", "1998"), 0.5],
  ["f1 long", f1("Barack Obama was president", "Barack Obama"), 2*(2/4*1)/(2/4+1)],
  // DROP official
  ["drop num", d("3", "3"), [1, 1]],
  ["drop num2", d("3.0", "3"), [1, 1]],
  ["drop word", d("3 touchdowns", "3"), [0, 0.67]],
  ["drop bad number", d("4 touchdowns", "3 touchdowns"), [0, 0]],
  ["drop spans", d(["Smith", "Jones"], ["Jones", "Smith"]), [1, 1]],
  ["drop spans2", d(["Smith"], ["Jones", "Smith"]), [0, 0.5]],
  ["drop article", d("the Broncos", "Broncos"), [1, 1]],
  ["drop hyphen", d("twenty-five yards", "twenty five yards"), [1, 1]],
  ["drop comma", d("1,000", "1000"), [1, 1]],
  ["drop case", d("BRONCOS", "broncos"), [1, 1]],
  ["drop partial", d("Denver Broncos", "Broncos"), [0, 0.67]],
  ["drop empty", d("", "Broncos"), [0, 0]],
  ["drop date", d("March 5 1990", "5 March 1990"), [0, 1]],
  // BLEU known values (sacrebleu docs)
  ["corpus bleu readme", corpusBleu(sys, sysRefs).value*100, 48.530827009929865, 1e-6],
  ["corpus chrf readme", corpusChrf(sys, sysRefs).value*100, 59.73, 0.01],
  ["bleu same", sentenceBleu("the cat is on the mat", ["the cat is on the mat"]).value, 1],
  ["bleu zh same", corpusBleu(["我爱北京天安门"], [["我爱北京天安门"]], {tokenize: "zh"}).value, 1],
  ["bleu empty", sentenceBleu("", ["a b"]).value, 0],
  // rouge_score: known examples
  ["rouge1 doc", rouge("The quick brown dog jumps on the log.", "The quick brown fox jumps over the lazy dog", "rouge1").precision, 0.75],
  ["rouge1 rec", rouge("The quick brown dog jumps on the log.", "The quick brown fox jumps over the lazy dog", "rouge1").recall, 0.6666666666666666],
  ["rougeL prec", rouge("The quick brown dog jumps on the log.", "The quick brown fox jumps over the lazy dog", "rougeL").precision, 0.625],
  ["rouge2 ab", R("testing two", "testing", "rouge2"), 0],
  ["rouge1 testing", R("testing", "testing one two", "rouge1"), 0.5],
  ["rouge2 testing one", R("testing one", "testing one two", "rouge2"), 2/3],
  ["rougeL ord", R("one two", "two one", "rougeL"), 0.5],
  ["rougeLsum", R("w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5", "w1 w2 w3 w4 w5", "rougeLsum"), 2 * 0.4 * 0.8 / (0.4 + 0.8)],
  ["rouge empty", R("", "testing", "rouge1"), 0],
  // edit distance
  ["lev", editDistance("kitten", "sitting"), 3],
  ["lev2", editDistance("", "abc"), 3],
  ["lev uni", editDistance("你好", "你们好"), 1],
  ["lev emoji", editDistance("😀", "😁"), 1],
  // includes
  ["inc", inc("The capital is Paris.", "Paris"), 1],
  ["inc case", inc("paris!", "Paris"), 1],
  ["inc word", inc("the party", "art"), 0],
  ["inc zh", inc("首都是北京市", "北京"), 1],
  ["inc multi", inc("It is Lutetia", ["Paris", "Lutetia"]), 1],
  ["inc num", inc("12345", "234"), 0],
  ["inc punct", inc("U.S.A. it is", "USA"), 1],
  ["inc article", inc("Great Gatsby", "The Great Gatsby"), 1],
  ["inc num2", inc("It is 1,000 km", "1000"), 1],
  ["inc hyphen", inc("Jean-Paul Sartre", "Jean Paul Sartre"), 1],
  ["inc accents", inc("Beyoncé", "Beyonce"), 0],
  ["inc apos", inc("rock'n'roll", "rock n roll"), 0],
  ["inc amp", inc("Tom & Jerry", "Tom and Jerry"), 0],
  // trivia_qa style
  ["ga", em("The Rolling Stones.", ["Rolling Stones"], "general"), 1],
  ["ga2", em("2,000", "2000", "general"), 1],
  // chinese
  ["zh em", em("《红楼梦》。", "红楼梦", "chinese"), 1],
  ["zh em2", em("北京 市", "北京市", "chinese"), 1],
  ["zh f1", f1("北京市", "北京"), 0.8],
  ["zh full", em("ＡＢＣ１２３", "abc123", "chinese"), 1],
  // list
  ["list", lm("- a1\n- b2", ["b2", "a1"]), 1],
  ["list json", lm('["x","y"]', ["y", "x"]), 1],
  ["list comma", lm("red, green, blue", ["blue", "green", "red"]), 1],
  ["list and", lm("red, green and blue", ["blue", "green", "red"]), 1],
  ["list zh", lm("红、绿、蓝", ["蓝", "红", "绿"]), 1],
  ["list order", lm("1. x\n2. y", ["y", "x"], {compare: "list"}), 0],
  ["list dup", lm("x, x", ["x"]), 1],
  ["list bag", lm("x, x", ["x"], {compare: "bag"}), 0],
  ["list fence", lm("```json\n[\"x\",\"y\"]\n```", ["y", "x"]), 1],
  ["list sq", lm("['x', 'y']", ["y", "x"]), 1],
  ["list lead", lm("Colours:\n- red\n- blue", ["red", "blue"]), 1],
  // json
  ["json", valueOf(scoreJsonValidity({output: '```json\n{"a":1}\n```'})), 1],
  ["json bad", valueOf(scoreJsonValidity({output: "{'a':1}"})), 0],
  ["json diff", valueOf(scoreJsonDiff({output: '{"b":2,"a":1}', expected: {a: 1, b: 2}})), 1],
  ["json diff with words", valueOf(scoreJsonDiff({output: 'Here: {"a":1}', expected: {a: 1}})), 0],
  ["json diff fence in words", valueOf(scoreJsonDiff({output: "Here:\n```json\n{\"a\":1}\n```\nDone.", expected: {a: 1}})), 1],
  ["json diff half", valueOf(scoreJsonDiff({output: '{"a":1,"b":3}', expected: {a: 1, b: 2}})), 0.5],
  // regex
  ["re", valueOf(scoreRegexMatch({output: "Score: 7/10", expected: "7", pattern: "Score: (\\d+)"})), 1],
];

test.each(CASES.map(([name, ours, wanted, tolerance = 1e-6]) => ({ name, ours, wanted, tolerance })))("$name", ({ ours, wanted, tolerance }) => {
  if (typeof wanted !== "number" || typeof ours !== "number") expect(ours).toEqual(wanted);
  else expect(Math.abs(ours - wanted)).toBeLessThanOrEqual(tolerance);
});
