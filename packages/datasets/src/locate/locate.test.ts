import { chmod, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TabularBenchmark } from "../tabular/declaration.js";
import { prepareBenchmark } from "../tabular/prepare.js";
import type { BenchmarkSettings, DataEnvironment } from "../tabular/settings.js";
import { PARQUET_BASE64, QUIZ_ZIP_BASE64 } from "../testing/binary-fixtures.js";
import { collected, environmentOf, folderOf } from "../testing/folder.js";
import { makeZip } from "../testing/make-zip.js";
import { quiz, things } from "../testing/things.js";
import { readmeConfigs } from "./readme-configs.js";
import { matchesPath } from "./wildcard.js";

const ROW = '{"question":"Q","answer":"A"}\n';
const ZIP = Buffer.from(QUIZ_ZIP_BASE64, "base64");
const custom: TabularBenchmark<string> = { ...things, id: "custom", subsets: [], layouts: [], hubs: {}, trainSplit: "dev" };

async function filesOf(benchmark: TabularBenchmark<string>, settings: BenchmarkSettings, environment: Partial<DataEnvironment> = {}): Promise<string[]> {
  const prepared = await prepareBenchmark(benchmark, settings, environmentOf(environment));
  const described = await prepared.dataset.describe?.({ signal: new AbortController().signal });
  return described?.files.map((file) => `${file.path} ${file.rows}`) ?? [];
}

test("a folder in the layout of the original, gz or not", async () => {
  await using folder = await folderOf({ "test.jsonl.gz": (await import("node:zlib")).gzipSync(ROW) });
  expect(await filesOf(things, { localPath: folder.path })).toEqual([`${join(folder.path, "test.jsonl.gz")} 1`]);
});

test("one file, demonstrations beside it", async () => {
  await using folder = await folderOf({ "mine.jsonl": ROW + ROW, "train.jsonl": ROW });
  const localPath = join(folder.path, "mine.jsonl");
  expect(await filesOf(things, { localPath })).toEqual([`${localPath} 2`]);
  expect(await filesOf(things, { localPath, shots: 1 })).toEqual([`${localPath} 2`, `${join(folder.path, "train.jsonl")} 1`]);
  await using alone = await folderOf({ "mine.jsonl": ROW });
  await expect(filesOf(things, { localPath: join(alone.path, "mine.jsonl"), shots: 1 })).rejects.toMatchObject({ hint: expect.stringContaining("few_shot_num") as string });
});

test("a zip read in place: inside a folder, and as the path itself", async () => {
  await using folder = await folderOf({ "quiz.zip": ZIP });
  const zip = join(folder.path, "quiz.zip");
  const expected = [`${zip}!test/birds_test.csv 2`, `${zip}!test/fish_test.csv 1`];
  expect(await filesOf(quiz, { localPath: folder.path })).toEqual(expected);
  expect(await filesOf(quiz, { localPath: zip })).toEqual(expected);
});

test("a zip of thousands of files, and another one in its place", async () => {
  const rows = (count: number): Record<string, string> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`test/${index}.json`, ROW]));
  await using folder = await folderOf({ "things.zip": makeZip(rows(3000)) });
  const many: TabularBenchmark<string> = { ...things, layouts: [{ name: "many", paths: ["things.zip!{split}/*.json"] }] };
  expect(await filesOf(many, { localPath: folder.path })).toHaveLength(3000);
  await writeFile(join(folder.path, "things.zip"), makeZip({ "test/other.json": ROW + ROW }));
  expect(await filesOf(many, { localPath: folder.path })).toEqual([`${join(folder.path, "things.zip")}!test/other.json 2`]);
});

test("--dataset-dir: benchmark, alias, data folder, hub caches", async () => {
  for (const below of [
    "things",
    "stuff",
    "data/things",
    "acme/things",
    "datasets/acme/things",
    "hub/datasets/acme/things",
    "acme___things",
    "datasets--acme--things/snapshots/abc",
    "hub/datasets--acme--things/snapshots/abc",
  ]) {
    await using folder = await folderOf({ [`${below}/test.jsonl`]: ROW });
    expect(await filesOf(things, {}, { datasetDir: folder.path })).toEqual([`${join(folder.path, below, "test.jsonl")} 1`]);
  }
});

