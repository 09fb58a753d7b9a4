import type { FailureKind } from "../spec/record.js";

/** Fixed columns of one record in `RecordBatch.numbers`; times of events and kept triples follow them. Absent numbers are NaN. */
export const RECORD = {
  index: 0,
  status: 1,
  flags: 2,
  intendedMs: 3,
  dequeuedMs: 4,
  heldBackMs: 5,
  sentMs: 6,
  headersMs: 7,
  firstByteMs: 8,
  endMs: 9,
  wireBytes: 10,
  waitMs: 11,
  dnsMs: 12,
  connectMs: 13,
  tlsMs: 14,
  failure: 15,
  message: 16,
  events: 17,
  kept: 18,
  keptBytes: 19,
} as const;
export const RECORD_COLUMNS = 20;

export const FLAG = { stream: 1, delimited: 2, cancelled: 4, reused: 8, cut: 16 } as const;

export const FAILURE_KINDS: readonly FailureKind[] = [
  "connect", "tls", "dns", "connect-timeout", "read-timeout", "total-timeout", "http-3xx", "http-4xx", "http-429", "http-5xx", "reset", "early-close", "error-in-stream", "bad-body", "empty", "aborted",
];
