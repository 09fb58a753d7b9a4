import type { RequestRecord } from "../spec/record.js";
import type { PromptSource } from "./prompt-source.js";

/** Replies after which lengths are corrected. */
const LEARNED_FROM = 8;
/** Sums over the first so many requests are told apart from the rest. */
const KEPT = 4096;

/** Differences further apart than this come from another tokenizer, not from a chat template. */
const SPREAD = 2;
/** A template is not larger than this, or than a tenth of the prompt. */
const LARGEST_TEMPLATE = 64;

/** How far the server's count of prompt tokens lay from the length asked for. */
export interface LengthReport {
  readonly compared: number;
  /** Prompts whose length was exactly what was asked for. */
  readonly exact: number;
  /** Median of (server's count − asked), before and after the correction; absent where nothing was compared. */
  readonly medianBefore?: number;
  readonly medianAfter?: number;
  /** Tokens that every further prompt was made longer (below 0: shorter) by. */
  readonly correction: number;
  /** Why there was no correction although lengths differ. */
  readonly uncorrected?: string;
}

/**
 * Compares the lengths asked for with those that the server reports, and after the first replies makes further prompts shorter or longer by the median
 * difference, where that is the constant of a chat template.
 */
export class LengthCheck {
  readonly #prompts: PromptSource;
  readonly #before: number[] = [];
  readonly #after: number[] = [];
  #compared = 0;
  #exact = 0;
  #correction = 0;
  #uncorrected: string | undefined;
  #asked = 0;

  constructor(prompts: PromptSource) {
    this.#prompts = prompts;
  }

  observe({ asked, usage, outcome, conversation }: RequestRecord): void {
    if (asked?.counted !== "tokenizer" || usage?.promptTokens === undefined || outcome !== "ok" || (conversation?.turn ?? 1) > 1) return;
    const difference = usage.promptTokens - asked.inputTokens;
    this.#compared += 1;
    if (difference === 0) this.#exact += 1;
    this.#asked = asked.inputTokens;
    const list = this.#before.length < LEARNED_FROM ? this.#before : this.#after;
    if (list.length < KEPT) list.push(difference);
    if (list === this.#before && list.length === LEARNED_FROM) this.#correct();
  }

  report(): LengthReport {
    const before = median(this.#before);
    const after = median(this.#after);
    return {
      compared: this.#compared,
      exact: this.#exact,
      correction: this.#correction,
      ...(this.#uncorrected === undefined ? {} : { uncorrected: this.#uncorrected }),
      ...(before === undefined ? {} : { medianBefore: before }),
      ...(after === undefined ? {} : { medianAfter: after }),
    };
  }

  #correct(): void {
    const difference = Math.round(median(this.#before) ?? 0);
    if (difference === 0 || this.#prompts.adjust === undefined) return;
    const spread = Math.max(...this.#before) - Math.min(...this.#before);
    if (spread > SPREAD || Math.abs(difference) > Math.max(LARGEST_TEMPLATE, this.#asked / 10)) {
      this.#uncorrected = "differences are not those of a chat template: is it the server's tokenizer?";
      return;
    }
    this.#correction = -difference;
    this.#prompts.adjust(-difference);
  }
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((first, second) => first - second)[Math.floor(values.length / 2)];
}
