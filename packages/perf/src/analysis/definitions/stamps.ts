import type { RequestRecord } from "../../spec/record.js";

/** Send less what the connection took: where tools begin that open it inside of their timer. */
export function beforeConnection({ sentMs, connection }: RequestRecord): number {
  const { waitMs = 0, dnsMs = 0, connectMs = 0, tlsMs = 0 } = connection ?? {};
  return sentMs - waitMs - dnsMs - connectMs - tlsMs;
}

/** First event with `choices`, even an empty one. */
export function firstEvent({ firstEventMs, firstPayloadMs }: RequestRecord): number | undefined {
  return firstEventMs ?? firstPayloadMs;
}

/** Arrivals of all events with `choices`. */
export function eventsOf({ eventMs, payloadMs }: RequestRecord): readonly number[] {
  return eventMs ?? payloadMs;
}

/** Differences of neighbours; events of one read give 0, as in tools that do not tell reads apart. */
export function gapsOf(arrivals: readonly number[]): readonly number[] {
  return arrivals.slice(1).map((at, position) => at - (arrivals[position] ?? at));
}

/** The values as a list; nothing for what is not known. */
export function listOf(value: number | undefined): readonly number[] {
  return value === undefined ? [] : [value];
}

/** `end − start` of a streamed request as a list. */
export function streamedSpan(record: RequestRecord, start: number, end: number | undefined): readonly number[] {
  return record.stream && end !== undefined ? [end - start] : [];
}

/** Output tokens by the server, else by the tokenizer. */
export function usageElseTokenizer({ usage, counted }: RequestRecord): number | undefined {
  return usage?.completionTokens ?? counted?.completionTokens;
}

/** Output tokens by the tokenizer, else by the server. */
export function tokenizerElseUsage({ usage, counted }: RequestRecord): number | undefined {
  return counted?.completionTokens ?? usage?.completionTokens;
}