test("--dataset-dir with a data.zip in it", async () => {
  await using folder = await folderOf({ "data.zip": ZIP });
  expect(await filesOf(quiz, {}, { datasetDir: folder.path })).toEqual([`${join(folder.path, "data.zip")}!test/birds_test.csv 2`, `${join(folder.path, "data.zip")}!test/fish_test.csv 1`]);
});

test("of several snapshots, the one that main points to", async () => {
  const cache = "datasets--acme--things";
  await using folder = await folderOf({ [`${cache}/snapshots/aaa/test.jsonl`]: ROW, [`${cache}/snapshots/bbb/test.jsonl`]: ROW, [`${cache}/refs/main`]: "aaa\n" });
  expect((await filesOf(things, {}, { datasetDir: folder.path }))[0]).toContain("aaa");
  expect((await filesOf(things, { revision: "bbb" }, { datasetDir: folder.path }))[0]).toContain("bbb");
  await expect(filesOf(things, { revision: "ccc" }, { datasetDir: folder.path })).rejects.toThrow("the data was not found");
});

test("a repository's own layout: files in parts, a card with configurations", async () => {
  await using parts = await folderOf({ "data/test-00000-of-00002.jsonl": ROW, "main/test-00001-of-00002.jsonl": ROW, "main/test-00000-of-00002.jsonl": ROW });
  expect((await filesOf(things, { localPath: parts.path })).map((file) => file.slice(parts.path.length))).toEqual(["/main/test-00000-of-00002.jsonl 1", "/main/test-00001-of-00002.jsonl 1"]);
  const card = '---\nlicense: mit\nconfigs:\n- config_name: main\n  data_files:\n  - split: train\n    path: t/*.jsonl\n  - split: test\n    path:\n    - "x/one*"\n    - x/two.jsonl\nother: 1\n---\n# Things\n';
  await using carded = await folderOf({ "README.md": card, "x/one-1.jsonl": ROW, "x/two.jsonl": ROW, "t/a.jsonl": ROW });
  expect((await filesOf(things, { localPath: carded.path })).map((file) => file.slice(carded.path.length))).toEqual(["/x/one-1.jsonl 1", "/x/two.jsonl 1"]);
});

test("rows of one file go to the subset they name", async () => {
  const rows = ["fish", "birds", "fish", "moss"].map((subject) => JSON.stringify({ subject, question: `${subject}?`, A: "1", B: "2", answer: "A" })).join("\n");
  await using folder = await folderOf({ "all/test.jsonl": rows });
  const prepared = await prepareBenchmark(quiz, { localPath: folder.path }, environmentOf());
  const described = await prepared.dataset.describe?.({ signal: new AbortController().signal });
  expect(described?.subsets).toEqual({ birds: 1, fish: 2 });
  expect(described?.notes).toEqual(["Rows of unknown subsets were left out: moss."]);
  const samples = await collected(prepared.dataset.load({ signal: new AbortController().signal }));
  expect(samples.map(({ subset }) => subset)).toEqual(["birds", "fish", "fish"]);
  expect(samples[1]?.id).toBe(`${samples[2]?.id.split("~")[0]}`);
  expect(samples[2]?.id).toMatch(/^[0-9a-f]{16}~2$/);
});

test("a row without its subset's name, or of a file that serves several, is an error with its place", async () => {
  await using folder = await folderOf({ "all/test.jsonl": '{"subject":"birds","question":"a","A":"1","B":"2","answer":"A"}\n{"question":"b","A":"1","B":"2","answer":"A"}' });
  const prepared = await prepareBenchmark(quiz, { localPath: folder.path }, environmentOf());
  await expect(collected(prepared.dataset.load({ signal: new AbortController().signal }))).rejects.toThrow("all/test.jsonl:2: the row has no subject.");
});

test("the user's files make the subsets", async () => {
  await using folder = await folderOf({ "b_test.jsonl": ROW, "b_dev.jsonl": ROW, "a.csv": "question,answer\nq,a\n", "notes.txt": "x" });
  const prepared = await prepareBenchmark(custom, { localPath: folder.path }, environmentOf());
  const described = await prepared.dataset.describe?.({ signal: new AbortController().signal });
  expect(described?.subsets).toEqual({ a: 1, b: 1 });
  expect(await filesOf(custom, { localPath: join(folder.path, "b_test.jsonl") })).toHaveLength(1);
  expect(await filesOf(custom, { localPath: folder.path, subsets: ["b"], shots: 1 })).toHaveLength(2);
  await expect(filesOf(custom, { localPath: folder.path, subsets: ["c"] })).rejects.toThrow(/no data for split test of subset c/);
});

