import type { Score, Scorer } from "@evalkit/core";
import { unscored } from "../shared/verdict.js";

/** Longest texts that are compared; the work grows with the product of both lengths. */
export const MAX_EDIT_LENGTH = 10_000;

/**
 * Levenshtein distance in UTF-16 units: the fewest insertions, deletions and substitutions. Memory grows with the shorter text.
 * Texts are cut at 10,000 units first.
 */
export function editDistance(left: string, right: string): number {
  let [short, long] = [left.slice(0, MAX_EDIT_LENGTH), right.slice(0, MAX_EDIT_LENGTH)];
  if (short.length > long.length) [short, long] = [long, short];
  let start = 0;
  while (start < short.length && short.charCodeAt(start) === long.charCodeAt(start)) start += 1;
  let shortEnd = short.length;
  let longEnd = long.length;
  while (shortEnd > start && short.charCodeAt(shortEnd - 1) === long.charCodeAt(longEnd - 1)) {
    shortEnd -= 1;
    longEnd -= 1;
  }
  return distanceBetween(short.slice(start, shortEnd), long.slice(start, longEnd));
}

const WORD = 32;

/** Myers' bit vectors in Hyyrö's block form: 32 rows of the table are one step. */
function distanceBetween(short: string, long: string): number {
  const length = short.length;
  if (length === 0) return long.length;
  const blocks = Math.ceil(length / WORD);
  const places = placesOf(short, blocks);
  const none = new Int32Array(blocks);
  const rising = new Int32Array(blocks).fill(-1);
  const falling = new Int32Array(blocks);
  const lastBit = 1 << ((length - 1) % WORD);
  let distance = length;
  for (let line = 0; line < long.length; line += 1) {
    const equal = places.get(long.charCodeAt(line)) ?? none;
    let carry = 1;
    for (let block = 0; block < blocks; block += 1) carry = advance({ rising, falling, equal }, block, carry, block === blocks - 1 ? lastBit : 1 << (WORD - 1));
    distance += carry;
  }
  return distance;
}

/** For each character, one bit for each place where it stands. */
function placesOf(text: string, blocks: number): Map<number, Int32Array> {
  const places = new Map<number, Int32Array>();
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    let bits = places.get(code);
    if (bits === undefined) places.set(code, (bits = new Int32Array(blocks)));
    const block = Math.floor(index / WORD);
    bits[block] = (bits[block] ?? 0) | (1 << (index % WORD));
  }
  return places;
}

/** Differences between neighbouring rows of the column: where it rises by one, where it falls by one. */
interface Column {
  readonly rising: Int32Array;
  readonly falling: Int32Array;
  readonly equal: Int32Array;
}

/** Moves one block to the next column; takes and gives the difference along its upper and lower edge. */
function advance({ rising, falling, equal }: Column, block: number, carry: number, lowest: number): number {
  const up = rising[block] ?? 0;
  const down = falling[block] ?? 0;
  const same = equal[block] ?? 0;
  const either = same | down;
  const reached = carry < 0 ? same | 1 : same;
  const across = ((((reached & up) + up) | 0) ^ up) | reached;
  let more = down | ~(across | up);
  let less = up & across;
  const out = (more & lowest) !== 0 ? 1 : (less & lowest) !== 0 ? -1 : 0;
  more = (more << 1) | (carry > 0 ? 1 : 0);
  less = (less << 1) | (carry < 0 ? 1 : 0);
  rising[block] = less | ~(either | more);
  falling[block] = more & either;
  return out;
}

/** 1 − distance / longer length, best gold. 1 for equal texts, 0 for texts with nothing in common. No gold is unscored. */
export function scoreEditDistance(input: { readonly output: string; readonly expected: string | readonly string[] }): Score {
  const golds = [input.expected].flat();
  if (golds.length === 0) return unscored("There is no expected answer to compare with.");
  const output = input.output.slice(0, MAX_EDIT_LENGTH);
  const best = golds
    .map((gold) => ({ gold, distance: editDistance(output, gold), length: Math.max(output.length, Math.min(gold.length, MAX_EDIT_LENGTH)) }))
    .map((pair) => ({ ...pair, value: pair.length === 0 ? 1 : 1 - pair.distance / pair.length }))
    .reduce((left, right) => (right.value > left.value ? right : left));
  return {
    status: "scored",
    value: best.value,
    extracted: output,
    expected: best.gold,
    why: `${best.distance} edits between texts of at most ${best.length} characters.`,
    parts: { distance: best.distance },
  };
}

/** `scoreEditDistance` as a scorer named `edit_similarity` unless told otherwise. */
export function editDistanceScorer(options: { readonly name?: string } = {}): Scorer<string | readonly string[]> {
  return {
    name: options.name ?? "edit_similarity",
    score: (answer, sample) => scoreEditDistance({ output: answer.text, expected: sample.target }),
  };
}
