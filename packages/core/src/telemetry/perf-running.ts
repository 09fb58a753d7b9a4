import type { PerfPoint, PerfRequest } from "../spec/perf-reporter.js";
import { finiteValues } from "./series-key.js";

class Mean {
  sum = 0;
  count = 0;

  add(value: number | undefined): void {
    if (value === undefined || !Number.isFinite(value)) return;
    this.sum += value;
    this.count += 1;
  }

  get value(): number | undefined {
    return this.count === 0 ? undefined : this.sum / this.count;
  }
}

/** Tokens of a request, as the server says, else as a tokenizer counted. */
export function tokensOf({ usage, counted }: PerfRequest): { readonly input?: number; readonly output?: number } {
  const input = usage?.promptTokens ?? counted?.promptTokens;
  const output = usage?.completionTokens ?? counted?.completionTokens;
  return { ...(input === undefined ? {} : { input }), ...(output === undefined ? {} : { output }) };
}

/** The figures of one finished request that are averaged: milliseconds from the send. */
export function timesOf(request: PerfRequest): { readonly latencyMs: number; readonly firstTokenMs?: number; readonly perTokenMs?: number } {
  const { sentMs, endMs, firstPayloadMs, lastPayloadMs, stream } = request;
  const latencyMs = endMs - sentMs;
  if (!stream || firstPayloadMs === undefined) return { latencyMs };
  const { output = 0 } = tokensOf(request);
  const perTokenMs = lastPayloadMs === undefined || output < 2 ? undefined : (lastPayloadMs - firstPayloadMs) / (output - 1);
  return { latencyMs, firstTokenMs: firstPayloadMs - sentMs, ...(perTokenMs === undefined ? {} : { perTokenMs }) };
}

/**
 * The running averages that EvalScope sends after every request, under its names. What is unknown is left out. A request counts from its end;
 * time to first token ends at the first generated payload, and time per output token is (last payload − first payload) / (tokens − 1).
 */
export class RunningFigures {
  readonly #point: PerfPoint;
  #ok = 0;
  #failed = 0;
  #streamed = 0;
  #firstSentMs = Number.POSITIVE_INFINITY;
  #lastEndMs = 0;
  readonly #latency = new Mean();
  readonly #firstToken = new Mean();
  readonly #perToken = new Mean();
  readonly #gap = new Mean();
  readonly #input = new Mean();
  readonly #output = new Mean();
  readonly #turns = new Mean();

  constructor(point: PerfPoint) {
    this.#point = point;
  }

  /** Requests that have ended. */
  get total(): number {
    return this.#ok + this.#failed;
  }

  add(request: PerfRequest): void {
    this.#firstSentMs = Math.min(this.#firstSentMs, request.sentMs);
    this.#lastEndMs = Math.max(this.#lastEndMs, request.endMs);
    if (request.stream) this.#streamed += 1;
    if (request.outcome !== "ok") {
      this.#failed += 1;
      return;
    }
    this.#ok += 1;
    const { latencyMs, firstTokenMs, perTokenMs } = timesOf(request);
    const { input, output } = tokensOf(request);
    this.#latency.add(latencyMs);
    this.#firstToken.add(firstTokenMs);
    this.#perToken.add(perTokenMs);
    this.#input.add(input);
    this.#output.add(output);
    this.#turns.add(request.conversation?.turn);
    const { payloadMs } = request;
    for (let index = 1; index < payloadMs.length; index += 1) this.#gap.add((payloadMs[index] ?? Number.NaN) - (payloadMs[index - 1] ?? Number.NaN));
  }

  /** All figures as they stand. */
  values(): Record<string, number> {
    const seconds = (this.#lastEndMs - this.#firstSentMs) / 1_000;
    const perSecond = (sum: number, count: number): number | undefined => (seconds > 0 && count > 0 ? sum / seconds : undefined);
    const input = this.#input;
    const output = this.#output;
    return finiteValues({
      "Test Duration (s)": seconds,
      Concurrency: this.#point.concurrency,
      "Request Rate (req/s)": this.#point.ratePerSecond,
      "Total Requests": this.total,
      "Success Requests": this.#ok,
      "Failed Requests": this.#failed,
      "Stream Requests": this.#streamed,
      "Non-Stream Requests": this.total - this.#streamed,
      "Req Throughput (req/s)": perSecond(this.#ok, this.#ok),
      "Avg Latency (s)": thousandth(this.#latency.value),
      "Avg Input Tokens": input.value,
      "Avg Output Tokens": output.value,
      "Output Throughput (tok/s)": perSecond(output.sum, output.count),
      "Total Throughput (tok/s)": output.count > 0 && input.count > 0 ? perSecond(input.sum + output.sum, output.count) : undefined,
      "Avg TTFT (ms)": this.#firstToken.value,
      "Avg TPOT (ms)": this.#perToken.value,
      "Avg ITL (ms)": this.#gap.value,
      "Avg Turns/Request": this.#turns.value,
    });
  }
}

function thousandth(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value / 1_000;
}
