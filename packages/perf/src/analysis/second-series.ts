import type { RequestRecord } from "../spec/record.js";
import { tokensOf } from "./request-figures.js";

const COLUMNS = ["started", "ended", "failed", "inFlightMs", "outputTokens", "newInputTokens", "cachedInputTokens"] as const;
type Column = (typeof COLUMNS)[number];
/** A week: what is said to end later is not counted by seconds. */
const MAX_SECONDS = 604_800;

/** What happened in each second of the run; some 60 bytes a second. Input tokens count when the first payload came. */
export class SecondSeries {
  readonly #columns = Object.fromEntries(COLUMNS.map((column) => [column, new Float64Array(64)])) as Record<Column, Float64Array<ArrayBuffer>>;
  #seconds = 0;
  #unknownTokens = 0;
  #unknownInput = 0;

  get seconds(): number {
    return this.#seconds;
  }

  /** Successful requests that no tokens could be spread of. */
  get unknownTokens(): number {
    return this.#unknownTokens;
  }

  /** Successful requests whose input tokens are not known. */
  get unknownInput(): number {
    return this.#unknownInput;
  }

  add(record: RequestRecord): void {
    this.#count("started", record.sentMs, 1);
    this.#count("ended", record.endMs, 1);
    if (record.outcome === "failed") this.#count("failed", record.endMs, 1);
    this.#spreadFlight(record.sentMs, record.endMs);
    if (record.outcome !== "ok") return;
    this.#spreadTokens(record);
    this.#countInput(record);
  }

  /** Sum of a column over the seconds from `from` to before `to`. */
  sum(column: Column, from: number, to: number): number {
    let sum = 0;
    for (const value of this.#columns[column].subarray(Math.max(0, from), Math.min(to, this.#seconds))) sum += value;
    return sum;
  }

  #spreadFlight(fromMs: number, toMs: number): void {
    for (let second = Math.floor(Math.max(0, fromMs) / 1000); second * 1000 < toMs && second < MAX_SECONDS; second += 1) {
      this.#count("inFlightMs", second * 1000, Math.min(toMs, (second + 1) * 1000) - Math.max(fromMs, second * 1000));
    }
  }

  #spreadTokens(record: RequestRecord): void {
    const { output } = tokensOf(record);
    const { payloadMs, tokensPerEvent } = record;
    if (output === undefined) {
      this.#unknownTokens += 1;
    } else if (payloadMs.length === 0) {
      this.#count("outputTokens", record.endMs, output);
    } else {
      const isTold = tokensPerEvent?.length === payloadMs.length;
      for (const [event, atMs] of payloadMs.entries()) this.#count("outputTokens", atMs, isTold ? (tokensPerEvent[event] ?? 0) : output / payloadMs.length);
    }
  }

  #countInput(record: RequestRecord): void {
    const { input } = tokensOf(record);
    if (input === undefined) {
      this.#unknownInput += 1;
      return;
    }
    const cached = Math.min(input, record.usage?.cachedTokens ?? 0);
    const atMs = record.firstPayloadMs ?? record.endMs;
    this.#count("newInputTokens", atMs, input - cached);
    this.#count("cachedInputTokens", atMs, cached);
  }

  #count(column: Column, atMs: number, amount: number): void {
    const second = Math.floor(Math.max(0, atMs) / 1000);
    if (second >= MAX_SECONDS) return;
    if (second >= this.#seconds) this.#grow(second + 1);
    const values = this.#columns[column];
    values[second] = (values[second] ?? 0) + amount;
  }

  #grow(seconds: number): void {
    this.#seconds = seconds;
    if (seconds <= this.#columns.started.length) return;
    for (const column of COLUMNS) {
      const larger = new Float64Array(seconds * 2);
      larger.set(this.#columns[column]);
      this.#columns[column] = larger;
    }
  }
}
