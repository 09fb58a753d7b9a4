import { startMockServer, type MockServer } from "@evalkit/mock-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLoad } from "./run-load.js";
import type { LoadPlan } from "./spec/load.js";
import type { HealthSample, RequestRecord } from "./spec/record.js";
import type { PreparedRequest } from "./spec/request.js";

let mock: MockServer;
beforeAll(async () => {
  mock = await startMockServer({ ttftMs: 20, itlMs: 2, tokens: 8 });
});
afterAll(() => mock.close());

const headers = { authorization: "Bearer secret-key-1234" };

function request(index: number, overrides: Partial<PreparedRequest> = {}): PreparedRequest {
  const stream = overrides.stream ?? true;
  const body = { model: "mock", messages: [{ role: "user", content: `Question ${index}` }], stream, ...(stream ? { stream_options: { include_usage: true } } : {}) };
  return { index, url: `${mock.url}/chat/completions`, headers, body: Buffer.from(JSON.stringify(body)), stream, model: "mock", ...overrides };
}

function plan(overrides: Partial<LoadPlan> = {}): LoadPlan {
  return {
    api: { kind: "built-in", name: "openai" },
    source: { next: (index) => request(index) },
    arrivals: { kind: "closed" },
    concurrency: 4,
    requests: 20,
    warmUpRequests: 0,
    coolDownRequests: 0,
    seed: 1,
    workers: 1,
    transport: "auto",
    catchUp: "burst",
    timeouts: { totalMs: 20_000 },
    signal: new AbortController().signal,
    ...overrides,
  };
}

async function collect(asked: LoadPlan) {
  const records: RequestRecord[] = [];
  const health: HealthSample[] = [];
  const outcome = await runLoad(asked, { onRecord: (record) => void records.push(record), onHealth: (sample) => void health.push(sample) });
  return { records, health, outcome };
}

describe("runLoad", () => {
  it("sends each request once and stamps its events in a closed loop", async () => {
    const { records, outcome } = await collect(plan());
    expect(records.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(records.every(({ outcome: how }) => how === "ok")).toBe(true);
    expect(outcome).toMatchObject({ stopped: "complete", transport: "net", workers: 1, skippedSends: 0 });
    const [first] = records;
    expect(first?.payloadMs).toHaveLength(8);
    expect(first?.usage).toEqual({ promptTokens: 3, completionTokens: 8 });
    expect(first).toMatchObject({ status: 200, stream: true, finish: "stop", phase: "measured", connection: { reused: true } });
  });
});
