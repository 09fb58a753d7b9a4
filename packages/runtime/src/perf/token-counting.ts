import type { RequestRecord, TextCounter } from "@evalkit/perf";

/** Where the server counts tokens itself, our own count is taken of every so many answers, to be compared. */
const COMPARED_EACH = 8;
const MOST_COMPARED = 512;

export interface TokenCountingOptions {
  /** Counts nothing unless it has a tokenizer. */
  readonly counter: TextCounter;
  /** Counts answers whose tokens the server told, all of them. */
  readonly everyAnswer: boolean;
}

/** Counts tokens of answers beside the measured path, and hands records on in their order. */
export class TokenCounting {
  readonly #counter: TextCounter | undefined;
  readonly #everyAnswer: boolean;
  readonly #next: (record: RequestRecord) => void;
  readonly #waiting: RequestRecord[] = [];
  #seen = 0;
  #compared = 0;
  #isScheduled = false;

  constructor({ counter, everyAnswer }: TokenCountingOptions, next: (record: RequestRecord) => void) {
    this.#counter = counter.encode === undefined ? undefined : counter;
    this.#everyAnswer = everyAnswer;
    this.#next = next;
  }

  /** Whether records have to carry the answers' texts. */
  get wantsText(): boolean {
    return this.#counter !== undefined;
  }

  add(record: RequestRecord): void {
    if (this.#counter === undefined) {
      this.#next(record);
      return;
    }
    this.#waiting.push(record);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#one());
  }

  /** Counts what is still waiting. */
  flush(): void {
    for (const record of this.#waiting.splice(0)) this.#next(this.#counted(record));
  }

  /** One answer at a time, so that sends are never kept waiting for long. */
  #one(): void {
    const record = this.#waiting.shift();
    this.#isScheduled = this.#waiting.length > 0;
    if (this.#isScheduled) setImmediate(() => this.#one());
    if (record !== undefined) this.#next(this.#counted(record));
  }

  #counted(record: RequestRecord): RequestRecord {
    const { text, reasoning, ...rest } = record;
    this.#seen += 1;
    const isAlwaysWanted = this.#everyAnswer || record.usage?.completionTokens === undefined;
    const isWanted = record.outcome === "ok" && (isAlwaysWanted || (this.#seen % COMPARED_EACH === 1 && this.#compared < MOST_COMPARED));
    if (!isWanted || this.#counter === undefined || text === undefined) return rest;
    this.#compared += 1;
    const promptTokens = record.asked?.counted === "tokenizer" ? record.asked.inputTokens : undefined;
    const completionTokens = this.#counter.count((reasoning ?? "") + text);
    return { ...rest, counted: { completionTokens, ...(promptTokens === undefined ? {} : { promptTokens }) } };
  }
}
