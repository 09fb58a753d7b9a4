// Whether memory stays flat over 376,000 requests: heap and resident size each tenth of the run.
// pnpm build && node --expose-gc bench/perf-memory.mjs [--requests 376000] [--connections 64] [--stream]
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { limitNursery } from "../apps/cli/src/nursery.ts";
import { runLoad } from "../packages/perf/dist/index.js";

// As the command line does.
limitNursery(8);
const { values } = parseArgs({ options: { requests: { type: "string", default: "376000" }, connections: { type: "string", default: "64" }, stream: { type: "boolean", default: false } } });
const requests = Number(values.requests);
const mock = fork(fileURLToPath(new URL("perf-mock.mjs", import.meta.url)), { stdio: "inherit", execArgv: [] });
const [base] = await once(mock, "message");
const url = `${base}/chat/completions?tokens=8&burst=8`;
const headers = {};
const text = "x".repeat(800);
const readings = [];
let count = 0;
let failed = 0;
const start = performance.now();
const read = () => {
  globalThis.gc?.();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  readings.push({ requests: count, seconds: ((performance.now() - start) / 1000).toFixed(1), rssMb: (rss / 2 ** 20).toFixed(0), heapMb: (heapUsed / 2 ** 20).toFixed(1), buffersMb: (arrayBuffers / 2 ** 20).toFixed(1) });
};
const outcome = await runLoad(
  {
    api: { kind: "built-in", name: "openai" },
    source: { next: (index) => ({ index, url, headers, body: Buffer.from(JSON.stringify({ model: "mock", messages: [{ role: "user", content: `${index} ${text}` }], stream: values.stream })), stream: values.stream }) },
    arrivals: { kind: "closed" }, concurrency: Number(values.connections), requests, warmUpRequests: 0, coolDownRequests: 0, seed: 1, workers: 1,
    transport: "net", catchUp: "burst", timeouts: { totalMs: 30_000 }, signal: new AbortController().signal,
  },
  {
    onRecord(record) {
      count += 1;
      if (record.outcome !== "ok") failed += 1;
      if (count % Math.ceil(requests / 10) === 0) read();
    },
    onHealth() {},
  },
);
mock.disconnect();
console.table(readings);
console.log(`${count} of ${requests} requests, ${failed} failed, ${((count * 1000) / outcome.wallMs).toFixed(0)} requests/s, ${outcome.stopped}`);
// The first tenth warms caches and compilers up.
const [, second] = readings;
const last = readings.at(-1);
const growth = Number(last.rssMb) - Number(second.rssMb);
console.log(`resident size grew by ${growth} MB from the second tenth to the last (at most 30)`);
process.exitCode = count === requests && failed === 0 && growth <= 30 ? 0 : 1;
