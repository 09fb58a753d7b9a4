import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@evalkit/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseTask } from "./config/index.js";
import { evaluate, planEvaluation } from "./evaluate.js";
import { openRun } from "./files/index.js";
import { scoreRows } from "./score-rows/index.js";
import { rescore } from "./stored-runs.js";

interface Request {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: unknown;
  readonly [key: string]: unknown;
}
/** `undefined`: no reply ever comes. */
type Reply = undefined | string | { readonly status: number; readonly message: string };

interface FakeServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: { readonly body: Request; readonly authorization: string }[];
  reply: (body: Request) => Reply;
}

/** One server for the model under test and its judges; told apart by the name of the model. */
async function startServer(reply: FakeServer["reply"]): Promise<FakeServer> {
  const requests: FakeServer["requests"] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (piece: string) => (text += piece));
    request.on("end", () => {
      const body = JSON.parse(text) as Request;
      requests.push({ body, authorization: String(request.headers.authorization) });
      const answer = fake.reply(body);
      if (answer === undefined) return;
      const isError = typeof answer !== "string";
      response.writeHead(isError ? answer.status : 200, { "content-type": "application/json" });
      const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: isError ? "" : answer } }];
      const usage = { prompt_tokens: 100, completion_tokens: 7, total_tokens: 107 };
      response.end(JSON.stringify(isError ? { error: { message: answer.message } } : { id: `r${requests.length}`, object: "chat.completion", model: body.model, choices, usage }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fake: FakeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    reply,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

interface ReviewRow {
  readonly index: number;
  readonly sample_score: { readonly score: Readonly<Record<string, unknown>> };
  readonly evalkit: { readonly status: string; readonly scores: unknown };
}

const JUDGE_KEY = "sk-judge-7f3a9c21e5";
const signal = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evalkit-judge-"));
  const rows = Array.from({ length: 4 }, (_, index) => `"{}",Question ${index}?,gold ${index}`);
  await mkdir(join(folder, "data", "simple_qa"), { recursive: true });
  await writeFile(join(folder, "data", "simple_qa", "simple_qa_test_set.csv"), ["metadata,problem,answer", ...rows].join("\n"));
  await mkdir(join(folder, "data", "general_qa"), { recursive: true });
  const pairs = [0, 1, 2].map((index) => JSON.stringify({ question: `Question ${index}?`, answer: `gold ${index}` }));
  await writeFile(join(folder, "data", "general_qa", "own.jsonl"), pairs.join("\n"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function task(url: string, flags: Record<string, unknown> = {}) {
  const judge = { models: [{ model_id: "judge", api_url: url, api_key: JUDGE_KEY, generation_config: { retries: 1 } }] };
  const given = {
    model: "m",
    api_url: url,
    datasets: ["simple_qa"],
    dataset_dir: join(folder, "data"),
    offline: true,
    work_dir: join(folder, "run"),
    no_timestamp: true,
    generation_config: "retries=1",
    judge,
    ...flags,
  };
  return parseTask({ flags: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) }, { cwd: folder, env: {}, now: new Date() });
}

const isJudge = ({ model }: Request) => model.startsWith("judge");
/** The number of the question that a prompt is about. */
const numberOf = ({ messages }: Request) => Number(/Question (\d)\?/.exec(messages.map(({ content }) => content).join("\n"))?.[1]);
const say = (verdict: string) => JSON.stringify({ reasoning: "so it is", verdict });

function answering(judgeReply: (body: Request) => Reply): FakeServer["reply"] {
  return (body) => (isJudge(body) ? judgeReply(body) : `answer ${numberOf(body)}`);
}

const judgeRequests = ({ requests }: FakeServer) => requests.filter(({ body }) => isJudge(body));

async function allText(path: string): Promise<string> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}

async function reviews(): Promise<ReviewRow[]> {
  const text = await readFile(join(folder, "run", "reviews", "m", "simple_qa_default.jsonl"), "utf8");
  return text.trim().split("\n").map((line) => JSON.parse(line) as ReviewRow);
}

describe("a benchmark that a judge scores", () => {
  test("verdicts become scores, tokens are counted, the key stands in no file", async () => {
    await using server = await startServer(answering((body) => say("ABCA"[numberOf(body)] ?? "C")));
    const { summary, header } = await evaluate(await task(server.url), { signal });
    const [benchmark] = summary.benchmarks;
    expect(benchmark?.metrics.map(({ name, overall }) => [name, overall.value])).toEqual([["is_correct", 0.5], ["is_incorrect", 0.25], ["is_not_attempted", 0.25]]);
    expect(benchmark?.counts).toMatchObject({ total: 4, scored: 4, unscored: 0, failed: 0 });
    expect(benchmark?.judge).toEqual({ judges: ["judge"], judged: 4, observations: 4, valid: 4, failures: {}, replies: 4, withUsage: 4, inputTokens: 400, outputTokens: 28 });
    expect(benchmark?.performance).toMatchObject({ totalInputTokens: 400, totalOutputTokens: 28 });
    expect(header.benchmarks[0]?.identity["judge"]).toMatchObject({ strategy: "llm", models: [{ id: "judge", model: "judge", params: { temperature: 0, maxTokens: 4096 } }] });
    expect(judgeRequests(server).map(({ authorization }) => authorization)).toEqual(Array(4).fill(`Bearer ${JUDGE_KEY}`));
    expect(server.requests.filter(({ body }) => !isJudge(body)).map(({ authorization }) => authorization)).not.toContain(`Bearer ${JUDGE_KEY}`);
    expect(judgeRequests(server)[0]?.body).toMatchObject({ temperature: 0, max_tokens: 4096, response_format: { type: "json_schema" } });
    const [row] = await reviews();
    expect(row?.sample_score.score).toMatchObject({
      status: "success",
      metadata: { source: "llm_judge", model: "judge", judge_attempts: [{ status: "success", judge_id: "judge", repeat_id: 0, placement: "original" }] },
      judge_summary: { status: "success", valid_observations: 1, total_observations: 1 },
    });
    const text = await allText(join(folder, "run"));
    expect(text).not.toContain(JUDGE_KEY);
    expect(text).toContain("so it is");
    const report = JSON.parse(await readFile(join(folder, "run", "reports", "m", "simple_qa.json"), "utf8")) as { readonly metrics: readonly { readonly name: string }[]; readonly judge_summary: unknown };
    expect(report.metrics.map(({ name }) => name)).toEqual(["mean_is_correct", "mean_is_incorrect", "mean_is_not_attempted"]);
    expect(report.judge_summary).toMatchObject({ status: "success", scored: 4, coverage: 1, judge_models: ["judge"] });
  });

  test("a reply without a verdict is asked for once more; a judge that stays silent leaves the sample unscored", async () => {
    await using server = await startServer(
      answering((body) => (numberOf(body) === 0 ? "I wonder." : numberOf(body) === 1 && body.messages.length < 4 ? "Let me think." : say("A"))),
    );
    const { summary } = await evaluate(await task(server.url), { signal });
    expect(summary.counts).toMatchObject({ total: 4, scored: 3, unscored: 1, failed: 0 });
    expect(summary.benchmarks[0]?.metrics[0]?.overall).toMatchObject({ value: 1, scored: 3, total: 4 });
    expect(summary.benchmarks[0]?.judge).toMatchObject({ valid: 3, failures: { parse_error: 1 }, replies: 6 });
    expect(judgeRequests(server)).toHaveLength(6);
    const unscored = (await reviews()).find(({ evalkit }) => evalkit.status === "unscored");
    expect(unscored?.sample_score.score).toMatchObject({ status: "excluded", value: {} });
    expect(unscored?.sample_score.score["explanation"]).toContain("parse_error");
  });

  test("a server that takes no schema is asked without one", async () => {
    await using server = await startServer(
      answering((body) => (body.response_format === undefined ? say("A") : { status: 400, message: "response_format is not supported" })),
    );
    const { summary } = await evaluate(await task(server.url, { eval_batch_size: 1 }), { signal });
    expect(summary.counts).toMatchObject({ scored: 4 });
    expect(judgeRequests(server).map(({ body }) => body.response_format !== undefined)).toEqual([true, false, false, false, false]);
  });

  test("several judges, repeats and what they agree on", async () => {
    await using server = await startServer(answering((body) => say(body.model === "judge-b" && numberOf(body) === 0 ? "B" : "A")));
    const models = ["judge-a", "judge-b"].map((model_id) => ({ model_id, api_url: server.url, api_key: JUDGE_KEY }));
    const { summary } = await evaluate(await task(server.url, { judge: { models, repeats: 2 } }), { signal });
    expect(judgeRequests(server)).toHaveLength(16);
    expect(summary.benchmarks[0]?.metrics[0]?.overall.value).toBeCloseTo(0.875);
    expect(summary.benchmarks[0]?.judge).toMatchObject({ judges: ["judge-a", "judge-b"], valid: 16, repeatAgreement: 1, judgeAgreement: 0.75 });
    expect(summary.benchmarks[0]?.judge?.krippendorffAlpha).toBeLessThan(1);
  });
});

describe("a judge that cannot be reached", () => {
  const down = { status: 503, message: `overloaded, key was ${JUDGE_KEY}` };

  test("leaves samples unscored; a resume asks the judge about those alone and the model about none", async () => {
    await using server = await startServer(answering((body) => (numberOf(body) < 2 ? down : say("A"))));
    const first = await evaluate(await task(server.url), { signal });
    expect(first.summary.counts).toMatchObject({ total: 4, scored: 2, unscored: 2, failed: 0 });
    expect(first.summary.benchmarks[0]?.judge).toMatchObject({ failures: { transport_error: 2 } });
    expect(await allText(join(folder, "run"))).not.toContain(JUDGE_KEY);

    server.requests.length = 0;
    server.reply = answering(() => say("B"));
    const resume = { use_cache: join(folder, "run"), work_dir: undefined, no_timestamp: undefined };
    const second = await evaluate(await task(server.url, resume), { signal });
    expect(server.requests.map(({ body }) => body.model)).toEqual(["judge", "judge"]);
    expect(second.summary.counts).toMatchObject({ total: 4, scored: 4, unscored: 0 });
    expect(second.summary.benchmarks[0]?.metrics[0]?.overall.value).toBe(0.5);

    server.requests.length = 0;
    await evaluate(await task(server.url, resume), { signal });
    expect(server.requests).toHaveLength(0);
  });

  test("does not hold a run that is stopped; what was answered is not asked again", async () => {
    const stop = new AbortController();
    await using server = await startServer(answering((body) => (numberOf(body) === 3 ? undefined : say("A"))));
    const stopping = evaluate(await task(server.url), {
      signal: stop.signal,
      reporters: [{
        name: "stopper",
        onEvent: (event) => {
          if (event.type === "sample-end") setTimeout(() => stop.abort(), 20);
        },
        flush: async () => undefined,
        [Symbol.asyncDispose]: async () => undefined,
      }],
    });
    const { summary } = await stopping;
    expect(summary).toMatchObject({ status: "interrupted", counts: { failed: 0, unscored: 0 } });
    const judged = summary.counts.scored;
    expect(judged).toBeLessThan(4);

    server.requests.length = 0;
    server.reply = answering(() => say("A"));
    const resumed = await evaluate(await task(server.url, { use_cache: join(folder, "run"), work_dir: undefined, no_timestamp: undefined }), { signal });
    expect(resumed.summary).toMatchObject({ status: "complete", counts: { total: 4, scored: 4 } });
    expect(judgeRequests(server)).toHaveLength(4 - judged);
    expect(judgeRequests(server).map(({ body }) => numberOf(body))).toContain(3);
  });

  test("a refused key stops the run", async () => {
    await using server = await startServer(answering(() => ({ status: 401, message: `bad key ${JUDGE_KEY}` })));
    const error: unknown = await evaluate(await task(server.url), { signal }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "EVALKIT_MODEL_AUTH" });
    expect(String(error)).not.toContain(JUDGE_KEY);
    expect(await allText(join(folder, "run"))).not.toContain(JUDGE_KEY);
  });
});

describe("stored verdicts", () => {
  test("are used again by rescore, which asks nobody", async () => {
    await using server = await startServer(answering((body) => (numberOf(body) === 3 ? "hm" : say("ABC"[numberOf(body)] ?? "C"))));
    const run = await evaluate(await task(server.url), { signal });
    const before = await reviews();
    server.requests.length = 0;
    const rescored = await rescore(run.runDir, { signal, write: true, cwd: folder });
    expect(server.requests).toHaveLength(0);
    expect(rescored).toMatchObject({ answers: 4, changed: 0 });
    expect(rescored.summaries[0]?.counts).toMatchObject({ scored: 3, unscored: 1 });
    expect(rescored.summaries[0]?.judge).toEqual(run.summary.benchmarks[0]?.judge);
    const byIndex = (rows: ReviewRow[]) => rows.toSorted((one, other) => one.index - other.index).map(({ evalkit }) => evalkit.scores);
    expect(byIndex(await reviews())).toEqual(byIndex(before));
    const again = await rescore(run.runDir, { signal, write: true, cwd: folder });
    expect(again.changed).toBe(0);
  });

  test("are used again by --rerun-review; only a judge that is new is asked", async () => {
    await using server = await startServer(answering((body) => say(body.model === "judge-new" ? "B" : "A")));
    await evaluate(await task(server.url), { signal });
    server.requests.length = 0;
    const models = ["judge", "judge-new"].map((model_id) => ({ model_id, api_url: server.url, api_key: JUDGE_KEY, generation_config: { retries: 1 } }));
    const rerun = { use_cache: join(folder, "run"), work_dir: undefined, no_timestamp: undefined, rerun_review: true, judge: { models } };
    const { summary } = await evaluate(await task(server.url, rerun), { signal });
    expect(server.requests.map(({ body }) => body.model)).toEqual(Array(4).fill("judge-new"));
    expect(summary.benchmarks[0]?.metrics[0]?.overall.value).toBe(0.5);
  });

  test("another judge is another run unless the reviews are made anew", async () => {
    await using server = await startServer(answering(() => say("A")));
    await evaluate(await task(server.url), { signal });
    const judge = { models: [{ model_id: "judge-other", api_url: server.url }] };
    const resumed = task(server.url, { use_cache: join(folder, "run"), work_dir: undefined, no_timestamp: undefined, judge });
    await expect(evaluate(await resumed, { signal })).rejects.toThrow(/identity\.judge/);
  });

  test("stand in the run as it is opened again", async () => {
    await using server = await startServer(answering(() => say("A")));
    const { runDir } = await evaluate(await task(server.url), { signal });
    const run = await openRun(runDir);
    for await (const { review } of run.attempts()) {
      expect(review?.scores["is_correct"]?.judge?.observations[0]).toMatchObject({ judge: "judge", status: "success", replies: [{ text: say("A") }] });
    }
  });
});

describe("strategies", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no judge", { judge: undefined }, /simple_qa needs a judge model/],
    ["rules", { judge_strategy: "rule", judge: undefined }, /simple_qa has no rules/],
    ["rules first", { judge: { strategy: "llm_recall", models: [{ model_id: "j", api_url: "http://127.0.0.1:9/v1" }] } }, /simple_qa has no rules/],
    ["values of one's own", { judge: { models: [{ model_id: "j", api_url: "http://127.0.0.1:9/v1" }], contract: { score_mapping: { X: 1 } } } }, /grades of its own/],
  ])("%s is refused before any request", async (_name, flags, message) => {
    await using server = await startServer(answering(() => say("A")));
    const given = await task(server.url, flags);
    for (const run of [() => planEvaluation(given, { signal }), () => evaluate(given, { signal })]) {
      const error: unknown = await run().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).message).toMatch(message);
    }
    expect(server.requests).toHaveLength(0);
  });

  test("auto leaves a benchmark with rules to its rules", async () => {
    await using server = await startServer(answering(() => say("A")));
    const { summary, header } = await evaluate(await task(server.url, { datasets: ["general_qa"] }), { signal });
    expect(judgeRequests(server)).toHaveLength(0);
    expect(header.benchmarks[0]?.notes?.join()).toContain("No judge is asked about general_qa");
    expect(summary.benchmarks[0]?.metrics[0]?.name).toBe("Rouge-L-R");
  });

  test("llm puts any benchmark with references before the judge", async () => {
    await using server = await startServer(answering((body) => say(numberOf(body) === 1 ? "B" : "A")));
    const judge = { strategy: "llm", models: [{ model_id: "judge", api_url: server.url }] };
    const { summary } = await evaluate(await task(server.url, { datasets: ["general_qa"], judge }), { signal });
    expect(judgeRequests(server)).toHaveLength(3);
    expect(summary.benchmarks[0]?.metrics.map(({ name, overall }) => [name, overall.value])).toEqual([["accuracy", 2 / 3]]);
    expect(judgeRequests(server)[0]?.body.messages.at(-1)?.content).toMatch(/\[REFERENCE\]\ngold \d\n\[END REFERENCE\]/);
  });

  test("llm with a numeric contract needs no reference", async () => {
    await using server = await startServer(answering(() => '{"score": 0.75}'));
    const given = { judge_strategy: "llm", judge_model_args: { model_id: "judge", api_url: server.url, score_type: "numeric" }, judge: undefined };
    const { summary } = await evaluate(await task(server.url, { datasets: ["general_qa"], ...given }), { signal });
    expect(summary.benchmarks[0]?.metrics[0]?.overall.value).toBe(0.75);
  });

  test("llm_recall asks only about what the rules do not find right, also when rescored", async () => {
    await using server = await startServer((body) => (isJudge(body) ? say("A") : numberOf(body) === 0 ? "gold 0" : "something else"));
    const judge = { strategy: "llm_recall", models: [{ model_id: "judge", api_url: server.url }] };
    const { summary, runDir } = await evaluate(await task(server.url, { datasets: ["general_qa"], judge }), { signal });
    expect(judgeRequests(server)).toHaveLength(2);
    expect(summary.benchmarks[0]?.metrics[0]).toMatchObject({ name: "Rouge-L-R", overall: { value: 1 } });
    const rescored = await rescore(runDir, { signal, write: true, cwd: folder });
    expect(rescored).toMatchObject({ answers: 3, changed: 0 });
    expect(judgeRequests(server)).toHaveLength(2);
  });
});

