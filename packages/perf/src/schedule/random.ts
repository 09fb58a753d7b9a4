/** Seeded pseudo-random numbers, the same on every machine. */
export interface RandomSource {
  /** Uniform in the open interval (0, 1), 53 bits. */
  unit(): number;
  /** Standard normal, by the polar method. */
  normal(): number;
}

/** Makes a source (small fast counter generator, 128 bits of state) from any finite seed. */
export function seededRandom(seed: number): RandomSource {
  const state = expandSeed(seed);
  let [a, b, c, counter] = state;
  let spare: number | undefined;
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  const unit = (): number => {
    const high = bits() >>> 5;
    const low = bits() >>> 6;
    return (high * 67_108_864 + low + 0.5) / 9_007_199_254_740_992;
  };
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * unit() - 1;
      const y = 2 * unit() - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * factor;
      return x * factor;
    }
  };
  for (let round = 0; round < 12; round += 1) bits();
  return { unit, normal };
}

/** Spreads the seed's 64 bits (as a double) over four words, so that neighbouring seeds share nothing. */
function expandSeed(seed: number): [number, number, number, number] {
  const [low = 0, high = 0] = new Uint32Array(new Float64Array([seed]).buffer);
  let word = (low ^ Math.imul(high, 0x9e3779b1)) | 0;
  const next = (): number => {
    word = (word + 0x9e3779b9) | 0;
    let mixed = word ^ (word >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  return [next(), next(), next(), 1];
}
