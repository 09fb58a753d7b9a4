import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startMockServer } from "@evalkit/mock-server";
import { doctor } from "@evalkit/runtime";
import { describe, expect, test } from "vitest";
import { finished, startCli, timelessResults } from "./crash-support.js";

const COUNT = 80;
const KILLS = 5;
const FENCE = "```";
const checks = await doctor({ signal: AbortSignal.timeout(60_000), env: {} });
const isHeld = checks.some(({ name, status }) => /bubblewrap|landlock/.test(name) && status === "ok");

/** Functions `add_7(x)` in HumanEval's form; a wrong answer fails one test in three ways. */
function problems(): { readonly folder: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), "evalkit-e2e-code-"));
  mkdirSync(join(folder, "humaneval"));
  const row = (number: number): string => {
    const prompt = `def add_${number}(x: int) -> int:\n    """ Adds ${number} to x. """\n`;
    const test = `def check(candidate):\n    assert candidate(0) == ${number}\n    assert candidate(-${number}) == 0\n`;
    return JSON.stringify({ task_id: `Own/${number}`, prompt, entry_point: `add_${number}`, canonical_solution: `    return x + ${number}\n`, test });
  };
  writeFileSync(join(folder, "humaneval", "HumanEval.jsonl"), `${Array.from({ length: COUNT }, (_, number) => row(number)).join("\n")}\n`);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

const WRONG = ["return x", "raise SystemExit(0)", "import os; os._exit(0)"];

function serve(latencyMs = 0) {
  return startMockServer({
    latencyMs,
    accuracy: 0.6,
    seed: 7,
    answers: ({ messages }) => {
      const number = Number(/add_(\d+)/.exec(messages.at(-1)?.content ?? "")?.[1]);
      const code = (body: string): string => `Here:\n${FENCE}python\ndef add_${number}(x: int) -> int:\n    ${body}\n${FENCE}`;
      return { right: code(`return x + ${number}`), wrong: code(WRONG[number % 3] ?? "") };
    },
  });
}

function evaluation(folder: string, url: string, runDir: string): string[] {
  return ["eval", "--model", "m", "--api-url", url, "--datasets", "humaneval", "--dataset-dir", folder, "--work-dir", runDir, "--no-timestamp", "--eval-batch-size", "32", "--offline", "--quiet"];
}

function headline(runDir: string): { readonly name: string; readonly score: number; readonly sandbox: unknown } {
  const report = JSON.parse(readFileSync(join(runDir, "reports", "m", "humaneval.json"), "utf8")) as { metrics: { name: string; score: number }[]; sandbox?: { backend: string } };
  return { name: report.metrics[0]?.name ?? "", score: report.metrics[0]?.score ?? Number.NaN, sandbox: report.sandbox?.backend };
}

describe.skipIf(!isHeld)("programs of answers, run in a sandbox (needs bubblewrap or Landlock)", () => {
  test("killed and continued at batch size 32, a run ends as one that was not", { timeout: 240_000 }, async () => {
    using held = problems();
    const { folder } = held;
    const runDir = join(folder, "killed");
    for (let kill = 0; kill <= KILLS; kill += 1) {
      await using server = await serve(60);
      const child = startCli([...evaluation(folder, server.url, runDir), ...(kill === 0 ? [] : ["--use-cache", runDir])], { cwd: folder });
      const end = finished(child);
      if (kill < KILLS) {
        await sleep(500 + Math.random() * 900);
        child.kill("SIGKILL");
      }
      const { code, stderr, stdout } = await end;
      if (kill === KILLS) {
        expect({ code, stderr }).toMatchObject({ code: 0 });
        expect(stdout.trimEnd().endsWith("Benchmark humaneval evaluation finished")).toBe(true);
      }
    }
    const reference = join(folder, "whole");
    await using server = await serve();
    const whole = await finished(startCli(evaluation(folder, server.url, reference), { cwd: folder }));
    expect(whole.code, whole.stderr).toBe(0);
    expect(timelessResults(runDir)).toEqual(timelessResults(reference));
    const { name, score, sandbox } = headline(reference);
    expect(name).toBe("mean_acc_pass@1");
    expect(score).toBeGreaterThan(0.3);
    expect(score).toBeLessThan(0.9);
    expect(sandbox).toMatch(/^(bubblewrap|landlock)$/);

    const again = await finished(startCli(["rescore", reference], { cwd: folder }));
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain(`${COUNT} stored answers scored again, 0 with another result`);
  });

  test("rows of answers are scored by their tests", { timeout: 60_000 }, async () => {
    using held = problems();
    const { folder } = held;
    const [row = ""] = readFileSync(join(folder, "humaneval", "HumanEval.jsonl"), "utf8").split("\n");
    const rows = ["    return x + 0", "    return 1", "no code"].map((output) => JSON.stringify({ ...(JSON.parse(row) as object), output }));
    writeFileSync(join(folder, "rows.jsonl"), rows.join("\n"));
    const scored = await finished(startCli(["score", "--benchmark", "humaneval", join(folder, "rows.jsonl")], { cwd: folder }));
    expect(scored.code, scored.stderr).toBe(0);
    const scores = scored.stdout.trim().split("\n").map((line) => (JSON.parse(line) as { score: { value: number } }).score.value);
    expect(scores).toEqual([1, 0, 0]);
    const uncontained = await finished(startCli(["score", "--benchmark", "humaneval", "--sandbox", "none", join(folder, "rows.jsonl")], { cwd: folder }));
    expect([uncontained.code, uncontained.stderr]).toEqual([2, expect.stringContaining("--allow-unsafe-execution")]);
  });

  test("a sandbox without the language of a benchmark is refused before any request", { timeout: 60_000 }, async () => {
    using held = problems();
    const { folder } = held;
    await using server = await serve();
    const runDir = join(folder, "quickjs");
    const refused = await finished(startCli([...evaluation(folder, server.url, runDir), "--sandbox", "quickjs"], { cwd: folder }));
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/quickjs cannot run Python.*humaneval[^]*--sandbox (?:bubblewrap|landlock)/)]);
    writeFileSync(join(folder, "rows.jsonl"), '{"output": ""}');
    const score = await finished(startCli(["score", "--benchmark", "humaneval", "--sandbox", "quickjs", join(folder, "rows.jsonl")], { cwd: folder }));
    expect([score.code, score.stderr]).toEqual([2, expect.stringContaining("quickjs cannot run Python")]);
  });

  test("nothing is run uncontained unless it is asked for twice", { timeout: 60_000 }, async () => {
    using held = problems();
    const { folder } = held;
    await using server = await serve();
    const runDir = join(folder, "none");
    const refused = await finished(startCli([...evaluation(folder, server.url, runDir), "--sandbox", "none"], { cwd: folder }));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--allow-unsafe-execution");
    const unknown = await finished(startCli([...evaluation(folder, server.url, runDir), "--sandbox", "bublewrap"], { cwd: folder }));
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("bubblewrap");
  });
});
