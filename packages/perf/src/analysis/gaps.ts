import type { RequestRecord } from "../spec/record.js";

/** One gap between arrivals: how long, when it ended, and the value's weight. */
export type GapVisitor = (gapMs: number, endMs: number, times: number) => void;

/** A hostile count of tokens must not fill the memory. */
const MAX_TOKENS_PER_EVENT = 10_000;

/** Visits the gaps between payload events that were read apart; returns how many are unknown because both came out of one read. */
export function visitChunkGaps({ payloadMs, coalesced }: RequestRecord, visit: GapVisitor): number {
  const together = new Set(coalesced);
  for (let event = 1; event < payloadMs.length; event += 1) {
    if (!together.has(event)) visit((payloadMs[event] ?? 0) - (payloadMs[event - 1] ?? 0), payloadMs[event] ?? 0, 1);
  }
  return together.size;
}

/** Visits gap ÷ tokens once for each token of every read after the first; false where the tokens of each event are not told. */
export function visitTokenGaps({ payloadMs, coalesced, tokensPerEvent }: RequestRecord, visit: GapVisitor): boolean {
  if (tokensPerEvent === undefined || tokensPerEvent.length !== payloadMs.length) return false;
  const together = new Set(coalesced);
  let previousMs = payloadMs[0] ?? 0;
  let start = 0;
  while (start < payloadMs.length) {
    const arrivedMs = payloadMs[start] ?? 0;
    let end = start + 1;
    let tokens = tokensPerEvent[start] ?? 0;
    while (together.has(end)) tokens += tokensPerEvent[end++] ?? 0;
    const times = Math.min(MAX_TOKENS_PER_EVENT, Math.round(tokens));
    if (start > 0 && times > 0) visit((arrivedMs - previousMs) / tokens, arrivedMs, times);
    // A read without tokens leaves its time to the next one.
    if (start === 0 || times > 0) previousMs = arrivedMs;
    start = end;
  }
  return true;
}
