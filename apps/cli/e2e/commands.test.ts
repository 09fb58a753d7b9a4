import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bin, finished, makeProblems, startCli } from "./crash-support.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-cli-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function evalkit(...args: string[]) {
  return finished(startCli(args, { cwd: folder }));
}

const demo = ["eval", "--model", "mock", "--datasets", "demo"];

describe("evalkit eval on the demo", () => {
  test("ends well and says what it did", async () => {
    const { code, stdout, stderr } = await evalkit(...demo);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^accuracy {2}OVERALL .* 60 {2}0\.\d{4} {2}0\.\d{4}–0\.\d{4}/m);
    expect(stdout).toContain("60 samples: 60 scored");
    expect(stdout).toContain("This was a demo");
    expect(stderr).toContain("Benchmark demo evaluation finished");
    const [run = ""] = readdirSync(join(folder, "outputs"));
    expect(run).toMatch(/^\d{8}_\d{6}$/);
    expect(stdout).toContain(join(run, "reports", "report.html"));
    expect(existsSync(join(folder, "outputs", run, "reports", "mock", "demo.json"))).toBe(true);
  });

  test("--json prints one document and nothing else on standard output", async () => {
    const { code, stdout, stderr } = await evalkit(...demo, "--json", "--quiet", "--limit", "2", "--accuracy", "1", "--threshold", "demo>=0.99");
    expect(code, stderr).toBe(0);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "evalkit.result.v1",
      exitCode: 0,
      isDemo: true,
      thresholds: [{ benchmark: "demo", isMet: true, score: 1 }],
      summary: { status: "complete", counts: { total: 10, scored: 10, failed: 0 } },
    });
  });

  test.skipIf(!existsSync("/dev/full"))("results that cannot be written are exit 3, without a stack", async () => {
    const full = openSync("/dev/full", "w");
    try {
      const child = spawn(process.execPath, [bin, ...demo, "--limit", "1", "--quiet"], { cwd: folder, stdio: ["ignore", full, "pipe"] });
      const { code, stderr } = await finished(child);
      expect(stderr).toBe("error: Cannot write to standard output: ENOSPC\n");
      expect(code).toBe(3);
    } finally {
      closeSync(full);
    }
  });

  test("a missed threshold is exit 1", async () => {
    const { code, stdout } = await evalkit(...demo, "--limit", "3", "--accuracy", "0", "--threshold", "demo>=0.6");
    expect(code).toBe(1);
    expect(stdout).toContain("threshold missed  demo >= 0.6: 0.0000");
  });

  test("--dry-run shows the plan, sends and writes nothing", async () => {
    const { code, stdout } = await evalkit(...demo, "--dry-run", "--repeats", "2");
    expect(code).toBe(0);
    expect(stdout).toContain("120 samples in 5 subsets");
    expect(stdout).toContain("First prompt:");
    expect(stdout).toContain("[user]");
    expect(stdout).toContain("Nothing was sent.");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a run is printed again, rescored and resumed without a question asked twice", async () => {
    await evalkit(...demo, "--work-dir", "run", "--no-timestamp", "--quiet");
    const report = await evalkit("report", "run");
    expect(report.code, report.stderr).toBe(0);
    const score = /OVERALL .* (0\.\d{4}) /.exec(report.stdout)?.[1];
    expect(score).toBeDefined();
    const rescored = await evalkit("rescore", "run", "--json");
    expect(rescored.code, rescored.stderr).toBe(0);
    expect(JSON.parse(rescored.stdout)).toMatchObject({ answers: 60, changed: 0 });
    const resumed = await evalkit("resume", "run", "--json");
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("60 of 60 samples are stored from before.");
    const { summary } = JSON.parse(resumed.stdout) as { summary: { benchmarks: { metrics: { overall: { value: number } }[] }[] } };
    expect(summary.benchmarks[0]?.metrics[0]?.overall.value.toFixed(4)).toBe(score);
  });
});

