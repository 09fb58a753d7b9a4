import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { findApi } from "../api/catalog.js";
import type { RequestRecord } from "../spec/record.js";
import { characterCounter } from "./text-counter.js";
import { checkArguments } from "./arguments.js";
import { findPerfDataset, perfDatasets } from "./catalog.js";
import { readPlainRows } from "./data-files.js";
import type { DatasetContext } from "./dataset.js";
import { IndexedRows } from "./indexed-rows.js";
import { LengthCheck } from "./length-check.js";
import { randomPng } from "./png.js";
import type { PromptItem, PromptSource } from "./prompt-source.js";
import { requestSource, singleTurnSource, type RequestSettings } from "./request-source.js";
import { seededRandom } from "./seeded-random.js";

const folder = mkdtempSync(join(tmpdir(), "evalkit-perf-data-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : Array.isArray(content) ? content.map((row) => JSON.stringify(row)).join("\n") : JSON.stringify(content));
  return path;
}

function context(changes: Partial<DatasetContext> = {}): DatasetContext {
  return {
    rows: readPlainRows, counter: characterCounter, seed: 1, isChat: true, sendsTokens: false, minLength: 0, prefixLength: 0, minTurns: 1,
    images: { width: 8, height: 8, mode: "RGB", count: 1 }, arguments: {}, ...changes,
  }; // prettier-ignore
}

async function open(name: string, changes: Partial<DatasetContext> = {}): Promise<PromptSource> {
  const dataset = findPerfDataset(name);
  checkArguments(name, dataset.arguments, changes.arguments ?? {});
  return dataset.open(context(changes));
}

async function items(source: PromptSource, count: number): Promise<(PromptItem | undefined)[]> {
  const found: (PromptItem | undefined)[] = [];
  for (let place = 0; place < count; place += 1) found.push(await source.at(place));
  return found;
}

const user = (content: string) => ({ kind: "messages", messages: [{ role: "user", content }] });

describe("data sets of texts", () => {
  test("openqa begins again at its end", async () => {
    const source = await open("openqa", { path: file("qa.jsonl", [{ question: "a?" }, { question: "b?" }]) });
    expect((await items(source, 3)).map((item) => item?.prompt)).toEqual([user("a?"), user("b?"), user("a?")]);
  });

  test("without a chat template texts are sent as they are", async () => {
    const source = await open("longalpaca", { isChat: false, path: file("la.json", `[{"instruction": "Sum up."}]`) });
    expect((await source.at(0))?.prompt).toEqual({ kind: "text", text: "Sum up." });
  });

  test("lengths leave prompts out, and none left is an error", async () => {
    const path = file("len.jsonl", [{ question: "x" }, { question: "xxxxx" }, { question: "xxxxxxxxxx" }]);
    expect((await items(await open("openqa", { path, minLength: 2, maxLength: 6 }), 2)).map((item) => item?.prompt)).toEqual([user("xxxxx"), user("xxxxx")]);
    await expect((await open("openqa", { path, minLength: 99 })).at(0)).rejects.toThrow(/openqa holds no prompt that can be sent/);
  });

  test("a target length cuts, and drops what is shorter when told to", async () => {
    const path = file("target.jsonl", [{ question: "ab" }, { question: "abcdef" }]);
    const cap = await items(await open("openqa", { path, arguments: { target_input_len: 4 } }), 2);
    expect(cap).toEqual([{ prompt: user("ab"), asked: { inputTokens: 2, counted: "characters" } }, { prompt: user("abcd"), asked: { inputTokens: 4, counted: "characters" } }]);
    const drop = await items(await open("openqa", { path, arguments: { target_input_len: 4, input_len_mode: "drop" } }), 2);
    expect(drop.map((item) => item?.prompt)).toEqual([user("abcd"), user("abcd")]);
  });

  test("a prefix file is a system message or stands before the text", async () => {
    const path = file("prefix.jsonl", [{ question: "q" }]);
    const prefix_file = file("prefix.txt", "Rules. ");
    expect((await (await open("openqa", { path, arguments: { prefix_file, prefix_role: "system" } })).at(0))?.prompt).toEqual({ kind: "messages", messages: [{ role: "system", content: "Rules. " }, { role: "user", content: "q" }] });
    expect((await (await open("openqa", { path, arguments: { prefix_file } })).at(0))?.prompt).toEqual(user("Rules. q"));
  });

  test("a row that does not fit is named", async () => {
    await expect((await open("openqa", { path: file("bad.jsonl", [{ question: "a" }, { other: 1 }]) })).at(1)).rejects.toThrow(/bad\.jsonl:2 has no text under question/);
    await expect((await open("openqa", { path: file("broken.jsonl", `{"question":"a"}\n{oops`) })).at(1)).rejects.toThrow(/broken\.jsonl:2 is not JSON/);
  });

  test("line_by_line takes texts, messages and bodies", async () => {
    const path = file("lines.txt", `Hello\n[{"role":"user","content":"Hi"}]\n{"messages":[{"role":"user","content":"Hi"}],"max_tokens":3}\n{not json}\n`);
    expect((await items(await open("line_by_line", { path }), 4)).map((item) => item?.prompt)).toEqual([
      user("Hello"), user("Hi"), { kind: "body", body: { messages: [{ role: "user", content: "Hi" }], max_tokens: 3 } }, user("{not json}"),
    ]); // prettier-ignore
  });
});

describe("conversations", () => {
  const turns = [{ role: "system", content: "S" }, { role: "user", content: "1" }, { role: "assistant", content: "x" }, { role: "user", content: "2" }, { role: "user", content: "3" }];

  test.each<[string, unknown]>([
    ["custom_multi_turn", turns],
    ["custom_multi_turn", { messages: JSON.stringify(turns) }],
  ])("%s", async (name, row) => {
    const item = await (await open(name, { path: file("talk.jsonl", [row]), maxTurns: 2 })).at(0);
    expect(item).toEqual({ prompt: { kind: "messages", messages: turns.slice(0, 2) }, laterTurns: [[{ role: "user", content: "2" }]] });
  });

  test("ShareGPT in both layouts", async () => {
    const path = file("share.jsonl", [{ conversation: [{ human: "a", assistant: "b" }, { human: "c", assistant: "d" }] }, { conversations: [{ from: "human", value: "e" }, { from: "gpt", value: "f" }] }]);
    expect((await items(await open("share_gpt_zh", { path }), 2)).map((item) => item?.prompt)).toEqual([user("a"), user("e")]);
    expect((await (await open("share_gpt_zh_multi_turn", { path })).at(0))?.laterTurns).toEqual([[{ role: "user", content: "c" }]]);
    expect((await items(await open("share_gpt_zh_multi_turn", { path, minTurns: 2 }), 2)).map((item) => item?.laterTurns?.length)).toEqual([1, 1]);
  });

  test("agent data sets are cut to their lengths", async () => {
    const path = file("swe.jsonl", [{ messages: [{ role: "user", content: "x".repeat(50) }, { role: "user", content: "y".repeat(50) }] }]);
    const item = await (await open("swe_smith", { path, arguments: { first_turn_length: 10, subsequent_turn_length: 2, chars_per_token: 2 } })).at(0);
    expect(item).toMatchObject({ prompt: user("x".repeat(20)), laterTurns: [[{ content: "yyyy" }]] });
  });
});

describe("made prompts", () => {
  test("the same place gives the same prompt, whatever was asked before", async () => {
    const one = await open("random", { minLength: 5, maxLength: 60, prefixLength: 10 });
    const other = await open("random", { minLength: 5, maxLength: 60, prefixLength: 10 });
    await one.at(3);
    const [first, again] = [await one.at(7), await other.at(7)];
    expect(first).toEqual(again);
    expect(await one.at(8)).not.toEqual(first);
    const texts = (await items(one, 20)).map((item) => (item?.prompt.kind === "messages" ? String(item.prompt.messages[0]?.["content"]) : ""));
    expect(new Set(texts.map((text) => text.slice(0, 10))).size).toBe(1);
    expect(texts.every((text, place) => text.length >= 15 && text.length <= 70 && place >= 0)).toBe(true);
  });

  test("random prompts without a length are refused", async () => {
    expect(() => findPerfDataset("random").open(context())).toThrow(/need a length/);
    expect(() => findPerfDataset("random").open(context({ minLength: 5, maxLength: 4 }))).toThrow(/below/);
  });

  test("random_vl carries PNG images that decode", async () => {
    const item = await (await open("random_vl", { maxLength: 5, images: { width: 20, height: 10, mode: "RGBA", count: 2 } })).at(0);
    const content = item?.prompt.kind === "messages" ? (item.prompt.messages[0]?.["content"] as { type: string; image_url?: { url: string } }[]) : [];
    expect(content.map(({ type }) => type)).toEqual(["image_url", "image_url", "text"]);
    expect(content[0]!.image_url!.url).not.toBe(content[1]!.image_url!.url);
    const png = Buffer.from(content[0]!.image_url!.url.split(",")[1]!, "base64");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([20, 10]);
    const data = png.indexOf("IDAT");
    expect(inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)))).toHaveLength(10 * (1 + 20 * 4));
    expect(randomPng({ width: 1, height: 1, mode: "L" }, seededRandom(1)).toString("latin1", 1, 4)).toBe("PNG");
  });

  test("speed_benchmark asks each size twice", async () => {
    const source = await open("speed_benchmark");
    expect((await items(source, 8)).map((item) => item?.asked?.inputTokens)).toEqual([1, 1, 6144, 6144, 14_336, 14_336, 30_720, 30_720]);
  });

  test("rerank and embeddings", async () => {
    expect((await (await open("rerank", { path: file("rr.jsonl", [{ query: "q", positive: ["a"], negative: ["b"] }]) })).at(0))?.prompt).toEqual({ kind: "rerank", query: "q", documents: ["a", "b"] });
    expect((await (await open("embedding_batch", { path: file("em.jsonl", [{ text: "a" }, { text: "b" }, { text: "c" }]), arguments: { batch_size: 2 } })).at(1))?.prompt).toEqual({ kind: "inputs", inputs: ["c", "a"] });
    expect((await (await open("random_rerank", { maxLength: 4, minLength: 4, arguments: { num_documents: 3 } })).at(0))?.prompt).toMatchObject({ query: expect.stringMatching(/^.{4}$/), documents: [expect.stringMatching(/^.{20}$/), expect.anything(), expect.anything()] });
  });
});

