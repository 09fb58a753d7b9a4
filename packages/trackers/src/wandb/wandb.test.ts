import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { EvaluationTracking } from "@evalkit/core";
import { reporterContract } from "@evalkit/core/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { info, items } from "../__fixtures__/items.js";
import { type Fields, messagesOf, readMessage, textOf } from "../__fixtures__/proto-reader.js";
import { BLOCK_BYTES, RecordLog } from "./record-log.js";
import { runRecord } from "./records.js";
import { wandbTracker } from "./wandb-tracker.js";

/** Serialised by the Python protobuf library from the message definitions of `wandb` 0.31. */
const GOLDEN_RUN = "08028a014c0a0272311a0170221b0a0d0a065f77616e64628201027b7d0a0a0a026c72820103302e353201673a046576616c42016e4a0568656c6c6f5201615201628a010c0880e2cfaa061080cab5ee01";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-wandb-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a log as `wandb` does: fragments within blocks, each with its checksum. */
function readLog(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expect(Buffer.from(bytes.subarray(0, 7)).toString("hex")).toBe("3a572642e1be00");
  const records: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  for (let at = 7; at < bytes.length; ) {
    const left = BLOCK_BYTES - (at % BLOCK_BYTES);
    if (left < 7) {
      expect(bytes.subarray(at, at + left).every((byte) => byte === 0)).toBe(true);
      at += left;
      continue;
    }
    const length = view.getUint16(at + 4, true);
    const type = bytes[at + 6]!;
    expect(length + 7).toBeLessThanOrEqual(left);
    expect(view.getUint32(at, true)).toBe(crc32(bytes.subarray(at + 6, at + 7 + length)));
    expect(type).toBe(parts.length === 0 ? (type === 1 ? 1 : 2) : type === 3 ? 3 : 4);
    parts.push(bytes.subarray(at + 7, at + 7 + length));
    at += 7 + length;
    if (type === 1 || type === 4) {
      records.push(Buffer.concat(parts));
      parts = [];
    }
  }
  expect(parts).toEqual([]);
  return records;
}

function readRun(): { records: Fields[]; folder: string } {
  const [name] = readdirSync(join(folder, "wandb"));
  const runFolder = join(folder, "wandb", name!);
  const file = readdirSync(runFolder).find((each) => each.endsWith(".wandb"))!;
  return { records: readLog(readFileSync(join(runFolder, file))).map((bytes) => readMessage(bytes)), folder: runFolder };
}

function rowsOf(records: readonly Fields[], kind = 2) {
  return records.flatMap((record) =>
    messagesOf(record, kind).map((row) => Object.fromEntries(messagesOf(row, 1).map((item) => [textOf(item, 2), JSON.parse(textOf(item, 16)!)]))),
  );
}

describe("RecordLog", () => {
  it("gives back every record from every place in a block", () => {
    for (let first = BLOCK_BYTES - 40; first < BLOCK_BYTES - 7; first += 1) {
      const log = new RecordLog();
      const records = [new Uint8Array(first - 7).fill(1), new Uint8Array(0), new Uint8Array(20).fill(2), new Uint8Array(70_000).fill(3)];
      const bytes = Buffer.concat([log.header(), ...records.map((record) => log.record(record))]);
      expect(readLog(bytes).map((record) => record.length)).toEqual(records.map((record) => record.length));
    }
  });

  it("gives back any records", () => {
    const sizes = fc.array(fc.oneof(fc.nat(50), fc.nat(100_000), fc.integer({ min: BLOCK_BYTES - 30, max: BLOCK_BYTES + 30 })), { maxLength: 12 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const log = new RecordLog();
        const records = lengths.map((length, index) => new Uint8Array(length).fill(index + 1));
        const bytes = Buffer.concat([log.header(), ...records.map((record) => log.record(record))]);
        expect(readLog(bytes).every((record, index) => Buffer.compare(record, records[index]!) === 0)).toBe(true);
        expect(readLog(bytes)).toHaveLength(records.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe("wandbTracker", () => {
  for (const { name, run } of reporterContract(() => new EvaluationTracking(wandbTracker({ dir: folder })))) it(name, run);

  it("describes the run as wandb's own library does", () => {
    const bytes = runRecord(2, {
      info: { kind: "eval", project: "x", name: "n", description: "hello", group: "g", tags: ["a", "b"], config: { lr: 0.5 }, startedAtMs: 1_700_000_000_500 },
      runId: "r1",
      project: "p",
      entity: undefined,
    });
    expect(Buffer.from(bytes).toString("hex")).toBe(GOLDEN_RUN);
  });

  it("writes rows that count upwards, with steps of their own for each section", async () => {
    const notes: string[] = [];
    const run = wandbTracker({ dir: folder, project: "mine", entity: "team", onNote: (text) => notes.push(text) }).open(info);
    for (const item of items) run.log(item);
    await run.finish("finished");
    const { records, folder: runFolder } = readRun();
    expect(records.map((record) => Number(record.get(1)?.[0]))).toEqual(records.map((_, index) => index + 1));
    const described = messagesOf(records[1]!, 17)[0]!;
    expect([1, 2, 3, 6, 7, 8].map((number) => textOf(described, number))).toEqual([expect.stringMatching(/^[a-z0-9]{8}$/), "team", "mine", "group-1", "eval", "qwen/2.5 7b"]);
    const rows = rowsOf(records);
    expect(rows.map((row) => row["_step"])).toEqual([0, 1, 2, 3, 4]);
    expect(rows[0]).toMatchObject({ "a/b": 0.5, "a/step": 300, c: -2, "run/step": 300, _timestamp: 1_700_000_001 });
    expect(rows[1]).toMatchObject({ "perf/Output Throughput (tok/s)": 12.25, "perf/step": 1 });
    const metrics = records.flatMap((record) => messagesOf(record, 12)).map((metric) => [textOf(metric, 1), textOf(metric, 4)]);
    expect(metrics).toContainEqual(["a/b", "a/step"]);
    expect(rows[2]!["report"]).toMatchObject({ _type: "table-file", ncols: 2, nrows: 2 });
    const table = JSON.parse(readFileSync(join(runFolder, "files", rows[2]!["report"].path), "utf8"));
    expect(table).toEqual({ columns: ["Dataset", "Score"], data: [["gsm_8k | é", 0.123456789], ["<b>x</b>", null]] });
    expect(rows[4]!["report/page"]).toMatchObject({ _type: "html-file" });
    expect(readFileSync(join(runFolder, "files", rows[4]!["report/page"].path), "utf8")).toBe("<!doctype html><p>page</p>");
    expect(rowsOf(records, 3).at(-1)).toMatchObject({ "a/b": 0.5, _step: 4 });
    expect(messagesOf(records.at(-1)!, 18)[0]!.get(1)).toEqual([0n]);
    expect(notes).toEqual([expect.stringContaining("wandb sync ")]);
  });

  it("ends a crash with another exit code", async () => {
    await wandbTracker({ dir: folder }).open(info).finish("crashed", "no memory");
    expect(messagesOf(readRun().records.at(-1)!, 18)[0]!.get(1)).toEqual([1n]);
  });

  it("tells of a folder that cannot be written, once", async () => {
    writeFileSync(join(folder, "wandb"), "");
    const warnings: string[] = [];
    const run = wandbTracker({ dir: folder, onWarning: (text) => warnings.push(text) }).open(info);
    for (const item of items) run.log(item);
    await run.finish("finished");
    expect(warnings).toEqual([expect.stringContaining("cannot be written")]);
  });
});
