import { DatasetError } from "@evalkit/core";
import { MODERN_SPLIT, QWEN_SPLIT, type TokenizerFile, byteLetters, byteLevelFile } from "./bpe-file.js";

/**
 * A `.tiktoken` vocabulary (a line with base64 bytes and a rank for each token) as a byte-level tokenizer. The file says nothing of how texts are
 * split: names with `qwen` or `o200k` aside it is taken for the way of cl100k. Throws a DatasetError naming the line that is none.
 */
export function readTiktoken(text: string, name: string): TokenizerFile {
  const letters = byteLetters();
  const ranks = new Map<string, number>();
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    const [token, rank] = line.trim().split(" ");
    if (token === undefined || rank === undefined || !/^\d{1,9}$/.test(rank) || !/^[A-Za-z0-9+/]+=*$/.test(token)) {
      throw new DatasetError(`${name}:${index + 1} is no line of a .tiktoken vocabulary.`, { hint: "Each line holds base64 bytes, a space and a rank." });
    }
    const written = [...Buffer.from(token, "base64")].map((byte) => letters[byte]).join("");
    ranks.set(written, Number(rank));
  });
  if (ranks.size === 0) throw new DatasetError(`${name} holds no tokens.`);
  return byteLevelFile({
    vocabulary: Object.fromEntries(ranks),
    merges: mergesOf(ranks),
    special: [],
    split: /qwen/i.test(name) ? QWEN_SPLIT : MODERN_SPLIT,
  });
}

/** The pair each token is merged from, in the order of ranks: what is left when merging it stops short of the last step. */
function mergesOf(ranks: ReadonlyMap<string, number>): (readonly [string, string])[] {
  const merges: (readonly [string, string])[] = [];
  for (const [token, rank] of [...ranks].sort((first, second) => first[1] - second[1])) {
    if (token.length < 2) continue;
    const parts = mergedBelow(token, rank, ranks);
    const [left, right] = parts;
    if (parts.length === 2 && left !== undefined && right !== undefined) merges.push([left, right]);
  }
  return merges;
}

function mergedBelow(token: string, limit: number, ranks: ReadonlyMap<string, number>): readonly string[] {
  const parts = [...token];
  while (parts.length > 2) {
    let best = limit;
    let place = -1;
    for (let index = 0; index + 1 < parts.length; index += 1) {
      const rank = ranks.get((parts[index] ?? "") + (parts[index + 1] ?? ""));
      if (rank !== undefined && rank < best) {
        best = rank;
        place = index;
      }
    }
    if (place === -1) break;
    parts.splice(place, 2, (parts[place] ?? "") + (parts[place + 1] ?? ""));
  }
  return parts;
}
