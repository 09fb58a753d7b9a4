import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanKey, sectionOf } from "./keys.js";

test.each([
  [" ./trimmed/. ", "trimmed"],
  ["Output Throughput (tok/s)", "Output Throughput (tok/s)"],
  ["钥匙", "钥匙"],
  ["", undefined],
  ["/./", undefined],
  ["a\nb", undefined],
  ["x".repeat(600), "x".repeat(512)],
  [`${"x".repeat(511)}/y`, "x".repeat(511)],
])("the key %j becomes %j", (given, wanted) => expect(cleanKey(given)).toBe(wanted));

test("a cleaned key stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 700 }), (key) => {
      const clean = cleanKey(key);
      if (clean !== undefined) expect(cleanKey(clean)).toBe(clean);
    }),
  );
});

test.each([
  ["loss", 0, ""],
  ["a/b", 0, "a"],
  ["a/b", 1, "a"],
  ["a/b/c/d", 0, "a"],
  ["a/b/c/d", 1, "a/b"],
  ["a/b/c/d", -1, "a/b/c"],
  ["a/b/c/d", 3, "a"],
])("the section of %s by rule %i is %j", (key, rule, wanted) => expect(sectionOf(key, { section: undefined, rule })).toBe(wanted));

test("a section can be named, taken away, and made of the key", () => {
  expect(sectionOf("Output (tok/s)", { section: "perf", rule: 0 })).toBe("perf");
  expect(sectionOf("Output (tok/s)", { section: "", rule: 0 })).toBe("");
  const section = (key: string) => (key.startsWith("Output") ? "perf" : undefined);
  expect(sectionOf("Output (tok/s)", { section, rule: 0 })).toBe("perf");
  expect(sectionOf("a/b", { section, rule: 0 })).toBe("a");
});
