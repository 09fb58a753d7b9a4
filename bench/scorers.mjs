// How fast the scorers are, and that their work grows linearly with the length of a text: `pnpm build && node bench/scorers.mjs`.
// With `npm install --no-save autoevals mathjs @cortex-js/compute-engine` in an empty folder, and then
// `EVALKIT_BENCH_MODULES=FOLDER node bench/scorers.mjs`, the same pairs are given to these in the same run.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../scripts/workspace.mjs";
import { generator } from "./mmlu-like.mjs";

const s = await import(join(root, "packages", "scorers", "dist", "index.js"));
const letters = ["A", "B", "C", "D"];
const words = "the rate of a train that leaves the station at noon is found by dividing distance through time so we get".split(" ");

const random = generator(11);
const pick = (list) => list[Math.floor(random() * list.length)];
const prose = (count) => Array.from({ length: count }, () => pick(words)).join(" ");

/** Pairs of answer and gold as benchmarks have them, in the styles that models write. */
const choicePairs = Array.from({ length: 500 }, () => {
  const gold = pick(letters);
  return { output: pick([`${prose(60)}.\n\nANSWER: ${gold}`, `${prose(80)}. The correct answer is **${gold}**.`, gold, `${prose(40)}，所以选${gold}。`, `${prose(30)} \\boxed{${gold}}`]), gold };
});
const numberPairs = Array.from({ length: 500 }, () => {
  const gold = Math.floor(random() * 100000);
  return { output: pick([`${prose(80)}.\n#### ${gold}`, `${prose(50)}. The answer is $${gold.toLocaleString("en")}.`, `${prose(60)} \\boxed{${gold}}`, `${prose(70)} ${gold}`]), gold: String(gold) };
});
const mathPairs = Array.from({ length: 500 }, () => {
  const [a, b, c] = [1, 2, 3].map(() => 1 + Math.floor(random() * 40));
  return pick([
    [`\\frac{${a}}{${b}}`, `${a}/${b}`],
    [`x^2+${a}x+${b}`, `${b}+${a}x+x^{2}`],
    [`(${a},${b})`, `\\left(${a}, ${b}\\right)`],
    [`${a}\\sqrt{${b}}`, `\\sqrt{${b}}\\cdot ${a}`],
    [`\\{${a},${b},${c}\\}`, `\\{${c},${a},${b}\\}`],
    [String(a), `${a}.0`],
    [`${a}`, `${a + 1}`],
    [`[${a},${a + b})`, `[${a}, ${a + b})`],
    [`\\frac{${a}\\pi}{${b}}`, `${a}\\pi/${b}`],
    [`(x-${a})(x+${a})`, `x^2-${a * a}`],
  ]);
});
const textPairs = Array.from({ length: 200 }, () => ({ output: prose(40), gold: prose(40) }));

/** Operations a second over at least `leastMs`, after a round that warms up. */
function rate(operate, count, leastMs = 600) {
  operate();
  const started = performance.now();
  let rounds = 0;
  while (performance.now() - started < leastMs) {
    operate();
    rounds += 1;
  }
  return (rounds * count * 1000) / (performance.now() - started);
}

const each = (list, operate) => () => {
  for (const item of list) operate(item);
};
const show = (name, value, unit) => process.stdout.write(`${name.padEnd(44)} ${Math.round(value).toLocaleString("en").padStart(12)} ${unit}\n`);

