import type { ApiReference } from "../spec/api.js";
import type { LoadPlan } from "../spec/load.js";
import type { HealthSample } from "../spec/record.js";
import type { PlaceBoard } from "./place-board.js";
import type { RequestTarget, TransportSettings } from "../transport/transport.js";

/** What a worker is started with. */
export interface WorkerSetup {
  readonly worker: number;
  readonly api: ApiReference;
  readonly transport: "net" | "undici";
  readonly transportSettings: TransportSettings;
  readonly timeouts: LoadPlan["timeouts"];
  /** This worker's part of the requests in flight: all that it may have, unless `places` are shared. */
  readonly slots: number | undefined;
  /** The places of all workers, where there are several under one cap. */
  readonly places: PlaceBoard | undefined;
  /** Requests are sent as slots come free; else when they are due. */
  readonly isClosed: boolean;
  readonly catchUp: LoadPlan["catchUp"];
  /** Keeps all events, so that the whole text can be read from them. */
  readonly keepsEvents: boolean;
}

/** Requests on their way to a worker: numbers in rows of `REQUEST_COLUMNS`, bytes of all of them in one piece. */
export interface RequestBatch {
  readonly rows: Float64Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly targets: readonly RequestTarget[];
}

/** Columns of `RequestBatch.rows`. Absent numbers are NaN. */
export const REQUEST = { index: 0, phase: 1, dueMs: 2, start: 3, bodyStart: 4, end: 5, target: 6, isStream: 7, cancelAfterMs: 8, isConversation: 9, isFollowUp: 10 } as const;
export const REQUEST_COLUMNS = 11;

export const PHASES = ["warm-up", "measured", "cool-down"] as const;
export type PhaseNumber = 0 | 1 | 2;

export type ToWorker =
  | { readonly type: "requests"; readonly batch: RequestBatch }
  /** Conversations that ended: their slots come free. */
  | { readonly type: "release"; readonly count: number }
  | { readonly type: "preconnect"; readonly target: RequestTarget; readonly count: number }
  | { readonly type: "go"; readonly startMonotonicMs: number }
  /** No more requests than those given. */
  | { readonly type: "exhausted" }
  /** Sends nothing more and says what was not sent. */
  | { readonly type: "halt" }
  /** Ends what is in flight. */
  | { readonly type: "abort" }
  | { readonly type: "finish" };

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "preconnected" }
  | { readonly type: "want"; readonly count: number }
  /** The first measured request was sent. */
  | { readonly type: "measuring"; readonly atMs: number }
  | { readonly type: "records"; readonly batch: RecordBatch }
  /** Left out: by the catch-up policy, or not sent before the halt. */
  | { readonly type: "unsent"; readonly indices: readonly number[]; readonly reason: "skipped" | "halted" }
  | { readonly type: "health"; readonly sample: HealthSample }
  | { readonly type: "bye"; readonly stats: WorkerStats };

export interface WorkerStats {
  readonly lateSends: number;
  readonly heldBackMs: number;
}

/** Raw timelines on their way to the main thread: see `record-packer.ts`. */
export interface RecordBatch {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly messages: readonly string[];
  readonly count: number;
}
