import type { ResponseHead } from "./response-sink.js";

export interface ParserSink {
  onHead(head: ResponseHead): void;
  onBody(bytes: Buffer, start: number, end: number): void;
  /** The answer is complete; bytes may be left over in the same read. */
  onComplete(keepAlive: boolean, delimited: boolean): void;
}

/** The server broke the protocol. */
export class ProtocolError extends Error {}

const MAX_HEAD_BYTES = 64 * 1024;
const LF = 10;
const CR = 13;

type State = "head" | "length" | "chunk-size" | "chunk-extension" | "chunk-data" | "chunk-end" | "trailer" | "until-close" | "idle";

/** Reads HTTP/1.1 answers from bytes as they arrive, one answer after the other; body bytes go on without being copied. */
export class Http1Parser {
  #state: State = "idle";
  #remaining = 0;
  #keepAlive = true;
  #head: Buffer | undefined;
  #lineBytes = 0;
  #digits = 0;
  readonly #sink: ParserSink;

  constructor(sink: ParserSink) {
    this.#sink = sink;
  }

  /** Expects an answer: call when a request was sent. */
  begin(): void {
    this.#state = "head";
    this.#head = undefined;
    this.#keepAlive = true;
  }

  /** Takes the bytes of one read; false when there were more than the answer. Throws a `ProtocolError`. */
  feed(bytes: Buffer, length: number): boolean {
    let position = 0;
    while (position < length) {
      if (this.#state === "idle") return false;
      position = this.#step(bytes, position, length);
    }
    return true;
  }

  /** The connection ended: completes an answer whose end that is. */
  finish(): void {
    if (this.#state === "until-close") this.#complete(false);
  }

  /** No byte of an answer has been seen since `begin`. */
  get untouched(): boolean {
    return this.#state === "head" && this.#head === undefined;
  }

  #step(bytes: Buffer, position: number, length: number): number {
    switch (this.#state) {
      case "head":
        return this.#readHead(bytes, position, length);
      case "length":
      case "chunk-data":
        return this.#readData(bytes, position, length);
      case "chunk-size":
        return this.#readChunkSize(bytes, position, length);
      case "chunk-extension":
        return this.#skipLine(bytes, position, length);
      case "chunk-end":
        return this.#readChunkEnd(bytes, position);
      case "trailer":
        return this.#readTrailer(bytes, position);
      default:
        this.#sink.onBody(bytes, position, length);
        return length;
    }
  }

  #readData(bytes: Buffer, position: number, length: number): number {
    const end = Math.min(length, position + this.#remaining);
    this.#remaining -= end - position;
    this.#sink.onBody(bytes, position, end);
    if (this.#remaining > 0) return end;
    if (this.#state === "length") this.#complete(true);
    else this.#state = "chunk-end";
    return end;
  }

  #readChunkEnd(bytes: Buffer, position: number): number {
    const byte = bytes[position];
    if (byte === LF) {
      this.#state = "chunk-size";
      this.#digits = 0;
    } else if (byte !== CR) throw new ProtocolError("The server's chunks are not as long as they say.");
    return position + 1;
  }

  #readChunkSize(bytes: Buffer, start: number, length: number): number {
    let position = start;
    while (position < length) {
      const byte = bytes[position] ?? 0;
      position += 1;
      const digit = hexDigit(byte);
      if (digit >= 0) {
        this.#digits += 1;
        if (this.#digits > 12) throw new ProtocolError("The server announced a chunk of absurd size.");
        this.#remaining = (this.#digits === 1 ? 0 : this.#remaining * 16) + digit;
      } else if (byte === LF) {
        this.#chunkSizeKnown();
        return position;
      } else if (byte === 59 || byte === 32 || byte === 9) {
        this.#state = "chunk-extension";
        return position;
      } else if (byte !== CR) throw new ProtocolError("The server's chunk sizes are not hexadecimal numbers.");
    }
    return position;
  }

  #skipLine(bytes: Buffer, start: number, length: number): number {
    for (let position = start; position < length; position += 1) {
      if (bytes[position] !== LF) continue;
      this.#chunkSizeKnown();
      return position + 1;
    }
    return length;
  }

  #chunkSizeKnown(): void {
    if (this.#digits === 0) throw new ProtocolError("The server's chunk sizes are not hexadecimal numbers.");
    this.#state = this.#remaining === 0 ? "trailer" : "chunk-data";
    this.#lineBytes = 0;
  }

  #readTrailer(bytes: Buffer, position: number): number {
    const byte = bytes[position];
    if (byte === LF) {
      if (this.#lineBytes === 0) this.#complete(true);
      this.#lineBytes = 0;
    } else if (byte !== CR) this.#lineBytes += 1;
    return position + 1;
  }

  #readHead(bytes: Buffer, position: number, length: number): number {
    const kept = this.#head;
    if (kept === undefined) {
      const end = bytes.indexOf("\r\n\r\n", position, "latin1");
      if (end >= 0 && end + 4 <= length) {
        this.#headKnown(bytes.toString("latin1", position, end));
        return end + 4;
      }
      this.#head = Buffer.from(bytes.subarray(position, length));
      this.#limitHead();
      return length;
    }
    const joined = Buffer.concat([kept, bytes.subarray(position, length)]);
    const end = joined.indexOf("\r\n\r\n", Math.max(0, kept.length - 3), "latin1");
    if (end < 0) {
      this.#head = joined;
      this.#limitHead();
      return length;
    }
    this.#head = undefined;
    this.#headKnown(joined.toString("latin1", 0, end));
    return position + (end + 4 - kept.length);
  }

