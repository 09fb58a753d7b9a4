import type { RequestRecord } from "../../spec/record.js";
import type { Profile } from "./profile.js";
import { beforeConnection, eventsOf, firstEvent, gapsOf, listOf, streamedSpan, tokenizerElseUsage } from "./stamps.js";

/** NVIDIA's AIPerf (0.13.0). */
export const aiperfProfile: Profile = {
  name: "aiperf",
  percentileRule: "linear",
  metrics: [
    { label: "Time to First Token", unit: "ms", counterpart: "ttft", values: (record) => streamedSpan(record, beforeConnection(record), record.firstPayloadMs), difference: "begins before the connection is opened" },
    { label: "Time to First Output Token", unit: "ms", counterpart: "timeToAnswer", values: (record) => streamedSpan(record, beforeConnection(record), record.firstAnswerMs), difference: "begins before the connection is opened" },
    { label: "Inter Token Latency", unit: "ms", counterpart: "tpot", values: aiperfItl, difference: "the mean of a request, what others call TPOT; tokens by the tokenizer" },
    { label: "Inter Chunk Latency", unit: "ms", counterpart: "chunkGap", values: (record) => (record.stream ? gapsOf(record.payloadMs) : []), difference: "events out of one read give gaps of 0" },
    { label: "Request Latency", unit: "ms", counterpart: "latency", values: (record) => [lastContent(record) - beforeConnection(record)], difference: "ends at the last non-empty content, not at the end of the stream" },
  ],
  outputTokens: tokenizerElseUsage,
  prefersTokenizer: true,
  outputTokensDifference: "a tokenizer's count of the joined text (the server's usage stands in where none was made)",
  window: { from: beforeConnection, to: ({ endMs }) => endMs, ofFailed: "both", difference: "its profiling phase, from its start to the end of the last request, failed ones included" },
};

/** GuideLLM (0.8.1). */
export const guidellmProfile: Profile = {
  name: "guidellm",
  percentileRule: "nearest-rank",
  metrics: [
    { label: "TTFT", unit: "ms", counterpart: "ttft", values: (record) => streamedSpan(record, record.sentMs, record.firstPayloadMs), difference: "the same" },
    { label: "TTFOT", unit: "ms", counterpart: "timeToAnswer", values: (record) => streamedSpan(record, record.sentMs, record.firstAnswerMs), difference: "the same for text; a tool call counts as answer there, not here" },
    {
      label: "TPOT",
      unit: "ms",
      counterpart: "tpot",
      values: guidellmTpot,
      weight: (record) => guidellmTokens(record) ?? 0,
      difference: "(last token − request start) ÷ tokens: prefill is mixed in, so it is larger and must not be compared with anyone else's TPOT; each request counts once for each of its tokens",
    },
    {
      label: "ITL",
      unit: "ms",
      counterpart: "tpot",
      values: guidellmItl,
      weight: (record) => (guidellmTokens(record) ?? 1) - 1,
      difference: "the mean of a request, (last − first) ÷ (tokens − 1): what others call TPOT; each request counts once for each of its tokens but the first",
    },
    { label: "Request latency", unit: "ms", counterpart: "latency", values: ({ endMs, sentMs }) => [endMs - sentMs], difference: "the same" },
  ],
  outputTokens: guidellmTokens,
  outputTokensDifference: "server's usage, else the number of events, as if each were one token",
  window: { from: ({ sentMs }) => sentMs, to: ({ endMs }) => endMs, ofFailed: "both", difference: "the measured window less warm-up and cool-down" },
  countsFailed: true,
};

/** MLPerf Endpoints and LoadGen. */
export const mlperfProfile: Profile = {
  name: "mlperf",
  percentileRule: "nearest-rank",
  isCertified: true,
  metrics: [
    { label: "TTFT", unit: "ms", counterpart: "ttft", values: (record) => streamedSpan(record, record.sentMs, firstEvent(record)), difference: "ends at the first chunk, whatever it holds" },
    { label: "TPOT", unit: "ms", counterpart: "tpot", values: mlperfTpot, difference: "(complete − first chunk) ÷ tokens after the first chunk" },
    { label: "Chunk delta", unit: "ms", counterpart: "chunkGap", values: (record) => (record.stream ? gapsOf(eventsOf(record)) : []), difference: "events out of one read give gaps of 0" },
    { label: "Latency", unit: "ms", counterpart: "latency", values: ({ endMs, sentMs }) => [endMs - sentMs], difference: "the same" },
  ],
  outputTokens: tokenizerElseUsage,
  prefersTokenizer: true,
  outputTokensDifference: "a tokenizer's count of the full text (the server's usage stands in where none was made)",
  window: { from: ({ sentMs }) => sentMs, to: ({ endMs }) => endMs, ofFailed: "both", difference: "LoadGen's window, from the first issue to the last completion" },
};

function aiperfItl(record: RequestRecord): readonly number[] {
  const tokens = tokenizerElseUsage(record);
  const { firstPayloadMs, lastPayloadMs, stream } = record;
  if (!stream || firstPayloadMs === undefined || lastPayloadMs === undefined || tokens === undefined || tokens <= 1) return [];
  return [(lastPayloadMs - firstPayloadMs) / (tokens - 1)];
}

function lastContent({ lastPayloadMs, endMs }: RequestRecord): number {
  return lastPayloadMs ?? endMs;
}

function guidellmTokens({ usage, payloadMs }: RequestRecord): number | undefined {
  return usage?.completionTokens ?? (payloadMs.length === 0 ? undefined : payloadMs.length);
}

function guidellmTpot(record: RequestRecord): readonly number[] {
  const tokens = guidellmTokens(record);
  return tokens === undefined || tokens < 1 ? [] : [(lastContent(record) - record.sentMs) / tokens];
}

function guidellmItl(record: RequestRecord): readonly number[] {
  const tokens = guidellmTokens(record);
  const { firstPayloadMs, lastPayloadMs } = record;
  return firstPayloadMs === undefined || lastPayloadMs === undefined || tokens === undefined || tokens <= 1 ? [] : [(lastPayloadMs - firstPayloadMs) / (tokens - 1)];
}

function mlperfTpot(record: RequestRecord): readonly number[] {
  const first = firstEvent(record);
  const tokens = tokenizerElseUsage(record);
  if (!record.stream || first === undefined || tokens === undefined) return [];
  const after = tokens - (record.tokensPerEvent?.[0] ?? 1);
  return listOf(after >= 1 ? (record.endMs - first) / after : undefined);
}
