import { join } from "node:path";
import type { Benchmark, Sample } from "@evalkit/core";
import { expect, test } from "vitest";
import { pythonShuffleOrder } from "../random/python-random.js";
import { collected, environmentOf, folderOf, type TestFolder } from "../testing/folder.js";
import { quiz, things } from "../testing/things.js";
import type { TabularBenchmark } from "./declaration.js";
import { prepareBenchmark } from "./prepare.js";
import type { BenchmarkSettings, DataEnvironment } from "./settings.js";
import { shownTarget } from "./shown-target.js";

const signal = new AbortController().signal;

function lines(count: number, tag = "q"): string {
  return Array.from({ length: count }, (_, index) => JSON.stringify({ question: `${tag}${index}`, answer: `a${index}` })).join("\n");
}

function thingsFolder(): Promise<TestFolder> {
  return folderOf({ "test.jsonl": lines(10), "train.jsonl": lines(5, "t") });
}

function quizFolder(): Promise<TestFolder> {
  return folderOf({
    "test/birds_test.csv": "Fly?,yes,no,A\nTeeth?,yes,no,B\n",
    "test/fish_test.csv": "Swim?,yes,no,A\n",
    "dev/birds_dev.csv": "Sing?,yes,no,A\nBark?,yes,no,B\n",
    "dev/fish_dev.csv": "Walk?,yes,no,B\n",
  });
}

function prepare(benchmark: TabularBenchmark<string>, folder: TestFolder, settings: BenchmarkSettings = {}, environment: Partial<DataEnvironment> = {}) {
  return prepareBenchmark(benchmark, { localPath: folder.path, ...settings }, environmentOf(environment));
}

function samplesOf(benchmark: Benchmark<string>): Promise<Sample<string>[]> {
  return collected(benchmark.dataset.load({ signal }));
}

async function prompts(benchmark: Benchmark<string>): Promise<string[]> {
  return (await samplesOf(benchmark)).map((sample) => String(benchmark.prompt(sample).at(-1)?.content));
}

async function questions(benchmark: Benchmark<string>): Promise<string[]> {
  return (await samplesOf(benchmark)).map(({ input }) => String(input));
}

test("the prompt of a choice question, without and with demonstrations", async () => {
  await using folder = await quizFolder();
  expect((await prompts(await prepare(quiz, folder)))[0]).toBe("About birds: Fly?\nA) yes\nB) no\nOne of A,B.");
  const [bird, , fish] = await prompts(await prepare(quiz, folder, { shots: 1 }));
  expect(bird).toBe("Examples:\n\nSing?\nA) yes\nB) no\nANSWER: A\n\nAbout birds: Fly?\nA) yes\nB) no\nOne of A,B.");
  expect(fish).toBe("Examples:\n\nWalk?\nA) yes\nB) no\nANSWER: B\n\nAbout fish: Swim?\nA) yes\nB) no\nOne of A,B.");
});

test("fewer demonstrations than asked for is a note", async () => {
  await using folder = await quizFolder();
  const benchmark = await prepare(quiz, folder, { shots: 2 });
  expect((await benchmark.dataset.describe?.({ signal }))?.notes).toEqual(["Fewer than 2 demonstrations: fish 1."]);
});

test("random demonstrations follow Python's shuffle", async () => {
  await using folder = await thingsFolder();
  const first = (await prompts(await prepare(things, folder, { shots: 2, shotsRandom: true }, { seed: 7 })))[0];
  const [one, two] = pythonShuffleOrder(5, 7);
  expect(first).toBe(`t${one}\nANSWER: a${one}\n\nt${two}\nANSWER: a${two}\n\nq0`);
});

test("a subset without demonstrations is an error", async () => {
  await using folder = await folderOf({ "test.jsonl": lines(1), "train.jsonl": "" });
  await expect(prepare(things, folder, { shots: 1 })).rejects.toThrow("things: the train split holds no demonstration for subset main.");
});

test("templates: single pass, foreign braces stay, unknown names are noted", async () => {
  await using folder = await folderOf({ "test.jsonl": '{"question":"{letters} {question} $& $1","answer":"x"}' });
  const benchmark = await prepare(things, folder, { promptTemplate: "\\boxed{} {foo} {query}|{question}" });
  expect(await prompts(benchmark)).toEqual(["\\boxed{} {foo} {letters} {question} $& $1|{letters} {question} $& $1"]);
  expect((await benchmark.dataset.describe?.({ signal }))?.notes?.[0]).toMatch(/^No placeholder of things, left as text: \{foo\}/);
});