test("demonstrations never come from what is evaluated", async () => {
  await using plain = await folderOf({ "mine.jsonl": ROW + ROW, "other_test.jsonl": ROW, "other_dev.jsonl": ROW });
  const localPath = plain.path;
  const missing = { code: "EVALKIT_CONFIG", message: expect.stringContaining("there is no mine_dev.jsonl in") as string };
  await expect(filesOf(custom, { localPath, shots: 1 })).rejects.toMatchObject(missing);
  await expect(filesOf(custom, { localPath: join(localPath, "mine.jsonl"), shots: 1 })).rejects.toMatchObject(missing);
  expect(await filesOf(custom, { localPath, subsets: ["other"], shots: 1 })).toEqual([`${join(localPath, "other_test.jsonl")} 1`, `${join(localPath, "other_dev.jsonl")} 1`]);
  expect(await filesOf(custom, { localPath })).toHaveLength(2);
});

test("a train_split that is the eval_split, and a layout without the split's name, give no demonstrations", async () => {
  await using folder = await folderOf({ "test.jsonl": ROW, "main.csv": "question,answer\nq,a\n" });
  await expect(filesOf(things, { localPath: folder.path, trainSplit: "test", shots: 1 })).rejects.toMatchObject({
    code: "EVALKIT_CONFIG",
    message: "things: the demonstrations would come from test.jsonl, which is what is evaluated.",
  });
  const flat: TabularBenchmark<string> = { ...things, layouts: [{ name: "flat", paths: ["{subset}.csv"] }] };
  expect(await filesOf(flat, { localPath: folder.path })).toHaveLength(1);
  await expect(filesOf(flat, { localPath: folder.path, shots: 1 })).rejects.toThrow("no data for split train of subset main (demonstrations; few_shot_num 0 needs none)");
});

test("a delimited file whose ending says otherwise", async () => {
  await using folder = await folderOf({ "test.csv": "one, two\tA\nthree\tB\n" });
  const tabbed: TabularBenchmark<string> = { ...things, layouts: [{ name: "tabs", paths: ["{split}.csv"], delimiter: "\t", columns: ["question", "answer"] }] };
  const prepared = await prepareBenchmark(tabbed, { localPath: folder.path }, environmentOf());
  const samples = await collected(prepared.dataset.load({ signal: new AbortController().signal }));
  expect(samples.map(({ input, target }) => [input, target])).toEqual([["one, two", "A"], ["three", "B"]]);
  expect(await filesOf(tabbed, { localPath: folder.path })).toEqual([`${join(folder.path, "test.csv")} 2`]);
});

test("says what was looked for and what is there", async () => {
  await using folder = await folderOf({ "tset.jsonl": ROW });
  await expect(filesOf(things, { localPath: folder.path })).rejects.toThrow(
    `things: found no data for split test of subset main.\nLooked in ${folder.path} for: test.jsonl, main/test-*.jsonl.\nThere is: tset.jsonl.`,
  );
  await expect(filesOf(things, { localPath: "/nonexistent" })).rejects.toMatchObject({ code: "EVALKIT_DATASET", message: expect.stringContaining("Not there: /nonexistent.") as string });
  await expect(filesOf(quiz, { localPath: join(folder.path, "tset.jsonl") })).rejects.toThrow("tset.jsonl:1: the row has no subject.");
  await expect(filesOf({ ...quiz, layouts: quiz.layouts.slice(0, 1) }, { localPath: join(folder.path, "tset.jsonl") })).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
  await expect(filesOf(things, {})).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
});

test("reads from a folder that cannot be written to, and leaves it as it was", async () => {
  await using folder = await folderOf({ "test.jsonl": ROW, "train.jsonl": ROW });
  await chmod(folder.path, 0o555);
  const before = (await stat(folder.path)).mtimeMs;
  expect(await filesOf(things, { localPath: folder.path, shots: 1, shuffle: true })).toHaveLength(2);
  expect((await stat(folder.path)).mtimeMs).toBe(before);
  expect(await readdir(folder.path)).toEqual(["test.jsonl", "train.jsonl"]);
  await chmod(folder.path, 0o755);
});

