/**
 * Everything that can go wrong on purpose: 429 with seconds, with an HTTP date, without Retry-After; 500; 503; a reset
 * connection; a stall; cut-off JSON; 200 with an error body; an HTML 502; an answer without choices.
 */
export const FAULT_KINDS = [
  "rate-limit-seconds",
  "rate-limit-date",
  "rate-limit",
  "server-error",
  "unavailable",
  "reset",
  "stall",
  "truncated",
  "error-body",
  "bad-gateway",
  "empty-choices",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