describe("exit 2", () => {
  test.each<[string[], RegExp]>([
    [["eval", "--model", "mock"], /No datasets/],
    [["eval", "--datasets", "demo"], /No model/],
    [[...demo, "--limt", "3"], /Unknown flag --limt[^]*--limit/],
    [["eval", "--model", "mock", "--datasets", "dem"], /dem[^]*demo/],
    [[...demo, "--dataset-args", '{"demo": {"subset_list": ["aritmetic"]}}'], /aritmetic[^]*arithmetic/],
    [[...demo, "--dataset-args", '{"demo": '], /dataset_args is not valid JSON[^]*character 10/],
    [[...demo, "--judge", '{"strategy": "llm"}'], /needs a judge model/],
    [["report", "nowhere"], /nowhere/],
    [["info", "gsm9k"], /gsm8k/],
  ])("%j", async (args, message) => {
    const { code, stdout, stderr } = await evalkit(...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe("");
    expect(code).toBe(2);
    expect(existsSync(join(folder, "outputs"))).toBe(false);
  });

  test("a key that is refused stops the run", async () => {
    using problems = makeProblems(40);
    await using server = await problems.serve({ apiKey: "right" });
    const { code, stderr } = await evalkit("eval", "--model", "m", "--api-url", server.url, "--api-key", "wrong-key", "--datasets", "gsm8k", "--dataset-dir", problems.folder, "--eval-batch-size", "2");
    expect(code).toBe(2);
    expect(stderr).toMatch(/key/i);
    expect(stderr).not.toContain("wrong-key");
    expect(server.stats().requests).toBeLessThanOrEqual(2);
  });
});

test("samples without a score are exit 3, unless --max-failed allows them", async () => {
  using problems = makeProblems(20);
  await using server = await problems.serve({ accuracy: 1, faultRate: 0.3, faults: ["server-error"] });
  const args = ["eval", "--model", "m", "--api-url", server.url, "--datasets", "gsm8k", "--dataset-dir", problems.folder, "--generation-config", "retries=1"];
  const strict = await evalkit(...args, "--work-dir", "a", "--no-timestamp");
  expect(strict.code, strict.stderr).toBe(3);
  expect(strict.stdout).toMatch(/Incomplete: \d+ of 20 samples have no score/);
  expect(strict.stdout).toMatch(/accuracy {2}OVERALL .* 1\.0000/);
  const lenient = await evalkit(...args, "--work-dir", "b", "--no-timestamp", "--max-failed", "90%");
  expect(lenient.code, lenient.stderr).toBe(0);
});

test("a task file as EvalScope writes it runs; a relative folder is taken from the working folder", async () => {
  using problems = makeProblems(12);
  await using server = await problems.serve({ accuracy: 1 });
  const lines = [
    "api_key: '**********'", `api_url: ${server.url}/chat/completions`, "chat_template: null", "dataset_args:", "  gsm8k:",
    "    few_shot_num: 0", "    local_path: gsm8k", "datasets: [gsm8k]", "eval_backend: Native", "eval_type: openai_api",
    "evalscope_version: 1.9.1", "generation_config: {batch_size: 1, temperature: 0.0}", "judge_strategy: auto", "judge_worker_num: 1",
    "limit: 5", "model: m", "use_sandbox: false", "work_dir: ./outputs/20260101_000000",
  ]; // prettier-ignore
  writeFileSync(join(problems.folder, "task_config.yaml"), `${lines.join("\n")}\n`);
  const end = await finished(startCli(["eval", "--config", "task_config.yaml", "--json"], { cwd: problems.folder }));
  expect(end.code, end.stderr).toBe(0);
  expect(JSON.parse(end.stdout)).toMatchObject({ summary: { counts: { total: 5, scored: 5 } } });
  expect(server.stats().requests).toBe(5);
});

test("a reader that goes away is no error", async () => {
  const child = startCli(["list"], { cwd: folder });
  child.stdout?.destroy();
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => (stderr += String(chunk)));
  const [code] = (await once(child, "close")) as [number | null];
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

describe("the other commands", () => {
  test("list and info", async () => {
    const list = JSON.parse((await evalkit("list", "--json")).stdout) as { id: string }[];
    expect(list.map(({ id }) => id)).toEqual(expect.arrayContaining(["ceval", "demo", "gsm8k", "mmlu"]));
    expect((await evalkit("list")).stdout).toContain(`Total: ${list.length} benchmarks`);
    expect((await evalkit("benchmark-info", "gsm8k")).stdout).toMatch(/^gsm8k {2}GSM8K[^]*Prompt:/);
    expect(JSON.parse((await evalkit("info", "mmlu", "--format", "json")).stdout)).toMatchObject({ id: "mmlu", shots: 5 });
  });

  test("mock serves until it is interrupted; doctor looks at it", async () => {
    const child = startCli(["mock", "--models", "a", "b"], { cwd: folder });
    const end = finished(child);
    const [first] = (await once(child.stdout!, "data")) as [Buffer];
    const url = /Listening on (\S+)/.exec(String(first))?.[1] ?? "";
    const good = await evalkit("doctor", "--api-url", url, "--model", "b", "--json");
    expect(JSON.parse(good.stdout)).toEqual(expect.arrayContaining([expect.objectContaining({ name: "model", status: "ok" })]));
    expect(good.code, good.stdout).toBe(0);
    const bad = await evalkit("doctor", "--api-url", url, "--model", "c");
    expect(bad.code).toBe(2);
    expect(bad.stdout).toContain("c is not among the models served");
    child.kill("SIGINT");
    expect(await end).toMatchObject({ code: 0, signal: null });
  });
});
