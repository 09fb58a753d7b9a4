import type { RequestRecord } from "../spec/record.js";

/** Rows of `trace_summary.json`: figures of whole conversations. */
export interface TraceSummary {
  readonly n_traces: number;
  readonly rows: readonly { readonly metric: string; readonly mean: number; readonly min: number; readonly p50: number; readonly p90: number; readonly p95: number; readonly p99: number; readonly max: number }[];
}

interface Trace {
  firstMs: number;
  lastMs: number;
  lastTurn: number;
  answerMs: number | undefined;
  firstTurnTtftMs: number | undefined;
  decode: { tokens: number; ms: number };
  cached: number;
  prompt: number;
  /** What earlier turns had put into the context. */
  eligible: number;
  previous: { turn: number; tokens: number } | undefined;
}

/** Collects conversations from records in any order of ends; some 200 bytes a conversation. */
export class TraceCollector {
  readonly #traces = new Map<string, Trace>();

  add(record: RequestRecord): void {
    const { conversation, outcome, phase } = record;
    if (conversation === undefined || outcome !== "ok" || phase !== "measured") return;
    const trace = this.#of(conversation.id, record);
    trace.firstMs = Math.min(trace.firstMs, record.sentMs);
    trace.lastMs = Math.max(trace.lastMs, record.endMs);
    if (conversation.turn >= trace.lastTurn) {
      trace.lastTurn = conversation.turn;
      trace.answerMs = record.firstAnswerMs ?? record.firstPayloadMs;
    }
    if (conversation.turn === 1 && record.firstPayloadMs !== undefined) trace.firstTurnTtftMs = record.firstPayloadMs - record.sentMs;
    addTokens(trace, record, conversation.turn);
  }

  /** Undefined without conversations; rows only of what is known. Percentiles by nearest rank. */
  result(): TraceSummary | undefined {
    const traces = [...this.#traces.values()];
    if (traces.length === 0) return undefined;
    const rows = [
      rowOf("Latency (s)", traces, (trace) => (trace.lastMs - trace.firstMs) / 1000),
      rowOf("First-Turn TTFT (s)", traces, ({ firstTurnTtftMs }) => (firstTurnTtftMs === undefined ? undefined : firstTurnTtftMs / 1000)),
      rowOf("TTFAT (s)", traces, ({ answerMs, firstMs }) => (answerMs === undefined ? undefined : (answerMs - firstMs) / 1000)),
      rowOf("Decode TPS", traces, ({ decode }) => (decode.ms > 0 ? (decode.tokens / decode.ms) * 1000 : undefined)),
      rowOf("Cache Hit Rate (%)", traces, ({ cached, prompt }) => (prompt > 0 ? (cached / prompt) * 100 : undefined)),
      rowOf("Eligible Cache Hit Rate (%)", traces, ({ cached, eligible }) => (eligible > 0 ? Math.min(100, (cached / eligible) * 100) : undefined)),
    ];
    return { n_traces: traces.length, rows: rows.filter((row) => row !== undefined) };
  }

  #of(id: string, { sentMs, endMs }: RequestRecord): Trace {
    let trace = this.#traces.get(id);
    if (trace === undefined) {
      trace = { firstMs: sentMs, lastMs: endMs, lastTurn: 0, answerMs: undefined, firstTurnTtftMs: undefined, decode: { tokens: 0, ms: 0 }, cached: 0, prompt: 0, eligible: 0, previous: undefined };
      this.#traces.set(id, trace);
    }
    return trace;
  }
}

function addTokens(trace: Trace, { usage, firstPayloadMs, lastPayloadMs, payloadMs }: RequestRecord, turn: number): void {
  const { promptTokens, completionTokens, cachedTokens } = usage ?? {};
  if (completionTokens !== undefined && completionTokens > 1 && firstPayloadMs !== undefined && lastPayloadMs !== undefined && payloadMs.length > 1) {
    trace.decode = { tokens: trace.decode.tokens + completionTokens - 1, ms: trace.decode.ms + lastPayloadMs - firstPayloadMs };
  }
  if (promptTokens === undefined) return;
  if (cachedTokens !== undefined) {
    trace.cached += cachedTokens;
    trace.prompt += promptTokens;
    if (trace.previous?.turn === turn - 1) trace.eligible += trace.previous.tokens;
  }
  if (completionTokens !== undefined) trace.previous = { turn, tokens: promptTokens + completionTokens };
}

function rowOf(metric: string, traces: readonly Trace[], read: (trace: Trace) => number | undefined): TraceSummary["rows"][number] | undefined {
  const values = Float64Array.from(traces.map(read).filter((value) => value !== undefined)).sort();
  if (values.length === 0) return undefined;
  const at = (percent: number): number => values[Math.max(0, Math.ceil((percent * values.length) / 100 - 1e-9) - 1)] ?? Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { metric, mean, min: at(0), p50: at(50), p90: at(90), p95: at(95), p99: at(99), max: at(100) };
}
