import { ConfigError, Secret } from "@evalkit/core";
import { describe, expect, test } from "vitest";
import { nearest } from "./nearest.js";
import { parsePerfOptions } from "./parse-options.js";
import type { ParseEnvironment } from "./parse-environment.js";
import { pointsOf } from "./points.js";
import { durationMs } from "./raw-values.js";

const environment: ParseEnvironment = { resolvePath: (path) => (path.startsWith("/") ? path : `/project/${path}`), env: {}, drawSeed: () => 99 };
const parse = (raw: Readonly<Record<string, unknown>>, env: ParseEnvironment["env"] = {}) => parsePerfOptions({ model: "m", ...raw }, { ...environment, env });

function failure(raw: Readonly<Record<string, unknown>>): ConfigError {
  try {
    parsePerfOptions(raw, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("parsePerfOptions", () => {
  test("EvalScope's defaults", () => {
    const options = parse({});
    expect(options).toMatchObject({
      modelName: "m", api: "openai", url: "http://127.0.0.1:8877/v1/chat/completions", timeouts: { totalMs: 21_600_000 }, testConnection: true,
      load: { numbers: [1000], parallels: [1], rates: [-1], openLoop: false, warmUp: 0, sleepIntervalMs: 5000, catchUp: "burst", transport: "auto" },
      data: { name: "openqa", offset: 0, minPromptLength: 0, prefixLength: 0, minTurns: 1, images: { width: 224, height: 224, mode: "RGB", count: 1 } },
      request: { stream: true, maxTokens: 2048, generation: { temperature: 0 }, extra: {}, seed: 99 },
      output: { outputsDir: "/project/outputs", noTimestamp: false },
    }); // prettier-ignore
    expect(options.data.maxPromptLength).toBeUndefined();
    expect(options.notes).toEqual([]);
  });

  test("everything a command line may say", () => {
    const options = parse({
      model: `{"a": 3, "b": 1}`, headers: ["X-One=1", "Authorization=Bearer t0ken-t0ken"], number: ["20", "50"], parallel: ["1,10"], warmup_num: "0.1", cooldown_num: "2",
      max_tokens: ["5", "9"], stop: ["x"], stop_token_ids: ["1", "2"], n_choices: "2", extra_args: `{"batch_size": 4, "top_a": 1}`, ignore_eos: true, dataset: "random_embedding_batch",
      cancel_rate: "0.1", cancel_after: "500ms", goodput: "ttft:200ms,tpot:0.05s", seed: "7", ramp: "0:1,30s:10", stop_error_rate: "0.5", name: "run",
    }); // prettier-ignore
    expect(options).toMatchObject({
      models: [{ name: "a", weight: 3 }, { name: "b", weight: 1 }], modelName: "a+b", headers: { "x-one": "1" },
      load: { numbers: [20, 50], parallels: [1, 10], warmUp: 0.1, coolDown: 2, stopAtErrorRate: 0.5, arrivals: { kind: "piecewise", points: [{ atMs: 0, perSecond: 1 }, { atMs: 30_000, perSecond: 10 }] } },
      data: { arguments: { batch_size: 4 } },
      request: { maxTokens: [5, 9], extra: { top_a: 1, ignore_eos: true }, seed: 7, cancellation: { share: 0.1, afterMs: 500 }, generation: { stop: ["x"], stop_token_ids: [1, 2], n: 2, seed: 7 } },
      output: { goodput: { ttftMs: 200, tpotMs: 50 }, name: "run" },
    }); // prettier-ignore
  });

  test("--multi-turn means the conversations of the same data", () => {
    expect(parse({ dataset: "share_gpt_zh", multi_turn: true }).data).toMatchObject({ name: "share_gpt_zh_multi_turn", multiTurn: true });
  });

  test("a sweep gives its own numbers", () => {
    expect(parse({ sweep: "parallel=1..8" }).load).toMatchObject({ parallels: [1, 2, 4, 8], numbers: [20, 20, 40, 80] });
    expect(parse({ sweep: "rate=1..4x1.5", number: "30" }).load).toMatchObject({ openLoop: true, rates: [1, 1.5, 2.25, 3.375, 4], numbers: [30] });
    expect(parse({ sweep: "parallel=10..50+20" }).load.parallels).toEqual([10, 30, 50]);
    expect(parse({ sweep: "parallel=3,9" }).load.parallels).toEqual([3, 9]);
  });

  test("units of limits", () => {
    const { sla, notes } = parse({ sla_auto_tune: true, sla_params: `[{"p99_ttft": "≤0.2", "avg_tpot": "<50ms", "rps": ">=3"}, {"tps": "max"}]` });
    expect(sla?.targets).toEqual([
      { kind: "limits", limits: [{ metric: "p99_ttft", operator: "<=", value: 200 }, { metric: "avg_tpot", operator: "<", value: 50 }, { metric: "rps", operator: ">=", value: 3 }] },
      { kind: "optimum", metric: "tps", goal: "max" },
    ]);
    expect(notes).toEqual([expect.stringMatching(/0\.2 is read as 0\.2 s/)]);
  });

  test("no secret is recorded, all are known", () => {
    const options = parse({ api_key: "sk-one-1234", headers: ["X-Auth=hidden-value"], swanlab_api_key: "sw-1234", url: "http://user:pass-word@h/v1?token=abc", extra_args: `{"api_key":"sk-two"}` }, { OPENAI_API_KEY: "sk-env" });
    const written = JSON.stringify(options.recorded);
    for (const secret of ["sk-one-1234", "hidden-value", "sw-1234", "pass-word", "abc", "sk-two"]) expect(written).not.toContain(secret);
    expect(options.secrets.every((secret) => secret instanceof Secret)).toBe(true);
    expect(options.secrets.map((secret) => secret.reveal())).toEqual(expect.arrayContaining(["sk-one-1234", "hidden-value", "sw-1234"]));
    expect(parse({}, { OPENAI_API_KEY: "sk-env" }).apiKey?.reveal()).toBe("sk-env");
  });

  test.each<[Readonly<Record<string, unknown>>, RegExp]>([
    [{}, /--model is missing/],
    [{ model: "m", number: ["0"] }, /--number must be a whole number from 1 up, not "0"/],
    [{ model: "m", number: ["1e3"] }, /--number must be a whole number/],
    [{ model: "m", parallel: ["1", "2"], number: ["1", "2", "3"] }, /--parallel has 2 values where others have 3/],
    [{ model: "m", parallel: "0" }, /--parallel 0 would send nothing/],
    [{ model: "m", rate: "0" }, /--rate 0/],
    [{ model: "m", open_loop: true }, /--open-loop needs --rate/],
    [{ model: "m", api: "local" }, /not supported yet/],
    [{ model: "m", api: "local_vllm" }, /not supported yet/],
    [{ model: "m", api: "custom" }, /needs a plug-in file/],
    [{ model: "m", api: "opnai" }, /no API kind opnai/],
    [{ model: "m", dataset: "opnqa" }, /no data set opnqa/],
    [{ model: "m", dataset_args: `{"x": 1}` }, /knows no x/],
    [{ model: "m", dataset_args: `{x}` }, /--dataset-args is not valid JSON/],
    [{ model: "m", extra_args: `[1]` }, /must be a JSON object/],
    [{ model: "m", url: "ftp://x" }, /--url must begin with http/],
    [{ model: "m", url: "http://" }, /--url is not a URL/],
    [{ model: "m", max_tokens: ["9", "5"] }, /--max-tokens 9 5/],
    [{ model: "m", goodput: "ttft:200" }, /must be a duration such as 200ms/],
    [{ model: "m", goodput: "tfft:200ms" }, /knows no metric tfft/],
    [{ model: "m", sla_auto_tune: true }, /needs --sla-params/],
    [{ model: "m", sla_auto_tune: true, sla_params: `{"p99_tft": "<1s"}` }, /no metric p99_tft/],
    [{ model: "m", sla_auto_tune: true, sla_params: `{"p99_ttft": ">1s"}` }, /cannot be searched for/],
    [{ model: "m", sla_auto_tune: true, sla_params: `{"rps": "max", "tps": ">1"}` }, /must stand alone/],
    [{ model: "m", sweep: "parallel=1..64", parallel: "1" }, /do not go together/],
    [{ model: "m", sweep: "parallel=0..4" }, /cannot be read/],
    [{ model: "m", ramp: "0:1" }, /two points or more/],
    [{ model: "m", cancel_rate: "0.1" }, /belong together/],
    [{ model: "m", burstiness: "2", arrivals: "constant" }, /--burstiness goes with --arrivals gamma/],
    [{ model: "m", name: "../x" }, /--name must be a name/],
    [{ model: "m", temperature: "" }, /--temperature must be a number/],
    [{ model: "m", min_turns: "3", max_turns: "2" }, /--max-turns 2 is below --min-turns 3/],
    [{ model: "m", multi_turn_args: "{}" }, /deprecated/],
  ])("%j is refused", (raw, message) => {
    expect(failure(raw).message).toMatch(message);
  });

  test("flags without effect are said", () => {
    expect(parse({ port: "1", db_commit_interval: "5" }).notes).toEqual([expect.stringMatching(/--db-commit-interval has no effect/), expect.stringMatching(/--port has no effect/)]);
    expect(parse({ rate: "5" }).notes).toEqual([expect.stringMatching(/capped at --parallel, which is 1/)]);
  });
});

describe("pointsOf", () => {
  const load = (raw: Readonly<Record<string, unknown>>) => parse(raw).load;

  test("lists are zipped, singles stand for all, prompts are not sent twice", () => {
    const points = pointsOf({ load: load({ parallel: ["1", "10"], number: ["20", "50"], warmup_num: "5" }), offset: 3 });
    expect(points.map(({ label, concurrency, requests, offset, warmUpRequests }) => ({ label, concurrency, requests, offset, warmUpRequests }))).toEqual([
      { label: "parallel_1_number_20", concurrency: 1, requests: 20, offset: 3, warmUpRequests: 5 },
      { label: "parallel_10_number_50", concurrency: 10, requests: 50, offset: 28, warmUpRequests: 5 },
    ]);
    expect(pointsOf({ load: load({ parallel: ["1", "10"], number: "7", warmup_num: "0.5" }), offset: 0 }).map(({ requests, warmUpRequests }) => [requests, warmUpRequests])).toEqual([[7, 4], [7, 4]]);
  });

  test("open loop, capped rate, gamma, duration, trace", () => {
    expect(pointsOf({ load: load({ open_loop: true, rate: ["2", "4"], number: "9" }), offset: 0 })).toMatchObject([{ label: "rate_2_number_9", arrivals: { kind: "poisson", perSecond: 2 }, ratePerSecond: 2 }, { label: "rate_4_number_9" }]);
    expect(pointsOf({ load: load({ open_loop: true, rate: "2" }), offset: 0 })[0]).not.toHaveProperty("concurrency");
    expect(pointsOf({ load: load({ rate: "2", parallel: "5", burstiness: "0.5" }), offset: 0 })).toMatchObject([{ concurrency: 5, arrivals: { kind: "gamma", shape: 0.5, perSecond: 2 } }]);
    const [timed] = pointsOf({ load: load({ duration: "30", parallel: "5" }), offset: 0 });
    expect(timed).toMatchObject({ label: "parallel_5_duration_30", concurrency: 5 });
    expect(timed).not.toHaveProperty("requests");
    expect(pointsOf({ load: load({ number: "5" }), offset: 0, timedSpeed: 2 })).toMatchObject([{ label: "trace_number_5", arrivals: { kind: "given", speed: 2 } }]);
  });
});

test("durations and near names", () => {
  expect([durationMs("200ms", "x"), durationMs("1.5s", "x"), durationMs("2", "x", "s"), durationMs("3m", "x")]).toEqual([200, 1500, 2000, 180_000]);
  expect(() => durationMs("5", "x")).toThrow(/x must be a duration/);
  expect(nearest("p99_tft", ["p99_ttft", "rps"])).toEqual(["p99_ttft"]);
  expect(nearest("zzzzzz", ["p99_ttft", "rps"])).toEqual([]);
});
