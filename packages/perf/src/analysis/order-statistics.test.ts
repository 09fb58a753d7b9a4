import { describe, expect, test } from "vitest";
import { certifiedRankFromTop, nearestRank, percentileRanks, samplesNeeded } from "./order-statistics.js";

describe("nearest rank", () => {
  test.each([
    [1, 50, 1], [10, 50, 5], [10, 90, 9], [10, 99, 10], [100, 99, 99], [1000, 99.9, 999], [4, 25, 1], [5, 25, 2], [3, 1, 1],
  ])("of %i values the %s %% is rank %i", (count, percent, rank) => {
    expect(nearestRank(count, percent)).toBe(rank);
  });
});

describe("MLPerf's smallest sample counts", () => {
  test.each([[50, 11], [90, 64], [95, 130], [99, 662], [99.9, 6636]])("p%s needs %i, and one fewer certifies nothing", (percent, needed) => {
    expect(samplesNeeded(percent)).toBe(needed);
    expect(certifiedRankFromTop(needed, percent)).toBe(1);
    expect(certifiedRankFromTop(needed - 1, percent)).toBeUndefined();
  });

  test("low percentiles need what the mirrored ones need", () => {
    expect(samplesNeeded(1)).toBe(662);
    expect(samplesNeeded(10)).toBe(64);
  });
});

describe("ranks around a percentile", () => {
  test("the median of 10 lies between the 2nd and the 9th value with 97.9 % confidence (table of David and Nagaraja)", () => {
    expect(percentileRanks(10, 50)).toEqual({ low: 2, high: 9 });
  });

  test("p99 of 100 values has no upper bound, that of 1000 has", () => {
    expect(percentileRanks(100, 99).high).toBeUndefined();
    expect(percentileRanks(100, 99).low).toBe(97);
    const { low, high } = percentileRanks(1000, 99);
    expect(low).toBeLessThan(990);
    expect(high).toBeGreaterThan(990);
  });

  test("one value bounds nothing", () => {
    expect(percentileRanks(1, 50)).toEqual({});
  });

  test("a million values take no longer than the spread of their ranks", () => {
    const { low = 0, high = 0 } = percentileRanks(1_000_000, 50);
    expect(low).toBeGreaterThan(498_900);
    expect(low).toBeLessThan(499_100);
    expect(high - 500_000).toBeCloseTo(500_000 - low, -1);
  });
});
