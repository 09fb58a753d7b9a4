/** One message between us and a launcher: a letter and bytes. */
export interface Frame {
  readonly kind: string;
  readonly payload: Uint8Array;
}

const HEAD_BYTES = 5;

/** A frame as bytes: its letter, the length of the payload in four bytes, the payload. */
export function encodeFrame(kind: string, payload: Uint8Array | string = ""): Uint8Array {
  const body = typeof payload === "string" ? Buffer.from(payload) : payload;
  const frame = Buffer.allocUnsafe(HEAD_BYTES + body.length);
  frame.write(kind, 0, 1, "latin1");
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, HEAD_BYTES);
  return frame;
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /** Frames that `chunk` completes. */
  push(chunk: Buffer): readonly Frame[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < HEAD_BYTES) return [];
    const first = this.#chunks[0];
    if (first !== undefined && first.length >= HEAD_BYTES && this.#length < HEAD_BYTES + first.readUInt32BE(1)) return [];
    return this.#cut(Buffer.concat(this.#chunks));
  }

  #cut(bytes: Buffer): readonly Frame[] {
    const frames: Frame[] = [];
    let at = 0;
    while (bytes.length - at >= HEAD_BYTES) {
      const end = at + HEAD_BYTES + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) break;
      frames.push({ kind: bytes.toString("latin1", at, at + 1), payload: bytes.subarray(at + HEAD_BYTES, end) });
      at = end;
    }
    this.#chunks = at === bytes.length ? [] : [bytes.subarray(at)];
    this.#length = bytes.length - at;
    return frames;
  }
}
