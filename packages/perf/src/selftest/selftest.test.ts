import { startMockServer, startPacedServer } from "@evalkit/mock-server";
import { describe, expect, it } from "vitest";
import { limitsOf, readCalibration, type Calibration, type RateStep, type StreamStep } from "./calibration.js";
import { describeCalibration } from "./calibration-text.js";
import { currentHost } from "./host.js";
import { loadShare, PeakTally } from "./load-share.js";
import { rateStep, streamStep } from "./measure-step.js";
import { runSelftest } from "./run-selftest.js";

const step = (streams: number, holds: boolean): StreamStep => ({
  streams, eventsPerSecond: streams * 100, addedP50Ms: 0.1, addedP99Ms: 0.5, ttftErrorP50Ms: 0.1, ttftErrorP99Ms: streams / 1000, gapErrorP50Ms: 0.1, gapErrorP99Ms: streams / 2000, isExact: true, serverLatenessP99Ms: 0.1, holds,
});
const rate = (perSecond: number, holds: boolean): RateStep => ({ perSecond, rateError: 0, sendLatenessP99Ms: 0.1, holds });
const calibration: Calibration = {
  kind: "evalkit.perf.calibration.v1", measuredAt: "2026-01-01T00:00:00.000Z", host: currentHost(), streamSteps: [step(1, true), step(100, true), step(500, false)], rateSteps: [rate(1000, true)], limits: { streams: 100, eventsPerSecond: 10_000, perSecond: 1000 },
};

describe("steps", () => {
  it("compare the client's stamps with the server's", () => {
    // Sent at 1000 ms of the monotonic clock; the run began at 900. Two events at 150 and 160, told as 149.5 and 159.
    const record = { index: 0, phase: "measured", worker: 0, outcome: "ok", stream: true, intendedMs: 100, sentMs: 100, endMs: 161, firstPayloadMs: 150, lastPayloadMs: 160, payloadMs: [150, 160], usage: undefined, bytes: 1, text: " 00000001049500 00000001059000" } as const;
    const found = streamStep({ streams: 1, requests: 1, tokens: 2, ttftMs: 49, records: [record], startedAtMonotonicMs: 900, serverLatenessP99Ms: 0 });
    expect(found).toMatchObject({ isExact: true, addedP50Ms: 0.5, addedP99Ms: 1, ttftErrorP99Ms: 1, gapErrorP99Ms: 0.5, eventsPerSecond: 200, holds: false });
    expect(streamStep({ streams: 1, requests: 1, tokens: 3, ttftMs: 50, records: [record], startedAtMonotonicMs: 900, serverLatenessP99Ms: 0 })).toMatchObject({ isExact: false, holds: false });
  });

  it("compare sends with the clock", () => {
    const records = [0, 1, 2, 3].map((index) => ({ index, phase: "measured", worker: 0, outcome: "ok", stream: false, intendedMs: index * 10, sentMs: index * 10 + (index === 3 ? 2 : 0), endMs: 100, payloadMs: [], usage: undefined, bytes: 1 }) as const);
    expect(rateStep(100, records.slice(0, 3))).toEqual({ perSecond: 100, rateError: 0, sendLatenessP99Ms: 0, holds: true });
    expect(rateStep(100, records)).toMatchObject({ sendLatenessP99Ms: 2, rateError: 0.0625, holds: false });
  });
});

describe("a calibration", () => {
  it("has the last steps before the first that failed as its limits", () => {
    expect(limitsOf([step(1, true), step(10, true), step(100, false), step(300, true)], [rate(100, false)])).toEqual({ streams: 10, eventsPerSecond: 1000, typical: { streams: 300, eventsPerSecond: 30_000 } });
    expect(limitsOf([step(1, true), { ...step(10, false), addedP50Ms: 2 }], [])).toEqual({ streams: 1, eventsPerSecond: 100 });
    expect(limitsOf([], [])).toEqual({});
  });

  it("says what a run used of it, and nothing where it does not know", () => {
    expect(loadShare(calibration, { streams: 50, eventsPerSecond: 5000, requestsPerSecond: 800 })).toEqual({ measuredAt: calibration.measuredAt, ttftErrorMs: 0.1, gapErrorMs: 0.05, usedShare: 0.8 });
    expect(loadShare(calibration, { streams: 900, eventsPerSecond: 5000, requestsPerSecond: 8 })).toEqual({ measuredAt: calibration.measuredAt, usedShare: 9 });
    expect(loadShare({ ...calibration, limits: { typical: { streams: 100, eventsPerSecond: 10_000 } } }, { streams: 50, eventsPerSecond: 1, requestsPerSecond: 1 })).toMatchObject({ usedShare: 0.5, isLimitOfMedian: true });
    expect(loadShare({ ...calibration, limits: {} }, { streams: 1, eventsPerSecond: 1, requestsPerSecond: 1 })).not.toHaveProperty("usedShare");
  });

  it("survives a file and is refused from another machine", () => {
    const read: unknown = JSON.parse(JSON.stringify(calibration));
    expect(readCalibration(read, currentHost())).toEqual(calibration);
    expect(readCalibration(read, { ...currentHost(), cores: 999 })).toBeUndefined();
    expect(readCalibration({ kind: "other" }, currentHost())).toBeUndefined();
    expect(readCalibration("text", currentHost())).toBeUndefined();
  });

  it("is told in words", () => {
    expect(describeCalibration(calibration)).toContain("up to 100 at a time, 10000 events/s");
    expect(describeCalibration({ ...calibration, limits: {} })).toContain("No limit for streams");
  });

  it("takes peaks over all workers of a second", () => {
    const tally = new PeakTally();
    const sample = { worker: 0, second: 0, loopDelayP50Ms: 0, loopDelayP99Ms: 0, loopDelayMaxMs: 0, loopUtilisation: 0, gcMs: 0, cpuMs: 0, inFlight: 10, sent: 5, events: 100 };
    tally.add(sample);
    tally.add({ ...sample, worker: 1, inFlight: 7 });
    tally.add({ ...sample, second: 1, inFlight: 3, events: 500 });
    expect(tally.peak).toEqual({ streams: 17, eventsPerSecond: 500, requestsPerSecond: 10 });
  });
});

describe("runSelftest", () => {
  it("measures this machine against a server with a known schedule", async () => {
    await using server = await startPacedServer();
    const steps: unknown[] = [];
    const found = await runSelftest({ url: server.url, signal: new AbortController().signal, streams: [1, 5], rates: [50], stepMs: 300, workers: 1, onStep: (done) => void steps.push(done) });
    expect(found.streamSteps.map(({ streams, isExact }) => ({ streams, isExact }))).toEqual([{ streams: 1, isExact: true }, { streams: 5, isExact: true }]);
    expect(found.streamSteps.every(({ addedP50Ms }) => addedP50Ms > -1 && addedP50Ms < 1000)).toBe(true);
    expect(found.rateSteps).toHaveLength(1);
    expect(steps).toHaveLength(3);
    expect(readCalibration(JSON.parse(JSON.stringify(found)), currentHost())).toBeDefined();
  });

  it("refuses a server that is no paced one", async () => {
    await using server = await startMockServer();
    await expect(runSelftest({ url: server.url, signal: new AbortController().signal, streams: [1], rates: [], stepMs: 100 })).rejects.toThrow("is not the paced mock server");
  });
});
