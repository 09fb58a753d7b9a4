import type { LoadObserver, LoadOutcome, LoadPlan } from "./spec/load.js";
import { checkPlan } from "./worker/check-plan.js";
import { LoadRun } from "./worker/load-run.js";

/**
 * Carries a plan out: sends its requests from load threads and tells the observer each request's timeline once, in the order of their ends as far as threads
 * allow. Aborting the plan's signal ends what is in flight with records of outcome "failed", kind "aborted". Throws a `ConfigError` for a plan that cannot be carried out
 * and what the source throws.
 */
export async function runLoad(plan: LoadPlan, observer: LoadObserver): Promise<LoadOutcome> {
  checkPlan(plan);
  return new LoadRun(plan, observer).run();
}
