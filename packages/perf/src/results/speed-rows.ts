import { tokensOf } from "../analysis/request-figures.js";
import type { RequestRecord } from "../spec/record.js";

/** A row of `speed_benchmark.json`. The memory of the server's GPU is not known to a client and has no key. */
export interface SpeedRow {
  readonly "Prompt Tokens": number;
  readonly "Speed(tokens/s)": number;
}

/** Mean output tokens per second of latency, by input length; more lengths than fit are not a speed benchmark. */
export class SpeedCollector {
  readonly #lengths = new Map<number, { sum: number; count: number }>();

  add(record: RequestRecord): void {
    const { input, output } = tokensOf(record);
    const latencyMs = record.endMs - record.sentMs;
    if (record.phase !== "measured" || record.outcome !== "ok" || input === undefined || output === undefined || latencyMs <= 0) return;
    const length = record.asked?.inputTokens ?? input;
    const { sum, count } = this.#lengths.get(length) ?? { sum: 0, count: 0 };
    if (count > 0 || this.#lengths.size < 1000) this.#lengths.set(length, { sum: sum + (output / latencyMs) * 1000, count: count + 1 });
  }

  /** By input length. */
  rows(): readonly SpeedRow[] {
    return [...this.#lengths]
      .toSorted(([first], [second]) => first - second)
      .map(([length, { sum, count }]) => ({ "Prompt Tokens": length, "Speed(tokens/s)": Number((sum / count).toFixed(2)) }));
  }
}
