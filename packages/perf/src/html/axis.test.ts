import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactScale, linearScale, tickText, valueScale } from "./axis.js";

describe("axes", () => {
  test("ticks are round and hold the values between them", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (high) => {
        const { place, ticks } = linearScale({ low: 0, high, from: 100, to: 0 });
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(high * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(place(high)).toBeGreaterThanOrEqual(-1e-6);
        expect(place(0)).toBe(100);
      }),
    );
  });

  test.each([[0, 0], [5, 5], [Number.MIN_VALUE, 1]])("from %s to %s there is an axis, and it ends", (low, high) => {
    for (const scale of [linearScale({ low, high, from: 0, to: 1 }), exactScale({ low, high, from: 0, to: 1 })]) {
      expect(scale.ticks.length).toBeLessThan(20);
      expect(Number.isFinite(scale.place(low))).toBe(true);
    }
  });

  test("loads far apart stand by logarithm, near ones linearly", () => {
    expect(valueScale([1, 10, 100], 0, 100).place(10)).toBeCloseTo(50, 9);
    expect(valueScale([10, 20, 30], 0, 100).place(20)).toBeCloseTo(50, 9);
    expect(valueScale([7], 0, 100).place(7)).toBe(50);
    expect([999, 12_500, 2_000_000, 0.25].map(tickText)).toEqual(["999", "12.5k", "2M", "0.25"]);
  });
});