test("templates written for str.format have their braces made single", async () => {
  await using folder = await folderOf({ "test.jsonl": '{"question":"{{q}}","answer":"x"}' });
  expect(await prompts(await prepare(things, folder, { promptTemplate: "{question} \\boxed{{}} {{question}} {{{query}}}" }))).toEqual(["{{q}} \\boxed{} {question} {{{q}}}"]);
  expect(await prompts(await prepare(things, folder, { promptTemplate: "{question} \\frac{{a}}{b} }" }))).toEqual(["{{q}} \\frac{{a}}{b} }"]);
});

test("templates by name, the user's template below the heading of the demonstrations", async () => {
  await using folder = await quizFolder();
  const named: TabularBenchmark<string> = { ...quiz, templates: { prompt: "{question}", fewShot: "Look:\n{fewshot}\n--\n{question}", named: { short: "Q: {query}" } } };
  expect((await prompts(await prepare(named, folder, { promptTemplate: "short" })))[0]).toBe("Q: Fly?");
  expect((await prompts(await prepare(named, folder, { promptTemplate: "short", shots: 1 })))[0]).toBe("Look:\nSing?\nA) yes\nB) no\nANSWER: A\n--\nQ: Fly?");
  expect((await prompts(await prepare(named, folder, { fewShotPromptTemplate: "{question} after {fewshot}", shots: 1 })))[0]).toMatch(/^Fly\? after Sing/);
});

test.each<[string, BenchmarkSettings, RegExp]>([
  ["a template without the question", { promptTemplate: "Answer!" }, /holds neither \{question\} nor \{query\}/],
  ["a template that loses the demonstrations", { shots: 1, fewShotPromptTemplate: "{question}" }, /has no \{fewshot\}/],
  ["an unknown subset", { subsets: ["brids"] }, /quiz has no subset brids/],
  ["no subset", { subsets: [] }, /subset_list is empty/],
  ["a broken number of shots", { shots: 1.5 }, /few_shot_num must be a whole number/],
  ["an unknown extra parameter", { extra: { modee: "x" } }, /no extra parameter modee/],
  ["an extra parameter of the wrong type", { extra: { mode: 3 } }, /must be of type str, not 3/],
  ["a value that is no choice", { extra: { mode: "c" } }, /must be one of "a", "b", not "c"/],
])("refuses %s", async (_name, settings, message) => {
  await using folder = await quizFolder();
  const benchmark: TabularBenchmark<string> = { ...quiz, extraParameters: { mode: { type: "str", description: "", default: "a", choices: ["a", "b"] } } };
  await expect(prepare(benchmark, folder, settings)).rejects.toMatchObject({ code: "EVALKIT_CONFIG", message: expect.stringMatching(message) as string });
});

test("what a declaration makes of the settings sees the defaults of its extra parameters", async () => {
  await using folder = await thingsFolder();
  const benchmark: TabularBenchmark<string> = {
    ...things,
    extraParameters: { mode: { type: "str", description: "", default: "a" }, depth: { type: "int", description: "", default: 1 } },
    templates: ({ extra }) => ({ prompt: `${String(extra?.["mode"])}${String(extra?.["depth"])} {question}` }),
    sample: (row, { extra }) => ({ input: String(row["question"]), target: String(extra["depth"]) }),
  };
  const prepared = await prepare(benchmark, folder, { extra: { depth: 2 } });
  expect((await prompts(prepared))[0]).toBe("a2 q0");
  expect((await samplesOf(prepared))[0]?.target).toBe("2");
});

test("an extra parameter may name the split, unless the user does", async () => {
  await using folder = await folderOf({ "test.jsonl": lines(3), "v2.jsonl": lines(2) });
  const benchmark: TabularBenchmark<string> = {
    ...things,
    layouts: [{ name: "a file a split", paths: ["{split}.jsonl"] }],
    extraParameters: { version: { type: "str", description: "", default: "default" } },
    evalSplitOf: ({ version }) => (version === "default" ? undefined : String(version)),
  };
  const count = async (settings: BenchmarkSettings) => (await samplesOf(await prepare(benchmark, folder, settings))).length;
  expect([await count({}), await count({ extra: { version: "v2" } }), await count({ extra: { version: "v2" }, evalSplit: "test" })]).toEqual([3, 2, 3]);
});

