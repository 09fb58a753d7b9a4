const QUOTE = 0x22;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;

/** A Buffer over the same bytes. */
export function viewOf(data: Uint8Array): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** The bytes of a key as it stands in JSON. Inside a string its closing quote would be escaped, so that a match is a real key or a whole text. */
export function quoted(text: string): Buffer {
  return Buffer.from(JSON.stringify(text));
}

/** Whether some member with this key has a value that `accepts` likes; `at` is the place of the value's first byte. */
function someValue(view: Buffer, key: Buffer, accepts: (view: Buffer, at: number) => boolean): boolean {
  let found = view.indexOf(key);
  while (found !== -1) {
    const behind = found + key.length;
    const colon = skipSpace(view, behind);
    if (view[colon] === COLON && accepts(view, skipSpace(view, colon + 1))) return true;
    found = view.indexOf(key, behind);
  }
  return false;
}

function skipSpace(view: Buffer, from: number): number {
  let at = from;
  while (view[at] === 0x20 || view[at] === 0x0a || view[at] === 0x0d || view[at] === 0x09) at += 1;
  return at;
}

/** Whether some member with this key holds a text that is not empty. */
export function hasText(view: Buffer, key: Buffer): boolean {
  return someValue(view, key, (bytes, at) => bytes[at] === QUOTE && at + 1 < bytes.length && bytes[at + 1] !== QUOTE);
}

/** Whether some member with this key holds a list that is not empty. */
export function hasItems(view: Buffer, key: Buffer): boolean {
  return someValue(view, key, (bytes, at) => {
    const inner = skipSpace(bytes, at + 1);
    return bytes[at] === OPENING_BRACKET && inner < bytes.length && bytes[inner] !== CLOSING_BRACKET;
  });
}

/** Whether some member with this key holds an object. */
export function hasObject(view: Buffer, key: Buffer): boolean {
  return someValue(view, key, (bytes, at) => bytes[at] === OPENING_BRACE);
}

/** Whether the data is one of the words that end a stream. */
export function isDone(view: Buffer): boolean {
  return view.length <= 16 && view.toString("latin1").trim() === "[DONE]";
}
