import type { RequestRecord } from "../spec/record.js";

const KEPT = 101;

/** The usual time between two events of a stream: median over the mean gaps of the last 101 streams, in constant work a record. */
export class UsualGap {
  readonly #gaps: number[] = [];
  #count = 0;

  add({ payloadMs, outcome }: RequestRecord): void {
    const first = payloadMs[0];
    const last = payloadMs.at(-1);
    if (outcome !== "ok" || payloadMs.length < 2 || first === undefined || last === undefined) return;
    this.#gaps[this.#count % KEPT] = (last - first) / (payloadMs.length - 1);
    this.#count += 1;
  }

  /** Undefined before the first stream has ended. */
  get medianMs(): number | undefined {
    return this.#gaps.toSorted((a, b) => a - b)[Math.floor(this.#gaps.length / 2)];
  }
}
