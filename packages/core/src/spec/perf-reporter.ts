/** What a load test is, written before its first request. Holds no secret. */
export interface PerfRunInfo {
  readonly runId: string;
  /** What the user called it (`--name`), else model and time. */
  readonly name: string;
  readonly model: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Everything that was asked for, secrets masked. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** One load of a sweep: a concurrency or a rate, and how many requests. */
export interface PerfPoint {
  /** Place in the sweep, from 0. */
  readonly index: number;
  /** As its folder is called, such as `parallel_8_number_100`. */
  readonly label: string;
  /** Absent: no bound. */
  readonly concurrency?: number;
  /** Absent: closed loop. */
  readonly ratePerSecond?: number;
  readonly requests?: number;
}

/** What reporters read of a finished request: a raw timeline, milliseconds since the start of its point. What did not happen is absent. */
export interface PerfRequest {
  readonly outcome: "ok" | "failed" | "cancelled";
  readonly failure?: { readonly kind: string };
  readonly stream: boolean;
  readonly intendedMs: number;
  readonly sentMs: number;
  /** First event with any generated payload. */
  readonly firstPayloadMs?: number;
  readonly lastPayloadMs?: number;
  readonly endMs: number;
  /** Arrival of each generated-payload event. */
  readonly payloadMs: readonly number[];
  /** Payload events that came out of one read with the event before, so that their gap is not known: indices into `payloadMs`. */
  readonly coalesced?: readonly number[];
  readonly usage: { readonly promptTokens?: number; readonly completionTokens?: number; readonly cachedTokens?: number } | undefined;
  /** Tokens counted by a tokenizer; used where the server says nothing. */
  readonly counted?: { readonly promptTokens?: number; readonly completionTokens?: number };
  readonly conversation?: { readonly turn: number };
}

/** Health of one worker of the load generator over one second. */
export interface PerfHealth {
  readonly worker: number;
  /** Second of the point, from 0. */
  readonly second: number;
  readonly loopDelayP99Ms: number;
  /** 0 to 1. */
  readonly loopUtilisation: number;
  readonly gcMs: number;
  readonly cpuMs: number;
  readonly sendLatenessP99Ms?: number;
  readonly inFlight: number;
  /** Why this second is not to be believed; absent when it is. */
  readonly tainted?: string;
}

/** How a point ended, in the figures of its own result files. */
export interface PerfPointResult {
  /** Figures under EvalScope's names, such as `Avg TTFT (ms)`; what is unknown is left out. */
  readonly summary: Readonly<Record<string, number>>;
  readonly percentiles: { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | undefined)[])[] };
  readonly verdict: { readonly state: "valid" | "client-limited" | "invalid"; readonly reasons: readonly string[] };
}

export type PerfEvent =
  | { readonly type: "sweep-start"; readonly run: PerfRunInfo; readonly points: readonly PerfPoint[] }
  | { readonly type: "point-start"; readonly point: PerfPoint; readonly startedAtEpochMs: number }
  /** A measured request has ended; in the order of their ends. */
  | { readonly type: "request-end"; readonly point: number; readonly request: PerfRequest }
  | { readonly type: "health"; readonly point: number; readonly sample: PerfHealth }
  | { readonly type: "point-end"; readonly point: number; readonly result: PerfPointResult }
  /** `page` is the HTML report, where one was written. */
  | { readonly type: "sweep-end"; readonly status: "finished" | "crashed" | "aborted"; readonly error?: string; readonly page?: string };

/** Watches a load test. Told off the measured path; one that throws is dropped with a warning and never fails the test. */
export interface PerfReporter extends AsyncDisposable {
  readonly name: string;
  onEvent(event: PerfEvent): void | Promise<void>;
  flush(): Promise<void>;
}
