import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type MockServer, startMockServer } from "@evalkit/mock-server";
import { afterAll, describe, expect, test } from "vitest";
import { type Finished, finished, startCli } from "./crash-support.js";

const folder = mkdtempSync(join(tmpdir(), "evalkit-perf-e2e-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const questions = join(folder, "open_qa.jsonl");
writeFileSync(questions, Array.from({ length: 30 }, (_, index) => JSON.stringify({ question: `Question ${index}: why is the sky blue?` })).join("\n"));

function perf(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  return finished(startCli(["perf", ...args], { cwd: folder, env }));
}

const target = (server: MockServer): string[] => ["--model", "m", "--url", `${server.url}/chat/completions`, "--dataset", "openqa", "--dataset-path", questions, "--sleep-interval", "0", "--no-timestamp", "--outputs-dir", join(folder, "out")];
const json = (...parts: string[]): Record<string, unknown> => JSON.parse(readFileSync(join(folder, "out", ...parts), "utf8")) as Record<string, unknown>;
const journalLines = (name: string, point: string): Record<string, unknown>[] => {
  const path = join(folder, "out", name, point, "requests.jsonl");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Record<string, unknown>);
};
const requestIndices = (name: string, point: string): number[] => journalLines(name, point).filter(({ type }) => type === "request").map(({ index }) => Number(index));

const SUMMARY_KEYS = [
  "Test Duration (s)", "Concurrency", "Request Rate (req/s)", "Total Requests", "Success Requests", "Failed Requests", "Req Throughput (req/s)", "Avg Latency (s)",
  "Avg Input Tokens", "Avg Output Tokens", "Output Throughput (tok/s)", "Total Throughput (tok/s)", "Avg TTFT (ms)", "Avg TPOT (ms)", "Avg ITL (ms)",
]; // prettier-ignore

describe("evalkit perf", () => {
  test("the command line of EvalScope's users", { timeout: 60_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 10, itlMs: 1, tokens: 8 });
    const done = await perf([...target(server), "--api", "openai", "--number", "20", "--parallel", "2", "--temperature", "0.9", "--name", "qwen3-openqa", "--api-key", "sk-very-secret-key"]);
    expect(done.code, done.stderr).toBe(0);
    expect(server.stats().requests).toBe(21);
    const summary = json("qwen3-openqa", "parallel_2_number_20", "benchmark_summary.json");
    expect(Object.keys(summary)).toEqual(expect.arrayContaining(SUMMARY_KEYS));
    expect(summary).toMatchObject({ "Total Requests": 20, "Success Requests": 20, "Failed Requests": 0, Concurrency: 2, "Avg Output Tokens": 8 });
    expect(readdirSync(join(folder, "out", "qwen3-openqa"))).toEqual(expect.arrayContaining(["perf_report.html", "perf_run.json", "performance_summary.txt", "parallel_2_number_20"]));
    expect(readdirSync(join(folder, "out", "qwen3-openqa", "parallel_2_number_20"))).toEqual(expect.arrayContaining(["benchmark_args.json", "benchmark_percentile.json", "benchmark_data.db", "requests.jsonl", "requests.csv"]));
    expect(done.stdout).toContain("Benchmarking summary");
    const everything = [done.stdout, done.stderr, ...readdirSync(join(folder, "out", "qwen3-openqa"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))];
    expect(everything.some((text) => text.includes("sk-very-secret-key"))).toBe(false);
  });

  test("a sweep, as JSON", { timeout: 90_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 50, itlMs: 1, tokens: 5 });
    const done = await perf([...target(server), "--parallel", "1", "10", "50", "--number", "20", "50", "100", "--name", "sweep", "--json"]);
    expect(done.code, done.stderr).toBe(0);
    const document = JSON.parse(done.stdout) as { exitCode: number; points: { point: { label: string; offset: number }; result: { counts: { ok: number } } }[] };
    expect(document.points.map(({ point, result }) => [point.label, point.offset, result.counts.ok])).toEqual([["parallel_1_number_20", 0, 20], ["parallel_10_number_50", 20, 50], ["parallel_50_number_100", 70, 100]]);
    // Never more than asked for; how near the peak comes to it depends on the machine.
    expect(server.stats().maxInFlight).toBeLessThanOrEqual(50);
    expect(server.stats().maxInFlight).toBeGreaterThan(10);
    expect(readFileSync(join(folder, "out", "sweep", "perf_report.html"), "utf8")).toContain("parallel_50_number_100");
    const compared = await perf(["compare", join(folder, "out", "sweep"), join(folder, "out", "sweep")]);
    expect(compared.code, compared.stderr).toBe(0);
    expect(compared.stdout).toContain("parallel_10_number_50");
  });

  test("a killed run is finished by --resume, which sends nothing again", { timeout: 90_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 20, itlMs: 5, tokens: 8 });
    const child = startCli(["perf", ...target(server), "--number", "20", "200", "--parallel", "4", "8", "--name", "killed", "--quiet"], { cwd: folder });
    const end = finished(child);
    while (requestIndices("killed", "parallel_8_number_200").length < 40) await sleep(20);
    child.kill("SIGKILL");
    expect((await end).signal).toBe("SIGKILL");
    const before = requestIndices("killed", "parallel_8_number_200");
    expect(before.length).toBeLessThan(200);
    const refused = await perf([...target(server), "--number", "20", "200", "--parallel", "4", "8", "--name", "killed"]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--resume")]);
    const done = await perf(["--resume", join(folder, "out", "killed"), "--quiet"]);
    expect(done.code, done.stderr).toBe(0);
    const after = requestIndices("killed", "parallel_8_number_200");
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.toSorted((first, second) => first - second)).toEqual([...Array(200).keys()]);
    expect(json("killed", "parallel_8_number_200", "benchmark_summary.json")).toMatchObject({ "Total Requests": 200, "Success Requests": 200 });
    expect(json("killed", "parallel_4_number_20", "benchmark_summary.json")).toMatchObject({ "Total Requests": 20 });
  });

  test("an interrupt writes what there is", { timeout: 60_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 20, itlMs: 5, tokens: 8 });
    const child = startCli(["perf", ...target(server), "--number", "5000", "--parallel", "4", "--name", "stopped"], { cwd: folder });
    const end = finished(child);
    while (requestIndices("stopped", "parallel_4_number_5000").length < 20) await sleep(20);
    child.kill("SIGINT");
    const { code, stderr } = await end;
    expect([code, stderr]).toEqual([130, expect.stringContaining("--resume")]);
    const summary = json("stopped", "parallel_4_number_5000", "benchmark_summary.json");
    expect(Number(summary["Success Requests"])).toBeGreaterThanOrEqual(20);
    expect(summary["Failed Requests"]).toBe(0);
  });

  test("an open loop, goodput, and a search", { timeout: 60_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 5, itlMs: 1, tokens: 4 });
    const open = await perf([...target(server), "--open-loop", "--rate", "50", "--number", "50", "--goodput", "ttft:5s,tpot:5s", "--name", "open", "--json"]);
    expect(open.code, open.stderr).toBe(0);
    expect(JSON.parse(open.stdout)).toMatchObject({ points: [{ point: { label: "rate_50_number_50" }, result: { counts: { ok: 50 }, goodput: { good: 50, share: 1 } } }] });
    const search = await perf([...target(server), "--sla-auto-tune", "--sla-params", `[{"p90_latency": "<=20s"}]`, "--sla-upper-bound", "4", "--name", "sla", "--json"]);
    expect(search.code, search.stderr).toBe(0);
    const { searches } = JSON.parse(search.stdout) as { searches: { best: number; probes: { value: number; verdict: string }[] }[] };
    expect(searches[0]).toMatchObject({ best: 4 });
    expect(searches[0]!.probes.map(({ value, verdict }) => [value, verdict])).toEqual([[1, "pass"], [2, "pass"], [4, "pass"]]);
    expect(Object.keys(json("sla", "sla_summary.json"))).toEqual(["parallel_1", "parallel_2", "parallel_4"]);
  });

  test("the example's plug-in file speaks another API", { timeout: 60_000 }, async () => {
    const words = ["The ", "sky ", "is ", "blue."];
    const asked: unknown[] = [];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        asked.push(JSON.parse(Buffer.concat(parts).toString()));
        response.writeHead(200, { "content-type": "text/event-stream" });
        for (const word of words) response.write(`data: ${JSON.stringify({ word })}\n\n`);
        response.end(`data: {"stats": {"in": 5, "out": 4}}\n\n`);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const plugIn = fileURLToPath(new URL("../../../examples/load-test/lines-api.ts", import.meta.url));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/generate`;
      const done = await perf(["--model", "m", "--api", plugIn, "--url", url, "--prompt", "Hi", "--number", "5", "--outputs-dir", "out", "--json"]);
      expect(done.code, done.stderr + done.stdout).toBe(0);
      expect(JSON.parse(done.stdout)).toMatchObject({ points: [{ result: { counts: { ok: 5, stream: 5 }, metrics: { inputTokens: { mean: 5 }, outputTokens: { mean: 4 } } } }] });
      expect(asked.at(-1)).toEqual({ prompt: { kind: "messages", messages: [{ role: "user", content: "Hi" }] } });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test.each<[string[], RegExp]>([
    [["--numbr", "5"], /Unknown flag --numbr[^]*--number/],
    [["--dataset-args", `{"target": 1}`], /knows no target[^]*target_input_len/],
    [["--parallel", "1", "2", "--number", "1", "2", "3"], /lists go together/],
    [["--api", "local"], /not supported yet/],
    [["--temperature", "warm"], /--temperature must be a number/],
    [["--sla-auto-tune", "--sla-params", `{"p99_ttft": "<1parsec"}`], /duration/],
    [["--dataset", "random"], /need a length/],
    [["--prompt", " "], /--prompt is empty/],
    [["--proxy", "socks5://127.0.0.1:1080"], /--proxy must begin with http/],
    [["--prometheus", "http://[::"], /--prometheus is not a URL/],
    [["--dataset-path", "/does/not/exist"], /nothing at/],
  ])("%j ends with 2 before any request", { timeout: 30_000 }, async (args, message) => {
    await using server = await startMockServer();
    const done = await perf([...target(server), "--name", "bad", ...args]);
    expect([done.code, done.stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(server.stats().requests).toBe(0);
    expect(existsSync(join(folder, "out", "bad"))).toBe(false);
  });

  test("a wrong key ends with 2, a server that is away with 3", { timeout: 60_000 }, async () => {
    await using server = await startMockServer({ apiKey: "right" });
    const refused = await perf([...target(server), "--api-key", "wrong-key-1234", "--name", "auth"]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/refuses the key \(401\)/)]);
    expect(refused.stderr).not.toContain("wrong-key-1234");
    const away = await perf(["--model", "m", "--url", "http://127.0.0.1:9/v1", "--prompt", "x", "--number", "1"]);
    expect([away.code, away.stderr]).toEqual([3, expect.stringMatching(/cannot be reached/)]);
  });

  test("requests that fail are counted; a run of nothing else ends with 3", { timeout: 60_000 }, async () => {
    await using server = await startMockServer({ faultRate: 1, faults: ["server-error"] });
    const done = await perf([...target(server), "--no-test-connection", "--number", "10", "--name", "failing", "--json"]);
    expect(done.code, done.stderr).toBe(3);
    expect(JSON.parse(done.stdout)).toMatchObject({ exitCode: 3, points: [{ result: { counts: { ok: 0, failed: 10 }, failures: [{ kind: "http-5xx", count: 10 }] } }] });
  });
});
