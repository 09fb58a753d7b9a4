import type { Clock } from "../clock.js";
import { SwanlabServerError } from "../errors.js";

const FIRST_BOUND_MS = 1000;
const LONGEST_BOUND_MS = 30_000;

/** Why a request did not succeed, and whether the same one may be sent again. */
export class RequestFailure extends Error {
  readonly status: number | undefined;
  readonly isRetryable: boolean;
  /** The server may have taken the request although no answer came. */
  readonly isUncertain: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { status?: number; isRetryable: boolean; isUncertain: boolean; retryAfterMs?: number | undefined }) {
    super(message);
    this.name = "RequestFailure";
    this.status = options.status;
    this.isRetryable = options.isRetryable;
    this.isUncertain = options.isUncertain;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export interface RetryOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Stops the waiting and the trying. */
  readonly signal: AbortSignal;
  /** Ends a wait that the server did not ask for, and counts the failures anew: the run is over, and this may be the last chance. */
  readonly hurry: AbortSignal;
  /** Called before each wait. */
  readonly onFailure?: (failure: RequestFailure, waitMs: number) => void;
}

/** Repeats `attempt` until it succeeds, fails for good (its failure is thrown), or `signal` aborts (the last failure is thrown). */
export async function retrying<Result>(attempt: () => Promise<Result>, { clock, random, signal, hurry, onFailure }: RetryOptions): Promise<Result> {
  let failures = 0;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RequestFailure) || !error.isRetryable || signal.aborted) throw error;
      failures += 1;
      const waitMs = backoffMs(error, failures, random);
      onFailure?.(error, waitMs);
      const mayHurry = !hurry.aborted && error.retryAfterMs === undefined;
      await clock.wait(waitMs, mayHurry ? AbortSignal.any([signal, hurry]) : signal);
      if (signal.aborted) throw error;
      if (mayHurry && hurry.aborted) failures = 0;
    }
  }
}

/** Random between half of 1 s, doubled with each failure up to 30 s, and that whole; never less than the server asked for. */
export function backoffMs(failure: RequestFailure, failures: number, random: () => number): number {
  const boundMs = Math.min(LONGEST_BOUND_MS, FIRST_BOUND_MS * 2 ** Math.min(failures - 1, 30));
  return Math.max(failure.retryAfterMs ?? 0, Math.round(boundMs * (0.5 + random() / 2)));
}

/** `Retry-After` in both its forms, seconds and a date, as milliseconds from now; `undefined` for anything else. */
export function parseRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^[a-z]{3}/i.test(text)) return undefined;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

/** Whether a request with this answer may be sent again. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

export function toServerError(failure: RequestFailure): SwanlabServerError {
  return new SwanlabServerError(failure.message, {
    retryable: failure.isRetryable,
    ...(failure.status === undefined ? {} : { status: failure.status }),
  });
}
