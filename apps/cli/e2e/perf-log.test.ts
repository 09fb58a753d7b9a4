import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMockServer } from "@evalkit/mock-server";
import { afterAll, describe, expect, test } from "vitest";
import { type Finished, finished, startCli } from "./crash-support.js";

const folder = mkdtempSync(join(tmpdir(), "evalkit-perf-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function perf(args: readonly string[]): Promise<Finished> {
  return finished(startCli(["perf", "--model", "m", "--prompt", "Hi", "--no-timestamp", "--outputs-dir", "out", "--sleep-interval", "0", "--no-gpu-telemetry", "--quiet", ...args], { cwd: folder }));
}

const logOf = (name: string): string => readFileSync(join(folder, "out", name, "benchmark.log"), "utf8");
const linesWith = (name: string, pattern: RegExp): string[] => logOf(name).split("\n").filter((line) => pattern.test(line));

describe("benchmark.log", () => {
  test("start, arguments, each load with start, course and end, the tables, the end; no line for a request", { timeout: 60_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 2, itlMs: 1, tokens: 3 });
    const done = await perf(["--url", server.url, "--name", "plain", "--number", "30", "40", "--parallel", "2", "4", "--log-every-n-query", "20"]);
    expect(done.code, done.stderr).toBe(0);
    const log = logOf("plain");
    expect(log).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - evalkit - INFO: evalkit \S+, Node v\S+: load test started in /);
    expect(log).toContain('"parallel":["2","4"]');
    expect(linesWith("plain", /start, 30 requests, at most 2 in flight/)).toHaveLength(1);
    expect(linesWith("plain", /Requests 20 \/ 30 ended, 20 ok, 0 failed/)).toHaveLength(1);
    expect(linesWith("plain", /parallel_4_number_40: Requests (?:20|40) \/ 40 ended/)).toHaveLength(2);
    expect(linesWith("plain", /parallel_4_number_40: end after .* 40 requests, 40 ok, 0 failed/)).toHaveLength(1);
    expect(linesWith("plain", /parallel_2_number_30: client (?:valid|client-limited|invalid)/)).toHaveLength(1);
    expect(log).toContain("Performance Test Summary Report");
    expect(log).toMatch(/INFO: Load test finished\n$/);
    expect(log).not.toContain("DEBUG");
  });

  test("--debug: a line a request; --log-every-n-query 0: none of the course", { timeout: 60_000 }, async () => {
    await using server = await startMockServer({ ttftMs: 2, itlMs: 1, tokens: 3 });
    const done = await perf(["--url", server.url, "--name", "debug", "--number", "150", "--parallel", "8", "--warmup-num", "5", "--debug", "--log-every-n-query", "0"]);
    expect(done.code, done.stderr).toBe(0);
    expect(linesWith("debug", /DEBUG: parallel_8_number_150: request \d+: ok 200, sent at [\d.]+ s, TTFT [\d.]+ ms, latency [\d.]+ ms, \d+ \+ 3 tokens, \d+ bytes/)).toHaveLength(150);
    expect(linesWith("debug", /DEBUG: parallel_8_number_150: request \d+, warm-up: ok/)).toHaveLength(5);
    expect(linesWith("debug", / ended, /)).toEqual([]);
  });

  test.each(["-1", "1.5", "often"])("--log-every-n-query %s is refused", { timeout: 30_000 }, async (value) => {
    const done = await perf(["--url", "http://127.0.0.1:9/v1", "--name", "wrong", "--log-every-n-query", value]);
    expect([done.code, done.stderr]).toEqual([2, expect.stringMatching(/--log-every-n-query must be a whole number/)]);
  });

  test("a server that repeats every secret it gets, with line breaks and terminal escapes: none in any file, and each failure on one line", { timeout: 60_000 }, async () => {
    const server = createServer((request, response) => {
      request.resume();
      request.on("end", () => {
        response.writeHead(500, { "content-type": "text/plain" });
        response.end(`\u001b[31mgot ${request.headers.authorization ?? ""}\n2026-01-01 00:00:00 - evalkit - INFO: forged ${request.url ?? ""} ${String(request.headers["x-team"])} ${decodeURIComponent(request.url ?? "")}`);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = server.address() as AddressInfo;
      const secrets = ["sk-key-of-the-user-1", "url+key/of-the-user-2", "header-of-the-user-3"];
      const done = await perf([
        "--url", `http://127.0.0.1:${port}/v1/chat/completions?api_key=${encodeURIComponent(secrets[1]!)}`, "--api-key", secrets[0]!, "--headers", `X-Team=${secrets[2]!}`,
        "--extra-args", '{"user_token": "body-token-4"}', "--name", "echo", "--number", "12", "--parallel", "3", "--no-test-connection", "--debug", "--log-every-n-query", "5",
      ]); // prettier-ignore
      expect(done.code, done.stderr).toBe(3);
      expect(linesWith("echo", /DEBUG: .* failed by http-5xx 500, .*got .*\*\*\* 2026-01-01/)).toHaveLength(12);
      expect(linesWith("echo", /ERROR: .* 12 failed by http-5xx \(HTTP 500 × 12\), the first:/)).toHaveLength(1);
      expect(linesWith("echo", /^2026-01-01/)).toEqual([]);
      expect(logOf("echo")).not.toContain("\u001b");
      const files = readdirSync(join(folder, "out", "echo"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const told = [...files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "latin1")] as const), ["stdout", done.stdout] as const, ["stderr", done.stderr] as const];
      for (const secret of [...secrets, "body-token-4"].flatMap((value) => [value, encodeURIComponent(value)])) expect(told.filter(([, text]) => text.includes(secret)).map(([name]) => [name, secret])).toEqual([]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
