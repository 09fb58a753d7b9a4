import type { TokenUsage } from "./request.js";

export type RequestOutcome = "ok" | "failed" | "cancelled";

/** Kinds of failure, counted apart. */
export type FailureKind =
  | "connect" | "tls" | "dns" | "connect-timeout" | "read-timeout" | "total-timeout"
  | "http-3xx" | "http-4xx" | "http-429" | "http-5xx" | "reset" | "early-close" | "error-in-stream" | "bad-body" | "empty" | "aborted";

/**
 * Raw timeline of one request, the one truth every metric is computed from. Times are milliseconds since the run's start on the monotonic clock;
 * what did not happen is absent, never 0.
 */
export interface RequestRecord {
  readonly index: number;
  readonly phase: "warm-up" | "measured" | "cool-down";
  readonly worker: number;
  readonly outcome: RequestOutcome;
  readonly failure?: { readonly kind: FailureKind; readonly message: string; readonly status?: number };
  readonly status?: number;
  readonly stream: boolean;
  readonly model?: string;
  readonly conversation?: { readonly id: string; readonly turn: number };
  readonly asked?: { readonly inputTokens: number; readonly counted: "tokenizer" | "characters" };
  readonly maxOutputTokens?: number;

  /** When it was due by the schedule; in a closed loop when its slot came free. */
  readonly intendedMs: number;
  /** When the client took it up: later than `intendedMs` by the client's own lateness, earlier than `sentMs` by the waits for a slot and a connection. */
  readonly dequeuedMs?: number;
  /** How long the concurrency cap held it back. */
  readonly heldBackMs?: number;
  /** When a slot and a connection were there and its bytes were handed to the socket. */
  readonly sentMs: number;
  readonly headersMs?: number;
  readonly firstByteMs?: number;
  /** First event with any generated payload: text, reasoning, a tool call. The end of TTFT. */
  readonly firstPayloadMs?: number;
  /** First event with text of the answer itself. */
  readonly firstAnswerMs?: number;
  /** First event with `choices`, even an empty one (what EvalScope calls first). */
  readonly firstEventMs?: number;
  readonly lastPayloadMs?: number;
  readonly endMs: number;
  /** Phases of the connection, where it was opened for this request. */
  readonly connection?: { readonly waitMs?: number; readonly dnsMs?: number; readonly connectMs?: number; readonly tlsMs?: number; readonly reused: boolean };

  /** Arrival of each generated-payload event. */
  readonly payloadMs: readonly number[];
  /** Arrival of every event but comments and the last usage, where it differs from `payloadMs` (EvalScope's gaps). */
  readonly eventMs?: readonly number[];
  /** Payload events that came out of one read with the event before: their own gap is not known. Indices into `payloadMs`. */
  readonly coalesced?: readonly number[];
  /** Completion tokens of each payload event, where the server says. */
  readonly tokensPerEvent?: readonly number[];
  readonly usage: TokenUsage | undefined;
  /** Tokens counted by a tokenizer, beside what the server says. */
  readonly counted?: { readonly promptTokens?: number; readonly completionTokens?: number };
  /** Bytes of the answer's body as they came over the wire. */
  readonly bytes: number;
  readonly finish?: string;
  /** Where `LoadPlan.wantsText` asks for it. */
  readonly text?: string;
  readonly reasoning?: string;
}

/** Health of one worker over one second. */
export interface HealthSample {
  readonly worker: number;
  /** Second of the run, from 0. */
  readonly second: number;
  readonly loopDelayP50Ms: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  /** 0 to 1. */
  readonly loopUtilisation: number;
  readonly gcMs: number;
  readonly cpuMs: number;
  readonly sendLatenessP99Ms?: number;
  /** Payload events per read of the socket. */
  readonly eventsPerRead?: number;
  readonly inFlight: number;
  /** Requests sent within this second. */
  readonly sent: number;
  /** Events of any kind within this second. */
  readonly events: number;
  /** Why this second is not to be believed; absent when it is. */
  readonly tainted?: string;
}
