import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { Transform } from "node:stream";

export interface DecoderSink {
  /** Plain bytes out of the bytes that were read at `stampMs`. */
  onData(stampMs: number, bytes: Buffer): void;
  onEnd(): void;
  onError(message: string): void;
}

/** Plain bytes of one answer may not be more: a small compressed body can hold a huge one. */
const MAX_PLAIN_BYTES = 256 * 1024 * 1024;

/** A decoder for a content coding; undefined when it is not known. */
export function decoderFor(coding: string, sink: DecoderSink): BodyDecoder | undefined {
  if (coding === "gzip" || coding === "x-gzip") return new BodyDecoder(createGunzip(), sink);
  if (coding === "deflate") return new BodyDecoder(createInflate(), sink);
  if (coding === "br") return new BodyDecoder(createBrotliDecompress(), sink);
  return undefined;
}

/** Takes compression off a body as it arrives. What comes out keeps the stamp of the read that it was in, whenever the decompressor gets to it. */
export class BodyDecoder {
  readonly #stream: Transform;
  readonly #sink: DecoderSink;
  readonly #waiting: { readonly stampMs: number; readonly bytes: Buffer }[] = [];
  #stampMs = 0;
  #isBusy = false;
  #isEnding = false;
  #isClosed = false;
  #plainBytes = 0;

  constructor(stream: Transform, sink: DecoderSink) {
    this.#stream = stream;
    this.#sink = sink;
    stream.on("data", (bytes: Buffer) => this.#onData(bytes));
    stream.once("end", () => this.#onEnd());
    stream.on("error", (error: Error) => this.#fail(`The compressed body is broken: ${error.message}`));
  }

  write(stampMs: number, bytes: Buffer, start: number, end: number): void {
    this.#waiting.push({ stampMs, bytes: Buffer.from(bytes.subarray(start, end)) });
    this.#next();
  }

  end(): void {
    this.#isEnding = true;
    this.#next();
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
    this.#stream.destroy();
  }

  #next(): void {
    if (this.#isBusy || this.#isClosed) return;
    const piece = this.#waiting.shift();
    if (piece === undefined) {
      if (this.#isEnding) this.#stream.end();
      return;
    }
    this.#isBusy = true;
    this.#stampMs = piece.stampMs;
    this.#stream.write(piece.bytes, () => {
      // The output of this piece is out before the next goes in.
      setImmediate(() => {
        this.#isBusy = false;
        this.#next();
      });
    });
  }

  #onData(bytes: Buffer): void {
    if (this.#isClosed) return;
    this.#plainBytes += bytes.length;
    if (this.#plainBytes > MAX_PLAIN_BYTES) this.#fail(`The body is larger than ${MAX_PLAIN_BYTES} bytes when decompressed.`);
    else this.#sink.onData(this.#stampMs, bytes);
  }

  #onEnd(): void {
    if (!this.#isClosed) this.#sink.onEnd();
  }

  #fail(message: string): void {
    if (this.#isClosed) return;
    this.close();
    this.#sink.onError(message);
  }
}
