import type { RequestRecord } from "../spec/record.js";
import type { Lane } from "./load-result.js";

/** Keeps an even sample of requests: every k-th in the order of their indices, k doubling when there are too many. */
export class LaneSample {
  readonly #limit: number;
  #stride = 1;
  #lanes: Lane[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(record: RequestRecord): void {
    if (this.#limit <= 0 || record.index % this.#stride !== 0) return;
    this.#lanes.push(laneOf(record));
    while (this.#lanes.length > this.#limit) {
      this.#stride *= 2;
      this.#lanes = this.#lanes.filter(({ index }) => index % this.#stride === 0);
    }
  }

  /** In the order of their sends. */
  list(): readonly Lane[] {
    return this.#lanes.toSorted((first, second) => first.sentMs - second.sentMs || first.index - second.index);
  }
}

function laneOf({ index, worker, intendedMs, sentMs, firstPayloadMs, endMs, outcome, failure }: RequestRecord): Lane {
  return {
    index,
    worker,
    intendedMs,
    sentMs,
    ...(firstPayloadMs === undefined ? {} : { firstPayloadMs }),
    endMs,
    outcome,
    ...(failure === undefined ? {} : { failure: failure.kind }),
  };
}
