import type { RequestRecord } from "../../spec/record.js";

/** Tools whose definitions a table can be computed by. */
export const DEFINITION_NAMES = ["evalkit", "evalscope", "vllm", "aiperf", "guidellm", "sglang", "mlperf"] as const;
export type DefinitionName = (typeof DEFINITION_NAMES)[number];

/** How a tool picks the percentile out of n sorted values. */
export type PercentileRule = "nearest-rank" | "floor-index" | "linear";

/** One row of a tool's table that is a distribution over requests or over events. */
export interface ProfileMetric {
  /** As the tool calls it. */
  readonly label: string;
  readonly unit: "ms" | "s" | "tok/s" | "tokens";
  /** Values that a successful request adds; none where the tool would leave it out. */
  readonly values: (record: RequestRecord) => readonly number[];
  /** How many times each of a request's values counts; once where it is not given. Whole numbers, 0 leaves them out. */
  readonly weight?: (record: RequestRecord) => number;
  /** Which of our metrics it stands for, if any. */
  readonly counterpart?: "ttft" | "timeToAnswer" | "tpot" | "chunkGap" | "requestGap" | "latency";
  /** Where it differs from ours and why. */
  readonly difference: string;
}

/** A tool's own way of computing its table. */
export interface Profile {
  readonly name: DefinitionName;
  readonly percentileRule: PercentileRule;
  /** Decimals that the tool rounds percentiles to. */
  readonly percentileDecimals?: number;
  readonly metrics: readonly ProfileMetric[];
  /** Output tokens by the tool's own count; undefined where even the tool cannot know. */
  readonly outputTokens: (record: RequestRecord) => number | undefined;
  /** When the request begins and ends for the tool's throughput window. */
  readonly window: { readonly from: (record: RequestRecord) => number; readonly to: (record: RequestRecord) => number; readonly ofFailed: "both" | "start"; readonly difference: string };
  readonly outputTokensDifference: string;
  /** It counts the tokens of every answer itself and believes the server only where it cannot. */
  readonly prefersTokenizer?: true;
  /** Its requests/s counts failed requests, too. */
  readonly countsFailed?: true;
  /** Gives the value that bounds p99 from above at 99 % confidence beside each p99. */
  readonly isCertified?: true;
}
