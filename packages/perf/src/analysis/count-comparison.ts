import type { CountComparison } from "./load-result.js";

/** Compares pairs of counts of the same thing. */
export class CountComparer {
  #compared = 0;
  #equal = 0;
  #difference = 0;
  #first = 0;
  #largest = 0;

  add(first: number | undefined, second: number | undefined): void {
    if (first === undefined || second === undefined) return;
    const difference = second - first;
    this.#compared += 1;
    this.#first += first;
    this.#difference += difference;
    if (difference === 0) this.#equal += 1;
    if (Math.abs(difference) > Math.abs(this.#largest)) this.#largest = difference;
  }

  /** Undefined when nothing could be compared. */
  result(): CountComparison | undefined {
    if (this.#compared === 0) return undefined;
    return {
      compared: this.#compared,
      equal: this.#equal,
      meanDifference: this.#difference / this.#compared,
      ...(this.#first === 0 ? {} : { relativeDifference: this.#difference / this.#first }),
      largestDifference: this.#largest,
    };
  }
}
