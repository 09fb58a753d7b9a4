import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMockServer } from "@evalkit/mock-server";
import { startSwanlabServer } from "@evalkit/swanlab/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { finished, startCli } from "./crash-support.js";

const KEY = "swanlab-key-0123456789";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-trackers-e2e-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function evalkit(args: readonly string[], env: Record<string, string> = {}) {
  return finished(startCli(args, { cwd: folder, env }));
}

/** Every text below a folder. */
function textsBelow(path: string): string {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

const demo = ["eval", "--model", "mock", "--datasets", "demo", "--limit", "3", "--accuracy", "0.5"];

describe("evalkit eval --visualizer", () => {
  test("swanlab shows the run and says where", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY });
    const { code, stderr } = await evalkit([...demo, "--visualizer", "swanlab", "--swanlab-api-key", KEY, "--swanlab-host", server.url], { SWANLAB_PROJ_NAME: "nightly" });
    expect(code, stderr).toBe(0);
    const [run] = server.runs;
    expect(run).toMatchObject({ project: "nightly", state: "FINISHED" });
    expect(stderr).toContain(`SwanLab: ${server.url}/@alice/nightly/runs/${run?.id}`);
    expect(run?.scalars.some(({ key }) => key === "eval/demo/accuracy")).toBe(true);
    expect(run?.media.map(({ key }) => key)).toEqual(expect.arrayContaining(["report", "report/page"]));
    expect(stderr + textsBelow(folder)).not.toContain(KEY);
  });

  test("a SwanLab that is away is a warning with the command that sends the run, and no failure", async () => {
    const { code, stderr, stdout } = await evalkit([...demo, "--json", "--quiet", "--visualizer", "swanlab", "--swanlab-host", "http://127.0.0.1:9"], { SWANLAB_API_KEY: KEY });
    expect(code, stderr).toBe(0);
    const { warnings } = JSON.parse(stdout) as { warnings: string[] };
    expect(warnings).toEqual([expect.stringMatching(/^SwanLab: .+ did not get through .+ swanlab sync \S+/)]);
    const synced = /swanlab sync (\S+)/.exec(warnings[0] ?? "")?.[1] ?? "";
    expect(readdirSync(synced).some((name) => name.endsWith(".swanlab"))).toBe(true);
  });

  test("tensorboard and wandb write beside the runs", async () => {
    const { code, stderr } = await evalkit([...demo, "--visualizer", "tensorboard", "wandb"]);
    expect(code, stderr).toBe(0);
    expect(readdirSync(join(folder, "outputs"))).toEqual(expect.arrayContaining(["tensorboard", "wandb"]));
    expect(stderr).toContain("tensorboard --logdir");
    expect(stderr).toContain("wandb sync");
  });

  test("clearml is refused", async () => {
    const { code, stderr } = await evalkit([...demo, "--visualizer", "clearml"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--visualizer clearml is not supported yet.");
    expect(existsSync(join(folder, "outputs"))).toBe(false);
  });
});

describe("evalkit perf with SwanLab", () => {
  /** The command of EvalScope's users, on prompts of our own. */
  function tutorial(api: string, ...more: readonly string[]): string[] {
    writeFileSync(join(folder, "open_qa.jsonl"), Array.from({ length: 30 }, (_, index) => JSON.stringify({ question: `What is ${index} times seven?` })).join("\n"));
    return [
      "perf", "--model", "m", "--url", `${api}/chat/completions`, "--api", "openai", "--dataset", "openqa", "--dataset-path", "open_qa.jsonl",
      "--number", "20", "--parallel", "2", "--temperature", "0.9", "--name", "qwen3-openqa", "--outputs-dir", "out", "--max-tokens", "16", ...more,
    ]; // prettier-ignore
  }

  test("the users' command, twice, gives two runs in one project", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY });
    await using mock = await startMockServer({ ttftMs: 5, itlMs: 1 });
    for (let round = 0; round < 2; round += 1) {
      const { code, stderr } = await evalkit(tutorial(mock.url, "--swanlab-api-key", KEY, "--swanlab-host", server.url));
      expect(code, stderr).toBe(0);
      expect(stderr).toContain(`SwanLab: ${server.url}/@alice/perf_benchmark/runs/`);
      expect(stderr).not.toContain(KEY);
    }
    expect(server.runs.map(({ project, state, body }) => [project, state, body["name"]])).toEqual([
      ["perf_benchmark", "FINISHED", "qwen3-openqa"],
      ["perf_benchmark", "FINISHED", "qwen3-openqa"],
    ]);
    for (const run of server.runs) {
      const keys = new Set(run.scalars.map(({ key }) => key));
      for (const key of ["Avg TTFT (ms)", "Output Throughput (tok/s)", "Total Requests", "window/requests_per_s", "window/output_tokens_per_s", "client/loop_delay_p99_ms"]) expect(keys).toContain(key);
      const totals = run.scalars.filter(({ key }) => key === "Total Requests");
      expect(totals.map(({ index, data }) => [index, data])).toEqual([...Array.from({ length: 20 }, (_, index) => [index + 1, index + 1]), [21, 20]]);
      expect(run.columns).toContainEqual({ key: "Output Throughput (tok/s)", type: "FLOAT", sectionName: "perf" });
      expect(run.media.map(({ key }) => key)).toEqual(expect.arrayContaining(["summary", "percentiles", "charts/latency_histogram", "report/page"]));
    }
    expect(textsBelow(folder)).not.toContain(KEY);
    expect(JSON.stringify(server.requests.map(({ body }) => body))).not.toContain(folder);
  }, 60_000);

  test("a sweep is one run for each load and one with its curves, in one group", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY });
    await using mock = await startMockServer({ ttftMs: 5, itlMs: 1 });
    const args = tutorial(mock.url, "--visualizer", "swanlab,tensorboard", "--swanlab-api-key", KEY, "--swanlab-host", server.url, "--sleep-interval", "0");
    args.splice(args.indexOf("--number"), 4, "--number", "5", "10", "--parallel", "1", "2");
    const { code, stderr } = await evalkit(args);
    expect(code, stderr).toBe(0);
    const names = server.runs.map(({ body }) => String(body["name"]));
    expect(names.toSorted()).toEqual(["qwen3-openqa", "qwen3-openqa parallel_1_number_5", "qwen3-openqa parallel_2_number_10"]);
    expect(new Set(server.runs.map(({ body }) => body["cluster"])).size).toBe(1);
    expect(server.runs.every(({ state }) => state === "FINISHED")).toBe(true);
    const sweep = server.runs[names.indexOf("qwen3-openqa")];
    expect(sweep?.media.map(({ key }) => key)).toEqual(expect.arrayContaining(["sweep", "charts/token_throughput"]));
    expect(readdirSync(join(folder, "out", "tensorboard"))).toHaveLength(3);
  }, 60_000);

  test("clearml and a project that SwanLab does not take are refused before the first request", async () => {
    await using mock = await startMockServer();
    for (const [more, env, message] of [
      [["--visualizer", "clearml"], {}, "--visualizer clearml is not supported yet."],
      [["--swanlab-api-key", KEY], { SWANLAB_PROJ_NAME: "two words" }, "two words"],
    ] as const) {
      const { code, stderr } = await evalkit(tutorial(mock.url, ...more), env);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    }
    expect(mock.stats().requests).toBe(0);
  }, 30_000);
});
