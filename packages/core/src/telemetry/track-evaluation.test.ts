import { describe, expect, it } from "vitest";
import type { Tracker, TrackerItem, TrackerRunInfo } from "../spec/tracker.js";
import { makeHeader, makeResult } from "../testing/makers.js";
import { reporterContract } from "../testing/reporter-contract.js";
import { EvaluationTracking } from "./track-evaluation.js";

class Notes implements Tracker {
  readonly name = "notes";
  readonly infos: TrackerRunInfo[] = [];
  readonly items: TrackerItem[] = [];
  readonly ended: string[] = [];
  open(info: TrackerRunInfo) {
    this.infos.push(info);
    return { log: (item: TrackerItem) => void this.items.push(item), finish: async (state: string) => void this.ended.push(state) };
  }
}

describe("EvaluationTracking", () => {
  for (const { name, run } of reporterContract(() => new EvaluationTracking(new Notes()))) it(name, run);

  it("ends as the run did, once, and takes the page after the run's end", async () => {
    const notes = new Notes();
    const tracking = new EvaluationTracking(notes, { config: { limit: 3 }, runName: "mine", now: () => 7 });
    tracking.onEvent({ type: "run-start", run: makeHeader(), total: 1, done: 0 });
    tracking.onEvent({ type: "sample-end", result: makeResult() });
    const counts = { total: 0, scored: 0, unparsed: 0, refused: 0, unscored: 0, failed: 0 };
    tracking.onEvent({ type: "run-end", summary: { schema: "evalkit.summary.v1", runId: "run-1", status: "interrupted", startedAt: "", endedAt: "", durationMs: 0, counts, benchmarks: [] } });
    tracking.attachPage("<p>");
    await tracking[Symbol.asyncDispose]();
    await tracking[Symbol.asyncDispose]();
    expect(notes.infos).toMatchObject([{ name: "mine", config: { limit: 3 } }]);
    expect(notes.items.map(({ kind }) => kind)).toEqual(["scalars", "page"]);
    expect(notes.ended).toEqual(["aborted"]);
  });

  it("has crashed when the run never said that it ended", async () => {
    const notes = new Notes();
    {
      await using tracking = new EvaluationTracking(notes);
      tracking.onEvent({ type: "run-start", run: makeHeader(), total: 1, done: 0 });
    }
    expect(notes.ended).toEqual(["crashed"]);
  });

  it("opens nothing before a run", async () => {
    const notes = new Notes();
    await new EvaluationTracking(notes)[Symbol.asyncDispose]();
    expect(notes.ended).toEqual([]);
  });
});
