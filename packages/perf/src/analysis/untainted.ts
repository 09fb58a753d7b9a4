import type { RequestRecord } from "../spec/record.js";
import { visitChunkGaps } from "./gaps.js";
import type { HealthLog } from "./health-log.js";
import { MetricStore } from "./metric-store.js";
import type { HdrFactory } from "./hdr.js";
import type { LoadResult } from "./load-result.js";
import { figuresOf } from "./request-figures.js";

/** Records that wait for the health of their last second at most. */
const MAX_WAITING = 50_000;

/** The main metrics over what no tainted second touches: each figure is judged by its own span, gaps one by one. */
export class Untainted {
  readonly #store: MetricStore;
  readonly #health: HealthLog;
  #waiting: RequestRecord[] = [];
  #unjudged = 0;

  constructor(health: HealthLog, exactValues: number, makeHdr: HdrFactory) {
    this.#health = health;
    this.#store = new MetricStore(exactValues, makeHdr);
  }

  add(record: RequestRecord): void {
    this.#waiting.push(record);
    if (this.#waiting.length > MAX_WAITING) this.settle(true);
  }

  /** Takes the records whose seconds are told; with `isLast` all of them. */
  settle(isLast: boolean): void {
    const later: RequestRecord[] = [];
    for (const record of this.#waiting) {
      const isKnown = this.#health.isKnown(record.worker, record.endMs);
      if (!isKnown && !isLast) {
        later.push(record);
        continue;
      }
      if (!isKnown) this.#unjudged += 1;
      this.#take(record);
    }
    this.#waiting = later;
  }

  result(): NonNullable<LoadResult["withoutTainted"]> {
    return { metrics: this.#store.summaries(), unjudged: this.#unjudged };
  }

  free(): void {
    this.#store.free();
  }

  #take(record: RequestRecord): void {
    const { worker, sentMs, intendedMs, firstPayloadMs, lastPayloadMs, endMs } = record;
    const isClean = (fromMs: number, toMs: number | undefined): boolean => toMs !== undefined && !this.#health.isTainted(worker, fromMs, toMs);
    const figures = figuresOf(record);
    if (isClean(sentMs, firstPayloadMs)) this.#add("ttft", figures.ttft);
    if (isClean(intendedMs, firstPayloadMs)) this.#add("ttftFromIntended", figures.ttftFromIntended);
    if (isClean(sentMs, endMs)) this.#add("latency", figures.latency);
    if (isClean(intendedMs, endMs)) this.#add("response", figures.response);
    if (firstPayloadMs !== undefined && isClean(firstPayloadMs, lastPayloadMs)) this.#add("tpot", figures.tpot);
    visitChunkGaps(record, (gap, atMs) => {
      if (isClean(atMs - gap, atMs)) this.#add("chunkGap", gap);
    });
  }

  #add(name: "ttft" | "ttftFromIntended" | "latency" | "response" | "tpot" | "chunkGap", value: number | undefined): void {
    if (value !== undefined) this.#store.of(name).add(value);
  }
}
