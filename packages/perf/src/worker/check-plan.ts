import { ConfigError } from "@evalkit/core";
import type { Arrivals, LoadPlan } from "../spec/load.js";

/** Throws a `ConfigError` for a plan that cannot be carried out. */
export function checkPlan(plan: LoadPlan): void {
  count("requests", plan.requests, 1);
  count("warm-up requests", plan.warmUpRequests, 0);
  count("cool-down requests", plan.coolDownRequests, 0);
  count("concurrency", plan.concurrency, 1);
  count("workers", plan.workers, 1);
  duration("The duration", plan.durationMs);
  duration("The total time-out", plan.timeouts.totalMs);
  duration("The read time-out", plan.timeouts.readMs);
  duration("The connect time-out", plan.timeouts.connectMs);
  checkArrivals(plan.arrivals);
  if (plan.requests === undefined && plan.coolDownRequests > 0) throw new ConfigError("Cool-down requests need a number of requests that they follow.");
  if (plan.transport === "net" && plan.proxy !== undefined) throw new ConfigError("The net transport does not go through proxies.", { hint: "Leave the transport to be chosen." });
}

function checkArrivals(arrivals: Arrivals): void {
  switch (arrivals.kind) {
    case "closed":
      return;
    case "given":
      positive("speed", arrivals.speed);
      return;
    case "piecewise":
      checkPoints(arrivals.points);
      return;
    case "gamma":
      positive("shape of the gamma distribution", arrivals.shape);
      positive("rate", arrivals.perSecond);
      return;
    default:
      positive("rate", arrivals.perSecond);
  }
}

function checkPoints(points: readonly { readonly atMs: number; readonly perSecond: number }[]): void {
  if (points.length === 0) throw new ConfigError("The series of rates is empty.");
  let before = 0;
  for (const { atMs, perSecond } of points) {
    if (!Number.isFinite(atMs) || atMs < before) throw new ConfigError(`The series of rates goes back in time at ${atMs} ms.`);
    if (!Number.isFinite(perSecond) || perSecond < 0) throw new ConfigError(`The rate at ${atMs} ms is ${perSecond}.`, { hint: "Rates are requests per second from 0 up." });
    before = atMs;
  }
  if (points.every(({ perSecond }) => perSecond === 0)) throw new ConfigError("All rates of the series are 0.");
}

function positive(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) throw new ConfigError(`The ${name} is ${value}.`, { hint: "Give a number above 0." });
}

function duration(name: string, valueMs: number | undefined): void {
  if (valueMs !== undefined && !(valueMs > 0)) throw new ConfigError(`${name} is ${valueMs} ms.`, { hint: "Give a time above 0." });
}

function count(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  throw new ConfigError(`The number of ${name} is ${value}.`, { hint: `Give a whole number from ${least} up.` });
}
