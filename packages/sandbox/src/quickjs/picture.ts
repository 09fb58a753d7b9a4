import { PAGE_BYTES, type Machine, type WasmMemory } from "./machine.js";

/** What programs may fill before the memory grows: cleared for each program. */
const ROOM_BYTES = 2 * 1024 * 1024;
/** Of the five megabytes of stack, of which the engine lets programs use 64 KiB; what lies below the stack's end is never read before it is written. */
const STACK_BYTES = 1024 * 1024;

/**
 * The memory of a machine at one time, to be put back: bytes where there were any, zeros elsewhere. Most of what is free then is taken and never used,
 * so that there is less to put back; a program that needs more makes the memory grow, which shows.
 */
export class Picture {
  readonly #memory: WasmMemory;
  readonly #bytes: Uint8Array;
  readonly #stretches: { readonly start: number; end: number; readonly bytes?: Uint8Array }[] = [];

  constructor({ memory, allocate, heapStart }: Machine) {
    this.#memory = memory;
    // What is that large comes from behind all that is in use.
    const surplus = memory.buffer.byteLength - allocate(PAGE_BYTES) - ROOM_BYTES;
    const taken = surplus > 0 ? allocate(surplus) : 0;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#add(0, heapStart, STACK_BYTES);
    this.#add(heapStart, taken === 0 ? this.#bytes.length : taken);
    if (taken !== 0) this.#add(taken + surplus, this.#bytes.length);
  }

  /** Adds what lies from `from` to `to`; of zeros no more than the last `mostZeros` in a row. */
  #add(from: number, to: number, mostZeros = Number.POSITIVE_INFINITY): void {
    const zeros = new Uint8Array(PAGE_BYTES);
    let zerosFrom = from;
    for (let start = from, end: number; start < to; start = end) {
      end = Math.min(to, start + PAGE_BYTES);
      const page = this.#bytes.subarray(start, end);
      if (Buffer.compare(page, zeros.subarray(0, page.length)) === 0) continue;
      if (zerosFrom < start) this.#stretches.push({ start: Math.max(zerosFrom, start - mostZeros), end: start });
      this.#stretches.push({ start, end, bytes: page.slice() });
      zerosFrom = end;
    }
    if (zerosFrom < to) this.#stretches.push({ start: Math.max(zerosFrom, to - mostZeros), end: to });
  }

  /** Whether all that has changed since then can be put back. */
  get isWhole(): boolean {
    return this.#memory.buffer === this.#bytes.buffer;
  }

  restore(): void {
    for (const { start, end, bytes } of this.#stretches) {
      if (bytes === undefined) this.#bytes.fill(0, start, end);
      else this.#bytes.set(bytes, start);
    }
  }
}
