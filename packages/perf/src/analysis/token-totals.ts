import type { RequestRecord } from "../spec/record.js";
import type { LoadResult, TokenTotal } from "./load-result.js";
import { tokensOf } from "./request-figures.js";

interface Total {
  sum: number;
  known: number;
  unknown: number;
  byTokenizer: number;
}

/** Sums tokens of successful requests and keeps count of those that nobody counted. */
export class TokenTotals {
  readonly #input: Total = { sum: 0, known: 0, unknown: 0, byTokenizer: 0 };
  readonly #output: Total = { sum: 0, known: 0, unknown: 0, byTokenizer: 0 };
  readonly #total: Total = { sum: 0, known: 0, unknown: 0, byTokenizer: 0 };

  add(record: RequestRecord): void {
    const { input, output } = tokensOf(record);
    const isInputCounted = record.usage?.promptTokens === undefined;
    const isOutputCounted = record.usage?.completionTokens === undefined;
    count(this.#input, input, isInputCounted);
    count(this.#output, output, isOutputCounted);
    count(this.#total, input === undefined || output === undefined ? undefined : input + output, isInputCounted || isOutputCounted);
  }

  /** With rates over the window where every request's tokens are known. */
  result(durationMs: number): LoadResult["tokens"] {
    return { input: withRate(this.#input, durationMs), output: withRate(this.#output, durationMs), total: withRate(this.#total, durationMs) };
  }
}

function count(total: Total, tokens: number | undefined, isCounted: boolean): void {
  if (tokens === undefined) {
    total.unknown += 1;
    return;
  }
  total.sum += tokens;
  total.known += 1;
  if (isCounted) total.byTokenizer += 1;
}

function withRate(total: Total, durationMs: number): TokenTotal {
  const isComplete = total.known > 0 && total.unknown === 0 && durationMs > 0;
  return { ...total, ...(isComplete ? { perSecond: (total.sum / durationMs) * 1000 } : {}) };
}
