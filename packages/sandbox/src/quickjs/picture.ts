import { PAGE_BYTES, type Machine, type WasmMemory } from "./machine.js";

/** What programs may fill before the memory grows: cleared for each program. */
const ROOM_BYTES = 2 * 1024 * 1024;
/** What is cleared of the stack's five megabytes: far more than the 64 KiB that the engine lets programs use. What lies beyond its end is written before it is read. */
const STACK_BYTES = 1024 * 1024;

/** Clearing this much costs about what another machine and its preparation do. */
const MOST_CLEARED_BYTES = 256 * 1024 * 1024;

/**
 * The memory of a machine at one time, to be put back: bytes where there were any, zeros elsewhere. Most of what is free then is taken and never used,
 * so that there is less to put back; a program that needs more makes the memory grow.
 */
export class Picture {
  readonly #memory: WasmMemory;
  readonly #length: number;
  readonly #stretches: { readonly start: number; readonly end: number; readonly bytes?: Uint8Array }[] = [];
  #clearedBytes = 0;

  constructor({ memory, allocate, heapStart }: Machine) {
    this.#memory = memory;
    // What is that large comes from behind all that is in use.
    const surplus = memory.buffer.byteLength - allocate(PAGE_BYTES) - ROOM_BYTES;
    const taken = surplus > 0 ? allocate(surplus) : 0;
    this.#length = memory.buffer.byteLength;
    this.#add(0, heapStart, STACK_BYTES);
    this.#add(heapStart, taken === 0 ? this.#length : taken);
    if (taken !== 0) this.#add(taken + surplus, this.#length);
  }

  /** Adds what lies from `from` to `to`; of zeros no more than the last `mostZeros` in a row. */
  #add(from: number, to: number, mostZeros = Number.POSITIVE_INFINITY): void {
    const [all, zeros] = [new Uint8Array(this.#memory.buffer), new Uint8Array(PAGE_BYTES)];
    let zerosFrom = from;
    for (let start = from, end: number; start < to; start = end) {
      end = Math.min(to, start + PAGE_BYTES);
      const page = all.subarray(start, end);
      if (Buffer.compare(page, zeros.subarray(0, page.length)) === 0) continue;
      if (zerosFrom < start) this.#stretches.push({ start: Math.max(zerosFrom, start - mostZeros), end: start });
      this.#stretches.push({ start, end, bytes: page.slice() });
      zerosFrom = end;
    }
    if (zerosFrom < to) this.#stretches.push({ start: Math.max(zerosFrom, to - mostZeros), end: to });
  }

  /** Whether putting it back is cheaper than another machine: each time costs what memory has grown by, and it never shrinks. */
  get isCheap(): boolean {
    return this.#clearedBytes + this.#memory.buffer.byteLength - this.#length < MOST_CLEARED_BYTES;
  }

  restore(): void {
    const all = new Uint8Array(this.#memory.buffer);
    for (const { start, end, bytes } of this.#stretches) {
      if (bytes === undefined) all.fill(0, start, end);
      else all.set(bytes, start);
    }
    all.fill(0, this.#length);
    this.#clearedBytes += all.length - this.#length;
  }
}
