const WORDS =
  "the model was asked a plain question and so it says a few calm words about rivers, stones, early light and small towns where people trade bread for salt while the slow clock of a tower counts each hour of a long mild day that ends in rain".split(
    " ",
  );

/** A reply of exactly `tokens` words to a question that is not known; equal for equal offsets. */
export class GenericText {
  readonly #tokens: number;
  readonly #made = new Map<number, string>();

  constructor(tokens: number) {
    this.#tokens = tokens;
  }

  at(offset: number): string {
    const start = offset % WORDS.length;
    const known = this.#made.get(start);
    if (known !== undefined) return known;
    const text = Array.from({ length: this.#tokens }, (_, index) => WORDS[(start + index) % WORDS.length]).join(" ");
    this.#made.set(start, text);
    return text;
  }
}
