import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EvaluationTracking } from "@evalkit/core";
import { reporterContract } from "@evalkit/core/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { info, items } from "../__fixtures__/items.js";
import { type Fields, messagesOf, readMessage, textOf } from "../__fixtures__/proto-reader.js";
import { crc32c, maskedCrc32c } from "./crc32c.js";
import { scalarsEvent, textEvent, versionEvent } from "./event.js";
import { tensorboardTracker } from "./tensorboard-tracker.js";
import { tfRecord } from "./tf-record.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-tensorboard-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a file of records and checks every checksum. */
function readEvents(bytes: Uint8Array): Fields[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events: Fields[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(maskedCrc32c(bytes.subarray(at, at + 8)));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(maskedCrc32c(data));
    events.push(readMessage(data));
    at += length + 16;
  }
  return events;
}

function eventsOf(runFolder: string): Fields[] {
  return readdirSync(runFolder).flatMap((name) => readEvents(readFileSync(join(runFolder, name))));
}

function scalarsOf(events: readonly Fields[]) {
  return events.flatMap((event) =>
    messagesOf(event, 5).flatMap((summary) =>
      messagesOf(summary, 1).flatMap((value) => (value.has(2) ? [[textOf(value, 1), Number(event.get(2)?.[0] ?? 0n), value.get(2)?.[0]]] : [])),
    ),
  );
}

describe("event files", () => {
  it("have the checksums of RFC 3720", () => {
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  });

  it("have the bytes that TensorBoard's own writer makes", () => {
    const moment = { atMs: 1_700_000_001_000 };
    const written = Buffer.concat([
      tfRecord(versionEvent(1_700_000_000_500)),
      tfRecord(scalarsEvent({ "a/b": 0.5 }, { ...moment, step: 300 })),
      tfRecord(textEvent("t", [["h", "i"], ["é", ""]], { ...moment, step: 1 })),
    ]);
    expect(written.toString("hex")).toBe(
      "1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b3531101a00000000000000129bd82d0900004040fc54d94110ac022a0c0a0a0a03612f62150000003f668d24e63800000000000000a3797d570900004040fc54d94110012a2b0a290a017442180807120812020802120208024201684201694202c3a942004a0a0a060a0474657874200257fcda5f",
    );
  });

  it("give back every value in single precision", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.float({ noNaN: true })), fc.nat(), (values, step) => {
        const [event] = readEvents(tfRecord(scalarsEvent(values, { step, atMs: 5 })));
        expect(scalarsOf([event!])).toEqual(Object.entries(values).map(([tag, value]) => [Buffer.from(tag).toString(), step, value]));
      }),
    );
  });
});

describe("tensorboardTracker", () => {
  for (const { name, run } of reporterContract(() => new EvaluationTracking(tensorboardTracker({ logDir: folder })))) it(name, run);

  it("writes series, tables, texts and parameters, and ends the session", async () => {
    const notes: string[] = [];
    const run = tensorboardTracker({ logDir: folder, onNote: (text) => notes.push(text) }).open(info);
    for (const item of items) run.log(item);
    await run.finish("finished");
    expect(readdirSync(folder)).toEqual(["qwen_2.5_7b"]);
    const events = eventsOf(join(folder, "qwen_2.5_7b"));
    expect(textOf(events[0]!, 3)).toBe("brain.Event:2");
    expect(scalarsOf(events)).toEqual([["a/b", 300, 0.5], ["c", 300, -2], ["perf/Output Throughput (tok/s)", 1, 12.25]]);
    const values = events.flatMap((event) => messagesOf(event, 5).flatMap((summary) => messagesOf(summary, 1)));
    const tags = values.map((value) => textOf(value, 1));
    expect(tags).toEqual(["_hparams_/session_start_info", "config", "a/b", "c", "perf/Output Throughput (tok/s)", "report", "samples/gsm8k", "samples/gsm8k", "_hparams_/session_end_info"]);
    const table = messagesOf(values[tags.indexOf("report")]!, 8)[0]!;
    expect(table.get(8)?.map((cell) => Buffer.from(cell as Uint8Array).toString())).toEqual(["Dataset", "Score", "gsm\\_8k \\| é", "0.123457", "&lt;b&gt;x&lt;/b&gt;", ""]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain("tensorboard --logdir");
  });

  it("shows a model's text as a code block, never as Markdown", async () => {
    const run = tensorboardTracker({ logDir: folder }).open(info);
    for (const item of items) run.log(item);
    await run.finish("crashed");
    const values = eventsOf(join(folder, "qwen_2.5_7b")).flatMap((event) => messagesOf(event, 5).flatMap((summary) => messagesOf(summary, 1)));
    const sample = values.find((value) => textOf(value, 1) === "samples/gsm8k")!;
    expect(Buffer.from(messagesOf(sample, 8)[0]!.get(8)?.[0] as Uint8Array).toString()).toBe("one\n\n    # not a title\n    <script>alert(1)</script>");
  });

  it("keeps runs of one name apart", async () => {
    const tracker = tensorboardTracker({ logDir: folder });
    const runs = [tracker.open(info), tracker.open(info)];
    for (const run of runs) await run.finish("finished");
    expect(readdirSync(join(folder, "qwen_2.5_7b"))).toHaveLength(2);
  });

  it("tells of a folder that cannot be written, once, and goes on", async () => {
    const blocked = join(folder, "file");
    writeFileSync(blocked, "");
    const warnings: string[] = [];
    const run = tensorboardTracker({ logDir: join(blocked, "logs"), onWarning: (text) => warnings.push(text) }).open(info);
    for (const item of items) run.log(item);
    await run.finish("finished");
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("cannot be written");
  });

  it("has on disk what was logged a moment ago", async () => {
    const run = tensorboardTracker({ logDir: folder }).open(info);
    for (let step = 0; step < 5_000; step += 1) run.log({ kind: "scalars", step, atMs: 0, values: { x: step } });
    // Not closed: what stands in the file is what a killed process leaves. The last batch may be missing, and nothing else.
    const [name] = readdirSync(join(folder, "qwen_2.5_7b"));
    const bytes = readFileSync(join(folder, "qwen_2.5_7b", name!));
    expect(bytes.length).toBeGreaterThan(5_000 * 40 - 70_000);
    expect(scalarsOf(readEvents(bytes)).length).toBeGreaterThan(3_000);
    await run.finish("aborted");
    expect(scalarsOf(eventsOf(join(folder, "qwen_2.5_7b"))).map(([, step]) => step)).toEqual(Array.from({ length: 5_000 }, (_, step) => step));
  });
});
