import { ConfigError } from "@evalkit/core";
import { FAULT_KINDS, type FaultKind } from "./fault-kinds.js";

/** One message of a request, its text parts joined. */
export interface MockMessage {
  readonly role: string;
  readonly content: string;
}

export interface AnswerRequest {
  /** In the order sent; for `/v1/completions` one user message with the prompt. */
  readonly messages: readonly MockMessage[];
  readonly model: string;
}

/** Two replies to one question; which of them is sent depends on `accuracy` and `seed`. */
export interface AnswerPair {
  readonly right: string;
  readonly wrong: string;
}

/** What the server knows. `undefined`: the question is unknown and gets a generic text. */
export type AnswerBook = (request: AnswerRequest) => AnswerPair | undefined;

/** One request as `onRequest` sees it, before it is answered. */
export interface SeenRequest {
  /** Counts all requests of the server from 0. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
  /** Milliseconds since the epoch at which the body had arrived. */
  readonly receivedAt: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The parsed JSON body; absent for GET. */
  readonly body?: unknown;
  /** The fault that this request gets. */
  readonly fault?: FaultKind;
}

export interface MockServerOptions {
  /** 0 picks a free port. @default 0 */
  readonly port?: number;
  /** Share of known questions answered right, 0 to 1. @default 0.7 */
  readonly accuracy?: number;
  /** Duration of a whole answer; a function gets the request's index. @default 0 */
  readonly latencyMs?: number | ((index: number) => number);
  /** Time to the first token. @default 0, or an even share of `latencyMs` */
  readonly ttftMs?: number;
  /** Time between two tokens. @default 0, or an even share of what `latencyMs` leaves */
  readonly itlMs?: number;
  /** Words of a generic reply, at least 1. @default 16 */
  readonly tokens?: number;
  /** Share of POST requests that get a fault, 0 to 1. @default 0 */
  readonly faultRate?: number;
  /** Faults to choose from. @default all */
  readonly faults?: readonly FaultKind[];
  /** Seconds that a 429 asks for. @default 1 */
  readonly retryAfterS?: number;
  /** How long a stalled request is held before its connection is cut. @default 5000 */
  readonly stallMs?: number;
  /** Decides which answers are wrong and which requests fail. @default 42 */
  readonly seed?: number;
  /** Names that `/v1/models` lists. When given, other names get 404; otherwise every name is served. */
  readonly models?: readonly string[];
  readonly answers?: AnswerBook;
  /** When given, requests without this bearer token get 401. */
  readonly apiKey?: string;
  /** Largest request body. @default 67108864 */
  readonly maxBodyBytes?: number;
  readonly onRequest?: (request: SeenRequest) => void;
}

export interface MockSettings {
  readonly port: number;
  readonly accuracy: number;
  readonly latencyMs: ((index: number) => number) | undefined;
  readonly ttftMs: number | undefined;
  readonly itlMs: number | undefined;
  readonly tokens: number;
  readonly faultRate: number;
  readonly faults: readonly FaultKind[];
  readonly retryAfterS: number;
  readonly stallMs: number;
  readonly seed: number;
  readonly models: readonly string[];
  readonly strictModels: boolean;
  readonly answers: AnswerBook | undefined;
  readonly apiKey: string | undefined;
  readonly maxBodyBytes: number;
  readonly onRequest: ((request: SeenRequest) => void) | undefined;
}

/** Fills in defaults and checks ranges; throws a `ConfigError` that names the option. */
export function resolveSettings(options: MockServerOptions): MockSettings {
  const { latencyMs } = options;
  return {
    port: within("port", options.port ?? 0, { high: 65_535, integer: true }),
    accuracy: within("accuracy", options.accuracy ?? 0.7, { high: 1 }),
    latencyMs: typeof latencyMs === "number" ? constant(within("latencyMs", latencyMs, DURATION)) : latencyMs,
    ttftMs: options.ttftMs === undefined ? undefined : within("ttftMs", options.ttftMs, DURATION),
    itlMs: options.itlMs === undefined ? undefined : within("itlMs", options.itlMs, DURATION),
    tokens: within("tokens", options.tokens ?? 16, { low: 1, high: 1_000_000, integer: true }),
    faultRate: within("faultRate", options.faultRate ?? 0, { high: 1 }),
    faults: knownFaults(options.faults ?? FAULT_KINDS),
    retryAfterS: within("retryAfterS", options.retryAfterS ?? 1, { high: 86_400 }),
    stallMs: within("stallMs", options.stallMs ?? 5000, DURATION),
    seed: within("seed", options.seed ?? 42, { low: -(2 ** 53), high: 2 ** 53, integer: true }),
    models: options.models ?? ["mock"],
    strictModels: options.models !== undefined,
    answers: options.answers,
    apiKey: options.apiKey,
    maxBodyBytes: within("maxBodyBytes", options.maxBodyBytes ?? 64 * 1024 * 1024, { high: 2 ** 30, integer: true }),
    onRequest: options.onRequest,
  };
}

/** Timers of Node cannot wait longer. */
export const MAX_DURATION_MS = 2 ** 31 - 1;
const DURATION = { high: MAX_DURATION_MS } as const;

interface Range {
  readonly low?: number;
  readonly high: number;
  readonly integer?: boolean;
}

function within(name: string, value: number, range: Range): number {
  const { low = 0, high, integer = false } = range;
  const fits = value >= low && value <= high && (!integer || Number.isInteger(value));
  if (fits) return value;
  throw new ConfigError(`${name} of the mock server is ${value}.`, {
    hint: `Give ${integer ? "a whole number" : "a number"} from ${low} to ${high}.`,
  });
}

function constant(value: number): () => number {
  return () => value;
}

function knownFaults(kinds: readonly FaultKind[]): readonly FaultKind[] {
  const unknown = kinds.find((kind) => !FAULT_KINDS.includes(kind));
  if (unknown === undefined && kinds.length > 0) return kinds;
  const problem = unknown === undefined ? "The mock server's list of faults is empty." : `The mock server knows no fault "${unknown}".`;
  throw new ConfigError(problem, { hint: `Faults are: ${FAULT_KINDS.join(", ")}.` });
}
