// @evalkit/perf as a library: a load test inside of a program, here against our own server with known latencies.
import assert from "node:assert/strict";
import { startMockServer } from "@evalkit/mock-server";
import { createAnalysis, findApi, onePrompt, runLoad, singleTurnSource } from "@evalkit/perf";

await using server = await startMockServer({ ttftMs: 30, itlMs: 5, tokens: 20 });

const api = findApi("openai");
assert(api !== undefined);
const source = singleTurnSource(onePrompt("Why is the sky blue?", true), {
  api,
  url: `${server.url}/chat/completions`,
  models: [{ name: "mock", weight: 1 }],
  headers: {},
  stream: true,
  generation: { temperature: 0 },
  extra: {},
  seed: 1,
  offset: 0,
});

const analysis = await createAnalysis({ concurrency: 4, levels: { ttftMs: 500 } });
const outcome = await runLoad(
  {
    api: { kind: "built-in", name: api.name },
    source,
    arrivals: { kind: "closed" },
    concurrency: 4,
    requests: 40,
    warmUpRequests: 4,
    coolDownRequests: 0,
    seed: 1,
    transport: "auto",
    catchUp: "burst",
    timeouts: { totalMs: 30_000 },
    signal: new AbortController().signal,
  },
  { onRecord: (record) => analysis.add(record), onHealth: (sample) => analysis.addHealth(sample) },
);
const { counts, metrics, requestsPerSecond, goodput } = analysis.finish(outcome);
assert.equal(counts.ok, 40);
console.log(`TTFT ${metrics.ttft?.mean.toFixed(1)} ms, TPOT ${metrics.tpot?.mean.toFixed(2)} ms, ${requestsPerSecond?.toFixed(1)} requests/s, goodput ${goodput?.share}`);
console.log("client:", outcome.verdict.state);
