import type { EventKind } from "../spec/api.js";
import { quoted } from "./bytes.js";

const DELTA = Buffer.from('"delta":{');
const DELTA_KEY = quoted("delta");
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const CLOSING_BRACE = 0x7d;
const LETTER_N = 0x6e;
/** A longer tail is not worth comparing. */
const LONGEST_TAIL = 512;
const MOST_KEYS = 6;
const ANSWER_KEYS: readonly Buffer[] = ["content", "refusal"].map((key) => Buffer.from(key));
const THOUGHT_KEYS: readonly Buffer[] = ["reasoning_content", "reasoning"].map((key) => Buffer.from(key));
const ROLE = Buffer.from("role");

type PlainKind = "answer" | "thought" | "empty";

interface Reading {
  readonly kind: PlainKind;
  /** Where the bytes behind the delta begin. */
  readonly tailAt: number;
}

/**
 * Looks at chat events whose shape has been seen before: the delta stands where it stood, its members are texts, and what follows it is what followed it then.
 * All else is left to `careful`, and learnt from where it was sure.
 */
export class ChatClassifier {
  readonly #careful: (data: Uint8Array) => EventKind | "unsure";
  #deltaAt = -1;
  #tail: Uint8Array = new Uint8Array(0);

  constructor(careful: (data: Uint8Array) => EventKind | "unsure") {
    this.#careful = careful;
  }

  classify(data: Uint8Array): EventKind | "unsure" {
    const reading = startsAt(data, this.#deltaAt, DELTA) ? readDelta(data, this.#deltaAt + DELTA.length) : undefined;
    if (reading !== undefined && isTail(data, reading.tailAt, this.#tail)) return reading.kind;
    const kind = this.#careful(data);
    this.#learn(data, kind);
    return kind;
  }

  #learn(data: Uint8Array, kind: EventKind | "unsure"): void {
    const view = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const deltaAt = view.indexOf(DELTA);
    const reading = deltaAt === -1 ? undefined : readDelta(data, deltaAt + DELTA.length);
    // An empty event may carry usage and still be called empty: only those with a payload show that nothing else is in what follows.
    if (reading === undefined || reading.kind !== kind || kind === "empty") return;
    // A copy: the slice of a Buffer would be a view of memory that changes.
    const tail = new Uint8Array(data.subarray(reading.tailAt));
    // Several choices in one event differ in what follows the first delta.
    if (tail.length > LONGEST_TAIL || Buffer.from(tail.buffer).includes(DELTA_KEY)) return;
    this.#deltaAt = deltaAt;
    this.#tail = tail;
  }
}

function startsAt(data: Uint8Array, at: number, bytes: Uint8Array): boolean {
  if (at < 0 || at + bytes.length > data.length) return false;
  for (let index = 0; index < bytes.length; index += 1) if (data[at + index] !== bytes[index]) return false;
  return true;
}

function isTail(data: Uint8Array, at: number, tail: Uint8Array): boolean {
  return data.length - at === tail.length && startsAt(data, at, tail);
}

/** Goes through a delta of texts and nulls without spaces; undefined for every other. */
function readDelta(data: Uint8Array, from: number): Reading | undefined {
  let kind: PlainKind = "empty";
  let at = from;
  for (let count = 0; count < MOST_KEYS; count += 1) {
    if (data[at] !== QUOTE) return undefined;
    const keyEnd = endOfText(data, at + 1);
    const valueAt = keyEnd + 2;
    if (data[keyEnd + 1] !== COLON) return undefined;
    const meaning = meaningOf(data, at + 1, keyEnd);
    if (meaning === undefined) return undefined;
    if (data[valueAt] === QUOTE) {
      if (data[valueAt + 1] !== QUOTE && meaning !== "empty") kind = kind === "answer" ? kind : meaning;
      at = endOfText(data, valueAt + 1) + 1;
    } else if (data[valueAt] === LETTER_N) at = valueAt + 4;
    else return undefined;
    if (data[at] === CLOSING_BRACE) return { kind, tailAt: at + 1 };
    if (data[at] !== COMMA) return undefined;
    at += 1;
  }
  return undefined;
}

/** Place of the quote that ends a text. */
function endOfText(data: Uint8Array, from: number): number {
  let at = from;
  while (at < data.length && data[at] !== QUOTE) at += data[at] === BACKSLASH ? 2 : 1;
  return at;
}

function meaningOf(data: Uint8Array, from: number, to: number): PlainKind | undefined {
  const isOneOf = (keys: readonly Buffer[]): boolean => keys.some((key) => key.length === to - from && startsAt(data, from, key));
  if (isOneOf(ANSWER_KEYS)) return "answer";
  if (isOneOf(THOUGHT_KEYS)) return "thought";
  return ROLE.length === to - from && startsAt(data, from, ROLE) ? "empty" : undefined;
}
