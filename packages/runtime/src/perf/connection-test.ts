import { ConfigError, ModelAuthError, ModelUnavailableError } from "@evalkit/core";
import { type FailureKind, type LoadPlan, type RequestRecord, type RequestSource, maskedUrl, runLoad } from "@evalkit/perf";

const TRIES = 3;
const PAUSE_MS = 1000;
const NOT_THERE: readonly FailureKind[] = ["connect", "connect-timeout", "dns", "reset"];

/** Sends one request before the load. Throws an error that says what is wrong with the address, the key or the body when it does not succeed. */
export async function testConnection(plan: Pick<LoadPlan, "api" | "timeouts" | "transport" | "proxy" | "insecure" | "http2" | "signal">, source: RequestSource, url: string): Promise<RequestRecord> {
  for (let attempt = 1; ; attempt += 1) {
    const record = await sendOne(plan, source);
    plan.signal.throwIfAborted();
    if (record === undefined) throw new ConfigError("The data set is empty: there is nothing to send.");
    if (record.outcome === "ok") return record;
    const isAway = record.failure !== undefined && NOT_THERE.includes(record.failure.kind);
    if (!isAway || attempt >= TRIES) throw failureOf(record, String(maskedUrl(url)));
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function sendOne(plan: Parameters<typeof testConnection>[0], source: RequestSource): Promise<RequestRecord | undefined> {
  let found: RequestRecord | undefined;
  const single: LoadPlan = { ...plan, source, arrivals: { kind: "closed" }, concurrency: 1, requests: 1, warmUpRequests: 0, coolDownRequests: 0, seed: 0, workers: 1, catchUp: "burst" };
  await runLoad(single, { onRecord: (record) => (found ??= record), onHealth: () => {} });
  return found;
}

function failureOf({ failure, status }: RequestRecord, url: string): Error {
  const message = failure?.message ?? "no answer";
  const hint = "--no-test-connection skips this test.";
  const code = failure?.status ?? status;
  if (code === 401 || code === 403) return new ModelAuthError(`${url} refuses the key (${code}): ${message}`, { hint: "Give --api-key." });
  if (code === 404) return new ConfigError(`${url} is not there, or does not know the model (404): ${message}`, { hint: "Check --url (it ends in /v1/chat/completions for most servers) and --model." });
  if (failure?.kind === "http-4xx") return new ConfigError(`${url} refuses the request (${code ?? "4xx"}): ${message}`, { hint: "Check --model, --max-tokens and --extra-args." });
  if (failure?.kind === "bad-body" || failure?.kind === "empty") return new ConfigError(`${url} does not answer as this --api does: ${message}`, { hint: "Check --api and --url." });
  return new ModelUnavailableError(`${url} cannot be reached (${failure?.kind ?? "?"}): ${message}`, { hint: `Check that the server runs. ${hint}` });
}
