import { createServer, request } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { startMockServer, startPacedServer, type MockServer, type PacedServer } from "@evalkit/mock-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatRequest, loadPlan, runAndCollect } from "./__fixtures__/load.js";
import { runLoad } from "./run-load.js";
import type { LoadPlan } from "./spec/load.js";
import type { RequestRecord } from "./spec/record.js";
import type { PreparedRequest } from "./spec/request.js";
import { scriptedServer } from "./transport/__fixtures__/scripted-server.js";
import { selfSigned } from "./transport/__fixtures__/self-signed.js";

let mock: MockServer;
let paced: PacedServer;
beforeAll(async () => {
  mock = await startMockServer({ ttftMs: 10, itlMs: 2, tokens: 8 });
  paced = await startPacedServer({ tokens: 4 });
});
afterAll(async () => {
  await mock.close();
  await paced.close();
});

const toMock = (index: number, overrides: Partial<PreparedRequest> = {}) => chatRequest(`${mock.url}/chat/completions`, index, overrides);
const toPaced = (index: number, query = "", overrides: Partial<PreparedRequest> = {}) => chatRequest(`${paced.url}/chat/completions${query}`, index, overrides);
const plan = (overrides: Partial<LoadPlan> = {}) => loadPlan({ source: { next: (index) => toMock(index) }, ...overrides });
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
/** Most requests in flight at one time, by the records alone. */
function mostAtOnce(records: readonly { readonly sentMs: number; readonly endMs: number }[]): number {
  return Math.max(...records.map(({ sentMs }) => records.filter((other) => other.sentMs <= sentMs && other.endMs > sentMs).length));
}

