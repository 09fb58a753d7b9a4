import type { Random } from "./seeded-random.js";

/** Measures texts, and makes texts to measure. */
export interface TextCounter {
  /** In which unit lengths are. */
  readonly unit: "tokenizer" | "characters";
  count(text: string): number;
  /** The text cut to at most that length. */
  cut(text: string, length: number): string;
  /** A text of exactly that length wherever the tokenizer allows it. */
  random(length: number, random: Random): string;
  /** The token ids of a text; absent where there is no tokenizer. */
  encode?(text: string): readonly number[];
}

const WORDS =
  "river stone light table green window early paper music travel garden winter answer open story small market yellow bridge cloud simple summer letter quiet number forest field corner morning silver" // prettier-ignore
    .split(" ");

/** Counts characters, for want of a tokenizer. */
export const characterCounter: TextCounter = {
  unit: "characters",
  count: (text) => text.length,
  cut: (text, length) => wellFormedCut(text, length),
  random(length, random) {
    const words: string[] = [];
    for (let size = 0; size < length; ) {
      const word = WORDS[Math.floor(random() * WORDS.length)] ?? "word";
      words.push(word);
      size += word.length + 1;
    }
    return words.join(" ").slice(0, length).replace(/ $/, "s");
  },
};

/** Does not cut a surrogate pair in two. */
function wellFormedCut(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