describe("traces", () => {
  test("bodies with their times, headers and models", async () => {
    const rows = [
      { body: { model: "a", messages: [] }, timestamp: "2026-01-01T00:00:01.5Z", headers: { "X-One": "1", Connection: "close" }, completion_tokens: 4 },
      { body: { model: "b" }, timestamp: "2026-01-01T00:00:02Z" },
    ];
    const source = await open("workload_trace", { path: file("trace.jsonl", rows), arguments: { model_mapping: { a: "A" }, match_output_length: true, speed: 2 } });
    expect(source).toMatchObject({ isTimed: true, speed: 2 });
    expect(await items(source, 3)).toEqual([
      { prompt: { kind: "body", body: { model: "a", messages: [] } }, dueMs: 0, model: "A", headers: { "x-one": "1" }, maxTokens: 4, extra: { ignore_eos: true } },
      { prompt: { kind: "body", body: { model: "b" } }, dueMs: 500, model: "b" },
      undefined,
    ]);
  });

  test("unknown keys and times that go back are named", async () => {
    await expect((await open("workload_trace", { path: file("t1.jsonl", [{ body: {}, timestamp: 1, extra: 1 }]) })).at(0)).rejects.toThrow(/t1\.jsonl:1 has the unknown key extra/);
    await expect((await open("workload_trace", { path: file("t2.jsonl", [{ body: {}, timestamp: 5 }, { body: {}, timestamp: 4 }]) })).at(1)).rejects.toThrow(/t2\.jsonl:2: the time lies before/);
  });

  test("Azure, BurstGPT and Mooncake", async () => {
    const azure = await open("azure_trace", { path: file("az.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,10,3\n2023-11-16 18:17:04.0319600,20,5\n") });
    expect((await items(azure, 2)).map((item) => [item?.dueMs, item?.asked?.inputTokens, item?.maxTokens])).toEqual([[0, 10, 3], [expect.closeTo(52, 2), 20, 5]]);
    const burst = await open("burstgpt", { path: file("bg.csv", "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n45,ChatGPT,10,2,12,API log\n") });
    expect((await items(burst, 2)).map((item) => [item?.dueMs, item?.asked?.inputTokens, item?.maxTokens])).toEqual([[0, 472, 18], [40_000, 10, 2]]);
    const rows = [{ timestamp: 0, input_length: 600, output_length: 5, hash_ids: [1, 2] }, { timestamp: 30, input_length: 600, output_length: 5, hash_ids: [1, 3] }];
    const texts = (await items(await open("mooncake", { path: file("mc.jsonl", rows), isChat: false }), 2)).map((item) => (item?.prompt.kind === "text" ? item.prompt.text : ""));
    expect(texts[0]!.slice(0, 2048)).toBe(texts[1]!.slice(0, 2048));
    expect(texts[0]!.slice(2048)).not.toBe(texts[1]!.slice(2048));
  });
});

