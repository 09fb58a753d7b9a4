import fc from "fast-check";
import { Secret } from "@evalkit/core";
import { expect, test } from "vitest";
import { configEntries, toYamlSafeJson } from "./config-text.js";

test("each name gets its value, an empty description and its place", () => {
  expect(configEntries({ b: 1, a: { deep: [1] } })).toEqual({ b: { value: 1, desc: "", sort: 0 }, a: { value: { deep: [1] }, desc: "", sort: 1 } });
});

test("values of every kind become plain data", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const values = configEntries({
    nan: Number.NaN,
    infinite: -Infinity,
    date: new Date(0),
    big: 2n ** 70n,
    map: new Map([[1, "one"]]),
    set: new Set([1]),
    left: undefined,
    wrapped: new Secret("hidden"),
    api_key: "hidden",
    circular,
    lone: "\ud800",
  });
  expect(Object.fromEntries(Object.entries(values).map(([key, { value }]) => [key, value]))).toEqual({
    nan: "NaN",
    infinite: "Inf",
    date: "1970-01-01T00:00:00.000Z",
    big: "1180591620717411303424",
    map: { 1: "one" },
    set: [1],
    wrapped: "***",
    api_key: "**********",
    circular: { self: "[…]" },
    lone: "\ufffd",
  });
});

test("numbers with an exponent have a point, so that YAML 1.1 takes them for numbers", () => {
  const text = toYamlSafeJson({ a: 1e-7, b: -1.5e-8, c: 1e21, d: 12 });
  expect(text).toContain('"a": 1.0e-7');
  expect(text).toContain('"b": -1.5e-8');
  expect(text).toContain('"c": 1.0e+21');
  expect(JSON.parse(text)).toEqual({ a: 1e-7, b: -1.5e-8, c: 1e21, d: 12 });
});

test("any plain data is read back from the text, which holds no character that YAML refuses", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      const text = toYamlSafeJson({ value });
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ value })));
      expect(text).not.toMatch(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\u0000-\u0009\u000b-\u001f]/);
    }),
    { numRuns: 300 },
  );
});
