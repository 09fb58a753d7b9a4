import { createHash } from "node:crypto";
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { FrameReader } from "./frame-reader.js";
import { BLOCK_SIZE, FILE_HEADER, frame } from "./framing.js";
import { RecordFile } from "./record-file.js";
import { readRecordFile } from "./record-reader.js";
import type { SwanlabRecord } from "./records.js";

const folder = mkdtempSync(join(tmpdir(), "swanlab-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const timestamp = { seconds: 1_700_000_000, nanos: 0 };
const start = {
  project: "p", workspace: "", public: false, name: "n", description: "", tags: [], group: "", jobType: "", color: "", id: "r1", resume: 0,
  startedAt: timestamp,
};
const records: readonly SwanlabRecord[] = [
  { num: -1, timestamp, start },
  { num: 1, timestamp, column: { columnClass: 1, columnType: 1, key: "a/b", name: "", section: "a", sectionType: 3 } },
  { num: 2, timestamp, scalar: { key: "a/b", step: 3, type: 1, timestamp, value: { number: 0.5 } } },
  { num: -2, timestamp, finish: { state: 1, error: "", finishedAt: timestamp } },
];

function write(path: string, content: readonly SwanlabRecord[]): void {
  const file = new RecordFile(path, { onWritten: () => {}, onFailure: (message) => expect.fail(message) });
  for (const record of content) file.append(record);
  file.close();
}

function messagesOf(path: string): Uint8Array[] {
  const fd = openSync(path, "r");
  const reader = new FrameReader(fd);
  const { size } = fstatSync(fd);
  const messages: Uint8Array[] = [];
  for (let message = reader.next(size); message !== undefined; message = reader.next(size)) messages.push(message.slice());
  closeSync(fd);
  expect(reader.damage).toBeUndefined();
  expect(reader.position).toBe(size);
  return messages;
}

test("the golden file comes out byte for byte", () => {
  const path = join(folder, "golden.swanlab");
  write(path, records);
  const bytes = readFileSync(path);
  const expected = [
    "3a53574cd6e102",
    "c5115fd1270001", "08ffffffffffffffffff0112060880e2cfaa0652120a017022016e5202723162060880e2cfaa06",
    "f37fca3d1a0001", "080112060880e2cfaa06620e080110011a03612f622a01613003",
    "9aee1ab3280001", "080212060880e2cfaa066a1c0a03612f621003180122060880e2cfaa062a0909000000000000e03f",
    "dd4597471f0001", "08feffffffffffffffff0112060880e2cfaa065a0a08011a060880e2cfaa06",
  ].join("");
  expect(bytes.toString("hex")).toBe(expected);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe("98543f80faf8da23174b15db00130cd87d355925d1d61799f65cfc29b37c91c0");
  expect(readRecordFile(path)).toEqual({ records, damage: undefined });
});

test("every distance to the end of a block, and every size round it, is read back", () => {
  const path = join(folder, "blocks");
  const header = Buffer.from(FILE_HEADER);
  for (let spare = 0; spare <= 20; spare += 1) {
    for (const size of [0, 1, 6, 7, 8, 12, 13, 14, 32_754, 32_761, 32_762, 65_521, 65_522, 100_000]) {
      const filler = Buffer.alloc(BLOCK_SIZE - header.length - 7 - spare, 0x08);
      const first = frame(filler, header.length);
      const second = frame(Buffer.alloc(size, 0x41), header.length + first.length);
      const third = frame(Buffer.from("end"), header.length + first.length + second.length);
      writeFileSync(path, Buffer.concat([header, first, second, third]));
      expect(messagesOf(path).map((message) => message.length), `${spare} spare bytes, ${size} bytes`).toEqual([filler.length, size, 3]);
    }
  }
});

test("a cut-off or damaged tail is told, and what comes before is kept", () => {
  const path = join(folder, "tail.swanlab");
  write(path, records);
  const whole = readFileSync(path);
  for (let size = 7; size < whole.length; size += 1) {
    writeFileSync(path, whole);
    truncateSync(path, size);
    const { records: kept } = readRecordFile(path);
    expect(kept).toEqual(records.slice(0, kept.length));
    expect(kept.length).toBe([53, 86, 133, 171].filter((end) => end <= size).length);
  }
  const damaged = Buffer.from(whole);
  damaged[60] = (damaged[60] ?? 0) ^ 1;
  writeFileSync(path, damaged);
  const read = readRecordFile(path);
  expect(read.records).toEqual(records.slice(0, 1));
  expect(read.damage).toContain("byte 53");
});

test("a full disk is reported once, and nothing is half written", () => {
  const failures: string[] = [];
  const file = new RecordFile(join(folder, "full.swanlab"), { onWritten: () => {}, onFailure: (message) => failures.push(message) });
  closeSync(file.fd);
  file.append(records[0]!);
  file.write();
  file.write();
  expect(failures).toHaveLength(1);
  expect(file.settle()).toBe(false);
  file.close();
});