describe("arguments and names", () => {
  test("unknown keys and wrong types are refused with the nearest name", () => {
    expect(() => checkArguments("openqa", findPerfDataset("openqa").arguments, { target_input_length: 4 })).toThrow(expect.objectContaining({ hint: expect.stringMatching(/target_input_len/) }));
    expect(() => checkArguments("openqa", findPerfDataset("openqa").arguments, { target_input_len: "4" })).toThrow(/must be a whole number from 1 up/);
    expect(() => checkArguments("random", {}, { a: 1 })).toThrow(expect.objectContaining({ hint: "The data set random takes no arguments." }));
    expect(() => findPerfDataset("openq")).toThrow(expect.objectContaining({ hint: "Did you mean openqa?" }));
  });

  test("EvalScope's 27 names are all there", () => {
    const theirs =
      "openqa longalpaca line_by_line custom custom_multi_turn random random_vl random_multi_turn share_gpt_zh share_gpt_en share_gpt_zh_multi_turn share_gpt_en_multi_turn flickr8k kontext_bench speed_benchmark speed_benchmark_long swe_smith trie_agentic_coding trie_code_qa trie_office_work workload_trace embedding random_embedding embedding_batch random_embedding_batch rerank random_rerank";
    const names = perfDatasets.map(({ name }) => name);
    expect(theirs.split(" ").filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(findPerfDataset("embed").name).toBe("embedding");
  });
});

describe("IndexedRows", () => {
  const opened = (rows: readonly string[], sizeOf: number) => {
    let passes = 0;
    const indexed = new IndexedRows<string>({
      name: "rows", repeats: true, sizeOf: () => sizeOf,
      async *open() {
        passes += 1;
        yield* rows;
      },
    }); // prettier-ignore
    return { indexed, passes: () => passes };
  };

  test("small data is read once, large data again and again, in any order", async () => {
    for (const [size, most] of [[1, 1], [40_000_000, 4]] as const) {
      const { indexed, passes } = opened(["a", "b", "c"], size);
      const found = [];
      for (const place of [0, 1, 2, 3, 7, 1, 2]) found.push(await indexed.at(place));
      expect(found).toEqual(["a", "b", "c", "a", "b", "b", "c"]);
      expect(passes()).toBeLessThanOrEqual(most);
    }
  });
});

describe("requests", () => {
  const settings = (changes: Partial<RequestSettings> = {}): RequestSettings => ({
    api: findApi("openai")!, url: "http://h/v1/chat/completions", models: [{ name: "m", weight: 1 }], headers: { authorization: "Bearer k" }, stream: true,
    generation: { temperature: 0 }, extra: {}, seed: 5, offset: 0, ...changes,
  }); // prettier-ignore
  const body = (request: { readonly body: Uint8Array } | undefined): Record<string, unknown> => JSON.parse(Buffer.from(request!.body).toString()) as Record<string, unknown>;
  const source = (list: readonly PromptItem[]): PromptSource => ({ notes: [], at: (place) => list[place % list.length] });
  const hello: PromptItem = { prompt: { kind: "messages", messages: [{ role: "user", content: "Hi" }] } };

  test("the offset moves the first prompt, two limits are drawn between", async () => {
    const prompts: PromptSource = { notes: [], at: (place) => ({ prompt: { kind: "text", text: String(place) } }) };
    const requests = singleTurnSource(prompts, settings({ offset: 40, maxTokens: [10, 20] }));
    const limits = await Promise.all(Array.from({ length: 30 }, async (_, index) => (await requests.next(index))?.maxOutputTokens ?? 0));
    expect(Math.min(...limits)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...limits)).toBeLessThanOrEqual(20);
    expect(new Set(limits).size).toBeGreaterThan(3);
    expect(body(await requests.next(2))).toMatchObject({ messages: [{ content: "42" }], max_tokens: limits[2] });
  });

  test("models are shared out by weight, the same each time", async () => {
    const requests = singleTurnSource(source([hello]), settings({ models: [{ name: "a", weight: 3 }, { name: "b", weight: 1 }] }));
    const names = await Promise.all(Array.from({ length: 400 }, async (_, index) => (await requests.next(index))?.model));
    const share = names.filter((name) => name === "a").length / 400;
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(0.85);
    expect((await requests.next(17))?.model).toBe(names[17]);
  });

  test("a template's body, with and without marks", async () => {
    const plain = singleTurnSource(source([hello]), settings({ template: { messages: [], tools: [1] } }));
    expect(body(await plain.next(0))).toMatchObject({ messages: [{ role: "user", content: "Hi" }], tools: [1], model: "m", temperature: 0 });
    const marked = singleTurnSource(source([hello]), settings({ template: { messages: [{ role: "user", content: "%m says: %p" }] } }));
    expect(body(await marked.next(0))).toMatchObject({ messages: [{ role: "user", content: "m says: Hi" }] });
  });

  test("conversations go on with the server's answers, keep their model and end on failure", async () => {
    const talk: PromptItem = { ...hello, laterTurns: [[{ role: "user", content: "More" }], [{ role: "user", content: "End" }]] };
    const requests = requestSource(source([talk]), settings());
    const first = (await requests.next(0))!;
    expect(first.conversation).toEqual({ id: "0", turn: 1 });
    const second = requests.follow!(first, { text: "Hello!", outcome: "ok", usage: undefined }, 1)!;
    expect(body(second)["messages"]).toEqual([{ role: "user", content: "Hi" }, { role: "assistant", content: "Hello!" }, { role: "user", content: "More" }]);
    const third = requests.follow!(second, { text: "Sure.", outcome: "ok", usage: undefined }, 2)!;
    expect((body(third)["messages"] as unknown[]).length).toBe(5);
    expect(third.conversation).toEqual({ id: "0", turn: 3 });
    expect(requests.follow!(third, { text: "", outcome: "ok", usage: undefined }, 3)).toBeUndefined();
    const other = (await requests.next(4))!;
    expect(requests.follow!(other, { text: "", outcome: "failed", usage: undefined }, 5)).toBeUndefined();
  });

  test("a share is given up", async () => {
    const requests = singleTurnSource(source([hello]), settings({ cancellation: { share: 0.5, afterMs: 100 } }));
    const cancelled = (await Promise.all(Array.from({ length: 200 }, async (_, index) => requests.next(index)))).filter((request) => request?.cancelAfterMs === 100).length;
    expect(cancelled).toBeGreaterThan(60);
    expect(cancelled).toBeLessThan(140);
  });
});

describe("LengthCheck", () => {
  const record = (promptTokens: number, inputTokens = 100): RequestRecord => ({ outcome: "ok", asked: { inputTokens, counted: "tokenizer" }, usage: { promptTokens } }) as RequestRecord;

  test("a constant difference is corrected and what follows is told apart", () => {
    const adjusted: number[] = [];
    const check = new LengthCheck({ notes: [], at: () => undefined, adjust: (tokens) => adjusted.push(tokens) });
    for (let index = 0; index < 8; index += 1) check.observe(record(111));
    for (let index = 0; index < 3; index += 1) check.observe(record(100));
    expect(adjusted).toEqual([-11]);
    expect(check.report()).toEqual({ compared: 11, exact: 3, medianBefore: 11, medianAfter: 0, correction: -11 });
  });

  test("differences that vary are another tokenizer's: nothing is corrected", () => {
    const adjusted: number[] = [];
    const check = new LengthCheck({ notes: [], at: () => undefined, adjust: (tokens) => adjusted.push(tokens) });
    for (let index = 0; index < 9; index += 1) check.observe(record(150 + index * 10));
    expect(adjusted).toEqual([]);
    expect(check.report().uncorrected).toMatch(/tokenizer/);
  });
});
