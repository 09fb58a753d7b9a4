import type { Arrivals } from "../spec/load.js";
import { drawGamma } from "./gamma.js";
import { piecewiseInverse } from "./piecewise.js";
import { seededRandom } from "./random.js";

/** Gives one arrival after the other in milliseconds since the start of the run, never going back; undefined when no further one comes. */
export type ArrivalTimes = () => number | undefined;

/**
 * The one global schedule of a run: depends on the arrivals and the seed alone, whatever the number of workers.
 * Undefined for a closed loop and for requests that say themselves when they are due.
 */
export function arrivalTimes(arrivals: Arrivals, seed: number): ArrivalTimes | undefined {
  switch (arrivals.kind) {
    case "closed":
    case "given":
      return undefined;
    case "constant":
      return constantTimes(1000 / arrivals.perSecond);
    case "poisson":
      return poissonTimes(1000 / arrivals.perSecond, seed);
    case "gamma":
      return gammaTimes(1000 / arrivals.perSecond, arrivals.shape, seed);
    case "piecewise":
      return piecewiseTimes(arrivals.points, seed);
  }
}

/** By multiplication, so that rounding does not add up. */
function constantTimes(gapMs: number): ArrivalTimes {
  let count = 0;
  return () => {
    count += 1;
    return (count - 1) * gapMs;
  };
}

function poissonTimes(meanGapMs: number, seed: number): ArrivalTimes {
  const random = seededRandom(seed);
  let atMs = 0;
  return () => {
    atMs -= Math.log(random.unit()) * meanGapMs;
    return atMs;
  };
}

function gammaTimes(meanGapMs: number, shape: number, seed: number): ArrivalTimes {
  const random = seededRandom(seed);
  let atMs = 0;
  return () => {
    atMs += (drawGamma(random, shape) / shape) * meanGapMs;
    return atMs;
  };
}

/** A Poisson process whose rate changes, by inversion of its expected count. */
function piecewiseTimes(points: readonly { readonly atMs: number; readonly perSecond: number }[], seed: number): ArrivalTimes {
  const random = seededRandom(seed);
  const inverse = piecewiseInverse(points);
  let expected = 0;
  return () => {
    expected -= Math.log(random.unit());
    return inverse(expected);
  };
}
