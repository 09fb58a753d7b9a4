/** Numbers from 0 to 1, one excluded. */
export type Random = () => number;

/** A series of numbers that depends on the seed and the places alone, so that item 7 is the same whichever items were made before it. */
export function seededRandom(seed: number, ...places: readonly number[]): Random {
  let state = mixed(seed | 0) ^ mixed(Math.floor(seed / 2 ** 32) | 0);
  for (const place of places) state = mixed(state ^ mixed((place | 0) + 0x9e3779b9));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    return (mixed(state) >>> 0) / 2 ** 32;
  };
}

function mixed(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return bits ^ (bits >>> 15);
}

/** A whole number between both bounds, bounds included, all equally likely. */
export function wholeBetween(random: Random, low: number, high: number): number {
  return high <= low ? low : low + Math.floor(random() * (high - low + 1));
}
