import type { RequestRecord } from "../spec/record.js";
import { visitChunkGaps, visitTokenGaps } from "./gaps.js";
import type { MetricStore } from "./metric-store.js";
import { hasNoDecodePhase, type RequestFigures, tokensOf } from "./request-figures.js";

/** Counts of measured requests that a result is headed by. */
export interface RequestCounts {
  total: number;
  ok: number;
  failed: number;
  cancelled: number;
  stream: number;
  nonStream: number;
  warmUp: number;
  coolDown: number;
  oneToken: number;
  unknownTpot: number;
  coalesced: number;
}

/** All zero. */
export function emptyCounts(): RequestCounts {
  return { total: 0, ok: 0, failed: 0, cancelled: 0, stream: 0, nonStream: 0, warmUp: 0, coolDown: 0, oneToken: 0, unknownTpot: 0, coalesced: 0 };
}

/** Counts a measured request by outcome and kind. */
export function countRequest(counts: RequestCounts, record: RequestRecord, figures: RequestFigures): void {
  counts.total += 1;
  counts[record.outcome] += 1;
  counts[record.stream ? "stream" : "nonStream"] += 1;
  if (record.outcome !== "ok") return;
  if (hasNoDecodePhase(record)) counts.oneToken += 1;
  else if (record.stream && figures.tpot === undefined) counts.unknownTpot += 1;
}

/** Puts every figure of a successful request into the store; returns how many of its gaps are unknown. `onGap` sees each chunk gap. */
export function storeFigures(store: MetricStore, record: RequestRecord, figures: RequestFigures, onGap: (gapMs: number, endMs: number) => void): number {
  for (const [name, value] of Object.entries(figures)) store.of(name as keyof RequestFigures).add(value);
  if (!record.stream) return 0;
  const chunks = store.of("chunkGap");
  let sum = 0;
  let size = 0;
  const coalesced = visitChunkGaps(record, (gap, endMs) => {
    chunks.add(gap);
    sum += gap;
    size += 1;
    onGap(gap, endMs);
  });
  if (size > 0) chunks.moments.addCluster(sum, size);
  storeTokenGaps(store, record);
  return coalesced;
}

function storeTokenGaps(store: MetricStore, record: RequestRecord): void {
  let sum = 0;
  let size = 0;
  const tokens = store.of("tokenGap");
  visitTokenGaps(record, (gap, _, times) => {
    tokens.add(gap, times);
    sum += gap * times;
    size += times;
  });
  if (size > 0) tokens.moments.addCluster(sum, size);
}

/** Tokens per step above 1, as speculative decoding shows itself: (n − 1) ÷ (events − 1). */
export function tokensPerStep(record: RequestRecord): number | undefined {
  const { output } = tokensOf(record);
  const events = record.payloadMs.length;
  return !record.stream || output === undefined || output < 2 || events < 2 ? undefined : (output - 1) / (events - 1);
}
