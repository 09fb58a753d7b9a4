/** What of a context is looked through. */
const CONTEXT_BYTES = 4096;

/** The numbers behind `Math.random` of a context, found by what one call does to them: an xorshift step (Marsaglia 2003, shifts 12, 25 and 27). */
export function findRandomState(buffer: ArrayBuffer, context: number, drawOne: () => void): number {
  const words = new BigUint64Array(buffer, context, CONTEXT_BYTES / 8);
  const before = words.slice();
  drawOne();
  const found = words.findIndex((word, index) => word !== 0n && word === next(before[index] ?? 0n));
  if (found === -1) throw new Error("QuickJS keeps its random numbers elsewhere");
  return context + 8 * found;
}

function next(state: bigint): bigint {
  const first = state ^ (state >> 12n);
  const second = BigInt.asUintN(64, first ^ (first << 25n));
  return second ^ (second >> 27n);
}
