import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CodeCheck, type Model, SandboxUnavailableError } from "@evalkit/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { parseTask } from "./config/index.js";
import { evaluate, planEvaluation } from "./evaluate.js";
import { scoreRows } from "./score-rows/index.js";

const created = vi.hoisted(() => ({ options: [] as { readonly backend: string }[], isPossible: true, asked: [] as CodeCheck[], closed: 0 }));

vi.mock("@evalkit/sandbox", () => ({
  createSandbox: async (options: { readonly backend: string }) => {
    created.options.push(options);
    if (options.backend === "docker") throw new SandboxUnavailableError("no engine answers");
    if (!created.isPossible) throw new SandboxUnavailableError("no sandbox can hold code here", { hint: "Install bubblewrap" });
    const limits = { cpuMs: 10_000, wallMs: 60_000, memoryBytes: 512 * 1024 ** 2, processes: 64, outputBytes: 1024 ** 2, fileBytes: 64 * 1024 ** 2 };
    const description = { backend: "bubblewrap", contains: ["network: none"], limits };
    // As QuickJS: no Python, whatever else there is.
    const toolchain = async (language: string) => (options.backend === "quickjs" && language !== "javascript" ? undefined : [language]);
    return { backend: options.backend, toolchain, describe: () => description, [Symbol.asyncDispose]: async () => void (created.closed += 1) };
  },
  createCodeChecker: () => ({
    check: async (check: CodeCheck) => {
      created.asked.push(check);
      return { outcome: "passed", why: "All tests passed.", mode: "split" };
    },
  }),
}));

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-sandboxing-"));
  mkdirSync(join(folder, "humaneval"));
  const row = { task_id: "Own/0", prompt: "def one() -> int:\n", entry_point: "one", canonical_solution: "    return 1\n", test: "def check(candidate):\n    assert candidate() == 1\n" };
  writeFileSync(join(folder, "humaneval", "HumanEval.jsonl"), JSON.stringify(row));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => Object.assign(created, { options: [], isPossible: true, asked: [], closed: 0 }));

const answering: Model = { id: "m", specification: "evalkit.model.v1", generate: async () => ({ text: "```python\ndef one(): return 1\n```", finish: "stop", toolCalls: [], usage: undefined, timing: { startedAt: 0, totalMs: 1, attempts: 1 } }) };

async function task(workDir: string, flags: Readonly<Record<string, unknown>> = {}) {
  return parseTask(
    { flags: { model: "mock", datasets: "humaneval", dataset_dir: folder, work_dir: join(folder, workDir), no_timestamp: true, offline: true, ...flags } },
    { env: {}, cwd: folder, now: new Date(0) },
  );
}

async function* nothing() {}
const none = nothing();
const options = { signal: AbortSignal.timeout(30_000), model: answering, isPageWritten: false };

describe("the sandbox of a run", () => {
  test("is opened, described in header and report, lent to scorers, and closed", async () => {
    const { header, summary, files } = await evaluate(await task("held", { sandbox: { enabled: true, engine: "landlock", pool_size: 3, default_config: { memory_limit: "256m" } } }), options);
    expect(created.options).toEqual([{ backend: "landlock", allowUnsafeExecution: false, workers: 3, limits: { memoryBytes: 256 * 1024 ** 2 } }]);
    expect(created.asked).toMatchObject([{ language: "python", entryPoint: "one", timeoutMs: 4000 }]);
    expect(created.closed).toBe(1);
    expect(summary.benchmarks[0]?.metrics[0]).toMatchObject({ name: "accuracy", aggregation: "pass_at_k", overall: { value: 1 } });
    expect(header.benchmarks[0]?.sandbox).toMatchObject({ backend: "bubblewrap" });
    expect(header.benchmarks[0]?.notes?.join()).toMatch(/sandbox bubblewrap: network: none\. Limits .* 10 s of CPU time/);
    const report = JSON.parse(readFileSync(files.find((path) => path.endsWith("humaneval.json")) ?? "", "utf8")) as { sandbox: unknown };
    expect(report.sandbox).toMatchObject({ backend: "bubblewrap", limits: { memoryBytes: 512 * 1024 ** 2 } });
  });

  test("is not opened for a plan, nor for benchmarks that run no code", async () => {
    await planEvaluation(await task("plan"), options);
    await evaluate(await task("demo", { datasets: "demo", limit: 1 }), options);
    expect(created.options).toEqual([]);
  });

  test("that cannot run the only language of a benchmark is refused before any request, with the backends that can", async () => {
    const refusal = { code: "EVALKIT_CONFIG", message: "The sandbox quickjs cannot run Python, and the code of humaneval is Python.", hint: "bubblewrap and landlock run Python here: --sandbox bubblewrap." };
    const quickjs = await task("refused", { sandbox: "quickjs" });
    let requests = 0;
    const counting: Model = { ...answering, generate: async (...given) => ((requests += 1), await answering.generate(...given)) };
    await expect(evaluate(quickjs, { ...options, model: counting })).rejects.toMatchObject(refusal);
    await expect(planEvaluation(quickjs, options)).rejects.toMatchObject(refusal);
    await expect(scoreRows({ rows: none, benchmark: "humaneval", sandboxFlags: { sandbox: "quickjs" } })).rejects.toMatchObject(refusal);
    expect(requests).toBe(0);
    expect(created.closed).toBe(created.options.filter(({ backend }) => backend !== "docker").length);
    expect(created.options.some(({ backend }) => backend === "none")).toBe(false);
  });

  test("may lack some of the languages of a benchmark that has several", async () => {
    await expect(planEvaluation(await task("several", { datasets: "multiple_humaneval", sandbox: "quickjs" }), options)).rejects.not.toThrow(/cannot run/);
  });

  test("that is not possible fails the samples, with what to install; no code is run", async () => {
    created.isPossible = false;
    const warnings: string[] = [];
    const { summary, header } = await evaluate(await task("none"), { ...options, onWarning: (text) => warnings.push(text) });
    expect(summary.counts).toMatchObject({ total: 1, scored: 0, unscored: 0, failed: 1 });
    expect(summary.benchmarks[0]?.failures).toEqual({ EVALKIT_SANDBOX_UNAVAILABLE: 1 });
    expect(warnings.join()).toMatch(/No code was run: no sandbox can hold code here Install bubblewrap/);
    expect(header.benchmarks[0]?.notes?.join()).toContain("No code was run");
    expect(created.asked).toEqual([]);
    expect(readdirSync(join(folder, "none"))).toContain("predictions");
  });
});

