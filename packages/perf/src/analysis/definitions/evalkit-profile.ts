import { visitChunkGaps } from "../gaps.js";
import { figuresOf, type RequestFigures, tokensOf } from "../request-figures.js";
import type { Profile, ProfileMetric } from "./profile.js";
import { listOf } from "./stamps.js";

/** Our own definitions. */
export const evalkitProfile: Profile = {
  name: "evalkit",
  percentileRule: "nearest-rank",
  metrics: [
    own("TTFT", "ttft", "send to the first event with generated payload: text, reasoning or a tool call"),
    own("Time to answer", "timeToAnswer", "send to the first event with text of the answer itself"),
    own("TPOT", "tpot", "(last payload − first payload) ÷ (tokens − 1), tokens by the server's usage; one-token answers are left out"),
    {
      label: "Chunk gap",
      unit: "ms",
      counterpart: "chunkGap",
      values: (record) => {
        const gaps: number[] = [];
        if (record.stream) visitChunkGaps(record, (gap) => gaps.push(gap));
        return gaps;
      },
      difference: "gaps between payload events as they arrived; events out of one read have no gap of their own",
    },
    own("Mean gap of a request", "requestGap", "(last − first payload) ÷ (events − 1)"),
    own("Latency", "latency", "send to the end of the response"),
  ],
  outputTokens: (record) => tokensOf(record).output,
  outputTokensDifference: "server's usage, else a tokenizer's count, else unknown",
  window: { from: ({ sentMs }) => sentMs, to: ({ endMs }) => endMs, ofFailed: "both", difference: "first send to last end of all measured requests, failed ones included" },
};

function own(label: string, name: "ttft" | "timeToAnswer" | "tpot" | "requestGap" | "latency", difference: string): ProfileMetric {
  return { label, unit: "ms", counterpart: name, values: (record) => listOf((figuresOf(record) as RequestFigures)[name]), difference };
}
