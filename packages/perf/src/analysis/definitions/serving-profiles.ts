import type { RequestRecord } from "../../spec/record.js";
import type { Profile } from "./profile.js";
import { beforeConnection, gapsOf, listOf, streamedSpan } from "./stamps.js";

const UNSEEN_BY_VLLM = "thoughts under the older name `reasoning_content` are not seen there";
const UNSEEN_BY_SGLANG = "tool calls are not seen there";

/** `vllm bench serve` (0.33.0); it always streams. */
export const vllmProfile: Profile = {
  name: "vllm",
  percentileRule: "linear",
  metrics: [
    { label: "TTFT", unit: "ms", counterpart: "ttft", values: (record) => streamedSpan(record, beforeConnection(record), record.firstPayloadMs), difference: `begins before the connection is opened and after the concurrency cap let the request through; ${UNSEEN_BY_VLLM}` },
    { label: "TPOT", unit: "ms", counterpart: "tpot", values: vllmTpot, difference: "the same, but (E2EL − TTFT) ÷ (tokens − 1) is 0 where all tokens came in one event" },
    { label: "ITL", unit: "ms", counterpart: "chunkGap", values: (record) => (record.stream ? gapsOf(record.payloadMs) : []), difference: "every gap between events with output, pooled; an event is taken for a token, and events out of one read give gaps of 0" },
    { label: "E2EL", unit: "ms", counterpart: "latency", values: (record) => [(record.lastPayloadMs ?? record.endMs) - beforeConnection(record)], difference: "ends at the last event with output, before the finish and usage events" },
  ],
  outputTokens: vllmTokens,
  outputTokensDifference: "server's usage, else a tokenizer's count, else 1",
  window: { from: beforeConnection, to: ({ endMs }) => endMs, ofFailed: "both", difference: "one timer around everything" },
};

/** SGLang's `bench_serving` (0.5.23). */
export const sglangProfile: Profile = {
  name: "sglang",
  percentileRule: "linear",
  metrics: [
    { label: "TTFT", unit: "ms", counterpart: "ttft", values: sglangTtft, difference: `the TCP handshake counts in; the latency of answers that are not streamed; ${UNSEEN_BY_SGLANG}` },
    { label: "TPOT", unit: "ms", counterpart: "tpot", values: sglangTpot, difference: "(latency − TTFT) ÷ (tokens − 1), to the last line read; 0 for answers that are not streamed" },
    { label: "ITL", unit: "ms", counterpart: "chunkGap", values: (record) => (record.stream ? gapsOf(record.payloadMs) : []), difference: `every gap between events with content or reasoning; events out of one read give gaps of 0; ${UNSEEN_BY_SGLANG}` },
    { label: "E2E latency", unit: "ms", counterpart: "latency", values: (record) => [record.endMs - beforeConnection(record)], difference: "ends at the last line read; the TCP handshake counts in" },
  ],
  outputTokens: sglangTokens,
  outputTokensDifference: "server's usage, else the number of tokens that was asked for, whether they came or not; it does not ask for usage in a stream unless --extra-request-body does",
  window: { from: beforeConnection, to: ({ endMs }) => endMs, ofFailed: "both", difference: "one timer around everything" },
};

function vllmTokens({ usage, counted }: RequestRecord): number {
  return (usage?.completionTokens || counted?.completionTokens) ?? 1;
}

function vllmTpot(record: RequestRecord): readonly number[] {
  const { firstPayloadMs, lastPayloadMs, stream } = record;
  const tokens = vllmTokens(record);
  return !stream || firstPayloadMs === undefined || lastPayloadMs === undefined || tokens <= 1 ? [] : [(lastPayloadMs - firstPayloadMs) / (tokens - 1)];
}

function sglangTokens({ usage, maxOutputTokens }: RequestRecord): number | undefined {
  return usage?.completionTokens ?? maxOutputTokens;
}

function sglangTtft(record: RequestRecord): readonly number[] {
  return listOf(record.stream ? record.firstPayloadMs : record.endMs).map((at) => at - beforeConnection(record));
}

function sglangTpot(record: RequestRecord): readonly number[] {
  const tokens = sglangTokens(record);
  const first = record.stream ? record.firstPayloadMs : record.endMs;
  return first === undefined || tokens === undefined || tokens <= 1 ? [] : [(record.endMs - first) / (tokens - 1)];
}
