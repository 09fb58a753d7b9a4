import { maskedCrc32c } from "./crc32c.js";

/** One record of a TFRecord file: length and its checksum, data and its checksum, all little-endian. */
export function tfRecord(data: Uint8Array): Uint8Array {
  const frame = new Uint8Array(data.length + 16);
  const view = new DataView(frame.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(frame.subarray(0, 8)), true);
  frame.set(data, 12);
  view.setUint32(data.length + 12, maskedCrc32c(data), true);
  return frame;
}