test("parquet of a repository is found and read by row groups", async () => {
  await using folder = await folderOf({ "main/test-00000-of-00001.parquet": Buffer.from(PARQUET_BASE64, "base64") });
  const numbers: TabularBenchmark<string> = { ...things, sample: (row) => ({ input: String(row["question"]), target: String(row["id"]) }) };
  expect(await filesOf(numbers, { localPath: folder.path })).toEqual([`${join(folder.path, "main", "test-00000-of-00001.parquet")} 7`]);
});

test.each([
  ["data/*.csv", "data/a.csv", true],
  ["data/*.csv", "data/x/a.csv", false],
  ["data/**/*.csv", "data/x/y/a.csv", true],
  ["**/a.csv", "a.csv", true],
  ["a*b*c", "aXbYbZc", true],
  ["a*b*c", "aXbYbZ", false],
  ["?.csv", "问.csv", true],
  ["*".repeat(200), "a".repeat(2000), true],
  [`${"*a".repeat(200)}b`, "a".repeat(2000), false],
])("%s fits %s: %s", (pattern, path, expected) => {
  expect(matchesPath(pattern, path)).toBe(expected);
});

test("a card without what we can read says nothing", () => {
  expect(readmeConfigs("# no front matter\nconfigs:\n- config_name: a")).toEqual([]);
  expect(readmeConfigs("---\nconfigs:\n- config_name: a\n  data_files: x.csv\n---\n")).toEqual([]);
  expect(readmeConfigs("---\nconfigs:\n  - config_name: a\n    data_files:\n      - split: test\n        path: [x.csv, 'y.csv']\n---")).toEqual([{ name: "a", files: { test: ["x.csv", "y.csv"] } }]);
});

const CSV = "Q,x,y,A\n";

test("subsets without data are left out and named, where the user named none", async () => {
  await using folder = await folderOf({ "test/birds_test.csv": CSV });
  const prepared = await prepareBenchmark(quiz, { localPath: folder.path }, environmentOf({}));
  const described = await prepared.dataset.describe?.({ signal: new AbortController().signal });
  expect(described?.subsets).toEqual({ birds: 1 });
  expect(described?.notes).toContainEqual(expect.stringMatching(/Left out.*fish.*birds alone/));
  expect(prepared.categories).toEqual({ Air: ["birds"] });
  await expect(filesOf(quiz, { localPath: folder.path, subsets: ["birds", "fish"] })).rejects.toThrow(/fish/);
  await expect(filesOf(quiz, { localPath: folder.path, shots: 1 })).rejects.toMatchObject({ message: expect.stringContaining("few_shot_num") as string });
});

test("a hub that cannot be reached is no error where a part of the data lies here", async () => {
  await using folder = await folderOf({ "quiz/test/birds_test.csv": CSV });
  const onHub: TabularBenchmark<string> = { ...quiz, hubs: { modelscope: "acme/quiz" } };
  const away = { datasetDir: folder.path, hub: "modelscope" as const, offline: false };
  const hub = { baseUrls: { modelscope: "http://127.0.0.1:9" }, retryDelayMs: 1 };
  const prepared = await prepareBenchmark(onHub, {}, environmentOf(away), { hub });
  expect((await prepared.dataset.describe?.({ signal: new AbortController().signal }))?.subsets).toEqual({ birds: 1 });
});

test("demonstrations of its own stand in for a training split that is not there", async () => {
  await using folder = await folderOf({ "test.jsonl": ROW });
  const own: TabularBenchmark<string> = { ...things, shots: 2, ownDemonstrations: ["D1", "D2", "D3"] };
  const prepared = await prepareBenchmark(own, { localPath: folder.path }, environmentOf({}));
  const samples = await collected(prepared.dataset.load({ signal: new AbortController().signal }));
  expect(JSON.stringify(prepared.prompt(samples[0]!))).toContain("D1\\n\\nD2\\n\\nQ");
  expect((await prepared.dataset.describe?.({ signal: new AbortController().signal }))?.notes).toContainEqual(expect.stringContaining("our own"));
  await expect(filesOf(own, { localPath: folder.path, trainSplit: "train" })).rejects.toThrow(/train/);
});