describe("a closed loop", () => {
  it("sends each request once over connections opened before, and never more at a time than slots", async () => {
    const { records, outcome, health } = await runAndCollect(plan({ requests: 20, concurrency: 4 }));
    expect(records.map(({ index }) => index)).toEqual(range(20));
    expect(records.every((record) => record.outcome === "ok" && record.connection?.reused === true)).toBe(true);
    expect(records[0]).toMatchObject({ status: 200, stream: true, finish: "stop", phase: "measured", model: "mock", usage: { promptTokens: 3, completionTokens: 8 } });
    expect(records.every(({ payloadMs }) => payloadMs.length === 8)).toBe(true);
    expect(mostAtOnce(records)).toBeLessThanOrEqual(4);
    expect(outcome).toMatchObject({ stopped: "complete", transport: "net", workers: 1, skippedSends: 0, lateSends: 0 });
    expect(health.reduce((sum, { sent }) => sum + sent, 0)).toBe(20);
  });

  it("shares slots and requests among threads", async () => {
    const { records, outcome } = await runAndCollect(plan({ requests: 40, concurrency: 6, workers: 3 }));
    expect(records.map(({ index }) => index)).toEqual(range(40));
    expect(new Set(records.map(({ worker }) => worker))).toEqual(new Set([0, 1, 2]));
    expect(outcome.workers).toBe(3);
    expect(mostAtOnce(records)).toBeLessThanOrEqual(6);
  });

  it("marks warm-up and cool-down", async () => {
    const { records } = await runAndCollect(plan({ warmUpRequests: 3, requests: 5, coolDownRequests: 2 }));
    expect(records.map(({ phase }) => phase)).toEqual([...range(3).map(() => "warm-up"), ...range(5).map(() => "measured"), ...range(2).map(() => "cool-down")]);
  });

  it("ends with the source", async () => {
    const { records } = await runAndCollect(plan({ requests: 100, source: { next: async (index) => (index < 7 ? toMock(index) : undefined) } }));
    expect(records).toHaveLength(7);
  });

  it("says that a run without requests is invalid", async () => {
    const { records, outcome } = await runAndCollect(plan({ source: { next: () => undefined } }));
    expect(records).toEqual([]);
    expect(outcome.verdict).toEqual({ state: "invalid", reasons: ["no measured request has ended"] });
  });

  it("leaves out what an earlier run has done", async () => {
    const { records } = await runAndCollect(plan({ requests: 10, done: new Set([0, 3, 4, 9]) }));
    expect(records.map(({ index }) => index)).toEqual([1, 2, 5, 6, 7, 8]);
  });

  it("stops after the duration and lets what is in flight end", async () => {
    const { requests: _, ...unbounded } = plan({ durationMs: 300, concurrency: 3 });
    const { records, outcome } = await runAndCollect(unbounded);
    expect(outcome.stopped).toBe("duration");
    expect(records.length).toBeGreaterThan(3);
    expect(records.every((record) => record.outcome === "ok")).toBe(true);
  });

  it("cuts what is still in flight when the grace is over", async () => {
    const source = { next: (index: number) => toPaced(index, "?ttft=10&itl=50&tokens=1000") };
    const { records, outcome } = await runAndCollect(plan({ source, durationMs: 200, graceMs: 100 }));
    expect(outcome.stopped).toBe("duration");
    expect(records.every(({ failure }) => failure?.kind === "aborted")).toBe(true);
    expect(records.every(({ payloadMs }) => payloadMs.length > 0)).toBe(true);
  });

  it("tells what an abort cut off", async () => {
    const abort = new AbortController();
    const source = { next: (index: number) => toPaced(index, "?ttft=5&itl=20&tokens=1000") };
    const records: RequestRecord[] = [];
    const outcome = await runLoad(plan({ source, concurrency: 4, signal: abort.signal }), { onRecord: (record) => void records.push(record), onHealth: () => abort.abort() });
    expect(outcome.stopped).toBe("aborted");
    expect(records).toHaveLength(4);
    expect(records.every(({ failure }) => failure?.kind === "aborted")).toBe(true);
  });

  it("gives requests up when their time is over", async () => {
    const source = { next: (index: number) => toPaced(index, "?ttft=5&itl=20&tokens=1000", index % 2 === 0 ? { cancelAfterMs: 100 } : {}) };
    const { records } = await runAndCollect(plan({ source, requests: 4, concurrency: 4, timeouts: { totalMs: 500 } }));
    expect(records.map((record) => record.failure?.kind ?? record.outcome)).toEqual(["cancelled", "total-timeout", "cancelled", "total-timeout"]);
    expect(records.every(({ payloadMs }) => payloadMs.length > 0)).toBe(true);
  });

  it("stops when too many requests fail", async () => {
    const source = { next: (index: number) => chatRequest(`${paced.url.replace("/v1", "")}/v1/chat/completions`, index, { url: `${mock.url}/nothing-here` }) };
    const { records, outcome } = await runAndCollect(plan({ source, requests: 5000, concurrency: 8, stopAtErrorRate: 0.5 }));
    expect(outcome.stopped).toBe("error-rate");
    expect(records.length).toBeGreaterThanOrEqual(100);
    expect(records.length).toBeLessThan(5000);
    expect(records.every(({ failure }) => failure?.kind === "http-4xx")).toBe(true);
  });

  it("counts a server that is not there", async () => {
    const source = { next: (index: number) => chatRequest("http://127.0.0.1:9/v1/chat/completions", index) };
    const { records } = await runAndCollect(plan({ source, requests: 6 }));
    expect(records.map(({ failure }) => failure?.kind)).toEqual(range(6).map(() => "connect"));
  });

  it("passes on what the source throws", async () => {
    const source = { next: (index: number) => {
      if (index === 3) throw new Error("no more questions");
      return toMock(index);
    } };
    await expect(runAndCollect(plan({ source }))).rejects.toThrow("no more questions");
  });

  it("says at once that a plan is no plan", async () => {
    await expect(runAndCollect(plan({ concurrency: 0 }))).rejects.toThrow("concurrency is 0");
    await expect(runAndCollect(plan({ arrivals: { kind: "poisson", perSecond: Number.NaN } }))).rejects.toThrow("rate is NaN");
    await expect(runAndCollect(plan({ api: { kind: "built-in", name: "opnai" } }))).rejects.toThrow("opnai");
  });

  it("opens a fresh connection for each request where asked to", async () => {
    await using server = await scriptedServer({ "/": (socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") });
    const source = { next: (index: number) => chatRequest(`${server.url}/`, index, { stream: false }) };
    const { records } = await runAndCollect(plan({ source, requests: 5, reuseConnections: false }));
    expect(server.connections()).toBe(5);
    expect(records.every(({ connection }) => connection?.reused === false && connection.connectMs !== undefined)).toBe(true);
  });

  it.each(["net", "undici"] as const)("sends the headers it is given, once, over %s", async (transport) => {
    await using server = await scriptedServer({ "/p?q=1": (socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") });
    const headers = { Authorization: "Bearer secret-key-1234", Host: "inner.example", "X-Own": "a b", "content-length": "7", Connection: "close" };
    const source = { next: (index: number) => chatRequest(`${server.url}/p?q=1`, index, { stream: false, headers }) };
    await runAndCollect(plan({ source, requests: 2, concurrency: 1, transport }));
    const [request = ""] = server.requests();
    const [head = "", body = ""] = request.split("\r\n\r\n");
    const fields = head.split("\r\n").slice(1).map((line) => line.toLowerCase());
    expect(head.split("\r\n")[0]).toBe("POST /p?q=1 HTTP/1.1");
    for (const field of ["authorization: bearer secret-key-1234", "host: inner.example", "x-own: a b", "content-type: application/json", "accept-encoding: identity", `content-length: ${body.length}`]) {
      expect(fields.filter((line) => line.startsWith(`${field.split(":")[0]}:`))).toEqual([field]);
    }
    expect(fields).not.toContain("connection: close");
    expect(server.connections()).toBe(1);
    const broken = { next: (index: number) => chatRequest(server.url, index, { headers: { authorization: "secret\r\nx: y" } }) };
    await expect(runAndCollect(plan({ source: broken }))).rejects.toThrow(/header authorization holds characters/);
    await expect(runAndCollect(plan({ source: broken }))).rejects.not.toThrow(/secret/);
  });

  it("sends anew what met a connection that the server had just closed", async () => {
    const answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 62\r\n\r\n";
    const body = '{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]'.slice(0, 61) + "}";
    const served = new Set<unknown>();
    await using server = await scriptedServer({
      "/": (socket) => {
        if (served.has(socket)) socket.destroy();
        else socket.write(answer + body.padEnd(62));
        served.add(socket);
      },
    });
    const source = { next: (index: number) => chatRequest(`${server.url}/`, index, { stream: false }) };
    const { records } = await runAndCollect(plan({ source, requests: 6, concurrency: 1 }));
    expect(records.map(({ status }) => status)).toEqual(range(6).map(() => 200));
    expect(records.some(({ connection }) => connection?.reused === false)).toBe(true);
  });
});

describe("an open loop", () => {
  it("has one schedule whatever the number of threads", async () => {
    const arrivals = { kind: "poisson", perSecond: 300 } as const;
    const { concurrency: _, ...open } = plan({ requests: 60, arrivals, seed: 9 });
    const one = await runAndCollect({ ...open, workers: 1 });
    const four = await runAndCollect({ ...open, workers: 4 });
    expect(four.records.map(({ intendedMs }) => intendedMs)).toEqual(one.records.map(({ intendedMs }) => intendedMs));
    expect(four.records.map(({ worker, index }) => worker === index % 4).every(Boolean)).toBe(true);
    expect(four.records.every(({ intendedMs, dequeuedMs, sentMs }) => (dequeuedMs ?? -1) >= intendedMs && sentMs >= (dequeuedMs ?? Infinity))).toBe(true);
  });

  it("holds sends back at the cap and says for how long", async () => {
    const source = { next: (index: number) => toPaced(index, "?ttft=30&itl=0&tokens=2") };
    const { records, outcome } = await runAndCollect(plan({ source, requests: 20, arrivals: { kind: "constant", perSecond: 1000 }, concurrency: 2 }));
    expect(mostAtOnce(records)).toBeLessThanOrEqual(2);
    const held = records.reduce((sum, { heldBackMs = 0 }) => sum + heldBackMs, 0);
    expect(outcome.heldBackMs).toBeCloseTo(held, 3);
    expect(records.filter(({ heldBackMs }) => heldBackMs !== undefined).length).toBeGreaterThanOrEqual(17);
    expect(records.every(({ intendedMs, index }) => intendedMs === index)).toBe(true);
    expect(records.every(({ sentMs, dequeuedMs = 0, heldBackMs = 0 }) => sentMs >= dequeuedMs + heldBackMs - 0.001)).toBe(true);
  });

  it("takes the times that the data gives", async () => {
    const { concurrency: _, ...open } = plan({ requests: 4, arrivals: { kind: "given", speed: 2 }, source: { next: (index) => toMock(index, { dueMs: index * 40 }) } });
    const { records } = await runAndCollect(open);
    expect(records.map(({ intendedMs }) => intendedMs)).toEqual([0, 20, 40, 60]);
    await expect(runAndCollect({ ...open, source: { next: (index) => toMock(index) } })).rejects.toThrow("does not say when it is due");
  });

  it("leaves late sends out where the policy says so, and counts them", async () => {
    // Everything was due long before it is there.
    const slow = { next: async (index: number) => {
      if (index === 5) await new Promise((resolve) => setTimeout(resolve, 400));
      return toPaced(index);
    } };
    const open = plan({ source: slow, requests: 40, arrivals: { kind: "constant", perSecond: 1000 }, catchUp: "skip" });
    const { records, outcome } = await runAndCollect(open);
    expect(outcome.skippedSends).toBeGreaterThan(0);
    expect(records.length + outcome.skippedSends).toBe(40);
    expect(outcome.verdict.state).not.toBe("valid");
    const burst = await runAndCollect({ ...open, catchUp: "burst" });
    expect(burst.records).toHaveLength(40);
    expect(burst.outcome.lateSends).toBeGreaterThan(0);
    const moved = await runAndCollect({ ...open, catchUp: "reanchor" });
    expect(moved.records).toHaveLength(40);
    expect(moved.records.at(-1)?.intendedMs).toBeGreaterThan(300);
  });
});

describe("conversations", () => {
  it("makes each turn from the reply before, in the same thread and slot", async () => {
    const seen: string[] = [];
    const source = {
      next: (index: number) => toMock(index, { conversation: { id: `c${index}`, turn: 1 } }),
      follow: (before: PreparedRequest, reply: { readonly text: string }, index: number) => {
        const turn = (before.conversation?.turn ?? 0) + 1;
        seen.push(reply.text);
        return turn > 3 ? undefined : toMock(index, { conversation: { id: before.conversation?.id ?? "", turn } });
      },
    };
    const { records } = await runAndCollect(plan({ source, requests: 4, concurrency: 2, workers: 2 }));
    expect(records).toHaveLength(12);
    expect(new Set(records.map(({ index }) => index)).size).toBe(12);
    expect(seen).toHaveLength(12);
    expect(seen.every((text) => text !== "")).toBe(true);
    expect(mostAtOnce(records)).toBeLessThanOrEqual(2);
    for (const id of ["c0", "c1", "c2", "c3"]) {
      const turns = records.filter(({ conversation }) => conversation?.id === id).toSorted((a, b) => a.sentMs - b.sentMs);
      expect(turns.map(({ conversation }) => conversation?.turn)).toEqual([1, 2, 3]);
      expect(new Set(turns.map(({ worker }) => worker)).size).toBe(1);
    }
  });
});

describe("encrypted connections", () => {
  const answer = JSON.stringify({ choices: [{ message: { content: "hi" }, finish_reason: "stop" }], usage: { prompt_tokens: 1, completion_tokens: 1 } });

  it.each([
    ["HTTP/1.1", false],
    ["HTTP/2", true],
  ])("measures over TLS and %s", async (version, http2) => {
    const seen: string[] = [];
    const respond = (request: { readonly httpVersion: string }, response: { writeHead(status: number, headers: Record<string, string>): unknown; end(text: string): unknown }): void => {
      seen.push(`HTTP/${request.httpVersion}`.replace("2.0", "2"));
      response.writeHead(200, { "content-type": "application/json" });
      response.end(answer);
    };
    const server = http2 ? createSecureServer(selfSigned, respond) : createTlsServer(selfSigned, respond);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1/chat/completions`;
      const source = { next: (index: number) => chatRequest(url, index, { stream: false }) };
      const { records, outcome } = await runAndCollect(plan({ source, requests: 6, http2, insecure: true, wantsText: true }));
      expect(outcome.transport).toBe("undici");
      expect(records.map(({ failure }) => failure?.message)).toEqual(range(6).map(() => undefined));
      expect(records.map(({ outcome: how, text }) => `${how} ${text}`)).toEqual(range(6).map(() => "ok hi"));
      expect(new Set(seen)).toEqual(new Set([version]));
      const fresh = await runAndCollect(plan({ source, requests: 2, http2, insecure: true, preconnect: false }));
      expect(fresh.records.every(({ connection }) => connection?.reused === false && connection.tlsMs !== undefined)).toBe(true);
      const refused = await runAndCollect(plan({ source, requests: 2, http2 }));
      expect(refused.records.map(({ failure }) => failure?.kind)).toEqual(["tls", "tls"]);
    } finally {
      server.close();
    }
  });
});

it("goes through a proxy", async () => {
  let forwarded = 0;
  const proxy = createServer((incoming, response) => {
    forwarded += 1;
    const outgoing = request(incoming.url ?? "", { method: "POST", headers: incoming.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  try {
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { records, outcome } = await runAndCollect(plan({ requests: 6, concurrency: 2, proxy: address }));
    expect(outcome.transport).toBe("undici");
    expect(records.map(({ failure, outcome: how }) => failure?.message ?? how)).toEqual(range(6).map(() => "ok"));
    expect(records.every(({ payloadMs }) => payloadMs.length === 8)).toBe(true);
    expect(forwarded).toBe(6);
    // What the proxy's agent does with its connections is not known.
    expect(records.every(({ connection }) => connection === undefined)).toBe(true);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});

it("watches itself", async () => {
  const source = { next: (index: number) => toPaced(index, "?ttft=10&itl=10&tokens=130") };
  const { health } = await runAndCollect(plan({ source, requests: 5, concurrency: 5 }));
  expect(health[0]).toMatchObject({ worker: 0, second: 0, inFlight: 5, sent: 5 });
  expect(health[0]?.events).toBeGreaterThan(100);
  expect(health[0]?.eventsPerRead).toBeGreaterThanOrEqual(1);
  expect(health[0]?.cpuMs).toBeGreaterThan(0);
  expect(health.every(({ loopUtilisation }) => loopUtilisation >= 0 && loopUtilisation <= 1)).toBe(true);
});

it("calls an observer that throws no reason to hang", async () => {
  const observer = { onRecord: () => {
    throw new Error("disk full");
  }, onHealth: () => undefined };
  await expect(runLoad(plan(), observer)).rejects.toThrow("disk full");
});
