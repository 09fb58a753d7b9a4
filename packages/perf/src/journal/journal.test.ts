import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failed, health, randomOf, streamed } from "../analysis/__fixtures__/records.js";
import { createAnalysis } from "../analysis/analysis.js";
import { summarize } from "../analysis/summarize.js";
import { outcome } from "../results/__fixtures__/runs.js";
import type { RequestRecord } from "../spec/record.js";
import { NOTHING_MEASURED } from "../watch/verdict.js";
import { JOURNAL_FILE, type JournalOptions, openJournal } from "./journal.js";
import { readJournal, readRecords } from "./read-journal.js";
import { recorderOf, replayInto } from "./recorder.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-journal-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function open(options: Partial<JournalOptions> = {}) {
  return openJournal(folder, { fingerprint: "f", mode: "create", ...options });
}

function someRecords(count: number, seed = 1): readonly RequestRecord[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, index) =>
    index % 7 === 3
      ? failed({ index, sentMs: index * 10 + random(), endMs: index * 10 + 5 + random() })
      : streamed({
          index,
          sentMs: index * 10 + random(),
          arrivals: [5 + random(), 20 + random(), 30 + random()],
          coalesced: [2],
          tokensPerEvent: [1, 2, 1],
          tokens: 4,
          prompt: 9,
          connection: { waitMs: random(), reused: true },
          eventMs: [index * 10 + 1.5, index * 10 + 7],
          heldBackMs: random(),
          text: "line one\nline two 中文",
        }),
  );
}

describe("what is written", () => {
  test("a replay gives the records that the run's own analysis got, and so the same result", async () => {
    const analysis = await createAnalysis({ withoutTainted: true });
    const journal = open();
    const recorder = recorderOf(journal, analysis);
    for (const record of someRecords(50)) recorder.onRecord(record);
    recorder.onHealth(health({ second: 0, tainted: "loop" }));
    journal.close();
    const again = await createAnalysis({ withoutTainted: true });
    openJournal(folder, { fingerprint: "f", mode: "resume", replay: replayInto(again) }).close();
    expect(again.finish()).toEqual(analysis.finish());
  });

  test("times are whole microseconds and nothing else changes", () => {
    const [record = streamed({ arrivals: [1] })] = someRecords(1);
    const journal = open();
    const kept = journal.record(record);
    journal.close();
    expect([...readRecords(journal.path)]).toEqual([kept]);
    expect(kept.sentMs).toBe(Math.round(record.sentMs * 1000) / 1000);
    expect(kept).toMatchObject({ text: record.text, tokensPerEvent: [1, 2, 1], usage: record.usage, coalesced: [2] });
    for (const [event, atMs] of kept.payloadMs.entries()) expect(Math.abs(atMs - (record.payloadMs[event] ?? 0))).toBeLessThan(0.000501);
  });

  test("how the load ended stands in it too", () => {
    const journal = open();
    journal.end(outcome({ verdict: { state: "client-limited", reasons: ["busy"] } }));
    journal.close();
    expect([...readJournal(journal.path)].at(-1)).toEqual({ type: "outcome", outcome: outcome({ verdict: { state: "client-limited", reasons: ["busy"] } }) });
  });

  test("secrets are taken out of every line", () => {
    const journal = open({ redact: (text) => text.replaceAll("sk-very-secret", "***") });
    journal.record(failed({ failure: { kind: "http-4xx", message: "bad key sk-very-secret" } }));
    journal.close();
    expect(readFileSync(journal.path, "utf8")).toContain("bad key ***");
    expect(readFileSync(journal.path, "utf8")).not.toContain("sk-very-secret");
  });

  test("a key that is a word of the format does not break the format", () => {
    const redact = (text: string) => text.replaceAll("type", "***").replaceAll("payload", "***");
    const journal = open({ redact });
    const kept = journal.record(failed({ failure: { kind: "bad-body", message: "no type" } }));
    journal.close();
    expect([...readRecords(journal.path)]).toEqual([{ ...kept, failure: { kind: "bad-body", message: "no ***" } }]);
  });

  test("lines reach the file in batches, and at the latest when it is asked for", () => {
    const journal = open({ flushMs: 60_000 });
    const before = readFileSync(journal.path, "utf8");
    journal.record(streamed({ arrivals: [1] }));
    expect(readFileSync(journal.path, "utf8")).toBe(before);
    journal.flush();
    expect(readFileSync(journal.path, "utf8").split("\n")).toHaveLength(3);
    journal.close();
  });

  test("a full disk is told with the file's name, and everything after it is refused", () => {
    let writes = 0;
    const journal = open({
      flushBytes: 1,
      write: (handle, bytes, offset, length) => {
        if ((writes += 1) > 2) throw Object.assign(new Error("full"), { code: "ENOSPC" });
        return writeSync(handle, bytes, offset, length);
      },
    });
    const refusal = expect.objectContaining({ code: "EVALKIT_STORE", message: `Cannot write ${journal.path}: ENOSPC` }) as Error;
    expect(() => journal.record(streamed({ arrivals: [1] }))).not.toThrow();
    expect(() => journal.record(streamed({ index: 1, arrivals: [1] }))).toThrow(refusal);
    expect(() => journal.record(streamed({ index: 2, arrivals: [1] }))).toThrow(refusal);
    expect(() => journal.close()).toThrow(refusal);
  });
});

