/** Gets the data of each event; the bytes are only valid during the call. `isError`: the event is named "error". */
export type EventHandler = (bytes: Buffer, start: number, end: number, isError: boolean) => void;

const LF = 10;
const CR = 13;
const COLON = 58;
const SPACE = 32;

/** An event longer than this is cut off there and told as overlong. */
export const MAX_EVENT_BYTES = 16 * 1024 * 1024;

/**
 * Cuts server-sent events out of bytes: lines end in LF, CRLF or CR, data of several lines is joined by LF, comments and unknown fields are left out,
 * events without data are none. Bytes stay as they are, so characters cut apart by reads come together again. Data of one line within one read is not copied.
 */
export class SseScanner {
  readonly #onEvent: EventHandler;
  /** Start of a line whose end has not come yet. */
  #line: Buffer = EMPTY;
  #lineLength = 0;
  /** Data of the event so far, where it did not come in one read. */
  #data: Buffer = EMPTY;
  #dataLength = 0;
  #hasData = false;
  #isError = false;
  #afterCr = false;
  #isFirst = true;
  /** Data line of the event within the bytes of this read. */
  #start = -1;
  #end = -1;
  /** More bytes than an event may have were left out. */
  overlong = false;

  constructor(onEvent: EventHandler) {
    this.#onEvent = onEvent;
  }

  feed(bytes: Buffer, start: number, end: number): void {
    let position = start;
    if (this.#isFirst && end > start) position = this.#skipMark(bytes, start, end);
    if (this.#afterCr && position < end) {
      if (bytes[position] === LF) position += 1;
      this.#afterCr = false;
    }
    while (position < end) {
      const stop = lineEnd(bytes, position, end);
      if (stop === end) {
        this.#keepLine(bytes, position, end);
        break;
      }
      this.#endLine(bytes, position, stop);
      position = stop + 1;
      if (bytes[stop] !== CR) continue;
      if (position === end) this.#afterCr = true;
      else if (bytes[position] === LF) position += 1;
    }
    this.#keepData(bytes);
  }

  /** The stream has ended: gives the last event when its blank line is missing. */
  finish(): void {
    if (this.#lineLength > 0) {
      const line = this.#line.subarray(0, this.#lineLength);
      this.#lineLength = 0;
      this.#field(line, 0, line.length);
      this.#keepData(line);
    }
    this.#dispatch(EMPTY);
  }

  #endLine(bytes: Buffer, start: number, stop: number): void {
    if (this.#lineLength > 0) {
      this.#keepLine(bytes, start, stop);
      const line = this.#line.subarray(0, this.#lineLength);
      this.#lineLength = 0;
      this.#keepData(bytes);
      this.#field(line, 0, line.length);
      this.#keepData(line);
      return;
    }
    if (start === stop) this.#dispatch(bytes);
    else this.#field(bytes, start, stop);
  }

  #field(bytes: Buffer, start: number, stop: number): void {
    const first = bytes[start];
    if (first === 100 && startsWith(bytes, start, stop, DATA)) this.#dataLine(bytes, start + 4, stop);
    else if (first === 101 && startsWith(bytes, start, stop, EVENT)) this.#isError = valueOf(bytes, start + 5, stop) === "error";
  }

  #dataLine(bytes: Buffer, colon: number, stop: number): void {
    if (colon < stop && bytes[colon] !== COLON) return;
    let start = Math.min(colon + 1, stop);
    if (start < stop && bytes[start] === SPACE) start += 1;
    if (!this.#hasData) {
      this.#hasData = true;
      this.#start = start;
      this.#end = stop;
      return;
    }
    this.#keepData(bytes);
    this.#append(NEWLINE, 0, 1);
    this.#append(bytes, start, stop);
  }

  #dispatch(bytes: Buffer): void {
    if (this.#hasData) {
      if (this.#start >= 0) this.#onEvent(bytes, this.#start, this.#end, this.#isError);
      else this.#onEvent(this.#data, 0, this.#dataLength, this.#isError);
    }
    this.#hasData = false;
    this.#isError = false;
    this.#dataLength = 0;
    this.#start = -1;
  }

  /** What was found in these bytes outlives them. */
  #keepData(bytes: Buffer): void {
    if (this.#start < 0) return;
    this.#append(bytes, this.#start, this.#end);
    this.#start = -1;
  }

  #append(bytes: Buffer, start: number, end: number): void {
    const length = Math.min(end - start, MAX_EVENT_BYTES - this.#dataLength);
    if (length < end - start) this.overlong = true;
    this.#data = withRoom(this.#data, this.#dataLength, length);
    bytes.copy(this.#data, this.#dataLength, start, start + length);
    this.#dataLength += length;
  }

  #keepLine(bytes: Buffer, start: number, end: number): void {
    const length = Math.min(end - start, MAX_EVENT_BYTES - this.#lineLength);
    if (length < end - start) this.overlong = true;
    this.#line = withRoom(this.#line, this.#lineLength, length);
    bytes.copy(this.#line, this.#lineLength, start, start + length);
    this.#lineLength += length;
  }

  /** A byte order mark at the very start is no part of the first line. */
  #skipMark(bytes: Buffer, start: number, end: number): number {
    this.#isFirst = false;
    return end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf ? start + 3 : start;
  }
}

const EMPTY = Buffer.alloc(0);
const NEWLINE = Buffer.from("\n");
const DATA = Buffer.from("data");
const EVENT = Buffer.from("event");

function lineEnd(bytes: Buffer, start: number, end: number): number {
  let position = start;
  while (position < end) {
    const byte = bytes[position];
    if (byte === LF || byte === CR) return position;
    position += 1;
  }
  return end;
}

function startsWith(bytes: Buffer, start: number, stop: number, word: Buffer): boolean {
  if (stop - start < word.length) return false;
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[start + index] !== word[index]) return false;
  }
  return true;
}

function valueOf(bytes: Buffer, colon: number, stop: number): string {
  return bytes[colon] === COLON ? bytes.toString("latin1", colon + 1, Math.min(stop, colon + 32)).trim() : "";
}

function withRoom(buffer: Buffer, used: number, more: number): Buffer {
  if (used + more <= buffer.length) return buffer;
  const grown = Buffer.allocUnsafeSlow(Math.max(1024, 2 * buffer.length, used + more));
  buffer.copy(grown, 0, 0, used);
  return grown;
}
