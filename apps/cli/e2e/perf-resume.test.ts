import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startMockServer } from "@evalkit/mock-server";
import { afterAll, describe, expect, test } from "vitest";
import { type Finished, finished, startCli } from "./crash-support.js";

const folder = mkdtempSync(join(tmpdir(), "evalkit-perf-resume-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function perf(args: readonly string[]): Promise<Finished> {
  return finished(startCli(["perf", ...args], { cwd: folder }));
}

interface Line {
  readonly type: string;
  readonly index?: number;
}

function journal(name: string, point: string): readonly Line[] {
  const path = join(folder, "out", name, point, "requests.jsonl");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Line);
}

const requestsOf = (lines: readonly Line[]): number => lines.filter(({ type }) => type === "request").length;
const probesOf = (name: string): readonly string[] => {
  const tuning = join(folder, "out", name, "sla_tuning");
  return existsSync(tuning) ? readdirSync(tuning).map((probe) => join("sla_tuning", probe)) : [];
};

const CONCURRENCY = 8;
const NUMBER = 64;

test("an interrupt while the connection is tested ends with 130 and no fault", { timeout: 60_000 }, async () => {
  const server = createServer((request) => void request.resume());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const child = startCli(["perf", "--model", "m", "--url", `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, "--prompt", "Hi", "--outputs-dir", "never"], { cwd: folder });
    const end = finished(child);
    await once(server, "request");
    child.kill("SIGINT");
    const { code, stderr } = await end;
    expect([code, stderr]).toEqual([130, expect.stringContaining("Interrupted before the load began: nothing was measured.")]);
    expect(stderr).not.toMatch(/fault in evalkit|error:/);
    expect(existsSync(join(folder, "never"))).toBe(false);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

describe("going on", () => {
  test("a search that was killed goes on with the probes of its journals, and comes to the answer", { timeout: 120_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 10, itlMs: 2, tokens: 8 });
    // A rate is judged at the end of a probe only, so that each sends what was planned.
    const limits = ["--sla-auto-tune", "--sla-params", `[{"rps": ">=0.1"}]`, "--sla-upper-bound", String(CONCURRENCY), "--sla-num-runs", "1", "--sla-number-multiplier", String(NUMBER)];
    const child = startCli(["perf", "--model", "m", "--url", server.url, "--prompt", "Hi", ...limits, "--name", "search", "--no-timestamp", "--outputs-dir", "out", "--sleep-interval", "0", "--no-gpu-telemetry", "--quiet"], { cwd: folder });
    const end = finished(child);
    const killedIn = "sla_tuning/sla_parallel_4_run_3";
    while (requestsOf(journal("search", killedIn)) < 30) await sleep(10);
    child.kill("SIGKILL");
    expect((await end).signal).toBe("SIGKILL");

    const earlier = new Map(probesOf("search").map((probe) => [probe, journal("search", probe)]));
    const kept = requestsOf(earlier.get(killedIn) ?? []);
    expect(kept).toBeLessThan(4 * NUMBER);
    const before = server.stats().requests;
    const done = await perf(["--resume", join(folder, "out", "search"), "--json"]);
    expect(done.code, done.stderr).toBe(0);

    // The finished probes are as they were; the killed one sent the rest, the next ones all of theirs, and one request tested the connection.
    for (const probe of ["sla_tuning/sla_parallel_1_run_1", "sla_tuning/sla_parallel_2_run_2"]) expect(journal("search", probe)).toEqual(earlier.get(probe));
    expect(server.stats().requests - before).toBe(1 + (4 * NUMBER - kept) + 8 * NUMBER);
    const indices = journal("search", killedIn).flatMap(({ type, index }) => (type === "request" && index !== undefined ? [index] : []));
    expect(indices.toSorted((first, second) => first - second)).toEqual([...Array(4 * NUMBER).keys()]);

    const { searches, points } = JSON.parse(done.stdout) as { searches: { best: number; probes: object[] }[]; points: { isResumed: boolean; result: { outcome?: object } }[] };
    expect(searches).toMatchObject([{ best: 8, isInterrupted: false, probes: [1, 2, 4, 8].map((value, place) => ({ value, verdict: "pass", isResumed: place < 2, requests: value * NUMBER, figures: [{ metric: "rps", limit: { operator: ">=", value: 0.1 } }] })) }]);
    expect(points.map(({ isResumed, result }) => [isResumed, result.outcome !== undefined])).toEqual([[true, true], [true, true], [false, true], [false, true]]);
    expect(readFileSync(join(folder, "out", "search", "perf_report.html"), "utf8")).toContain("from the earlier run");
    expect(readFileSync(join(folder, "out", "search", "benchmark.log"), "utf8")).toMatch(/load test started[^]*load test resumed[^]*parallel 2: pass after 128 requests of the earlier run/);
  });

  test("an address or headers that held a key have to be given again; nothing is sent elsewhere", { timeout: 60_000 }, async () => {
    await using server = await startMockServer({ tokens: 2 });
    const secret = ["--url", `${server.url}/chat/completions?api_key=in-the-url-1`, "--headers", "X-Team=in-a-header-2"];
    const first = await perf(["--model", "m", ...secret, "--prompt", "Hi", "--number", "3", "--name", "masked", "--no-timestamp", "--outputs-dir", "out", "--quiet"]);
    expect(first.code, first.stderr).toBe(0);
    const refused = await perf(["--resume", join(folder, "out", "masked")]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/(?:--headers and --url|--url and --headers) of the earlier run held a key/)]);
    const again = await perf(["--resume", join(folder, "out", "masked"), ...secret, "--quiet"]);
    expect(again.code, again.stderr).toBe(0);
    expect(server.stats().requests).toBe(1 + 3 + 1);
  });

  test("a probe that stopped early because it was certain is not sent again either", { timeout: 120_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 5, itlMs: 1, tokens: 4 });
    const limits = ["--sla-auto-tune", "--sla-params", `[{"p90_latency": "<=20s"}]`, "--sla-upper-bound", "4"];
    const first = await perf(["--model", "m", "--url", server.url, "--prompt", "Hi", ...limits, "--name", "early", "--no-timestamp", "--outputs-dir", "out", "--sleep-interval", "0", "--json"]);
    expect(first.code, first.stderr).toBe(0);
    const before = server.stats().requests;
    const again = await perf(["--resume", join(folder, "out", "early"), "--no-test-connection", "--json"]);
    expect(again.code, again.stderr).toBe(0);
    expect(server.stats().requests).toBe(before);
    type Document = { searches: { probes: { isResumed: boolean }[] }[] };
    const plain = ({ stdout }: Finished) => (JSON.parse(stdout) as Document).searches.map(({ probes, ...rest }) => ({ ...rest, probes: probes.map((probe) => ({ ...probe, isResumed: false })) }));
    expect(plain(again)).toEqual(plain(first));
  });

  test("a load that an earlier start finished keeps its verdict and what the server said; one with a duration is not repeated", { timeout: 120_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 5, itlMs: 1, tokens: 4 });
    const run = ["--model", "m", "--url", server.url, "--prompt", "Hi", "--duration", "1", "--parallel", "2", "4", "--name", "timed", "--no-timestamp", "--outputs-dir", "out", "--sleep-interval", "0", "--prometheus", `${server.url}/models`, "--json"];
    const first = await perf(run);
    expect(first.code, first.stderr).toBe(0);
    const before = server.stats().requests;
    const again = await perf(["--resume", join(folder, "out", "timed"), "--json", "--no-test-connection"]);
    expect(again.code, again.stderr).toBe(0);
    expect(server.stats().requests).toBe(before);
    type Document = { points: { isResumed: boolean; server?: object; result: { outcome?: { verdict: object; stopped: string } } }[] };
    const [one, two] = [first, again].map(({ stdout }) => (JSON.parse(stdout) as Document).points);
    expect(two?.map(({ isResumed }) => isResumed)).toEqual([true, true]);
    expect(two?.map(({ result, server: told }) => [result.outcome, told])).toEqual(one?.map(({ result, server: told }) => [result.outcome, told]));
    expect(one?.map(({ result }) => result.outcome?.stopped)).toEqual(["duration", "duration"]);
  });
});
