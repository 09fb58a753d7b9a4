import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@evalkit/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseTask } from "./parse-task.js";

let cwd: string;
const now = new Date(2026, 0, 31, 12, 5, 9);

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "evalkit-config-"));
});
afterEach(async () => {
  await rm(cwd, { recursive: true, force: true });
});

const server = { model: "Qwen/Qwen3-8B", api_url: "http://127.0.0.1:8000/v1", datasets: ["gsm8k"] };

function parse(flags: Record<string, unknown>, env: Record<string, string> = {}) {
  return parseTask({ flags }, { cwd, env, now });
}

async function failure(flags: Record<string, unknown>): Promise<ConfigError> {
  const error: unknown = await parse(flags).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  return error as ConfigError;
}

describe("defaults", () => {
  test("of a server", async () => {
    const task = await parse(server);
    expect(task.model).toMatchObject({
      name: "Qwen/Qwen3-8B",
      id: "Qwen3-8B",
      kind: "openai",
      baseUrl: "http://127.0.0.1:8000/v1",
      params: { temperature: 0 },
      stream: false,
      timeoutMs: 600_000,
      attempts: 5,
      retryIntervalMs: 1000,
      headers: {},
      query: {},
    });
    expect(task.model.apiKey.reveal()).toBe("EMPTY");
    expect(task).toMatchObject({
      datasets: ["gsm8k"],
      datasetSettings: {},
      datasetHub: "modelscope",
      offline: false,
      seed: 42,
      repeats: 1,
      batchSize: 8,
      resume: false,
      rerunReview: false,
      reportSchema: "v1",
      thresholds: [],
      maxFailed: { count: 0 },
      debug: false,
      runDir: join(cwd, "outputs", "20260131_120509"),
      secrets: [],
    });
    expect(task.limit).toBeUndefined();
    expect(task.notes.join()).toContain("temperature is 0");
  });

  test("of the mock", async () => {
    const task = await parse({ model: "mock", datasets: "demo" });
    expect(task.model).toMatchObject({ kind: "mock", id: "mock", mock: { accuracy: 0.7, seed: 42 } });
    expect(task.model.baseUrl).toBeUndefined();
    expect(task.datasets).toEqual(["demo"]);
  });
});

