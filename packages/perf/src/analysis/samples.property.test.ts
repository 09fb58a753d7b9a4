import fc from "fast-check";
import { expect, test } from "vitest";
import { loadHdr } from "./hdr.js";
import { nearestRank } from "./order-statistics.js";
import { Samples } from "./samples.js";

const makeHdr = await loadHdr();
const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 });

test("below the bound a percentile is one of the values, with enough of them at or below it", () => {
  fc.assert(
    fc.property(values, fc.constantFrom(1, 25, 50, 90, 99, 99.9), (given, percent) => {
      const samples = new Samples(1000, makeHdr);
      for (const value of given) samples.add(value);
      const found = samples.valueAtRank(nearestRank(given.length, percent));
      expect(given).toContain(found);
      expect(given.filter((value) => value <= found).length).toBeGreaterThanOrEqual((given.length * percent) / 100 - 1e-6);
      expect(given.filter((value) => value < found).length).toBeLessThan((given.length * percent) / 100 + 1e-6);
    }),
  );
});

test("beyond the bound it is within 0.1 % and half a thousandth of the exact one, and counts stay exact", () => {
  fc.assert(
    fc.property(values, fc.constantFrom(25, 50, 90, 99), (given, percent) => {
      const exact = new Samples(1000, makeHdr);
      const bucketed = new Samples(1, makeHdr);
      for (const value of given) {
        exact.add(value);
        bucketed.add(value);
      }
      const rank = nearestRank(given.length, percent);
      expect(bucketed.isExact).toBe(given.length <= 1);
      expect(bucketed.count).toBe(given.length);
      expect(Math.abs(bucketed.valueAtRank(rank) - exact.valueAtRank(rank))).toBeLessThanOrEqual(exact.valueAtRank(rank) * 0.001 + 0.0011);
      expect(bucketed.moments.mean).toBeCloseTo(exact.moments.mean, 9);
      bucketed.free();
    }),
  );
});

test("merged histograms answer like one that saw everything", () => {
  fc.assert(
    fc.property(values, values, (first, second) => {
      const [one, other, both] = [makeHdr(), makeHdr(), makeHdr()];
      for (const value of first) one.add(value, 1);
      for (const value of second) other.add(value, 1);
      for (const value of [...first, ...second]) both.add(value, 1);
      one.merge(other);
      for (const rank of [1, Math.ceil(both.count / 2), both.count]) expect(one.valueAtRank(rank)).toBe(both.valueAtRank(rank));
      for (const hdr of [one, other, both]) hdr.free();
    }),
  );
});
