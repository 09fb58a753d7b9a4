import type { RequestRecord } from "../spec/record.js";
import type { HdrFactory } from "./hdr.js";
import type { TurnSummary } from "./load-result.js";
import { nearestRank } from "./order-statistics.js";
import type { RequestFigures } from "./request-figures.js";
import { Samples } from "./samples.js";

/** Later turns are counted with the last one. */
const MAX_TURNS = 64;
const EXACT_VALUES = 20_000;

interface Turn {
  requests: number;
  readonly ttft: Samples;
  readonly latency: Samples;
  input: { sum: number; count: number };
  cache: { cached: number; input: number };
}

/** Keeps figures by the turn of a conversation. */
export class TurnFigures {
  readonly #turns = new Map<number, Turn>();
  readonly #makeHdr: HdrFactory;

  constructor(makeHdr: HdrFactory) {
    this.#makeHdr = makeHdr;
  }

  add({ conversation, usage }: RequestRecord, { ttft, latency, inputTokens }: RequestFigures): void {
    if (conversation === undefined) return;
    const turn = this.#of(Math.min(MAX_TURNS, conversation.turn));
    turn.requests += 1;
    if (ttft !== undefined) turn.ttft.add(ttft);
    if (latency !== undefined) turn.latency.add(latency);
    if (inputTokens !== undefined) turn.input = { sum: turn.input.sum + inputTokens, count: turn.input.count + 1 };
    if (usage?.cachedTokens !== undefined && usage.promptTokens !== undefined) {
      turn.cache = { cached: turn.cache.cached + usage.cachedTokens, input: turn.cache.input + usage.promptTokens };
    }
  }

  /** By turn; undefined without conversations. */
  list(): readonly TurnSummary[] | undefined {
    if (this.#turns.size === 0) return undefined;
    return [...this.#turns]
      .toSorted(([first], [second]) => first - second)
      .map(([turn, { requests, ttft, latency, input, cache }]) => ({
        turn,
        requests,
        ...(ttft.count === 0 ? {} : { ttft: brief(ttft) }),
        ...(latency.count === 0 ? {} : { latency: brief(latency) }),
        ...(input.count === 0 ? {} : { meanInputTokens: input.sum / input.count }),
        ...(cache.input === 0 ? {} : { cacheHitRate: cache.cached / cache.input }),
      }));
  }

  free(): void {
    for (const { ttft, latency } of this.#turns.values()) {
      ttft.free();
      latency.free();
    }
  }

  #of(number: number): Turn {
    let turn = this.#turns.get(number);
    if (turn === undefined) {
      turn = { requests: 0, ttft: this.#samples(), latency: this.#samples(), input: { sum: 0, count: 0 }, cache: { cached: 0, input: 0 } };
      this.#turns.set(number, turn);
    }
    return turn;
  }

  #samples(): Samples {
    return new Samples(EXACT_VALUES, this.#makeHdr);
  }
}

function brief(samples: Samples): { readonly mean: number; readonly p50: number; readonly p99: number } {
  const { count, moments } = samples;
  return { mean: moments.mean, p50: samples.valueAtRank(nearestRank(count, 50)), p99: samples.valueAtRank(nearestRank(count, 99)) };
}
