import { crc32, deflateSync } from "node:zlib";
import { type Random } from "./seeded-random.js";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOUR_TYPES = { L: { type: 0, channels: 1 }, RGB: { type: 2, channels: 3 }, RGBA: { type: 6, channels: 4 } } as const;
const BLOCK = 8;

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  readonly mode: "L" | "RGB" | "RGBA";
}

/** A PNG of blocks of 8 × 8 pixels in random colours. */
export function randomPng({ width, height, mode }: PngOptions, random: Random): Buffer {
  const { type, channels } = COLOUR_TYPES[mode];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, type], 8);
  const stride = 1 + width * channels;
  const pixels = Buffer.alloc(stride * height);
  let colours: Buffer[] = [];
  for (let y = 0; y < height; y += 1) {
    if (y % BLOCK === 0) colours = Array.from({ length: Math.ceil(width / BLOCK) }, () => Buffer.from(Array.from({ length: channels }, () => Math.floor(random() * 256))));
    for (let x = 0; x < width; x += 1) colours[Math.floor(x / BLOCK)]?.copy(pixels, y * stride + 1 + x * channels);
  }
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), chunk("IDAT", deflateSync(pixels, { level: 1 })), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
