import { runLoad } from "../run-load.js";
import type { LoadOutcome, LoadPlan } from "../spec/load.js";
import type { HealthSample, RequestRecord } from "../spec/record.js";
import type { PreparedRequest } from "../spec/request.js";

/** A streamed chat request to this URL. */
export function chatRequest(url: string, index: number, overrides: Partial<PreparedRequest> = {}): PreparedRequest {
  const stream = overrides.stream ?? true;
  const body = { model: "mock", messages: [{ role: "user", content: `Question ${index}` }], stream, ...(stream ? { stream_options: { include_usage: true } } : {}) };
  return { index, url, headers: { authorization: "Bearer secret-key-1234" }, body: Buffer.from(JSON.stringify(body)), stream, model: "mock", ...overrides };
}

/** Ten requests in a closed loop of two; what differs is given. */
export function loadPlan(overrides: Partial<LoadPlan> & Pick<LoadPlan, "source">): LoadPlan {
  return {
    api: { kind: "built-in", name: "openai" },
    arrivals: { kind: "closed" },
    concurrency: 2,
    requests: 10,
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

export interface Collected {
  readonly records: readonly RequestRecord[];
  readonly health: readonly HealthSample[];
  readonly outcome: LoadOutcome;
}

/** Runs a plan and keeps everything it tells; records by index. */
export async function runAndCollect(plan: LoadPlan): Promise<Collected> {
  const records: RequestRecord[] = [];
  const health: HealthSample[] = [];
  const outcome = await runLoad(plan, { onRecord: (record) => void records.push(record), onHealth: (sample) => void health.push(sample) });
  return { records: records.toSorted((a, b) => a.index - b.index), health, outcome };
}
