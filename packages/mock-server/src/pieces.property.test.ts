import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutIntoPieces } from "./pieces.js";
import { valueForSchema } from "./schema-arguments.js";
import { hashToUnit, seriesToUnit } from "./seeded-hash.js";

describe("pieces", () => {
  it("join to the text they came from", () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(" ", "\n", "a", "汉", "😀") })), (text) => cutIntoPieces(text).join("") === text));
  });

  it("are as many as the words of a plain text", () => {
    expect(cutIntoPieces("one two  three\n")).toEqual(["one", " two", "  three", "\n"]);
  });
});

describe("seeded numbers", () => {
  it("lie from 0 up to 1 and repeat", () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(), (seed, text, position) => {
        const values = [hashToUnit(seed, text), seriesToUnit(seed, position)];
        expect(values).toEqual([hashToUnit(seed, text), seriesToUnit(seed, position)]);
        return values.every((value) => value >= 0 && value < 1);
      }),
    );
  });

  it("spread evenly over short texts and positions", () => {
    for (const seed of [0, 1, 42, -7]) {
      const texts = Array.from({ length: 4000 }, (_, index) => hashToUnit(seed, `item ${index}`));
      const series = Array.from({ length: 4000 }, (_, index) => seriesToUnit(seed, index));
      for (const values of [texts, series]) {
        for (let decile = 0; decile < 10; decile += 1) {
          const count = values.filter((value) => Math.floor(value * 10) === decile).length;
          expect(count).toBeGreaterThan(310);
          expect(count).toBeLessThan(490);
        }
      }
    }
  });
});

describe("values for schemas", () => {
  it("end on any JSON, however deep", () => {
    fc.assert(fc.property(fc.jsonValue(), (schema) => typeof JSON.stringify(valueForSchema(schema)) === "string"));
  });

  it.each([
    [{ type: "string", format: "date" }, "2026-01-01"],
    [{ type: ["null", "boolean"] }, true],
    [{ type: "array", items: { type: "number", maximum: 0.5 } }, [0.5]],
    [{ anyOf: [{ const: 5 }, { type: "string" }] }, 5],
    [{ properties: { a: { default: "x" } } }, { a: "x" }],
    [{ $ref: "#/unknown" }, {}],
  ])("%j", (schema, value) => {
    expect(valueForSchema(schema)).toEqual(value);
  });
});
