import { crc32 } from "node:zlib";

export const BLOCK_SIZE = 32_768;
export const FRAME_HEADER_SIZE = 7;
/** What every file starts with: `:SWL`, the magic number, version 2. */
export const FILE_HEADER: Readonly<Uint8Array> = Uint8Array.from([0x3a, 0x53, 0x57, 0x4c, 0xd6, 0xe1, 0x02]);

/** Types of fragments; the number stands in the file. */
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;
const TYPE_CHECKSUMS = [0, 1, 2, 3, 4].map((type) => crc32(Uint8Array.of(type)));

/**
 * The bytes that append `message` to a file of `position` bytes (header included): fragments that never cross the end of a
 * 32,768-byte block, each with checksum, length and type, and zeros where a block has no room for a fragment's header.
 */
export function frame(message: Uint8Array, position: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = position;
  let offset = 0;
  let isFirst = true;
  do {
    let left = BLOCK_SIZE - (at % BLOCK_SIZE);
    if (left < FRAME_HEADER_SIZE) {
      parts.push(new Uint8Array(left));
      at += left;
      left = BLOCK_SIZE;
    }
    const size = Math.min(message.length - offset, left - FRAME_HEADER_SIZE);
    const isLast = offset + size === message.length;
    const fragment = fragmentOf(message.subarray(offset, offset + size), isFirst ? (isLast ? FULL : FIRST) : isLast ? LAST : MIDDLE);
    parts.push(fragment);
    at += fragment.length;
    offset += size;
    isFirst = false;
  } while (offset < message.length);
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

function fragmentOf(payload: Uint8Array, type: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(FRAME_HEADER_SIZE + payload.length);
  bytes.writeUInt32LE(crc32(payload, TYPE_CHECKSUMS[type]), 0);
  bytes.writeUInt16LE(payload.length, 4);
  bytes[6] = type;
  bytes.set(payload, FRAME_HEADER_SIZE);
  return bytes;
}
