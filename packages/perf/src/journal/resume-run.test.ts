import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MockServer, startMockServer } from "@evalkit/mock-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chatRequest, loadPlan } from "../__fixtures__/load.js";
import { createAnalysis } from "../analysis/analysis.js";
import { summarize } from "../analysis/summarize.js";
import { facts, pointOf } from "../results/__fixtures__/runs.js";
import { openPerfRun } from "../results/open-perf-run.js";
import { writePointFiles } from "../results/write-files.js";
import { runLoad } from "../run-load.js";
import type { LoadObserver } from "../spec/load.js";
import { openJournal } from "./journal.js";
import { readRecords } from "./read-journal.js";
import { recorderOf, replayInto } from "./recorder.js";

let mock: MockServer;
let folder: string;

beforeAll(async () => {
  mock = await startMockServer({ ttftMs: 5, itlMs: 1, tokens: 6 });
  folder = mkdtempSync(join(tmpdir(), "evalkit-resume-"));
});

afterAll(async () => {
  await mock.close();
  rmSync(folder, { recursive: true, force: true });
});

const REQUESTS = 30;

test("a run that is stopped in the middle goes on, and its result holds every request once", async () => {
  const source = { next: (index: number) => chatRequest(`${mock.url}/chat/completions`, index) };
  const first = openJournal(folder, { fingerprint: "plan", mode: "create" });
  const stopping = new AbortController();
  const recorder = recorderOf(first, await createAnalysis());
  let ended = 0;
  const stopper: LoadObserver = {
    onRecord: (record) => {
      recorder.onRecord(record);
      if ((ended += 1) === 11) stopping.abort();
    },
    onHealth: recorder.onHealth,
  };
  await runLoad(loadPlan({ source, requests: REQUESTS, concurrency: 3, signal: stopping.signal }), stopper);
  first.close();

  const analysis = await createAnalysis({ concurrency: 3 });
  const again = openJournal(folder, { fingerprint: "plan", mode: "resume", replay: replayInto(analysis) });
  const before = again.done.size;
  expect(before).toBeGreaterThanOrEqual(11);
  expect(before).toBeLessThan(REQUESTS);
  const outcome = await runLoad(loadPlan({ source, requests: REQUESTS, concurrency: 3, done: new Set(again.done) }), recorderOf(again, analysis));
  again.close();

  const result = analysis.finish(outcome);
  expect(result.counts).toMatchObject({ total: REQUESTS, ok: REQUESTS, failed: 0 });
  expect(result.tokens.output).toMatchObject({ sum: 6 * REQUESTS, known: REQUESTS, unknown: 0 });
  expect(result.metrics.tpot?.count).toBe(REQUESTS);
  expect(result.metrics.chunkGap?.count).toBe(5 * REQUESTS - result.counts.coalesced);
  expect(result.window.durationMs).toBeGreaterThan(0);
  expect(await summarize(readRecords(again.path), { concurrency: 3, outcome })).toMatchObject({ metrics: result.metrics, window: result.window, counts: result.counts });

  const report = { point: pointOf(0, 3, REQUESTS), result };
  await writePointFiles(folder, { facts, report, records: readRecords(again.path), redact: (text) => text });
  expect(openPerfRun(folder).points[0]?.summary).toMatchObject({ "Total Requests": REQUESTS, "Success Requests": REQUESTS, "Avg Output Tokens": 6, Concurrency: 3 });
});
