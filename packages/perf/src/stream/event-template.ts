const QUOTE = 34;
const BACKSLASH = 92;
/** Longer events are looked at by the reader. */
const MOST_BYTES = 4096;

/**
 * What the payload events of one stream have in common: everything but the text of one JSON string. An event that equals a known one but for that text, and
 * has some, is of the same kind, since readers go by members and by whether they are empty; so that most events need no reader. Learns from two events in a row
 * of the same kind.
 */
export class EventTemplate {
  /** The kind of the events that match. */
  kind = -1;
  #known: Buffer | undefined;
  #length = 0;
  #kindOfKnown = -1;
  #prefix = 0;
  #suffix = 0;

  /** Whether these bytes match: the same but for a text that is not empty. */
  matches(bytes: Buffer, start: number, end: number): boolean {
    const known = this.#known;
    if (known === undefined || this.kind < 0) return false;
    const textEnd = end - this.#suffix;
    const textStart = start + this.#prefix;
    if (textEnd <= textStart || bytes[textEnd - 1] === BACKSLASH) return false;
    for (let at = textStart; at < textEnd; at += 1) {
      if (bytes[at] === QUOTE) return false;
    }
    for (let at = textStart - 1, other = this.#prefix - 1; other >= 0; at -= 1, other -= 1) {
      if (bytes[at] !== known[other]) return false;
    }
    for (let at = textEnd, other = this.#length - this.#suffix; at < end; at += 1, other += 1) {
      if (bytes[at] !== known[other]) return false;
    }
    return true;
  }

  /** An event that the reader has looked at. */
  learn(bytes: Buffer, start: number, end: number, kind: number): void {
    const length = end - start;
    if (length > MOST_BYTES) return;
    this.kind = -1;
    if (this.#known !== undefined && kind === this.#kindOfKnown) this.#compare(bytes, start, end);
    this.#keep(bytes, start, end);
    this.#kindOfKnown = kind;
    if (this.#prefix > 0) this.kind = kind;
  }

  #keep(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.#known === undefined || this.#known.length < length) this.#known = Buffer.allocUnsafeSlow(Math.max(256, 2 * length));
    bytes.copy(this.#known, 0, start, end);
    this.#length = length;
  }

  /** Finds the string in which two events differ; what is equal around it must reach to its quotes. */
  #compare(bytes: Buffer, start: number, end: number): void {
    this.#prefix = 0;
    this.#suffix = 0;
    const known = this.#known;
    if (known === undefined) return;
    const length = end - start;
    const most = Math.min(length, this.#length);
    let equal = 0;
    while (equal < most && bytes[start + equal] === known[equal]) equal += 1;
    let open = equal - 1;
    while (open >= 0 && known[open] !== QUOTE) open -= 1;
    // A quote within the text would make the wrong one be found.
    if (open < 1 || known[open - 1] === BACKSLASH || !opensString(known, open)) return;
    const close = stringEnd(bytes, start + open + 1, end);
    const closeKnown = stringEnd(known, open + 1, this.#length);
    if (close < 0 || closeKnown < 0 || close === start + open + 1 || closeKnown === open + 1) return;
    const suffix = end - close;
    if (suffix !== this.#length - closeKnown || bytes.compare(known, closeKnown, this.#length, close, end) !== 0) return;
    this.#prefix = open + 1;
    this.#suffix = suffix;
  }
}

/** An even number of quotes before this one: it begins a string. */
function opensString(bytes: Buffer, place: number): boolean {
  let isInside = false;
  for (let at = 0; at < place; at += 1) {
    if (bytes[at] === BACKSLASH && isInside) at += 1;
    else if (bytes[at] === QUOTE) isInside = !isInside;
  }
  return !isInside;
}

/** Where the string that began before `from` ends: the place of its closing quote, -1 when it has none. */
function stringEnd(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at;
  }
  return -1;
}