function speeds() {
  process.stdout.write("Speed\n");
  show("choice, extract and score", rate(each(choicePairs, ({ output, gold }) => s.scoreChoice({ output, expected: gold, labels: letters })), choicePairs.length), "answers/s");
  show("numeric, extract and score", rate(each(numberPairs, ({ output, gold }) => s.scoreNumeric({ output, expected: gold })), numberPairs.length), "answers/s");
  show("maths, compare", rate(each(mathPairs, ([left, right]) => s.mathEqual(left, right)), mathPairs.length), "pairs/s");
  const times = mathPairs.map(([left, right]) => {
    const runs = Array.from({ length: 5 }, () => {
      const started = performance.now();
      s.mathEqual(left, right);
      return performance.now() - started;
    });
    return Math.min(...runs) * 1000;
  });
  show("maths, median of a pair", times.sort((left, right) => left - right)[Math.floor(times.length / 2)], "µs");
  const tokens = textPairs.length * 40;
  const perThousand = (operate) => (1000 * 1e6) / rate(each(textPairs, operate), tokens);
  show("BLEU, per 1,000 tokens", perThousand(({ output, gold }) => s.sentenceBleu(output, [gold])), "µs");
  show("ROUGE-L, per 1,000 tokens", perThousand(({ output, gold }) => s.rouge(output, gold, "rougeL")), "µs");
  show("ROUGE-2, per 1,000 tokens", perThousand(({ output, gold }) => s.rouge(output, gold, "rouge2")), "µs");
  show("chrF, per 1,000 tokens", perThousand(({ output, gold }) => s.chrf(output, [gold])), "µs");
  show("edit distance, 200 characters", rate(each(textPairs, ({ output, gold }) => s.scoreEditDistance({ output, expected: gold })), textPairs.length), "pairs/s");
  show("exact match", rate(each(textPairs, ({ output, gold }) => s.scoreExactMatch({ output, expected: gold })), textPairs.length), "pairs/s");
}

/** Every scorer on ordinary prose and on a text that is one long run of what it looks for. */
const growing = {
  choice: { score: (output) => s.scoreChoice({ output, expected: "B", labels: letters }), unit: "ANSWER: E or F, option G. " },
  numeric: { score: (output) => s.scoreNumeric({ output, expected: "5" }), unit: "1,2 3.4e5 -6/7 " },
  math: { score: (output) => s.scoreMath({ output, expected: "5" }), unit: "$\\frac{1}{2}=$ " },
  exact: { score: (output) => s.scoreExactMatch({ output, expected: "x", normalize: "general" }), unit: "the “a”, an. " },
  includes: { score: (output) => s.scoreIncludes({ output, expected: "zebra" }), unit: "zebr azebra " },
  regex: { score: (output) => s.scoreRegexMatch({ output, expected: "x", pattern: "answer is (\\w+)" }), unit: "answer is answer " },
  token_f1: { score: (output) => s.scoreTokenF1({ output, expected: "a b c" }), unit: "word other " },
  drop: { score: (output) => s.scoreDrop({ output, expected: ["a b c"] }), unit: "1.5 word-other " },
  bleu: { score: (output) => s.scoreBleu({ output, expected: prose(50) }), unit: "word, 1.5 - other " },
  rougeL: { score: (output) => s.scoreRouge({ output, expected: prose(50) }), unit: "word other " },
  chrf: { score: (output) => s.scoreChrf({ output, expected: prose(50) }), unit: "word other " },
  general_qa: { score: (output) => s.scoreGeneralQa({ output, expected: prose(50) }), unit: "word 汉字 " },
  edit_distance: { score: (output) => s.scoreEditDistance({ output, expected: prose(50) }), unit: "word other " },
  list: { score: (output) => s.scoreListMatch({ output, expected: ["a", "b"] }), unit: "- item one\n" },
  json: { score: (output) => s.scoreJsonDiff({ output: `[${output}0]`, expected: [1] }), unit: "[1,{}]," },
  ifeval: { score: (output) => s.scoreIfeval({ output, instructions: [{ id: "length_constraints:number_sentences", arguments: { relation: "at least", num_sentences: 3 } }, { id: "language:response_language", arguments: { language: "de" } }] }), unit: "Mr. A. said e.g. so! " },
};

