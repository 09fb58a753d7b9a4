import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DatasetError } from "@evalkit/core";
import { folderOf } from "../testing/folder.js";
import { CODED, DATED, FILE, PACKED, STREAM } from "../testing/arrow-fixtures.js";
import { readRows } from "./read-rows.js";

async function rows(name: string, bytes: Uint8Array): Promise<{ row: unknown; place: string }[]> {
  await using folder = await folderOf({ [name]: bytes });
  const found = [];
  for await (const row of readRows(join(folder.path, name))) found.push(row);
  return found;
}

const bytesOf = (text: string): Buffer => Buffer.from(text, "base64");

const ROWS = [
  {
    question: "Où est 北京?", choices: ["a", "b", null], answer: "1152921504606846976", ok: true, share: 0.5, long: "xxx", many: [1, -2],
    who: { name: "n", tags: ["t"] }, pair: [1, 2], none: null, small: 255, big: "9223372036854775808", half: 1.5,
  },
  { question: null, choices: [], answer: -1, ok: null, share: null, long: "", many: null, who: null, pair: null, none: null, small: null, big: 1, half: null },
  {
    question: "", choices: null, answer: 3, ok: false, share: -1.25, long: null, many: [],
    who: { name: null, tags: null }, pair: [-3, 4], none: null, small: 0, big: 0, half: 0.25,
  },
];

test.each([["a stream", "a.arrow", bytesOf(STREAM)], ["a file", "a.arrow", bytesOf(FILE)], ["a packed stream", "a.arrow.gz", gzipSync(bytesOf(STREAM))]])("reads %s", async (_, name, bytes) => {
  expect(await rows(name, bytes)).toEqual(ROWS.map((row, index) => ({ row, place: `${name}:${index + 1}` })));
});

test.each([
  ["compression", PACKED, "a.arrow cannot be read as Arrow: it is compressed"],
  ["dictionaries", CODED, "the column a is of a kind that is not read"],
  ["dates", DATED, "the column a is of a kind that is not read"],
])("refuses %s by name", async (_, bytes, message) => {
  await expect(rows("a.arrow", bytesOf(bytes))).rejects.toThrow(message);
});

test("an empty file, cut ones and other bytes are told in one line", async () => {
  await expect(rows("a.arrow", new Uint8Array())).rejects.toThrow("it has no schema");
  await expect(rows("a.arrow", Buffer.from("PAR1 is not this"))).rejects.toThrow("a.arrow cannot be read as Arrow");
  await expect(rows("a.arrow", bytesOf(STREAM).subarray(0, -200))).rejects.toThrow("ends in the middle of a batch");
});

test("damaged bytes never do more than throw a DatasetError", async () => {
  const whole = bytesOf(STREAM);
  await using folder = await folderOf({ "a.arrow": whole });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 }), async (changes) => {
      const damaged = Buffer.from(whole);
      for (const [at, value] of changes) damaged[at] = value;
      await writeFile(join(folder.path, "a.arrow"), damaged);
      try {
        for await (const { row } of readRows(join(folder.path, "a.arrow"))) expect(typeof row).toBe("object");
      } catch (error) {
        expect(error).toBeInstanceOf(DatasetError);
      }
    }),
    { numRuns: 150 },
  );
});