describe("what is missing or unknown", () => {
  test.each<[string, Record<string, unknown>, RegExp, RegExp]>([
    ["no model", { datasets: ["demo"] }, /No model/, /--model mock/],
    ["no datasets", { model: "mock" }, /No datasets/, /--datasets/],
    ["empty datasets", { model: "mock", datasets: [] }, /No datasets/, /--datasets/],
    ["no address", { model: "m", datasets: ["demo"] }, /No --api-url/, /checkpoints are not supported yet/],
    ["unknown key", { ...server, datasetz: 1 }, /Unknown key "datasetz"/, /datasets/],
    ["unknown type", { ...server, eval_type: "servise" }, /Unknown eval_type/, /service/],
    ["unknown dataset key", { ...server, dataset_args: { gsm8k: { few_shot_nun: 1 } } }, /few_shot_nun/, /few_shot_num/],
    ["settings of no dataset", { ...server, dataset_args: { gsm8: {} } }, /names gsm8,/, /gsm8k/],
    ["unknown client key", { ...server, model_args: "max_retry=1" }, /max_retry/, /max_retries/],
  ])("%s", async (_name, flags, message, hint) => {
    const error = await failure(flags);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  test.each<[string, Record<string, unknown>]>([
    ["a batch of none", { eval_batch_size: 0 }],
    ["a negative batch", { eval_batch_size: "-1" }],
    ["a fraction of a batch", { eval_batch_size: "1.5" }],
    ["an empty batch", { eval_batch_size: "" }],
    ["a truth value for a number", { seed: true }],
    ["a negative limit", { limit: "-3" }],
    ["a wrong hub", { dataset_hub: "github" }],
    ["a negative temperature", { generation_config: "temperature=-1" }],
    ["no time", { generation_config: "timeout=0" }],
    ["no tokens", { generation_config: "max_tokens=0" }],
    ["two values for one key", { generation_config: "max_tokens=1,max_new_tokens=2" }],
    ["messages of the user's", { generation_config: { extra_body: { messages: [] } } }],
    ["a mapping for a dataset's settings", { dataset_args: { gsm8k: 4 } }],
    ["settings without a dataset's name", { dataset_args: '{"few_shot_num": 4}' }],
    ["negative shots", { dataset_args: { gsm8k: { few_shot_num: -1 } } }],
    ["an aggregation nobody knows", { dataset_args: { gsm8k: { aggregation: "median" } } }],
    ["another scheme", { api_url: "ftp://h/v1" }],
    ["rescoring without a run", { rerun_review: true }],
    ["contradicting repeats", { repeats: 3, generation_config: "n=2" }],
    ["a broken key", { api_key: "a\nb" }],
  ])("%s is refused", async (_name, flags) => {
    await failure({ ...server, ...flags });
  });

  test.each<[Record<string, unknown>]>([
    [{ agent_config: '{"mode": "native"}' }],
    [{ eval_backend: "OpenCompass" }],
    [{ eval_config: "x.yaml" }],
    [{ analysis_report: true }],
    [{ chat_template: "{{ messages }}" }],
    [{ model_task: "image_generation" }],
    [{ eval_type: "openai_responses_api" }],
    [{ eval_type: "anthropic_api" }],
    [{ eval_type: "litellm" }],
    [{ eval_type: "checkpoint" }],
    [{ eval_type: "llm_ckpt" }],
    [{ generation_config: { reasoning_summary: "auto" } }],
    [{ dataset_args: { gsm8k: { sandbox_config: { image: "x" } } } }],
  ])("%j is not supported yet", async (flags) => {
    expect((await failure({ ...server, ...flags })).message).toMatch(/is not supported yet/);
  });
});

describe("the kind of model", () => {
  test.each(["service", "server", "openai_api"])("%s is a server", async (type) => {
    expect((await parse({ ...server, eval_type: type })).model.kind).toBe("openai");
  });
  test("mock_llm is the mock", async () => {
    expect((await parse({ model: "x", datasets: ["demo"], eval_type: "mock_llm", accuracy: "1" })).model).toMatchObject({
      kind: "mock", name: "x", mock: { accuracy: 1 },
    });
  });
  test("a server may have a model called mock", async () => {
    expect((await parse({ ...server, model: "mock" })).model.kind).toBe("openai");
  });
  test.each([
    ["http://h:1/v1/chat/completions", "http://h:1/v1"],
    ["http://h:1/v1/", "http://h:1/v1"],
    ["h:1/v1", "http://h:1/v1"],
  ])("%s becomes %s", async (url, baseUrl) => {
    expect((await parse({ ...server, api_url: url })).model.baseUrl).toBe(baseUrl);
  });
  test("the address may come from the environment", async () => {
    const { api_url: _none, ...rest } = server;
    expect((await parse(rest, { OPENAI_BASE_URL: "http://e/v1" })).model.baseUrl).toBe("http://e/v1");
  });
  test.each([["a b/c", "c"], ["Qwen/Qwen3-8B/", "Qwen3-8B"], ["llama3:8b", "llama3_8b"], ["..", "_"]])("%s has the id %s", async (model, id) => {
    if (id === "_") await failure({ ...server, model });
    else expect((await parse({ ...server, model })).model.id).toBe(id);
  });
});

describe("generation", () => {
  test("every key reaches its place", async () => {
    const task = await parse({
      ...server,
      generation_config: {
        max_new_tokens: 2048, stop: "\n\n", top_p: 0.9, temperature: 0.6, seed: 7, stream: true, timeout: 120, retries: 2,
        retry_interval: 0.5, n: 3, top_k: 20, min_p: 0.1, repetition_penalty: 1.05, batch_size: 8,
        chat_template_kwargs: { enable_thinking: false }, extra_body: { guided: 1 }, logit_bias: { 5: -100 },
        extra_headers: { "X-Team": "a" }, extra_query: { "api-version": "1" },
        response_schema: { name: "r", json_schema: { type: "object" }, strict: true },
      },
    });
    expect(task.model).toMatchObject({ stream: true, timeoutMs: 120_000, attempts: 2, retryIntervalMs: 500, query: { "api-version": "1" } });
    expect(task.model.headers["x-team"]?.reveal()).toBe("a");
    expect(task.repeats).toBe(3);
    expect(task.model.params).toEqual({
      maxTokens: 2048, stop: ["\n\n"], topP: 0.9, temperature: 0.6, seed: 7,
      extraBody: {
        top_k: 20, min_p: 0.1, repetition_penalty: 1.05, chat_template_kwargs: { enable_thinking: false }, guided: 1,
        logit_bias: { 5: -100 },
        response_format: { type: "json_schema", json_schema: { name: "r", strict: true, schema: { type: "object" } } },
      },
    });
  });

  test("null leaves the temperature to the server", async () => {
    const task = await parse({ ...server, generation_config: "temperature=null,max_tokens=5" });
    expect(task.model.params).toEqual({ maxTokens: 5 });
    expect(task.notes.join()).toContain("server's own default");
  });

  test("a named key inside extra_body counts as given", async () => {
    const task = await parse({ ...server, generation_config: { extra_body: { temperature: 0.3, max_tokens: 9 } } });
    expect(task.model.params).toEqual({ temperature: 0.3, maxTokens: 9 });
  });

  test("no retry is one attempt", async () => {
    const task = await parse({ ...server, generation_config: "retries=0" });
    expect(task.model.attempts).toBe(1);
    expect(task.notes.join()).toContain("retries: 0");
  });

  test("timeout and stream at the top, max_retries of the client", async () => {
    const task = await parse({ ...server, timeout: "30", stream: true, model_args: "max_retries=2" });
    expect(task.model).toMatchObject({ timeoutMs: 30_000, stream: true, attempts: 3 });
  });
});

describe("dataset_args", () => {
  test("every key reaches its place", async () => {
    await mkdir(join(cwd, "data", "here"), { recursive: true });
    const task = await parse({
      ...server,
      datasets: ["gsm8k", "mmlu"],
      dataset_args: {
        gsm8k: {
          local_path: "data/gsm8k", few_shot_num: 4, few_shot_random: true, prompt_template: "{question} in \\boxed{{}}",
          system_prompt: "s", subset_list: ["main"], metric_list: ["acc", { acc: { numeric: true } }], aggregation: "mean_and_pass_at_k",
          filters: { remove_until: "</think>", extract: ["x", 1] }, shuffle: true, review_timeout: 2, eval_split: "test",
          extra_params: { a: 1, none: null, nothing: { type: "str | null", description: "d", value: null }, b: { type: "str", description: "d", value: "v" } },
        },
        mmlu: { dataset_id: "data/here", shuffle_choices: 7, subset_list: "anatomy", local_path: "" },
      },
    });
    expect(task.datasetSettings).toEqual({
      gsm8k: {
        localPath: join(cwd, "data/gsm8k"), shots: 4, shotsRandom: true, promptTemplate: "{question} in \\boxed{}", systemPrompt: "s",
        subsets: ["main"], metrics: [{ name: "acc", options: {} }, { name: "acc", options: { numeric: true } }],
        aggregation: "mean_and_pass_at_k", filters: [{ name: "remove_until", argument: "</think>" }, { name: "extract", argument: ["x", 1] }],
        shuffle: true, reviewTimeoutMs: 2000, evalSplit: "test", extra: { a: 1, b: "v" },
      },
      mmlu: { localPath: join(cwd, "data/here"), shuffleChoices: 7, subsets: ["anatomy"] },
    });
  });

  test("an id that is no folder is a hub's", async () => {
    const task = await parse({ ...server, dataset_args: '{"gsm8k": {"dataset_id": "openai/gsm8k"}}' });
    expect(task.datasetSettings).toEqual({ gsm8k: { datasetId: "openai/gsm8k" } });
  });

  test("spelling of the name does not matter", async () => {
    const task = await parse({ ...server, datasets: "general-qa", dataset_args: { general_qa: { few_shot_num: 0 } } });
    expect(task.datasetSettings).toEqual({ "general-qa": { shots: 0 } });
  });
});

describe("the run's folder", () => {
  test("a taken name gets a number", async () => {
    await mkdir(join(cwd, "outputs", "20260131_120509"), { recursive: true });
    expect((await parse(server)).runDir).toBe(join(cwd, "outputs", "20260131_120509_2"));
  });
  test("no_timestamp uses the work dir itself", async () => {
    expect((await parse({ ...server, work_dir: "out", no_timestamp: true })).runDir).toBe(join(cwd, "out"));
  });
  test("use_cache continues", async () => {
    await mkdir(join(cwd, "old"));
    expect(await parse({ ...server, use_cache: "old" })).toMatchObject({ runDir: join(cwd, "old"), resume: true });
  });
  test("use_cache of a folder that is not there starts a run there, and says so", async () => {
    const task = await parse({ ...server, use_cache: "new" });
    expect(task).toMatchObject({ runDir: join(cwd, "new"), resume: false });
    expect(task.notes.join()).toContain("nothing to continue");
  });
});

describe("a task file", () => {
  async function parseFile(text: string, flags: Record<string, unknown> = {}, name = "task.yaml") {
    await writeFile(join(cwd, name), text);
    return parseTask({ configFile: name, flags }, { cwd, env: {}, now });
  }

  test("flags beat the file, key by key inside mappings", async () => {
    const task = await parseFile(
      "model: a\napi_url: http://h/v1\ndatasets: [gsm8k, mmlu]\nlimit: 5\ngeneration_config: {temperature: 0.5, max_tokens: 9}\ndataset_args:\n  gsm8k: {few_shot_num: 2, shuffle: true}\n",
      { model: "b", generation_config: "temperature=1", dataset_args: '{"gsm8k":{"few_shot_num":3}}' },
    );
    expect(task.model).toMatchObject({ name: "b", params: { temperature: 1, maxTokens: 9 } });
    expect(task.limit).toEqual({ count: 5 });
    expect(task.datasetSettings).toEqual({ gsm8k: { shots: 3, shuffle: true } });
  });

  test("settings of datasets that a flag replaced are passed over with a note", async () => {
    const task = await parseFile("model: mock\ndatasets: [mmlu]\ndataset_args: {mmlu: {few_shot_num: 5}}\n", { datasets: ["gsm8k"] });
    expect(task.datasetSettings).toEqual({});
    expect(task.notes.join()).toContain("dataset_args.mmlu");
  });

  test("limit: 1.0 is all, as it is written", async () => {
    expect((await parseFile("model: mock\ndatasets: demo\nlimit: 1.0\n")).limit).toEqual({ fraction: 1 });
    expect((await parseFile('{"model": "mock", "datasets": ["demo"], "limit": 1.0}', {}, "t.json")).limit).toEqual({ fraction: 1 });
    expect((await parseFile("model: mock\ndatasets: demo\nlimit: 1\n")).limit).toEqual({ count: 1 });
  });

  test.each([
    ["- a\n- b\n", /list of tasks/],
    ["just text", /must hold a mapping/],
    ["model: [unclosed\n", /line \d/],
    ["model: a\nmodel: b\n", /DUPLICATE_KEY in line 2/],
    ["modle: a\n", /Unknown key "modle" in task.yaml/],
  ])("%j is refused", async (text, message) => {
    await expect(parseFile(text)).rejects.toThrow(message);
  });

  test("a missing file and another ending are refused", async () => {
    await expect(parseTask({ configFile: "none.yaml", flags: {} }, { cwd, env: {}, now })).rejects.toThrow("no such file");
    await expect(parseTask({ configFile: "task.toml", flags: {} }, { cwd, env: {}, now })).rejects.toThrow(".yaml");
  });
});
