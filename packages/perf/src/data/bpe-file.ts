/** A tokenizer as `tokenizer.json` writes it: what vocabularies of other formats are turned into. */
export interface TokenizerFile {
  readonly json: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

/** How OpenAI's and Qwen's byte-level vocabularies split a text before merging. */
export const MODERN_SPLIT =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
export const QWEN_SPLIT = MODERN_SPLIT.replace("\\p{N}{1,3}", "\\p{N}");
export const GPT2_SPLIT = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

export interface ByteLevelParts {
  /** Tokens in the byte-level alphabet, by id. */
  readonly vocabulary: Readonly<Record<string, number>>;
  readonly merges: readonly (readonly [string, string])[];
  readonly special: readonly { readonly id: number; readonly content: string }[];
  readonly split: string;
}

/** A byte-level BPE tokenizer in the form of `tokenizer.json`. */
export function byteLevelFile({ vocabulary, merges, special, split }: ByteLevelParts): TokenizerFile {
  const added = special.map(({ id, content }) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }));
  const splitter = { type: "Split", pattern: { Regex: split }, behavior: "Isolated", invert: false };
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false };
  return {
    json: {
      version: "1.0",
      added_tokens: added,
      normalizer: null,
      pre_tokenizer: { type: "Sequence", pretokenizers: [splitter, byteLevel] },
      post_processor: null,
      decoder: { type: "ByteLevel" },
      model: { type: "BPE", dropout: null, unk_token: null, continuing_subword_prefix: "", end_of_word_suffix: "", fuse_unk: false, byte_fallback: false, ignore_merges: true, vocab: vocabulary, merges },
    },
    config: { tokenizer_class: "PreTrainedTokenizer", clean_up_tokenization_spaces: false },
  };
}

/** The letters that stand for bytes in byte-level vocabularies: printable ones for themselves, the rest from 256 up. */
export function byteLetters(): readonly string[] {
  const letters: string[] = [];
  let next = 256;
  for (let byte = 0; byte < 256; byte += 1) {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    letters.push(String.fromCharCode(isPrintable ? byte : next));
    if (!isPrintable) next += 1;
  }
  return letters;
}
