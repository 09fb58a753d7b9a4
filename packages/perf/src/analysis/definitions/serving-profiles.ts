import type { RequestRecord } from "../../spec/record.js";
import type { Profile } from "./profile.js";
import { beforeConnection, eventsOf, firstEvent, gapsOf, streamedSpan, usageElseTokenizer } from "./stamps.js";

/** `vllm bench serve`. */
export const vllmProfile: Profile = {
  name: "vllm",
  percentileRule: "linear",
  metrics: [
    { label: "TTFT", unit: "ms", counterpart: "ttft", values: (record) => streamedSpan(record, beforeConnection(record), firstEvent(record)), difference: "ends at the first event with `choices`, even an empty one; begins after the concurrency cap let the request through" },
    { label: "TPOT", unit: "ms", counterpart: "tpot", values: (record) => tpotUntil(record, eventsOf(record).at(-1), vllmTokens(record)), difference: "(E2EL − TTFT) ÷ (tokens − 1) with its own E2EL and TTFT" },
    { label: "ITL", unit: "ms", counterpart: "chunkGap", values: (record) => (record.stream ? gapsOf(eventsOf(record)) : []), difference: "every gap between events, pooled; an event is taken for a token" },
    { label: "E2EL", unit: "ms", counterpart: "latency", values: (record) => [(eventsOf(record).at(-1) ?? record.endMs) - beforeConnection(record)], difference: "ends at the last event with `choices`, before the usage event" },
  ],
  outputTokens: vllmTokens,
  outputTokensDifference: "server's usage, else a tokenizer's count, else 1",
  window: { from: beforeConnection, to: ({ endMs }) => endMs, ofFailed: "both", difference: "one timer around everything" },
};

/** SGLang's `bench_serving`. */
export const sglangProfile: Profile = {
  name: "sglang",
  percentileRule: "linear",
  metrics: [
    { label: "TTFT", unit: "ms", counterpart: "ttft", values: (record) => streamedSpan(record, beforeConnection(record), record.firstAnswerMs), difference: "ends at the first non-empty content: reasoning is waited out; the TCP handshake counts in" },
    { label: "TPOT", unit: "ms", counterpart: "tpot", values: sglangTpot, difference: "(latency − TTFT) ÷ (tokens − 1) with its own TTFT, to the last line read" },
    { label: "ITL", unit: "ms", counterpart: "chunkGap", values: (record) => (record.stream ? gapsOf(record.payloadMs) : []), difference: "every gap between events with content; events out of one read give gaps of 0" },
    { label: "E2E latency", unit: "ms", counterpart: "latency", values: (record) => [record.endMs - beforeConnection(record)], difference: "ends at the last line read; the TCP handshake counts in" },
  ],
  outputTokens: ({ usage, maxOutputTokens }) => usage?.completionTokens ?? maxOutputTokens,
  outputTokensDifference: "server's usage, else the number of tokens that was asked for, whether they came or not",
  window: { from: beforeConnection, to: ({ endMs }) => endMs, ofFailed: "both", difference: "one timer around everything" },
};

function vllmTokens(record: RequestRecord): number {
  return usageElseTokenizer(record) ?? 1;
}

function tpotUntil(record: RequestRecord, end: number | undefined, tokens: number): readonly number[] {
  const first = firstEvent(record);
  return !record.stream || first === undefined || end === undefined || tokens <= 1 ? [] : [(end - first) / (tokens - 1)];
}

function sglangTpot(record: RequestRecord): readonly number[] {
  const tokens = record.usage?.completionTokens ?? record.maxOutputTokens;
  const { firstAnswerMs, stream, endMs } = record;
  return !stream || firstAnswerMs === undefined || tokens === undefined || tokens <= 1 ? [] : [(endMs - firstAnswerMs) / (tokens - 1)];
}
