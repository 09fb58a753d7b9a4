import { crc32 } from "node:zlib";

/** Blocks of LevelDB's log format, counted from the file's first byte. */
export const BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;
const TYPE = { full: 1, first: 2, middle: 3, last: 4 } as const;

/** Cuts records into the fragments of a log in LevelDB's format with plain CRC-32, as `wandb` reads it. */
export class RecordLog {
  #position = 0;

  /** The head of the file: `:W&B`, a magic number, version 0. */
  header(): Uint8Array {
    const head = Buffer.from([...Buffer.from(":W&B"), 0xe1, 0xbe, 0]);
    this.#position += head.length;
    return head;
  }

  /** The bytes that carry the record on from where the one before ended. */
  record(data: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = [];
    const left = BLOCK_BYTES - (this.#position % BLOCK_BYTES);
    if (left < HEADER_BYTES) {
      parts.push(new Uint8Array(left));
      this.#position += left;
    }
    for (let at = 0, isFirst = true; ; isFirst = false) {
      const room = BLOCK_BYTES - (this.#position % BLOCK_BYTES) - HEADER_BYTES;
      const piece = data.subarray(at, at + room);
      at += piece.length;
      const isLast = at === data.length;
      parts.push(fragment(isFirst ? (isLast ? TYPE.full : TYPE.first) : isLast ? TYPE.last : TYPE.middle, piece));
      this.#position += HEADER_BYTES + piece.length;
      if (isLast) break;
    }
    return Buffer.concat(parts);
  }
}

function fragment(type: number, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES + data.length);
  bytes.writeUInt16LE(data.length, 4);
  bytes[6] = type;
  bytes.set(data, HEADER_BYTES);
  bytes.writeUInt32LE(crc32(bytes.subarray(6)), 0);
  return bytes;
}