test("names near to a wrong subset come first", async () => {
  await using folder = await quizFolder();
  await expect(prepare(quiz, folder, { subsets: ["fsh"] })).rejects.toMatchObject({ hint: "Subsets: fish, birds." });
});

test("demonstrations without a training split are refused, and capped where the benchmark has a most", async () => {
  await using folder = await thingsFolder();
  const { trainSplit: _trainSplit, ...bare } = things;
  await expect(prepare(bare, folder, { shots: 1 })).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
  const benchmark = await prepare({ ...things, maxShots: 1 }, folder, { shots: 4 });
  expect((await prompts(benchmark))[0]).toBe("t0\nANSWER: a0\n\nq0");
  expect((await benchmark.dataset.describe?.({ signal }))?.notes).toEqual(["things takes at most 1 demonstrations; 4 were asked for."]);
});

test("limits by count and by fraction, per subset", async () => {
  await using folder = await thingsFolder();
  expect(await questions(await prepare(things, folder, {}, { limit: { count: 3 } }))).toEqual(["q0", "q1", "q2"]);
  expect(await questions(await prepare(things, folder, {}, { limit: { fraction: 0.29 } }))).toEqual(["q0", "q1"]);
  expect(await questions(await prepare(things, folder, {}, { limit: { fraction: 1 } }))).toHaveLength(10);
  const few = await prepare(things, folder, {}, { limit: { fraction: 0.05 } });
  await expect(questions(few)).rejects.toThrow("there is no sample to evaluate under this limit");
  await expect(few.dataset.describe?.({ signal })).rejects.toThrow("there is no sample to evaluate");
  await using quizzes = await quizFolder();
  const half = await prepare(quiz, quizzes, {}, { limit: { fraction: 0.5 } });
  expect(await half.dataset.describe?.({ signal })).toMatchObject({ subsets: { birds: 1, fish: 0 }, notes: ["No sample in fish."] });
});

test("shuffles plain files as Python does, limit after shuffle, ids unchanged", async () => {
  await using folder = await thingsFolder();
  const plain = await samplesOf(await prepare(things, folder));
  const shuffled = await samplesOf(await prepare(things, folder, { shuffle: true }));
  expect(shuffled.map(({ input }) => input)).toEqual([7, 3, 2, 8, 5, 6, 9, 4, 0, 1].map((index) => `q${index}`));
  expect(new Set(shuffled.map(({ id }) => id))).toEqual(new Set(plain.map(({ id }) => id)));
  expect(await questions(await prepare(things, folder, { shuffle: true }, { limit: { count: 2 } }))).toEqual(["q7", "q3"]);
});

test("shuffles hub snapshots as numpy does", async () => {
  await using folder = await folderOf({ "main/test-00000-of-00001.jsonl": lines(10) });
  expect(await questions(await prepare(things, folder, { shuffle: true }))).toEqual([5, 6, 0, 7, 3, 2, 4, 9, 1, 8].map((index) => `q${index}`));
});

test("shuffles options by content and moves the target along", async () => {
  await using folder = await folderOf({ "test.jsonl": JSON.stringify({ question: "question 0" }) });
  const four: TabularBenchmark<string> = { ...things, sample: (row) => ({ input: String(row["question"]), choices: ["alpha", "beta", "gamma", "delta"], target: "A" }) };
  const [sample] = await samplesOf(await prepare(four, folder, { shuffleChoices: true }));
  expect(sample).toMatchObject({ choices: ["beta", "delta", "gamma", "alpha"], target: "D" });
  const [plain] = await samplesOf(await prepare(four, folder));
  expect(plain?.id).toBe(sample?.id);
  const [several] = await samplesOf(await prepare({ ...four, sample: (row) => ({ ...four.sample(row, { subset: "", split: "", place: "", extra: {} })!, target: "AB" }) }, folder, { shuffleChoices: 42 }));
  expect(several?.target).toBe("AD");
  await expect(prepare(things, await thingsFolder(), { shuffleChoices: true })).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
});

