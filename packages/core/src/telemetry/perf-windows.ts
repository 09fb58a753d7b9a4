import type { PerfRequest } from "../spec/perf-reporter.js";
import type { TrackerItem } from "../spec/tracker.js";
import { timesOf, tokensOf } from "./perf-running.js";
import { finiteValues } from "./series-key.js";

interface Second {
  ended: number;
  failed: number;
  readonly latencyMs: number[];
  readonly firstTokenMs: number[];
  readonly perTokenMs: number[];
}

export interface PerfWindowsOptions {
  /** Start of the point, epoch milliseconds. */
  readonly startedAtMs: number;
}

/**
 * Series per second instead of averages since the start. Requests belong to the second of their end and are shown once it is over; output tokens
 * are spread evenly over the arrivals of a request's payload events and known only when every request has ended, so they come last.
 */
export class PerfWindows {
  readonly #startedAtMs: number;
  #open = new Map<number, Second>();
  /** Every second before it has been shown. */
  #shown = 0;
  readonly #tokens: number[] = [];
  readonly #inFlightMs: number[] = [];
  #hasTokens = false;

  constructor({ startedAtMs }: PerfWindowsOptions) {
    this.#startedAtMs = startedAtMs;
  }

  /** Takes a finished request; gives the seconds that are over. */
  add(request: PerfRequest): readonly TrackerItem[] {
    if (!Number.isFinite(request.endMs)) return [];
    // Ends arrive nearly in order; what comes after its second was shown counts in the next one.
    const at = Math.max(this.#shown, secondOf(request.endMs));
    const second = this.#second(at);
    second.ended += 1;
    if (request.outcome === "ok") addTimes(second, request);
    else second.failed += 1;
    this.#addTokens(request);
    this.#addInFlight(request);
    return this.#close(at - 1);
  }

  /** The seconds not shown yet, and the token and load series of the whole point. */
  end(): readonly TrackerItem[] {
    const items = [...this.#close(Number.POSITIVE_INFINITY)];
    const last = Math.max(this.#inFlightMs.length, this.#tokens.length);
    for (let second = 0; second < last; second += 1) {
      const values = finiteValues({
        "window/output_tokens_per_s": this.#hasTokens ? (this.#tokens[second] ?? 0) : undefined,
        "window/in_flight": (this.#inFlightMs[second] ?? 0) / 1_000,
      });
      items.push(this.#item(second, values));
    }
    return items;
  }

  #second(at: number): Second {
    let second = this.#open.get(at);
    if (second === undefined) this.#open.set(at, (second = { ended: 0, failed: 0, latencyMs: [], firstTokenMs: [], perTokenMs: [] }));
    return second;
  }

  /** Shows the seconds up to `last`; one second behind, so that workers may differ a little. */
  #close(last: number): readonly TrackerItem[] {
    const items: TrackerItem[] = [];
    const due = [...this.#open.keys()].filter((at) => at < last).sort((first, second) => first - second);
    for (const at of due) {
      const second = this.#open.get(at);
      this.#open.delete(at);
      this.#shown = Math.max(this.#shown, at + 1);
      if (second !== undefined) items.push(this.#item(at, valuesOf(second)));
    }
    return items;
  }

  #item(second: number, values: Record<string, number>): TrackerItem {
    return { kind: "scalars", step: second, atMs: this.#startedAtMs + (second + 1) * 1_000, values };
  }

  #addTokens(request: PerfRequest): void {
    const { output } = tokensOf(request);
    const { payloadMs, outcome } = request;
    if (output === undefined || outcome !== "ok") return;
    this.#hasTokens = true;
    const arrivals = payloadMs.length > 0 ? payloadMs : [request.endMs];
    const share = output / arrivals.length;
    for (const at of arrivals) add(this.#tokens, secondOf(at), share);
  }

  /** Milliseconds of each second in which the request was on its way. */
  #addInFlight({ sentMs, endMs }: PerfRequest): void {
    for (let at = Math.max(0, sentMs); at < endMs; ) {
      const next = Math.min(endMs, (secondOf(at) + 1) * 1_000);
      add(this.#inFlightMs, secondOf(at), next - at);
      at = next;
    }
  }
}

function addTimes(second: Second, request: PerfRequest): void {
  const { latencyMs, firstTokenMs, perTokenMs } = timesOf(request);
  second.latencyMs.push(latencyMs);
  if (firstTokenMs !== undefined) second.firstTokenMs.push(firstTokenMs);
  if (perTokenMs !== undefined) second.perTokenMs.push(perTokenMs);
}

function valuesOf({ ended, failed, latencyMs, firstTokenMs, perTokenMs }: Second): Record<string, number> {
  return finiteValues({
    "window/requests_per_s": ended,
    "window/failed_per_s": failed,
    "window/latency_p50_ms": nearestRank(latencyMs, 0.5),
    "window/latency_p99_ms": nearestRank(latencyMs, 0.99),
    "window/ttft_p50_ms": nearestRank(firstTokenMs, 0.5),
    "window/ttft_p99_ms": nearestRank(firstTokenMs, 0.99),
    "window/tpot_p50_ms": nearestRank(perTokenMs, 0.5),
  });
}

/** The smallest value that at least this share of the values does not exceed; undefined for none. Sorts in place. */
function nearestRank(values: number[], share: number): number | undefined {
  values.sort((first, second) => first - second);
  return values[Math.max(0, Math.ceil(values.length * share) - 1)];
}

function secondOf(atMs: number): number {
  return Math.max(0, Math.floor(atMs / 1_000));
}

function add(series: number[], index: number, value: number): void {
  while (series.length <= index) series.push(0);
  series[index] = (series[index] ?? 0) + value;
}
