import type { RequestRecord } from "../../spec/record.js";
import type { Profile } from "./profile.js";
import { beforeConnection, eventsOf, firstEvent, gapsOf, listOf, streamedSpan, usageElseTokenizer } from "./stamps.js";

/** EvalScope `perf` (formulas as of mid-2026). */
export const evalscopeProfile: Profile = {
  name: "evalscope",
  percentileRule: "floor-index",
  percentileDecimals: 2,
  metrics: [
    { label: "TTFT (ms)", unit: "ms", counterpart: "ttft", values: (record) => streamedSpan(record, beforeConnection(record), firstEvent(record)), difference: "ends at the first event with `choices`, even a role-only one without text; begins before the connection is opened" },
    { label: "TPOT (ms)", unit: "ms", counterpart: "tpot", values: tpotOf, difference: "(latency − TTFT) ÷ (tokens − 1), so the time after the last token counts in; answers of at most one token add 0" },
    { label: "ITL (ms)", unit: "ms", counterpart: "chunkGap", values: (record) => (record.stream ? gapsOf(eventsOf(record)) : []), difference: "every gap between events with `choices`; events out of one read give gaps of 0" },
    { label: "Latency (s)", unit: "s", counterpart: "latency", values: (record) => [latencyOf(record) / 1000], difference: "ends at the last event, the usage event included; begins before the connection is opened" },
    { label: "Output (tok/s)", unit: "tok/s", values: (record) => perSecond(usageElseTokenizer(record), latencyOf(record)), difference: "tokens ÷ latency of the request" },
  ],
  outputTokens: usageElseTokenizer,
  outputTokensDifference: "server's usage, else a tokenizer's count",
  window: { from: beforeConnection, to: ({ endMs }) => endMs, ofFailed: "start", difference: "failed requests count with their start only, so a run that ends in time-outs looks shorter" },
};

function latencyOf(record: RequestRecord): number {
  return record.endMs - beforeConnection(record);
}

function tpotOf(record: RequestRecord): readonly number[] {
  const first = firstEvent(record);
  const tokens = usageElseTokenizer(record);
  if (!record.stream || first === undefined || tokens === undefined) return [];
  return [tokens <= 1 ? 0 : (record.endMs - first) / (tokens - 1)];
}

function perSecond(tokens: number | undefined, ms: number): readonly number[] {
  return listOf(tokens === undefined || ms <= 0 ? undefined : (tokens / ms) * 1000);
}
