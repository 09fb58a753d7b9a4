import { DatasetError } from "@evalkit/core";

/** Items are kept while all of them together are smaller than this; a larger data set is read again from its beginning. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

export interface IndexedOptions<Item> {
  /** Opens the items from the first one on; called again for every pass over a large data set. */
  readonly open: () => AsyncIterable<Item>;
  /** About how many characters an item takes. */
  readonly sizeOf: (item: Item) => number;
  /** For messages: what is empty. */
  readonly name: string;
  /** Begins again behind the last item. */
  readonly repeats: boolean;
}

/** Items by their place, read as far as they are asked for. */
export class IndexedRows<Item> {
  readonly #options: IndexedOptions<Item>;
  readonly #kept: Item[] = [];
  #size = 0;
  #isKept = true;
  /** Known after the first pass. */
  #count: number | undefined;
  #iterator: AsyncIterator<Item> | undefined;
  /** Place of what the iterator gives next. */
  #next = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: IndexedOptions<Item>) {
    this.#options = options;
  }

  /** The item of that place; undefined behind the end where the data set does not repeat. Throws a DatasetError when it holds none at all. */
  at(place: number): Promise<Item | undefined> | Item | undefined {
    const within = this.#within(place);
    if (within !== undefined && this.#isKept && within < this.#kept.length) return this.#kept[within];
    // One after the other: readers of the same file do not overtake each other.
    const found = this.#turn.then(() => this.#find(place));
    this.#turn = found.catch(() => {});
    return found;
  }

  #within(place: number): number | undefined {
    if (this.#count === undefined) return place;
    if (place < this.#count) return place;
    return this.#options.repeats ? place % this.#count : undefined;
  }

  async #find(place: number): Promise<Item | undefined> {
    for (;;) {
      const wanted = this.#within(place);
      if (wanted === undefined) return undefined;
      if (this.#isKept && wanted < this.#kept.length) return this.#kept[wanted];
      if (wanted < this.#next) await this.#rewind();
      const { found, isAtEnd } = await this.#forward(wanted);
      if (!isAtEnd) return found;
    }
  }

  /** Reads up to the place, or notes how many items there are. */
  async #forward(wanted: number): Promise<{ readonly found?: Item; readonly isAtEnd: boolean }> {
    this.#iterator ??= this.#options.open()[Symbol.asyncIterator]();
    for (;;) {
      const step = await this.#iterator.next();
      if (step.done === true) {
        this.#count = this.#next;
        this.#iterator = undefined;
        if (this.#count === 0) throw new DatasetError(`${this.#options.name} holds no prompt that can be sent.`, { hint: "Check the file, --min-prompt-length and --max-prompt-length." });
        if (!this.#isKept) this.#next = 0;
        return { isAtEnd: true };
      }
      this.#keep(step.value);
      this.#next += 1;
      if (this.#next > wanted) return { found: step.value, isAtEnd: false };
    }
  }

  #keep(item: Item): void {
    if (!this.#isKept || this.#count !== undefined) return;
    this.#size += this.#options.sizeOf(item);
    if (this.#size <= MOST_CHARACTERS) this.#kept.push(item);
    else {
      this.#isKept = false;
      this.#kept.length = 0;
    }
  }

  async #rewind(): Promise<void> {
    await this.#iterator?.return?.();
    this.#iterator = undefined;
    this.#next = 0;
  }
}
