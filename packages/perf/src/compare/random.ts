/** Draws from distributions, repeatable by the seed. */
export class SeededDraws {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 to below 1 (mulberry32). */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Gamma with this shape, 1 at least, and scale 1 (Marsaglia and Tsang 2000). */
  gamma(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const normal = this.normal();
      const cube = (1 + c * normal) ** 3;
      if (cube > 0 && Math.log(1 - this.uniform()) < 0.5 * normal * normal + d - d * cube + d * Math.log(cube)) return d * cube;
    }
  }

  /** Beta with whole parameters, 1 at least. */
  beta(first: number, second: number): number {
    const one = this.gamma(first);
    return one / (one + this.gamma(second));
  }
}
