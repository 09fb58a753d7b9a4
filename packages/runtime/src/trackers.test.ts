import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@evalkit/core";
import { startSwanlabServer } from "@evalkit/swanlab/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { trackerNames, trackerVariables } from "./config/tracker-config.js";
import { parseTask } from "./config/index.js";
import { evaluate, planEvaluation } from "./evaluate.js";
import { shownConfig, withoutPaths } from "./without-paths.js";

const KEY = "swanlab-key-of-the-tests";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-trackers-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Shown {
  readonly warnings: string[];
  readonly notes: string[];
  readonly runDir: string;
}

function taskOf(flags: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string>>) {
  return parseTask({ flags: { model: "mock", datasets: ["demo"], limit: "3", accuracy: "0.5", ...flags } }, { cwd: folder, env, now: new Date() });
}

async function show(flags: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string>> = {}): Promise<Shown> {
  const warnings: string[] = [];
  const notes: string[] = [];
  const task = await taskOf(flags, env);
  const { runDir, summary } = await evaluate(task, {
    signal: new AbortController().signal,
    cwd: folder,
    onWarning: (text) => warnings.push(text),
    onNote: (text) => notes.push(text),
  });
  expect(summary.status).toBe("complete");
  return { warnings, notes, runDir };
}

/** Every text below a folder. */
function textsBelow(path: string): string {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

describe("an evaluation that is shown", () => {
  test("in SwanLab holds scores, tables, the page, and neither key nor paths", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY });
    const { warnings, notes, runDir } = await show({ visualizer: ["swanlab"], swanlab_api_key: KEY, swanlab_host: server.url });
    expect(warnings).toEqual([]);
    const run = server.runs[0]!;
    expect(notes).toEqual([`SwanLab: ${server.url}/@alice/evalscope/runs/${run.id}`]);
    expect(run).toMatchObject({ project: "evalscope", state: "FINISHED", body: { job: "eval", labels: [{ name: "demo" }] } });
    expect(run.scalars.map(({ key }) => key)).toEqual(expect.arrayContaining(["progress/demo", "running/demo", "eval/demo/accuracy", "tokens/demo/output"]));
    expect(run.media.map(({ key }) => key)).toEqual(expect.arrayContaining(["report", "overview/scores", "samples/demo", "report/page"]));
    expect(run.profile["config"]).toMatchObject({ framework: { value: "evalkit" }, model: { value: "mock" }, limit: { value: 3 } });
    expect(JSON.stringify(server.requests.map(({ body }) => body))).not.toContain(folder);
    expect(textsBelow(folder)).not.toContain(KEY);
    expect(readdirSync(folder)).toEqual(["outputs"]);
    expect(existsSync(join(runDir, "..", "swanlog"))).toBe(true);
  });

  test("in files of SwanLab, TensorBoard and W&B, while MLflow is away, ends well and says so", async () => {
    const { warnings, notes } = await show({ visualizer: "swanlab, tensorboard,wandb,mlflow", swanlab_api_key: "local" }, { MLFLOW_TRACKING_URI: "http://127.0.0.1:9", MLFLOW_TRACKING_TOKEN: "secret-token" });
    expect(warnings).toEqual([expect.stringMatching(/^MLflow at http:\/\/127\.0\.0\.1:9: nothing of the run/)]);
    expect(notes.toSorted().map((note) => note.slice(0, 12))).toEqual(["SwanLab: wri", "TensorBoard:", "Weights & Bi"]);
    expect(readdirSync(join(folder, "outputs")).filter((name) => !/^\d/.test(name)).toSorted()).toEqual(["swanlog", "tensorboard", "wandb"]);
    expect(textsBelow(folder)).not.toContain("secret-token");
  }, 30_000);

  test("keeps its own files whatever the server says", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY, faults: [{ path: "/house/metrics", times: 1_000, action: { kind: "status", status: 400 } }] });
    const { warnings, runDir } = await show({ visualizer: "swanlab" }, { SWANLAB_API_KEY: KEY, SWANLAB_HOST: server.url });
    expect(warnings.join("\n")).toContain("swanlab sync");
    expect(existsSync(join(runDir, "reports", "mock", "demo.json"))).toBe(true);
  }, 30_000);

  test.each([
    ["an unknown tracker", { visualizer: "swanlap" }, /Unknown tracker swanlap/],
    ["clearml", { visualizer: "clearml" }, /--visualizer clearml is not supported yet/],
  ])("%s is refused with the flags", async (_name, flags, message) => {
    await expect(taskOf(flags, {})).rejects.toThrow(message);
  });

  test.each([
    ["a project that SwanLab does not take", { visualizer: "swanlab", swanlab_api_key: "local" }, { SWANLAB_PROJ_NAME: "no blanks" }, /project "no blanks"/],
    ["no key", { visualizer: "swanlab" }, { SWANLAB_ROOT: "/nonexistent", SWANLAB_API_HOST: "http://127.0.0.1:9" }, /There is no SwanLab key/],
    ["no MLflow server", { visualizer: "mlflow" }, {}, /address of the MLflow server/],
    ["MLflow without a network", { visualizer: "mlflow", offline: true }, { MLFLOW_TRACKING_URI: "http://127.0.0.1:9" }, /--offline and --visualizer mlflow/],
  ])("%s is refused before the first request, also by --dry-run", async (_name, flags, env, message) => {
    const task = await taskOf(flags, env as Record<string, string>);
    await expect(planEvaluation(task, { signal: new AbortController().signal, cwd: folder })).rejects.toThrow(message);
  });

  test("sends nothing with --offline", async () => {
    await using server = await startSwanlabServer({ apiKey: KEY });
    const { notes } = await show({ visualizer: "swanlab", swanlab_api_key: KEY, swanlab_host: server.url, offline: true });
    expect(server.requests).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("swanlab sync")]);
  });
});