describe("judges of stored answers", () => {
  const rows = async function* (lines: readonly unknown[]) {
    yield lines.map((line) => JSON.stringify(line)).join("\n");
  };
  const scoreAll = async (options: Omit<Parameters<typeof scoreRows>[0], "rows">, lines: readonly unknown[]) => {
    const scoring = await scoreRows({ ...options, rows: rows(lines), name: "answers" });
    const found = [];
    for await (const { score } of scoring) found.push(score);
    return { found, totals: scoring.totals() };
  };
  const answers = [
    { input: "Who wrote it?", output: "Lewis did.", expected: "Lewis" },
    { input: "Who drew it?", output: "I cannot say.", expected: "Lewis" },
  ];

  test("a benchmark that only a judge can score is judged", async () => {
    await using server = await startServer((body) => JSON.stringify({ reasoning: "r", verdict: lastMessage(body).includes("Lewis did") ? "A" : "C" }));
    const judge = { models: [{ model_id: "judge", api_url: server.url, api_key: "sk-secret-of-judge" }] };
    const { found, totals } = await scoreAll({ benchmark: "simple_qa", judge, env: {} }, answers);
    expect(found.map((score) => (score.status === "scored" ? score.value : score.status))).toEqual([1, 0]);
    expect(totals.metrics.map(({ name, value }) => [name, value])).toEqual([["is_correct", 0.5], ["is_incorrect", 0], ["is_not_attempted", 0.5]]);
    expect(server.requests[0]?.authorization).toBe("Bearer sk-secret-of-judge");
    expect(JSON.stringify(found)).not.toContain("sk-secret");
  });

  test("without a judge, and with one for a scorer by name, the reason is told", async () => {
    await expect(scoreAll({ benchmark: "simple_qa" }, answers)).rejects.toThrow("simple_qa needs a judge model");
    await expect(scoreAll({ scorer: "exact", judge: { models: [] } }, answers)).rejects.toThrow("A scorer by name asks no judge");
    await expect(scoreAll({ benchmark: "simple_qa", judge: { modles: [] } }, answers)).rejects.toThrow("modles");
  });
});

function lastMessage({ messages }: Request): string {
  return messages.at(-1)?.content ?? "";
}
