import type { EventKind } from "../spec/api.js";

/** Numbers of the kinds of events; bit 3 marks an event that came out of one read with the payload event before. */
export const KINDS: readonly (EventKind | "unsure")[] = ["answer", "thought", "empty", "usage", "done", "error", "unsure"];
export const KIND_NUMBER: Readonly<Record<EventKind | "unsure", number>> = { answer: 0, thought: 1, empty: 2, usage: 3, done: 4, error: 5, unsure: 6 };
export const COALESCED = 8;

/** An answer's kept bytes may not be more than this: a server that never ends must not fill the memory. */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** Stamps and kinds of one stream's events in growing arrays, and the bytes of the events to be parsed later. */
export class Timeline {
  times = new Float64Array(64);
  kinds = new Uint8Array(64);
  count = 0;
  /** Triples: number of the event, start and length in `bytes`. */
  kept: number[] = [];
  bytes: Buffer = EMPTY;
  used = 0;
  /** Bytes were left out. */
  isCut = false;

  add(atMs: number, kind: number): number {
    const position = this.count;
    if (position === this.times.length) this.#grow();
    this.times[position] = atMs;
    this.kinds[position] = kind;
    this.count = position + 1;
    return position;
  }

  keep(event: number, bytes: Buffer, start: number, end: number): void {
    const from = this.used;
    if (this.append(bytes, start, end)) this.kept.push(event, from, end - start);
  }

  append(bytes: Buffer, start: number, end: number): boolean {
    const needed = this.used + end - start;
    if (needed > MAX_KEPT_BYTES) {
      this.isCut = true;
      return false;
    }
    if (needed > this.bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(1024, 2 * this.bytes.length, needed));
      this.bytes.copy(grown, 0, 0, this.used);
      this.bytes = grown;
    }
    bytes.copy(this.bytes, this.used, start, end);
    this.used = needed;
    return true;
  }

  clear(): void {
    this.count = 0;
    this.used = 0;
    this.isCut = false;
    this.kept = [];
    if (this.bytes.length > 64 * 1024) this.bytes = EMPTY;
    if (this.times.length > 8192) {
      this.times = new Float64Array(64);
      this.kinds = new Uint8Array(64);
    }
  }

  #grow(): void {
    const times = new Float64Array(2 * this.times.length);
    times.set(this.times);
    this.times = times;
    const kinds = new Uint8Array(2 * this.kinds.length);
    kinds.set(this.kinds);
    this.kinds = kinds;
  }
}

const EMPTY: Buffer = Buffer.alloc(0);
