import type { LoadPlan } from "../spec/load.js";
import { shareOf, slotsOf } from "./plan-workers.js";
import type { WorkerSetup } from "./protocol.js";

/** One thread's share of a plan. */
export function workerSetup(plan: LoadPlan, { worker, workers, transport }: { readonly worker: number; readonly workers: number; readonly transport: "net" | "undici" }): WorkerSetup {
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
    isClosed: plan.arrivals.kind === "closed",
    catchUp: plan.catchUp,
    keepsEvents: plan.wantsText === true || plan.source.follow !== undefined,
  };
}