describe("settings of the sandbox", () => {
  const backendOf = async (flags: Readonly<Record<string, unknown>>) => (await task("settings", flags)).sandbox?.backend;

  test.each<[Record<string, unknown>, string]>([
    [{}, "auto"],
    [{ sandbox: "landlock" }, "landlock"],
    [{ sandbox: "BWRAP" }, "bubblewrap"],
    [{ sandbox: '{"enabled": true, "engine": "docker"}' }, "docker"],
    [{ sandbox: { enabled: true } }, "auto"],
    [{ sandbox: { enabled: false, engine: "docker", default_config: {}, manager_config: {}, pool_size: null } }, "auto"],
    [{ use_sandbox: true }, "auto"],
    [{ use_sandbox: true, sandbox_type: "docker", sandbox_manager_config: "{}" }, "docker"],
    [{ use_sandbox: false, sandbox_type: "docker" }, "auto"],
    [{ sandbox: "quickjs", use_sandbox: true, sandbox_type: "docker" }, "quickjs"],
    [{ sandbox: "none", allow_unsafe_execution: true }, "none"],
  ])("%j is %s", async (flags, backend) => {
    expect(await backendOf(flags)).toBe(backend);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ sandbox: "none" }, /runs the code of answers uncontained/],
    [{ sandbox: "dcoker" }, /sandbox must be one of/],
    [{ sandbox: { engine: "volcengine" } }, /sandbox\.engine must be one of/],
    [{ sandbox: { enabeld: true } }, /Unknown key "enabeld"/],
    [{ sandbox: { enabled: "maybe" } }, /sandbox\.enabled must be true or false/],
    [{ sandbox: { pool_size: 0 } }, /sandbox\.pool_size must be a whole number from 1 up/],
    [{ sandbox: { default_config: { memory_limit: "much" } } }, /memory_limit must be a size/],
    [{ sandbox: { engine: "docker", default_config: { image: 3 } } }, /default_config\.image must be the name of an image/],
    [{ use_sandbox: true, sandbox_type: "volcengine" }, /sandbox_type must be one of/],
  ])("%j is refused", async (flags, message) => {
    await expect(backendOf(flags)).rejects.toThrow(message);
  });

  test("name the image of containers, which others have no use for", async () => {
    const given = (engine: string) => ({ sandbox: { enabled: true, engine, default_config: { image: "ours:1", memory_limit: "1g" } } });
    const docker = await task("image", given("docker"));
    expect(docker.sandbox).toMatchObject({ backend: "docker", image: "ours:1", memoryBytes: 1024 ** 3 });
    expect(docker.notes.join()).not.toContain("default_config");
    const landlock = await task("image", given("landlock"));
    expect(landlock.sandbox).not.toHaveProperty("image");
    expect(landlock.notes.join()).toContain("sandbox.default_config: image has no effect");
    await evaluate(docker, options);
    expect(created.options.at(-1)).toMatchObject({ backend: "docker", docker: { image: "ours:1" }, limits: { memoryBytes: 1024 ** 3 } });
  });

  test("hold for rows that are scored by themselves, and for benchmarks alone", async () => {
    const row = readFileSync(join(folder, "humaneval", "HumanEval.jsonl"), "utf8").replace("{", '{"output": "def one(): return 1", ');
    const scored = async (sandboxFlags: Record<string, unknown>) => {
      for await (const _ of await scoreRows({ rows: (async function* () { yield row; })(), benchmark: "humaneval", sandboxFlags })) void 0;
      return created.options.at(-1)?.backend;
    };
    expect(await scored({})).toBe("auto");
    expect(await scored({ sandbox: '{"enabled": true, "engine": "landlock"}' })).toBe("landlock");
    expect(await scored({ use_sandbox: "true", sandbox_type: "bubblewrap" })).toBe("bubblewrap");
    expect(await scored({ sandbox: "none", allow_unsafe_execution: true })).toBe("none");
    await expect(scored({ sandbox: "none" })).rejects.toThrow(/uncontained/);
    await expect(scored({ sandbox: "bublewrap" })).rejects.toThrow(/sandbox must be one of/);
    await expect(scoreRows({ rows: none, scorer: "math", sandboxFlags: { sandbox: "landlock" } })).rejects.toThrow(/runs no code/);
  });

  test("are written into the record so that they are read back", async () => {
    const { recorded } = await task("record", { sandbox: "landlock" });
    expect(recorded["sandbox"]).toEqual({ enabled: true, engine: "landlock", default_config: {}, manager_config: {}, pool_size: null });
    expect(await backendOf({ sandbox: recorded["sandbox"] })).toBe("landlock");
    expect((await task("record", { sandbox: { default_config: { image: "x" } } })).notes.join()).toContain("image has no effect");
  });
});
