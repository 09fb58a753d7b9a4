/** A number from 0 up to 1 that depends on seed and text alone (FNV-1a, finished as MurmurHash3 does). */
export function hashToUnit(seed: number, text: string): number {
  return hashToInteger(seed, text) / 2 ** 32;
}

/** The same hash as an unsigned 32-bit integer. */
export function hashToInteger(seed: number, text: string): number {
  let hash = mix(seed >>> 0) ^ 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash);
}

/** A number from 0 up to 1 for one position of a seeded series. */
export function seriesToUnit(seed: number, position: number): number {
  return mix(mix(seed >>> 0) + Math.imul(position + 1, 0x9e3779b9)) / 2 ** 32;
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
