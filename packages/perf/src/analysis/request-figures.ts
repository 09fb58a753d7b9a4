import type { RequestRecord } from "../spec/record.js";
import type { MetricName } from "./metric-names.js";

/** Input and output tokens of a request and who counted them; absent where nobody did. */
export interface TokenCounts {
  readonly input?: number;
  readonly output?: number;
  readonly source?: "usage" | "tokenizer";
}

/** Single-valued metrics of a request; what cannot be known is absent. */
export type RequestFigures = { readonly [Name in Exclude<MetricName, "chunkGap" | "tokenGap">]?: number };

/** Tokens by the server's usage, else by the tokenizer. */
export function tokensOf({ usage, counted }: RequestRecord): TokenCounts {
  const input = usage?.promptTokens ?? counted?.promptTokens;
  const output = usage?.completionTokens ?? counted?.completionTokens;
  const isFromUsage = usage?.completionTokens !== undefined || usage?.promptTokens !== undefined;
  return {
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    ...(input === undefined && output === undefined ? {} : { source: isFromUsage ? ("usage" as const) : ("tokenizer" as const) }),
  };
}

/** Whether TPOT has no meaning for the request because it made at most one token: left out and counted, never 0. */
export function hasNoDecodePhase(record: RequestRecord): boolean {
  const { output } = tokensOf(record);
  return output !== undefined && output <= 1;
}

/** Whether all that was streamed came in one event or out of one read, which says nothing of the time between tokens. */
export function cameAtOnce({ stream, firstPayloadMs, lastPayloadMs }: RequestRecord): boolean {
  return stream && firstPayloadMs !== undefined && lastPayloadMs !== undefined && lastPayloadMs <= firstPayloadMs;
}

/** (last payload − first payload) ÷ (n − 1); unknown without tokens, and where all of them came at once. */
function tpotOf(record: RequestRecord, output: number | undefined): number | undefined {
  const { stream, firstPayloadMs, lastPayloadMs } = record;
  if (!stream || firstPayloadMs === undefined || lastPayloadMs === undefined || cameAtOnce(record)) return undefined;
  return output === undefined || output <= 1 ? undefined : (lastPayloadMs - firstPayloadMs) / (output - 1);
}

/** All single-valued metrics of one request, by the definitions in `METRICS`. */
export function figuresOf(record: RequestRecord): RequestFigures {
  const { sentMs, intendedMs, endMs, stream } = record;
  const { input, output } = tokensOf(record);
  const latency = endMs - sentMs;
  const tpot = tpotOf(record, output);
  return known({
    ...(stream ? firstFigures(record, input) : {}),
    headersTime: since(sentMs, record.headersMs),
    latency,
    response: endMs - intendedMs,
    tpot,
    ...gapFigures(record),
    decodeSpeed: tpot === undefined ? undefined : 1000 / tpot,
    outputSpeed: perSecond(output, latency),
    totalSpeed: input === undefined || output === undefined ? undefined : perSecond(input + output, latency),
    inputSpeed: perSecond(input, latency),
    inputTokens: input,
    outputTokens: output,
    ...chunkFigures(record, output),
    ...sendFigures(record),
  });
}

function sendFigures({ sentMs, intendedMs, dequeuedMs, heldBackMs, connection }: RequestRecord): Possible {
  return {
    sendDelay: sentMs - intendedMs,
    clientDelay: since(intendedMs, dequeuedMs),
    heldBack: heldBackMs,
    connectionWait: connection?.waitMs,
    dns: connection?.dnsMs,
    connect: connection?.connectMs,
    tls: connection?.tlsMs,
  };
}

function firstFigures({ sentMs, intendedMs, firstPayloadMs, firstAnswerMs, usage }: RequestRecord, input: number | undefined): Possible {
  const ttft = since(sentMs, firstPayloadMs);
  const uncached = input === undefined ? undefined : input - Math.min(input, usage?.cachedTokens ?? 0);
  return {
    ttft,
    ttftFromIntended: since(intendedMs, firstPayloadMs),
    timeToAnswer: since(sentMs, firstAnswerMs),
    prefillSpeed: perSecond(uncached, ttft),
  };
}

function chunkFigures({ stream, payloadMs, usage }: RequestRecord, output: number | undefined): Possible {
  return {
    cachedTokens: usage?.cachedTokens,
    reasoningTokens: usage?.reasoningTokens,
    tokensPerChunk: output === undefined || !stream || payloadMs.length === 0 ? undefined : output / payloadMs.length,
    chunks: stream ? payloadMs.length : undefined,
  };
}

function gapFigures({ stream, firstPayloadMs, lastPayloadMs, payloadMs, coalesced }: RequestRecord): Pick<RequestFigures, "requestGap" | "maxGap"> {
  if (!stream || firstPayloadMs === undefined || lastPayloadMs === undefined || payloadMs.length < 2) return {};
  const requestGap = (lastPayloadMs - firstPayloadMs) / (payloadMs.length - 1);
  // Without a single gap of its own nothing is known about the longest.
  if ((coalesced?.length ?? 0) >= payloadMs.length - 1) return { requestGap };
  let maxGap = 0;
  for (let event = 1; event < payloadMs.length; event += 1) maxGap = Math.max(maxGap, (payloadMs[event] ?? 0) - (payloadMs[event - 1] ?? 0));
  return { requestGap, maxGap };
}

function since(start: number, end: number | undefined): number | undefined {
  return end === undefined ? undefined : end - start;
}

function perSecond(tokens: number | undefined, ms: number | undefined): number | undefined {
  return tokens === undefined || ms === undefined || ms <= 0 ? undefined : (tokens / ms) * 1000;
}

type Possible = { readonly [Name in keyof RequestFigures]?: number | undefined };

/** By hand: this runs three times for each request of a test. */
function known(figures: Possible): RequestFigures {
  const result: { -readonly [Name in keyof RequestFigures]: RequestFigures[Name] } = {};
  for (const key in figures) {
    const name = key as keyof RequestFigures;
    const value = figures[name];
    if (value !== undefined) result[name] = value;
  }
  return result;
}
