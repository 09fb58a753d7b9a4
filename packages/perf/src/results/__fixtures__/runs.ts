import type { PerfPoint } from "@evalkit/core";
import { failed, health, randomOf, streamed } from "../../analysis/__fixtures__/records.js";
import { summarize } from "../../analysis/summarize.js";
import type { LoadOutcome } from "../../spec/load.js";
import type { HealthSample, RequestRecord } from "../../spec/record.js";
import { pointLabel } from "../layout.js";
import type { PointReport, RunFacts } from "../run-facts.js";

export const facts: RunFacts = {
  name: "qwen3-openqa",
  model: "qwen3-8b",
  api: "openai",
  dataset: "openqa",
  url: "http://127.0.0.1:8000/v1/chat/completions",
  createdAt: "2026-11-22T01:00:00.000Z",
  args: { model: "qwen3-8b", parallel: [1, 10, 50], api_key: "sk-in-the-args-1234", headers: { Authorization: "Bearer sk-in-the-args-1234" } },
  version: "0.0.0",
  environment: { node: "v24.0.0", platform: "linux x64", cores: 8, cpu: "test processor" },
};

export function outcome(rest: Partial<LoadOutcome> = {}): LoadOutcome {
  return {
    startedAtEpochMs: 1_795_000_000_000,
    startedAtMonotonicMs: 5000,
    wallMs: 60_000,
    workers: 1,
    transport: "net",
    lateSends: 3,
    skippedSends: 0,
    heldBackMs: 0,
    stopped: "complete",
    verdict: { state: "valid", reasons: [] },
    ...rest,
  };
}

/** Requests of a server that decodes slower the more it has to do: closed loop, seeded. */
export function closedLoop(concurrency: number, requests: number, seed = 7): readonly RequestRecord[] {
  const random = randomOf(seed + concurrency);
  const free = Array.from({ length: concurrency }, () => 0);
  return Array.from({ length: requests }, (_, index) => {
    const slot = free.indexOf(Math.min(...free));
    const sentMs = (free[slot] ?? 0) + random() * 2;
    const record = random() < 0.01 && index > 5 ? failed({ index, sentMs, intendedMs: sentMs - 1, endMs: sentMs + 300 + 200 * random() }) : answered(index, sentMs, concurrency, random);
    free[slot] = record.endMs;
    return record;
  });
}

function answered(index: number, sentMs: number, concurrency: number, random: () => number): RequestRecord {
  const tokens = 20 + Math.floor(60 * random());
  const ttft = 40 + concurrency * 3 + 60 * random() ** 3;
  const gap = 8 + concurrency * 0.25;
  let at = ttft;
  const arrivals = Array.from({ length: tokens }, (_, event) => (event === 0 ? at : (at += gap * (0.6 + 0.8 * random()) * (random() < 0.005 ? 8 : 1))));
  return streamed({ index, sentMs, intendedMs: sentMs - random(), arrivals, endAfter: at + 2, tokens, prompt: 100 + Math.floor(200 * random()), model: "qwen3-8b" });
}

/** Health of one worker, with one bad second. */
export function healthOf(seconds: number, badSecond?: number): readonly HealthSample[] {
  return Array.from({ length: seconds }, (_, second) =>
    second === badSecond
      ? health({ second, loopDelayP99Ms: 42, loopUtilisation: 0.93, tainted: "event loop 93 % busy" })
      : health({ second, loopDelayP99Ms: 0.4 + (second % 5) / 10, loopUtilisation: 0.2 + (second % 3) / 50 }),
  );
}

export function pointOf(index: number, concurrency: number, requests: number): PerfPoint {
  return { index, label: pointLabel({ concurrency, requests }), concurrency, requests };
}

export async function reportOf(index: number, concurrency: number, requests: number): Promise<{ readonly report: PointReport; readonly records: readonly RequestRecord[] }> {
  const records = closedLoop(concurrency, requests);
  const seconds = Math.ceil(Math.max(...records.map(({ endMs }) => endMs)) / 1000);
  const result = await summarize(records, { concurrency, health: healthOf(seconds, index === 1 ? 2 : undefined), outcome: outcome(), withoutTainted: true, levels: { ttftMs: 200, tpotMs: 25 } });
  return { report: { point: pointOf(index, concurrency, requests), result, calibration: { ttftErrorMs: 0.4, gapErrorMs: 0.2, usedShare: 0.12, measuredAt: "2026-11-21T00:00:00.000Z" } }, records };
}