function least(operate) {
  let best = Infinity;
  for (let run = 0; run < 3; run += 1) {
    const started = performance.now();
    operate();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

function growth() {
  const sizes = [16_000, 62_500, 250_000, 1_000_000];
  process.stdout.write(`\nGrowth: milliseconds for a text of so many characters; the last column is 1 MB over 250 kB, 4 when linear\n${"".padEnd(24)}${sizes.map((size) => size.toLocaleString("en").padStart(12)).join("")}${"ratio".padStart(9)}\n`);
  for (const [name, { score, unit }] of Object.entries(growing)) {
    for (const [kind, text] of [["prose", `${prose(20)}.\n`], ["hostile", unit]]) {
      if (name === "json" && kind === "prose") continue;
      const times = sizes.map((size) => {
        const output = text.repeat(Math.floor(size / text.length));
        return least(() => score(output));
      });
      process.stdout.write(`${`${name} ${kind}`.padEnd(24)}${times.map((time) => time.toFixed(2).padStart(12)).join("")}${(times[3] / Math.max(times[2], 0.01)).toFixed(1).padStart(9)}\n`);
    }
  }
}

/** A package that lies in the folder of peers, as an ES module where it is one as well; `undefined` when it is not there. */
async function peer(name) {
  const folder = join(process.env.EVALKIT_BENCH_MODULES ?? root, "node_modules", name);
  if (!existsSync(folder)) {
    process.stdout.write(`${name} is not installed beside; the head of this file says how to compare with it.\n`);
    return undefined;
  }
  const { exports: entries, main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const entry = entries?.["."]?.import ?? main;
  return import(pathToFileURL(join(folder, entry?.default ?? entry)).href);
}

async function timed(operate, rounds = 5) {
  for (const { output, gold } of textPairs) await operate({ output, expected: gold });
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) for (const { output, gold } of textPairs) await operate({ output, expected: gold });
  return (rounds * textPairs.length * 1000) / (performance.now() - started);
}

async function peers() {
  process.stdout.write("\nPeers on the same pairs\n");
  const autoevals = await peer("autoevals");
  if (autoevals !== undefined) {
    show("autoevals Levenshtein", await timed((pair) => (autoevals.Levenshtein ?? autoevals.LevenshteinScorer)(pair)), "pairs/s");
    show("evalkit edit distance", await timed((pair) => s.scoreEditDistance({ output: pair.output, expected: pair.expected })), "pairs/s");
    show("autoevals ExactMatch", await timed((pair) => autoevals.ExactMatch(pair)), "pairs/s");
    show("evalkit exact match", await timed((pair) => s.scoreExactMatch({ output: pair.output, expected: pair.expected })), "pairs/s");
  }
  await mathsPeers();
}

/** Pairs in the notation that programs read; `undefined` for sets and intervals, which mathjs has none of. */
function plain(latex) {
  const text = latex.replaceAll(/\\frac\{([^{}]+)\}\{([^{}]+)\}/g, "($1)/($2)").replaceAll(/\\sqrt\{([^{}]+)\}/g, "sqrt($1)").replaceAll("\\cdot", "*").replaceAll("\\pi", "pi").replaceAll(/\^\{(\d+)\}/g, "^$1");
  return /[\\,[{]/.test(text) ? undefined : text;
}

async function mathsPeers() {
  const expressions = mathPairs.filter((pair) => pair.every((side) => plain(side) !== undefined));
  const ours = expressions.map(([left, right]) => s.mathEqual(left, right).equal);
  const compare = (name, equal, rounds) => {
    const pairs = expressions.slice(0, rounds);
    const verdicts = pairs.map(equal);
    const started = performance.now();
    for (const pair of pairs) equal(pair);
    const rateOf = (pairs.length * 1000) / (performance.now() - started);
    const agreed = verdicts.filter((verdict, index) => verdict === ours[index]).length;
    show(`${name}, ${agreed}/${pairs.length} verdicts as ours`, rateOf, "pairs/s");
  };
  compare("evalkit maths, expressions only", ([left, right]) => s.mathEqual(left, right).equal, expressions.length);
  const mathjs = await peer("mathjs");
  if (mathjs !== undefined) compare("mathjs symbolicEqual", ([left, right]) => mathjs.symbolicEqual(plain(left), plain(right)), 100);
  const cortex = await peer("@cortex-js/compute-engine");
  if (cortex === undefined) return;
  const engine = new cortex.ComputeEngine();
  compare("compute-engine isEqual", ([left, right]) => engine.parse(left).isEqual(engine.parse(right)) === true, expressions.length);
}

speeds();
growth();
await peers();