test("messages are sent as they are; a row's own system prompt comes first", async () => {
  await using folder = await thingsFolder();
  const chat: TabularBenchmark<string> = { ...things, sample: () => ({ input: [{ role: "user", content: "hi" }], target: "x" }) };
  const prepared = await prepare(chat, folder, { systemPrompt: "Be brief." });
  const [sample] = await samplesOf(prepared);
  expect(prepared.prompt(sample!)).toEqual([{ role: "system", content: "Be brief." }, { role: "user", content: "hi" }]);
  const own = await prepare({ ...things, sample: () => ({ input: "hi", target: "x", system: "Own.", shownTarget: "the x" }) }, folder, { systemPrompt: "Be brief." });
  const [rowed] = await samplesOf(own);
  expect(own.prompt(rowed!)).toEqual([{ role: "system", content: "Own." }, { role: "user", content: "hi" }]);
  expect(shownTarget(rowed!)).toBe("the x");
  expect(shownTarget({ target: ["a", 1] })).toBe("a,1");
});

test("describes files, counts, rows passed over, and the official number", async () => {
  await using folder = await folderOf({ "test.jsonl": `${lines(3)}\n{"question":"no answer"}`, "train.jsonl": lines(2) });
  const described = await (await prepare({ ...things, sampleCount: 4 }, folder, { shots: 1 })).dataset.describe?.({ signal });
  expect(described?.subsets).toEqual({ main: 3 });
  expect(described?.files.map(({ path, rows }) => [path, rows])).toEqual([[join(folder.path, "test.jsonl"), 4], [join(folder.path, "train.jsonl"), 2]]);
  expect(described?.files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(described?.notes).toEqual(["1 row holds no question and was passed over.", "3 samples found; the official set has 4."]);
});

test("what a declaration throws at a row becomes an error with the place", async () => {
  await using folder = await thingsFolder();
  const broken: TabularBenchmark<string> = { ...things, sample: (row) => ({ input: (row["nothing"] as string).trim(), target: "x" }) };
  await expect(prepare(broken, folder)).rejects.toMatchObject({ code: "EVALKIT_DATASET", message: expect.stringMatching(/^test\.jsonl:1: the row cannot be used/) as string });
});

test("categories keep the subsets that are run; scorers are wrapped", async () => {
  await using folder = await quizFolder();
  const scorer = { name: "s", score: () => ({ status: "unscored", why: "" }) as const };
  const prepared = await prepareBenchmark({ ...quiz, scorers: () => [scorer] }, { localPath: folder.path, subsets: ["fish"] }, environmentOf(), {
    wrapScorers: (scorers) => scorers.map((inner) => ({ ...inner, name: `wrapped ${inner.name}` })),
  });
  expect(prepared.categories).toEqual({ Water: ["fish"] });
  expect(prepared.scorers.map(({ name }) => name)).toEqual(["wrapped s"]);
});

test("the identity changes with what shapes prompts, and with the seed only where it counts", async () => {
  await using folder = await thingsFolder();
  const of = async (settings: BenchmarkSettings, seed = 1) => JSON.stringify((await prepare(things, folder, settings, { seed })).identity);
  expect(await of({}, 1)).toBe(await of({}, 2));
  expect(await of({ shuffle: true }, 1)).not.toBe(await of({ shuffle: true }, 2));
  expect(await of({ shots: 1 })).not.toBe(await of({ shots: 2 }));
  expect(await of({ promptTemplate: "Q {question}" })).not.toBe(await of({}));
  expect(JSON.parse(await of({ shots: 1 }))).toMatchObject({ split: "test", subsets: ["main"], prompt: "{question}", shots: 1, demonstrations: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
});

test("another split than the prepared one is refused", async () => {
  await using folder = await thingsFolder();
  await expect(collected((await prepare(things, folder)).dataset.load({ signal, split: "train" }))).rejects.toThrow("prepared for split test, asked for train");
  expect(await questions(await prepare(things, folder, { evalSplit: "train" }))).toEqual(["t0", "t1", "t2", "t3", "t4"]);
});

test("a stopped load throws and a later one works", async () => {
  await using folder = await thingsFolder();
  const prepared = await prepare(things, folder, { shuffle: true });
  await expect(collected(prepared.dataset.load({ signal: AbortSignal.abort(new Error("stop")) }))).rejects.toThrow("stop");
  expect(await questions(prepared)).toHaveLength(10);
});

const { trainSplit: _dev, ...withoutTraining } = quiz;
const told: TabularBenchmark<string> = {
  ...withoutTraining,
  demonstrationTexts: {
    texts: (subset) => [`own ${subset} 1`, `own ${subset} 2`],
    files: ["shown/{subset}.txt"],
    read: (text) => text.split("\n--\n").filter((part) => part.trim() !== ""),
  },
};

test("demonstrations that are texts: from the user's files where there are any, else the benchmark's own", async () => {
  await using folder = await folderOf({
    "test/birds_test.csv": "Fly?,yes,no,A\n",
    "test/fish_test.csv": "Swim?,yes,no,A\n",
    "shown/birds.txt": "\ufefffirst\n--\nsecond\n--\nthird",
  });
  const benchmark = await prepare(told, folder, { shots: 2 });
  const [bird, fish] = await prompts(benchmark);
  expect(bird).toContain("Examples:\n\nfirst\n\nsecond\n\nAbout birds");
  expect(fish).toContain("Examples:\n\nown fish 1\n\nown fish 2\n\nAbout fish");
  expect((await benchmark.dataset.describe?.({ signal }))?.notes).toEqual(["Demonstrations were read from shown/{subset}.txt for 1 of 2 subsets; the others are our own."]);
  const own = await prepare(told, folder, { shots: 1, subsets: ["fish"] });
  expect((await own.dataset.describe?.({ signal }))?.notes).toEqual(["Demonstrations are our own: there is no shown/{subset}.txt beside the data."]);
  expect((await prompts(await prepare(told, folder, { shots: 0 })))[0]).toBe("About birds: Fly?\nA) yes\nB) no\nOne of A,B.");
  const random = await prepare(told, folder, { shots: 3, shotsRandom: true, subsets: ["birds"] }, { seed: 7 });
  expect((await prompts(random))[0]).toContain(pythonShuffleOrder(3, 7).map((index) => ["first", "second", "third"][index]).join("\n\n"));
});

test("an empty file of demonstrations is an error; a train_split that is named goes before texts", async () => {
  await using folder = await folderOf({ "test/birds_test.csv": "Fly?,yes,no,A\n", "dev/birds_dev.csv": "Sing?,yes,no,A\n", "shown/birds.txt": " \n" });
  const subsets = ["birds"];
  await expect(prepare(told, folder, { shots: 1, subsets })).rejects.toThrow("there is no demonstration for subset birds in shown/birds.txt");
  expect((await prompts(await prepare(told, folder, { shots: 1, subsets, trainSplit: "dev" })))[0]).toContain("Sing?\nA) yes\nB) no\nANSWER: A");
});

test("a benchmark may order shuffled options in its own way; a seed of the user's goes before it", async () => {
  await using folder = await quizFolder();
  const turned: TabularBenchmark<string> = { ...quiz, shuffleChoices: true, choiceOrder: () => [1, 0] };
  const sample = async (settings: BenchmarkSettings) => (await samplesOf(await prepare(turned, folder, settings)))[0];
  expect(await sample({})).toMatchObject({ choices: ["no", "yes"], target: "B" });
  expect(await sample({ shuffleChoices: false })).toMatchObject({ choices: ["yes", "no"], target: "A" });
  const seeded = await Promise.all([1, 2, 3, 4, 5, 6].map((shuffleChoices) => sample({ shuffleChoices })));
  expect(new Set(seeded.map((each) => each?.choices?.[0]))).toEqual(new Set(["yes", "no"]));
});

test("a part called question stands for the question in templates", async () => {
  await using folder = await quizFolder();
  const bare: TabularBenchmark<string> = { ...quiz, parts: ({ input }, { subset }) => ({ subject: subset, question: String(input).toUpperCase() }) };
  expect((await prompts(await prepare(bare, folder)))[0]).toMatch(/^About birds: FLY\?/);
  expect((await prompts(await prepare(bare, folder, { promptTemplate: "{query}" })))[0]).toBe("FLY?");
});