  #limitHead(): void {
    if ((this.#head?.length ?? 0) > MAX_HEAD_BYTES) throw new ProtocolError(`The head of the answer is longer than ${MAX_HEAD_BYTES} bytes.`);
  }

  #headKnown(text: string): void {
    const { status, minor, headers } = parseHead(text);
    if (status === 101) throw new ProtocolError("The server switched to another protocol.");
    // 1xx goes before the answer proper.
    if (status < 200) return;
    this.#keepAlive = keepsAlive(headers.get("connection"), minor);
    this.#sink.onHead({ status, headers });
    this.#frame(status, headers);
  }

  #frame(status: number, headers: ReadonlyMap<string, string>): void {
    const length = headers.get("content-length");
    const coding = headers.get("transfer-encoding")?.toLowerCase();
    if (status === 204 || status === 304) this.#complete(true);
    else if (coding !== undefined) this.#frameCoded(coding);
    else if (length === undefined) {
      this.#keepAlive = false;
      this.#state = "until-close";
    } else this.#frameLength(length);
  }

  #frameCoded(coding: string): void {
    if (coding !== "chunked") throw new ProtocolError(`The server uses the transfer coding "${coding.slice(0, 40)}", which this client does not read.`);
    this.#state = "chunk-size";
    this.#digits = 0;
  }

  #frameLength(text: string): void {
    const [first = "", ...others] = text.split(",").map((part) => part.trim());
    if (!/^\d{1,15}$/.test(first) || others.some((other) => other !== first)) throw new ProtocolError("The answer's Content-Length is not a number.");
    this.#remaining = Number(first);
    if (this.#remaining === 0) this.#complete(true);
    else this.#state = "length";
  }

  #complete(delimited: boolean): void {
    this.#state = "idle";
    this.#sink.onComplete(this.#keepAlive && delimited, delimited);
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

function keepsAlive(connection: string | undefined, minor: number): boolean {
  const options = connection?.toLowerCase() ?? "";
  return minor === 0 ? options.includes("keep-alive") : !options.includes("close");
}

function parseHead(text: string): { readonly status: number; readonly minor: number; readonly headers: Map<string, string> } {
  const lines = text.split("\r\n");
  const match = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(lines[0] ?? "");
  if (match === null) throw new ProtocolError("The server does not answer in HTTP/1.1.");
  const headers = new Map<string, string>();
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return { status: Number(match[2]), minor: Number(match[1]), headers };
}
