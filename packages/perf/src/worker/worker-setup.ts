import type { LoadPlan } from "../spec/load.js";
import { placeBoard, type PlaceBoard } from "./place-board.js";
import { shareOf, slotsOf } from "./plan-workers.js";
import type { WorkerSetup } from "./protocol.js";

export interface WorkerPlace {
  readonly worker: number;
  readonly workers: number;
  readonly transport: "net" | "undici";
  readonly places: PlaceBoard | undefined;
}

/** One thread's share of a plan. */
export function workerSetup(plan: LoadPlan, { worker, workers, transport, places }: WorkerPlace): WorkerSetup {
  const slots = slotsOf(plan);
  return {
    worker,
    api: plan.api,
    transport,
    transportSettings: {
      connectTimeoutMs: plan.timeouts.connectMs,
      reuseConnections: plan.reuseConnections ?? true,
      proxy: plan.proxy,
      http2: plan.http2 ?? false,
      insecure: plan.insecure ?? false,
    },
    timeouts: plan.timeouts,
    slots: slots === undefined ? undefined : shareOf(slots, worker, workers),
    places,
    isClosed: plan.arrivals.kind === "closed",
    catchUp: plan.catchUp,
    keepsEvents: plan.wantsText === true || plan.source.follow !== undefined,
  };
}

/** What the workers of a plan share of its cap; undefined where there is no cap, or one worker. */
export function sharedPlaces(plan: LoadPlan, workers: number): PlaceBoard | undefined {
  const slots = slotsOf(plan);
  return slots === undefined || workers === 1 ? undefined : placeBoard(slots, workers, plan.arrivals.kind === "closed");
}
