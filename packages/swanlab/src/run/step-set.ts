/** Steps `first`, `first + stride`, … `last`; stretches stand in rising order and do not overlap. */
interface Stretch {
  readonly first: number;
  last: number;
  stride: number;
}

const MOST_STRETCHES = 100_000;
const MOST_LATE = 1_000_000;

/**
 * Which steps of a key have a value. Rising steps at regular distances cost nothing. Memory is bounded: of very irregular ones
 * it forgets the oldest, and after a million late ones (below an earlier step) it takes every late one for used.
 */
export class StepSet {
  #floor: number;
  #stretches: Stretch[] = [];
  readonly #late = new Set<number>();

  /** Steps up to and including `floor` count as used. */
  constructor(floor = -1) {
    this.#floor = floor;
  }

  /** Adds a step; false when it has a value already, or may have. */
  add(step: number): boolean {
    if (step <= this.#floor) return false;
    const last = this.#stretches.at(-1);
    if (last === undefined || step > last.last) {
      this.#append(step, last);
      return true;
    }
    if (this.#late.size >= MOST_LATE || this.#late.has(step) || this.#holds(step)) return false;
    this.#late.add(step);
    return true;
  }

  #append(step: number, last: Stretch | undefined): void {
    if (last !== undefined && last.stride === 0) last.stride = step - last.last;
    if (last !== undefined && last.last + last.stride === step) last.last = step;
    else this.#stretches.push({ first: step, last: step, stride: 0 });
    if (this.#stretches.length <= MOST_STRETCHES) return;
    const old = this.#stretches.splice(0, MOST_STRETCHES / 2);
    this.#floor = old.at(-1)?.last ?? this.#floor;
  }

  /** Whether the last stretch that starts at or before the step holds it. */
  #holds(step: number): boolean {
    let [low, high] = [0, this.#stretches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#stretches[middle]?.first ?? 0) <= step) low = middle + 1;
      else high = middle;
    }
    const stretch = this.#stretches[low - 1];
    if (stretch === undefined || step > stretch.last) return false;
    return stretch.stride === 0 || (step - stretch.first) % stretch.stride === 0;
  }
}
