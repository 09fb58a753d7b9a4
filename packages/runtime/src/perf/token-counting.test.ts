import type { RequestRecord } from "@evalkit/perf";
import { expect, test } from "vitest";
import { TokenCounting } from "./token-counting.js";

const counter = { unit: "tokenizer" as const, count: (text: string) => text.split(" ").length, cut: (text: string) => text, random: () => "", encode: () => [] };

function recordOf(index: number, rest: Partial<RequestRecord>): RequestRecord {
  return { index, phase: "measured", worker: 0, outcome: "ok", stream: true, intendedMs: 0, sentMs: 0, endMs: 1, payloadMs: [], bytes: 0, text: "one two", usage: { completionTokens: 5 }, ...rest };
}

function countedOf(everyAnswer: boolean, rest: Partial<RequestRecord> = {}): readonly (number | undefined)[] {
  const counted: (number | undefined)[] = [];
  const counting = new TokenCounting({ counter, everyAnswer }, (record) => counted.push(record.counted?.completionTokens));
  for (let index = 0; index < 10; index += 1) counting.add(recordOf(index, rest));
  counting.flush();
  return counted;
}

test("answers whose tokens the server told are counted now and then, or all where a tool's definition wants it", () => {
  expect(countedOf(false)).toEqual([2, undefined, undefined, undefined, undefined, undefined, undefined, undefined, 2, undefined]);
  expect(countedOf(true)).toEqual(Array.from({ length: 10 }, () => 2));
});

test("answers whose tokens nobody told are all counted, failed ones never", () => {
  expect(countedOf(false, { usage: undefined })).toEqual(Array.from({ length: 10 }, () => 2));
  expect(countedOf(true, { outcome: "failed" })).toEqual(Array.from({ length: 10 }, () => undefined));
});
