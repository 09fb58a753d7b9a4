// Whether the open loop keeps its rate: 1,000 requests a second for 60 s against the paced mock in a process of its own.
// pnpm build && node bench/perf-rate.mjs [--rate 1000] [--seconds 60] [--workers 1] [--arrivals constant|poisson]
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runLoad } from "../packages/perf/dist/index.js";

const { values } = parseArgs({ options: { rate: { type: "string", default: "1000" }, seconds: { type: "string", default: "60" }, workers: { type: "string", default: "1" }, arrivals: { type: "string", default: "constant" } } });
const perSecond = Number(values.rate);
const requests = perSecond * Number(values.seconds);
const mock = fork(fileURLToPath(new URL("perf-mock.mjs", import.meta.url)), { stdio: "inherit" });
const [base] = await once(mock, "message");
const url = `${base}/chat/completions`;
const headers = {};
const body = Buffer.from(JSON.stringify({ model: "mock", messages: [{ role: "user", content: "Say something." }] }));
const sent = new Float64Array(requests);
const intended = new Float64Array(requests);
let count = 0;
let failed = 0;
const outcome = await runLoad(
  {
    api: { kind: "built-in", name: "openai" },
    source: { next: (index) => ({ index, url, headers, body, stream: false }) },
    arrivals: { kind: values.arrivals, perSecond }, requests, warmUpRequests: 0, coolDownRequests: 0, seed: 1, workers: Number(values.workers),
    transport: "net", catchUp: "burst", timeouts: { totalMs: 30_000 }, signal: new AbortController().signal,
  },
  {
    onRecord(record) {
      sent[count] = record.sentMs;
      intended[count] = record.intendedMs;
      count += 1;
      if (record.outcome !== "ok") failed += 1;
    },
    onHealth() {},
  },
);
mock.disconnect();
const lateness = sent.subarray(0, count).map((at, index) => at - intended[index]).sort();
const at = (share) => lateness[Math.max(0, Math.ceil(share * count) - 1)].toFixed(3);
const [sentSorted, intendedSorted] = [sent.subarray(0, count).sort(), intended.subarray(0, count).sort()];
const span = (times) => times[count - 1] - times[0];
const error = Math.abs(span(intendedSorted) / span(sentSorted) - 1);
console.log(`${count} of ${requests} sent, ${failed} failed, ${outcome.workers} thread(s)`);
console.log(`achieved ${(((count - 1) * 1000) / span(sentSorted)).toFixed(3)} of ${perSecond} requests/s; against its schedule ${(error * 100).toFixed(4)} % off (at most 0.1 %)`);
console.log(`late by p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms; ${outcome.lateSends} by more than 1 ms`);
console.log(`verdict: ${outcome.verdict.state}${outcome.verdict.reasons.map((reason) => `\n  ${reason}`).join("")}`);
process.exitCode = count === requests && failed === 0 && error < 0.001 ? 0 : 1;
