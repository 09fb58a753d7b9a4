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

/** Known gaps between neighbouring payload events, milliseconds. */
export function gapsOf({ payloadMs, coalesced }: PerfRequest): readonly number[] {
  const unknown = coalesced === undefined || coalesced.length === 0 ? undefined : new Set(coalesced);
  const gaps: number[] = [];
  for (let index = 1; index < payloadMs.length; index += 1) {
    if (unknown?.has(index) !== true) gaps.push((payloadMs[index] ?? Number.NaN) - (payloadMs[index - 1] ?? Number.NaN));
  }
  return gaps;
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
  readonly #firstTurn = new Mean();
  readonly #laterTurns = new Mean();
  /** Tokens per payload event after the first, of requests where it is above 1. */
  readonly #tokensPerStep = new Mean();
  readonly #cache = { cached: 0, input: 0 };

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
    for (const gap of gapsOf(request)) this.#gap.add(gap);
    this.#addTurn(request, firstTokenMs);
    const tokensPerStep = output === undefined || request.payloadMs.length < 2 ? 0 : (output - 1) / (request.payloadMs.length - 1);
    if (tokensPerStep > 1) this.#tokensPerStep.add(tokensPerStep);
    const { promptTokens, cachedTokens } = request.usage ?? {};
    if (promptTokens === undefined || cachedTokens === undefined) return;
    this.#cache.cached += cachedTokens;
    this.#cache.input += promptTokens;
  }

  #addTurn({ conversation }: PerfRequest, firstTokenMs: number | undefined): void {
    if (conversation === undefined) return;
    this.#turns.add(conversation.turn);
    (conversation.turn === 1 ? this.#firstTurn : this.#laterTurns).add(firstTokenMs);
  }

  /** All figures as they stand. */
  values(): Record<string, number> {
    const seconds = (this.#lastEndMs - this.#firstSentMs) / 1_000;
    const perSecond = (sum: number, count: number): number | undefined => (seconds > 0 && count > 0 ? sum / seconds : undefined);
    const input = this.#input;
    const output = this.#output;
    const tokensPerStep = this.#tokensPerStep.value;
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
      // Embeddings and rankings have input alone.
      "Input Throughput (tok/s)": output.count === 0 ? perSecond(input.sum, input.count) : undefined,
      "Avg Turns/Request": this.#turns.value,
      "KV Cache Hit Rate (%)": this.#cache.input === 0 ? undefined : (this.#cache.cached / this.#cache.input) * 100,
      "Avg First-Turn TTFT (ms)": this.#firstTurn.value,
      "Avg Subsequent-Turn TTFT (ms)": this.#laterTurns.value,
      "Avg Decoded Tok/Iter": tokensPerStep,
      "Spec. Accept Rate": tokensPerStep === undefined ? undefined : 1 - 1 / tokensPerStep,
    });
  }
}

function thousandth(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value / 1_000;
}