describe("tracker settings", () => {
  test("are names parted by commas or blanks, each once", () => {
    expect(trackerNames(["swanlab,MLflow", "swanlab", "none", ""])).toEqual(["swanlab", "mlflow"]);
    expect(() => trackerNames(["wand"])).toThrow(ConfigError);
  });

  test("take only the trackers' variables", () => {
    expect(trackerVariables({ SWANLAB_API_KEY: "a", WANDB_PROJECT: " ", MLFLOW_TRACKING_URI: "u", HOME: "h", OPENAI_API_KEY: "k" })).toEqual({ SWANLAB_API_KEY: "a", MLFLOW_TRACKING_URI: "u" });
  });

  test("the word local is no secret", async () => {
    const task = await taskOf({ visualizer: "swanlab", swanlab_api_key: "local" }, {});
    expect(task.secrets.map((secret) => secret.reveal())).not.toContain("local");
    const other = await taskOf({ visualizer: "swanlab", swanlab_api_key: KEY }, {});
    expect(other.secrets.map((secret) => secret.reveal())).toContain(KEY);
    expect(JSON.stringify(other.recorded)).not.toContain(KEY);
  });

  test("a run that is continued without its key is written offline, local mode stays", async () => {
    const recorded = (await taskOf({ swanlab_api_key: KEY, swanlab_host: "http://127.0.0.1:9" }, {})).recorded;
    expect(recorded["swanlab_api_key"]).toBe("**********");
    const { notes, warnings } = await show({ swanlab_api_key: recorded["swanlab_api_key"], swanlab_host: "http://127.0.0.1:9" }, { SWANLAB_ROOT: folder });
    expect(warnings).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("swanlab sync")]);
    expect((await taskOf({ swanlab_api_key: "local" }, {})).recorded["swanlab_api_key"]).toBe("local");
  });

  test("a key alone asks for SwanLab", async () => {
    expect((await taskOf({ swanlab_api_key: KEY }, {})).trackers?.names).toEqual(["swanlab"]);
    expect((await taskOf({}, { SWANLAB_API_KEY: KEY })).trackers).toBeUndefined();
  });
});

test("a configuration is shown without what was not given and what is masked", () => {
  expect(shownConfig({ limit: 3, api_key: "**********", api_url: null, stream: false, work_dir: "/home/me/out" })).toEqual({ limit: 3, stream: false, work_dir: "…/out" });
});

test("paths of this machine are cut to their last part", () => {
  expect(withoutPaths({ a: "/home/me/data.jsonl", b: ["C:\\Users\\me\\x.txt", "http://host/v1", "a/b", "~/x"], c: { d: "/" }, e: 1 })).toEqual({
    a: "…/data.jsonl",
    b: ["…/x.txt", "http://host/v1", "a/b", "…/x"],
    c: { d: "…/" },
    e: 1,
  });
});
