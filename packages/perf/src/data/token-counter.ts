import type { Tokenizer } from "@huggingface/tokenizers";
import { type Random } from "./seeded-random.js";
import type { TextCounter } from "./text-counter.js";

/** Words after which a text is no longer checked each time: a vocabulary that has been right so often stays right. */
const CHECKED_ALWAYS = 32;
const CHECKED_EACH = 16;
const REPAIRS = 24;
const ENOUGH_WORDS = 500;

/** Measures by a tokenizer, special tokens left out. */
export class TokenCounter implements TextCounter {
  readonly unit = "tokenizer";
  readonly #tokenizer: Tokenizer;
  #vocabulary: Vocabulary | undefined;
  #made = 0;
  #repaired = 0;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  encode(text: string): readonly number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
  }

  count(text: string): number {
    return this.encode(text).length;
  }

  cut(text: string, length: number): string {
    // A token is at least one character in all but the rarest scripts: what is far too long need not be encoded whole.
    const head = text.length > length * 16 + 1024 ? text.slice(0, length * 16 + 1024) : text;
    const ids = this.encode(head);
    if (ids.length <= length) return head;
    let kept = length;
    let cut = this.#decode(ids.slice(0, kept));
    while (kept > 0 && this.count(cut) > length) {
      kept -= 1;
      cut = this.#decode(ids.slice(0, kept));
    }
    return cut;
  }

  /** Words that are one token each are put together, and the whole is encoded and repaired until its length is right. */
  random(length: number, random: Random): string {
    if (length <= 0) return "";
    const { words, separator, lead } = this.#words();
    const picked = Array.from({ length }, () => words[Math.floor(random() * words.length)] ?? "");
    this.#made += 1;
    const isTrusted = this.#repaired === 0 && this.#made > CHECKED_ALWAYS && this.#made % CHECKED_EACH !== 0;
    return isTrusted ? lead + picked.join(separator) : this.#repairedText(picked, length, random);
  }

  #repairedText(parts: string[], length: number, random: Random): string {
    const { words, separator, lead } = this.#words();
    for (let turn = 0; turn < REPAIRS; turn += 1) {
      const text = lead + parts.join(separator);
      const excess = this.count(text) - length;
      if (excess === 0) return text;
      this.#repaired += 1;
      if (excess > 0) parts.splice(parts.length - Math.min(excess, parts.length - 1));
      else for (let missing = excess; missing < 0; missing += 1) parts.push(words[Math.floor(random() * words.length)] ?? "");
    }
    return lead + parts.join(separator);
  }

  #decode(ids: readonly number[]): string {
    return this.#tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }).replace(/\ufffd+$/, "");
  }

  #words(): Vocabulary {
    this.#vocabulary ??= vocabularyOf(this.#tokenizer, (text) => this.count(text));
    return this.#vocabulary;
  }
}

/** Texts that are one token each when they are put together as `lead + words.join(separator)`. */
interface Vocabulary {
  readonly words: readonly string[];
  readonly separator: string;
  readonly lead: string;
}

const WORD = /^[\u0120\u2581][A-Za-z]{2,12}$/;

/**
 * Byte-level vocabularies keep ` word` as a token, so that a text begins with a space; others put the space of the first word in themselves. Where neither way gives
 * enough words, every token that is one by itself is taken, and texts have to be repaired.
 */
function vocabularyOf(tokenizer: Tokenizer, count: (text: string) => number): Vocabulary {
  const special = new Set(tokenizer.get_added_tokens_decoder().keys());
  const entries = [...tokenizer.get_vocab(false)].filter(([, id]) => !special.has(id));
  const words = entries.filter(([token]) => WORD.test(token)).map(([token]) => token.slice(1));
  for (const lead of [" ", ""]) {
    const stable = words.filter((word) => count(`${lead}${word} ${word}`) === 2);
    if (stable.length >= ENOUGH_WORDS) return { words: stable, separator: " ", lead };
  }
  const others = entries.map(([, id]) => tokenizer.decode([id], { skip_special_tokens: true })).filter((text) => text !== "" && !text.includes("\ufffd"));
  const plain = others.filter((text) => count(text) === 1);
  return { words: plain.length > 0 ? plain : ["a"], separator: "", lead: "" };
}
