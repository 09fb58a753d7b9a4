import type { LoadPlan } from "../spec/load.js";
import type { PreparedRequest } from "../spec/request.js";

/** Our own HTTP/1.1 for plain http, undici for TLS, HTTP/2 and proxies; unless the plan says which. */
export function chooseTransport(plan: LoadPlan, first: PreparedRequest | undefined): "net" | "undici" {
  if (plan.transport !== "auto") return plan.transport;
  const isPlain = first === undefined || first.url.startsWith("http:");
  return isPlain && plan.proxy === undefined ? "net" : "undici";
}
