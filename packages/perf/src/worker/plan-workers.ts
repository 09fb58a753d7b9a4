import { availableParallelism } from "node:os";
import type { LoadPlan } from "../spec/load.js";

/** Streams that one thread serves without being hurried, and requests a second. */
const STREAMS_PER_WORKER = 100;
const RATE_PER_WORKER = 2000;

/** How many load threads: as asked for, else by load and cores; never more than slots. */
export function planWorkers(plan: LoadPlan): number {
  const wanted = plan.workers ?? Math.min(Math.max(1, availableParallelism() - 1), byLoad(plan));
  return Math.max(1, Math.min(wanted, slotsOf(plan) ?? Infinity));
}

/** Requests in flight at most; a closed loop has always such a bound. */
export function slotsOf(plan: LoadPlan): number | undefined {
  return plan.concurrency ?? (plan.arrivals.kind === "closed" ? 1 : undefined);
}

/** The first workers get the odd ones. */
export function shareOf(total: number, worker: number, workers: number): number {
  return Math.floor(total / workers) + (worker < total % workers ? 1 : 0);
}

/** Connections to be opened before the start, in all. */
export function connectionsOf(plan: LoadPlan): number {
  if (plan.preconnect === false || plan.reuseConnections === false) return 0;
  const slots = slotsOf(plan);
  const all = plan.warmUpRequests + (plan.requests ?? Infinity) + plan.coolDownRequests;
  return plan.connections ?? Math.min(all, slots ?? Math.min(256, Math.ceil(highestRate(plan.arrivals))));
}

function byLoad(plan: LoadPlan): number {
  const streams = plan.concurrency === undefined ? 1 : Math.ceil(plan.concurrency / STREAMS_PER_WORKER);
  return Math.max(streams, Math.ceil(highestRate(plan.arrivals) / RATE_PER_WORKER));
}

function highestRate(arrivals: LoadPlan["arrivals"]): number {
  if (arrivals.kind === "piecewise") return Math.max(1, ...arrivals.points.map(({ perSecond }) => perSecond));
  return "perSecond" in arrivals ? arrivals.perSecond : 1;
}
