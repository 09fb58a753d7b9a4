/** Castagnoli's polynomial, bits reversed. */
const POLYNOMIAL = 0x82f63b78;

let table: Uint32Array | undefined;

function tableOf(): Uint32Array {
  return (table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    return value >>> 0;
  }));
}

/** CRC-32C (Castagnoli) of the bytes, as in RFC 3720. */
export function crc32c(bytes: Uint8Array): number {
  const values = tableOf();
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (values[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The checksum as TFRecord files store it: rotated right by 15 bits, plus a constant, so that a checksum of data that holds checksums stays sound. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
