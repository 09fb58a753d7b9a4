import type { ApiReference } from "./api.js";
import type { RequestSource } from "./request.js";
import type { HealthSample, RequestRecord } from "./record.js";

export type Arrivals =
  /** As fast as slots come free. */
  | { readonly kind: "closed" }
  | { readonly kind: "constant"; readonly perSecond: number }
  | { readonly kind: "poisson"; readonly perSecond: number }
  /** Gaps by a gamma distribution; shape 1 is Poisson, below 1 burstier. */
  | { readonly kind: "gamma"; readonly perSecond: number; readonly shape: number }
  /** Rate by straight lines between points, Poisson around it. */
  | { readonly kind: "piecewise"; readonly points: readonly { readonly atMs: number; readonly perSecond: number }[] }
  /** The requests say when they are due. */
  | { readonly kind: "given"; readonly speed: number };

export interface LoadPlan {
  readonly api: ApiReference;
  readonly source: RequestSource;
  readonly arrivals: Arrivals;
  /** Requests in flight at most, of all workers together; undefined: no bound (open loop). */
  readonly concurrency?: number;
  /** Measured requests (conversations, where the source follows them up); with `durationMs` whichever ends first. */
  readonly requests?: number;
  /** Time from the first measured send after which nothing more is sent; what is in flight may finish within `graceMs`. */
  readonly durationMs?: number;
  /** @default until the time-outs */
  readonly graceMs?: number;
  /** Requests before and after the measured ones, kept apart from them. */
  readonly warmUpRequests: number;
  readonly coolDownRequests: number;
  readonly seed: number;
  /** @default chosen from concurrency and cores */
  readonly workers?: number;
  readonly transport: "auto" | "net" | "undici";
  readonly catchUp: "burst" | "skip" | "reanchor";
  readonly timeouts: { readonly connectMs?: number; readonly readMs?: number; readonly totalMs: number };
  /** Connections opened before the start. @default true */
  readonly preconnect?: boolean;
  /** How many, in all. @default `concurrency`; in an open loop one second's arrivals, 256 at most */
  readonly connections?: number;
  /** False: every request gets a fresh connection. @default true */
  readonly reuseConnections?: boolean;
  /** Address of an HTTP proxy; needs the undici transport. */
  readonly proxy?: string;
  /** Offers HTTP/2 to https servers. @default false */
  readonly http2?: boolean;
  /** Accepts certificates that cannot be verified. @default false */
  readonly insecure?: boolean;
  /** Puts the answers' text into the records. @default false */
  readonly wantsText?: boolean;
  /** Stops the run when more than this share of the last 100 requests failed. */
  readonly stopAtErrorRate?: number;
  /** Stops the run when the queue and TTFT keep growing. */
  readonly stopAtOverSaturation?: boolean;
  /** Indices that an interrupted run has finished already: asked of the source, not sent. A conversation is left out when its first turn is in here. */
  readonly done?: ReadonlySet<number>;
  readonly signal: AbortSignal;
}

/** What a run tells while it goes on: each record once, in the order of their ends. */
export interface LoadObserver {
  onRecord(record: RequestRecord): void;
  onHealth(sample: HealthSample): void;
}

export interface LoadOutcome {
  readonly startedAtEpochMs: number;
  /** The run's start on the machine's monotonic clock (`process.hrtime`), which other processes share. */
  readonly startedAtMonotonicMs: number;
  readonly wallMs: number;
  readonly workers: number;
  readonly transport: "net" | "undici";
  /** Sends that were late by more than 1 ms, and sends the policy left out. */
  readonly lateSends: number;
  readonly skippedSends: number;
  /** Milliseconds that the concurrency cap held sends back, in all. */
  readonly heldBackMs: number;
  readonly stopped: "complete" | "duration" | "error-rate" | "over-saturation" | "aborted";
  readonly verdict: { readonly state: "valid" | "client-limited" | "invalid"; readonly reasons: readonly string[] };
}

export type RunLoad = (plan: LoadPlan, observer: LoadObserver) => Promise<LoadOutcome>;
