import { describe, expect, it } from "vitest";
import type { Arrivals } from "../spec/load.js";
import { arrivalTimes } from "./arrival-times.js";

const COUNT = 20_000;

function times(arrivals: Arrivals, seed: number, count = COUNT): number[] {
  const next = arrivalTimes(arrivals, seed);
  return Array.from({ length: count }, () => next?.() ?? Number.NaN);
}

function gaps(values: readonly number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}

/** Kolmogorov–Smirnov distance to a distribution; its critical value at 0.1 % is 1.95 / √n. */
function distance(values: readonly number[], cumulative: (value: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.reduce((most, value, index) => {
    const expected = cumulative(value);
    return Math.max(most, Math.abs(expected - index / sorted.length), Math.abs((index + 1) / sorted.length - expected));
  }, 0);
}
const critical = 1.95 / Math.sqrt(COUNT);

/** Regularised lower incomplete gamma function by its series. */
function gammaCumulative(shape: number, value: number): number {
  if (value <= 0) return 0;
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < 2000 && term > sum * 1e-15; n += 1) {
    term *= value / (shape + n);
    sum += term;
  }
  return sum * Math.exp(-value + shape * Math.log(value) - logGamma(shape));
}

function logGamma(value: number): number {
  const shifted = value + 7;
  const inverse = 1 / shifted;
  let correction = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260;
  for (let step = 0; step < 7; step += 1) correction -= Math.log(value + step);
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + correction;
}

describe("arrivalTimes", () => {
  it("gives the same schedule for the same seed and another for another", () => {
    for (const arrivals of [
      { kind: "poisson", perSecond: 100 },
      { kind: "gamma", perSecond: 100, shape: 0.3 },
      { kind: "piecewise", points: [{ atMs: 0, perSecond: 1 }, { atMs: 5000, perSecond: 200 }] },
    ] satisfies Arrivals[]) {
      expect(times(arrivals, 7, 500)).toEqual(times(arrivals, 7, 500));
      expect(times(arrivals, 7, 500)).not.toEqual(times(arrivals, 8, 500));
    }
  });

  it("never goes back", () => {
    for (const seed of [0, 1, -5, 0.5, 2 ** 40]) {
      const values = times({ kind: "gamma", perSecond: 1000, shape: 0.05 }, seed, 2000);
      expect(values.every((value, index) => value >= (values[index - 1] ?? 0))).toBe(true);
    }
  });

  it("keeps a constant rate without drift", () => {
    const values = times({ kind: "constant", perSecond: 3 }, 1, 3_000_001);
    expect(values[0]).toBe(0);
    expect(values[3_000_000]).toBeCloseTo(1_000_000_000, 3);
  });

  it.each([1, 2, 3])("passes a Kolmogorov-Smirnov test for Poisson arrivals (seed %d)", (seed) => {
    const waits = gaps(times({ kind: "poisson", perSecond: 50 }, seed));
    expect(distance(waits, (value) => 1 - Math.exp(-value / 20))).toBeLessThan(critical);
    // The test can tell a wrong rate.
    expect(distance(waits, (value) => 1 - Math.exp(-value / 21))).toBeGreaterThan(critical);
  });

  it.each([0.2, 0.7, 1, 2.5, 10])("passes a Kolmogorov-Smirnov test for gamma arrivals of shape %d", (shape) => {
    const waits = gaps(times({ kind: "gamma", perSecond: 50, shape }, 11));
    expect(distance(waits, (value) => gammaCumulative(shape, (value / 20) * shape))).toBeLessThan(critical);
    expect(distance(waits, (value) => gammaCumulative(shape * 1.15, (value / 20) * shape * 1.15))).toBeGreaterThan(critical);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / COUNT).toBeCloseTo(20, shape < 0.5 ? -0.5 : 0);
  });

  it("has waits that do not depend on each other", () => {
    const waits = gaps(times({ kind: "poisson", perSecond: 50 }, 5)).map((wait) => wait - 20);
    const variance = waits.reduce((sum, wait) => sum + wait * wait, 0);
    const product = waits.reduce((sum, wait, index) => sum + wait * (waits[index + 1] ?? 0), 0);
    expect(Math.abs(product / variance)).toBeLessThan(4 / Math.sqrt(COUNT));
  });

  it("follows a piecewise rate", () => {
    const values = times({ kind: "piecewise", points: [{ atMs: 0, perSecond: 0 }, { atMs: 10_000, perSecond: 1000 }, { atMs: 20_000, perSecond: 1000 }] }, 3, 14_000);
    // 5000 arrivals are expected while the rate rises; given how many there are, they lie as the rate does.
    const rising = values.filter((value) => value < 10_000);
    expect(Math.abs(rising.length - 5000)).toBeLessThan(4 * Math.sqrt(5000));
    expect(distance(rising, (value) => (value / 10_000) ** 2)).toBeLessThan(1.95 / Math.sqrt(rising.length));
    const steady = values.filter((value) => value >= 10_000 && value < 18_000);
    expect(Math.abs(steady.length - 8000)).toBeLessThan(4 * Math.sqrt(8000));
  });

  it("ends where the rate ends at 0", () => {
    const next = arrivalTimes({ kind: "piecewise", points: [{ atMs: 0, perSecond: 100 }, { atMs: 1000, perSecond: 0 }] }, 1);
    const values: number[] = [];
    for (let value = next?.(); value !== undefined && values.length < 1000; value = next?.()) values.push(value);
    expect(values.length).toBeGreaterThan(20);
    expect(values.length).toBeLessThan(90);
    expect(Math.max(...values)).toBeLessThan(1000);
  });
});
