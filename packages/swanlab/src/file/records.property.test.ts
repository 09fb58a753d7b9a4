import { closeSync, fstatSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { FrameReader } from "./frame-reader.js";
import { BLOCK_SIZE, FILE_HEADER, frame } from "./framing.js";
import { recordCodec, type SwanlabRecord } from "./records.js";

const folder = mkdtempSync(join(tmpdir(), "swanlab-records-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const word = fc.string({ unit: "grapheme" }).map((text) => text.toWellFormed());
const whole = fc.integer({ min: 0, max: 2 ** 48 });
const any = fc.oneof(whole, fc.maxSafeInteger());
const small = fc.nat(9);
const timestamp = fc.record({ seconds: any, nanos: fc.nat(999_999_999) });
const step = whole;
const start = fc.record({
  project: word, workspace: word, public: fc.boolean(), name: word, description: word, tags: fc.array(word), group: word, jobType: word,
  color: word, id: word, resume: small, startedAt: timestamp,
});
const scalar = fc.record({ key: word, step, type: small, timestamp, value: fc.record({ number: fc.double() }) });
const file = fc.record({ filename: word, sha256: word, size: whole, caption: word });
const media = fc.record({ key: word, step, type: small, timestamp, value: fc.record({ items: fc.array(file) }) });
const column = fc.record({ columnClass: small, columnType: small, key: word, name: word, section: word, sectionType: small });
const save = fc.record({ name: word, sourcePath: word, targetPath: word, policy: small, type: small });
const log = fc.record({ line: word, level: small, timestamp, epoch: whole });
const finish = fc.record({ state: small, error: word, finishedAt: timestamp });
const head = { num: any, timestamp };
const record: fc.Arbitrary<SwanlabRecord> = fc.oneof(
  fc.record({ ...head, start }),
  fc.record({ ...head, scalar }),
  fc.record({ ...head, media }),
  fc.record({ ...head, column }),
  fc.record({ ...head, save }),
  fc.record({ ...head, log }),
  fc.record({ ...head, finish }),
);

test("every record comes back as it was", () => {
  fc.assert(
    fc.property(record, (value) => {
      expect(recordCodec.decode(recordCodec.encode(value))).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

test("no bytes make the reader do anything but say that they are wrong", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        recordCodec.decode(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2000 },
  );
});

const size = fc.oneof(fc.nat(40), fc.integer({ min: BLOCK_SIZE - 40, max: BLOCK_SIZE + 40 }), fc.nat(3 * BLOCK_SIZE));

test("messages of any sizes come back in order, and a cut-off file gives those that are whole", () => {
  fc.assert(
    fc.property(fc.array(size, { maxLength: 12 }), fc.double({ min: 0, max: 1, noNaN: true }), (sizes, share) => {
      const chunks: Uint8Array[] = [Uint8Array.from(FILE_HEADER)];
      const ends: number[] = [];
      let position = FILE_HEADER.length;
      for (const [index, length] of sizes.entries()) {
        const framed = frame(new Uint8Array(length).fill(index + 1), position);
        chunks.push(framed);
        position += framed.length;
        ends.push(position);
      }
      const cut = Math.round(share * position);
      for (const end of [position, cut]) {
        const whole = sizes.filter((_, index) => (ends[index] ?? 0) <= end);
        expect(readAll(Buffer.concat(chunks).subarray(0, end))).toEqual(whole.map((length, index) => [length, length === 0 ? undefined : index + 1]));
      }
    }),
    { numRuns: 60 },
  );
});

function readAll(bytes: Uint8Array): unknown[] {
  const path = join(folder, "frames");
  writeFileSync(path, bytes);
  const fd = openSync(path, "r");
  try {
    const reader = new FrameReader(fd);
    const end = fstatSync(fd).size;
    const found: unknown[] = [];
    for (let message = reader.next(end); message !== undefined; message = reader.next(end)) {
      expect(message.every((byte) => byte === message?.[0])).toBe(true);
      found.push([message.length, message[0]]);
    }
    return found;
  } finally {
    closeSync(fd);
  }
}