describe("resuming", () => {
  test("a journal cut at any byte of its last lines is repaired; every whole record stands", () => {
    const journal = open();
    for (const record of someRecords(6)) journal.record(record);
    journal.close();
    const whole = readFileSync(journal.path);
    const lastLines = whole.subarray(0, -1).lastIndexOf(0x0a, whole.lastIndexOf(0x0a, -2) - 1);
    for (let size = whole.length; size > lastLines; size -= 29) {
      writeFileSync(journal.path, whole);
      truncateSync(journal.path, size);
      const lines = whole.subarray(0, size).toString("utf8").split("\n").length - 1;
      const again = open({ mode: "resume" });
      expect(again.done.size).toBe(lines - 1);
      again.record(streamed({ index: 100, arrivals: [1] }));
      again.close();
      expect([...readJournal(journal.path)].filter(({ type }) => type === "damaged")).toEqual([]);
      expect([...readRecords(journal.path)]).toHaveLength(lines);
    }
  });

  test("a later part is put behind the earlier one, in whole seconds", async () => {
    const journal = open();
    for (const index of [0, 1]) journal.record(streamed({ index, sentMs: index * 1000, arrivals: [100, 200], tokens: 2 }));
    journal.close();
    const analysis = await createAnalysis();
    const again = open({ mode: "resume", replay: replayInto(analysis) });
    expect(again.segments).toBe(2);
    expect([...again.done]).toEqual([0, 1]);
    const later = again.record(streamed({ index: 2, sentMs: 50, arrivals: [100], tokens: 1, heldBackMs: 3 }));
    expect(later).toMatchObject({ sentMs: 2050, payloadMs: [2150], heldBackMs: 3 });
    expect(again.health(health({ second: 0 })).second).toBe(2);
    again.close();
    const result = await summarize(readRecords(journal.path));
    expect(result.counts.total).toBe(3);
    expect(result.window).toEqual({ fromMs: 0, toMs: 2150, durationMs: 2150 });
  });

  test("what was given up when the run was stopped is asked again; what stands twice counts once", () => {
    const journal = open();
    journal.record(failed({ index: 0, failure: { kind: "aborted", message: "stopped" } }));
    journal.record(streamed({ index: 1, arrivals: [5] }));
    journal.record(streamed({ index: 1, arrivals: [9] }));
    journal.close();
    const again = open({ mode: "resume" });
    expect([...again.done]).toEqual([1]);
    again.record(streamed({ index: 0, arrivals: [7] }));
    again.close();
    expect([...readRecords(journal.path)].map(({ index, outcome }) => [index, outcome])).toEqual([[1, "ok"], [0, "ok"]]);
  });

  test("damaged lines in the middle are counted and passed over", () => {
    const journal = open();
    journal.record(streamed({ index: 0, arrivals: [5] }));
    journal.close();
    appendFileSync(join(folder, JOURNAL_FILE), '{"type":"request","index":"x"}\nrubbish\n[]\n{"type":"request","index":1,"phase":"measured","outcome":"ok","worker":0,"intendedUs":0,"sentUs":0,"endUs":null,"payloadUs":[]}\n');
    const again = open({ mode: "resume" });
    expect(again.damage).toEqual({ lines: 4, tornBytes: 0 });
    expect(again.done.size).toBe(1);
    again.close();
  });

  test("another run's journal is refused, and so is creating one where one is", () => {
    open().close();
    expect(() => open({ mode: "resume", fingerprint: "other" })).toThrow(expect.objectContaining({ code: "EVALKIT_CONFIG" }) as Error);
    expect(() => open()).toThrow("holds the requests of an earlier run");
    open({ mode: "resume" }).close();
  });
});

describe("how the starts of a load ended", () => {
  const late = { state: "client-limited", reasons: ["20 of 100 sends were late by more than 1 ms"] } as const;

  function lastOutcome() {
    return [...readJournal(join(folder, JOURNAL_FILE))].filter((entry) => entry.type === "outcome").at(-1)?.outcome;
  }

  test("lengths and counts are summed, the worst verdict stands; a replay tells the same", () => {
    const first = open();
    const ended = first.end(outcome({ wallMs: 1000, lateSends: 20, heldBackMs: 5, stopped: "aborted", verdict: late }));
    expect(ended.verdict).toEqual(late);
    first.close();
    const again = open({ mode: "resume" });
    const both = again.end(outcome({ wallMs: 500, lateSends: 1, heldBackMs: 1, startedAtMonotonicMs: 99_000 }));
    again.close();
    expect(both).toMatchObject({ wallMs: 1500, lateSends: 21, heldBackMs: 6, stopped: "complete", startedAtMonotonicMs: 5000, verdict: late });
    expect(lastOutcome()).toEqual(both);
  });

  test("a start that was killed is judged by its seconds", () => {
    const first = open();
    for (let second = 0; second < 10; second += 1) first.health(health({ second, ...(second < 2 ? { tainted: "event loop 93 % busy" } : {}) }));
    first.close();
    const again = open({ mode: "resume" });
    again.health(health({ second: 0 }));
    const both = again.end(outcome());
    again.close();
    expect(both.verdict).toEqual({ state: "client-limited", reasons: ["2 of 10 seconds are tainted: event loop 93 % busy (2)"] });
    expect(lastOutcome()).toEqual(both);
  });

  test("a start in which nothing was measured spoils no verdict", () => {
    const nothing = outcome({ wallMs: 1, verdict: { state: "invalid", reasons: [NOTHING_MEASURED] } });
    const first = open();
    expect(first.end(nothing).verdict.state).toBe("invalid");
    first.close();
    const again = open({ mode: "resume" });
    expect(again.end(outcome()).verdict.state).toBe("valid");
    again.close();
    const third = open({ mode: "resume" });
    expect(third.end(nothing).verdict.state).toBe("valid");
    third.close();
  });
});
