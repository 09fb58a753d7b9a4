/** Unit of a metric's values. */
export type MetricUnit = "ms" | "tokens" | "tok/s" | "chunks";

interface MetricDefinition {
  readonly unit: MetricUnit;
  /** Several values of one request, which are not independent of each other. */
  readonly isPooled?: true;
  /** What it is and where it begins and ends. */
  readonly definition: string;
}

/** Every distribution that a result can hold, by name. Times begin at the send unless said otherwise; all are of successful measured requests. */
export const METRICS = {
  ttft: { unit: "ms", definition: "first event with generated payload (text, reasoning or tool call) − send; streams only" },
  ttftFromIntended: { unit: "ms", definition: "first generated payload − time the request was due" },
  timeToAnswer: { unit: "ms", definition: "first event with text of the answer itself − send" },
  headersTime: { unit: "ms", definition: "response headers − send" },
  latency: { unit: "ms", definition: "end of the response − send (service time)" },
  response: { unit: "ms", definition: "end of the response − time the request was due (response time)" },
  tpot: { unit: "ms", definition: "(last payload − first payload) ÷ (output tokens − 1); answers of one token, and those that came in one read, are left out" },
  chunkGap: { unit: "ms", isPooled: true, definition: "gap between events of generated payload as they arrived; events out of one read have no gap of their own" },
  tokenGap: { unit: "ms", isPooled: true, definition: "gap ÷ tokens of the events it ends with, once for each token; where the server says the tokens of each event" },
  requestGap: { unit: "ms", definition: "(last payload − first payload) ÷ (events − 1): mean gap of a request" },
  maxGap: { unit: "ms", definition: "longest gap of a request" },
  decodeSpeed: { unit: "tok/s", definition: "1000 ÷ TPOT" },
  prefillSpeed: { unit: "tok/s", definition: "input tokens that were not cached ÷ TTFT" },
  outputSpeed: { unit: "tok/s", definition: "output tokens ÷ latency" },
  totalSpeed: { unit: "tok/s", definition: "(input + output tokens) ÷ latency" },
  inputSpeed: { unit: "tok/s", definition: "input tokens ÷ latency" },
  inputTokens: { unit: "tokens", definition: "input tokens by the server's usage, else by the tokenizer" },
  outputTokens: { unit: "tokens", definition: "output tokens by the server's usage, else by the tokenizer" },
  cachedTokens: { unit: "tokens", definition: "input tokens that the server took from its cache, where it says so" },
  reasoningTokens: { unit: "tokens", definition: "output tokens spent on reasoning, where the server says so" },
  tokensPerChunk: { unit: "tokens", definition: "output tokens ÷ events of generated payload" },
  chunks: { unit: "chunks", definition: "events of generated payload" },
  sendDelay: { unit: "ms", definition: "send − time the request was due: lateness of the client, waiting for a slot and for a connection" },
  clientDelay: { unit: "ms", definition: "time the client took the request up − time it was due: the client's own lateness" },
  heldBack: { unit: "ms", definition: "how long the cap on requests in flight held the request back" },
  connectionWait: { unit: "ms", definition: "waiting for a connection" },
  dns: { unit: "ms", definition: "name look-up, where a connection was opened" },
  connect: { unit: "ms", definition: "TCP handshake, where a connection was opened" },
  tls: { unit: "ms", definition: "TLS handshake, where a connection was opened" },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** Name of a metric. */
export type MetricName = keyof typeof METRICS;

/** Metrics that come once or more for each chunk, and the main ones: kept exactly up to the full bound; the others up to a tenth of it. */
export const MAIN_METRICS: ReadonlySet<MetricName> = new Set(["ttft", "ttftFromIntended", "latency", "response", "tpot", "chunkGap", "tokenGap"]);
