import type { EventKind, ParsedReply } from "../spec/api.js";
import type { TokenUsage } from "../spec/request.js";

/** What one event told. */
export interface EventParts {
  readonly text?: string;
  readonly reasoning?: string;
  /** Identity of each tool call that the event adds to. */
  readonly toolCalls?: readonly string[];
  /** Something was generated that is neither text nor reasoning nor a tool call. */
  readonly isPayload?: boolean;
  readonly finish?: string | undefined;
  readonly usage?: TokenUsage | undefined;
  /** Tokens of this event by its log-probabilities. */
  readonly tokens?: number | undefined;
  readonly error?: string | undefined;
  readonly kind?: EventKind;
}

/** Joins the parts of a streamed answer. */
export class ReplyBuilder {
  readonly #texts: string[] = [];
  readonly #reasoning: string[] = [];
  readonly #calls = new Set<string>();
  readonly #kinds: EventKind[] = [];
  readonly #byProbability: (number | undefined)[] = [];
  readonly #running: (number | undefined)[] = [];
  #usage: TokenUsage | undefined;
  #finish: string | undefined;
  #error: string | undefined;

  add(parts: EventParts): void {
    const { text = "", reasoning = "", toolCalls = [] } = parts;
    if (text !== "") this.#texts.push(text);
    if (reasoning !== "") this.#reasoning.push(reasoning);
    for (const call of toolCalls) this.#calls.add(call);
    this.#usage = parts.usage === undefined ? this.#usage : { ...this.#usage, ...parts.usage };
    this.#finish = parts.finish ?? this.#finish;
    this.#error ??= parts.error;
    const kind = parts.kind ?? kindOf(parts);
    this.#kinds.push(kind);
    if (kind !== "answer" && kind !== "thought") return;
    this.#byProbability.push(parts.tokens);
    this.#running.push(parts.usage?.completionTokens);
  }

  finish(): ParsedReply & { readonly kinds: readonly EventKind[] } {
    const tokensPerEvent = this.#tokensPerEvent();
    return {
      text: this.#texts.join(""),
      reasoning: this.#reasoning.join(""),
      toolCalls: this.#calls.size,
      usage: this.#usage,
      kinds: this.#kinds,
      ...(this.#finish === undefined ? {} : { finish: this.#finish }),
      ...(tokensPerEvent === undefined ? {} : { tokensPerEvent }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    };
  }

  /** Known only where every payload event tells; running usage comes before log-probabilities, which some servers thin out. */
  #tokensPerEvent(): readonly number[] | undefined {
    if (this.#running.length === 0) return undefined;
    return differences(this.#running) ?? (this.#byProbability.every((count) => count !== undefined) ? this.#byProbability : undefined);
  }
}

function differences(totals: readonly (number | undefined)[]): number[] | undefined {
  let before = 0;
  const each: number[] = [];
  for (const total of totals) {
    if (total === undefined || total < before) return undefined;
    each.push(total - before);
    before = total;
  }
  return each;
}

function kindOf(parts: EventParts): EventKind {
  if (parts.error !== undefined) return "error";
  if (parts.text !== undefined && parts.text !== "") return "answer";
  const isThought = (parts.reasoning ?? "") !== "" || (parts.toolCalls?.length ?? 0) > 0 || parts.isPayload === true;
  return isThought ? "thought" : "empty";
}

/** A reply that did not come as a stream, marked where nothing was generated. */
export function wholeReply(reply: ParsedReply): ParsedReply {
  return reply.text === "" && reply.reasoning === "" && reply.toolCalls === 0 && reply.error === undefined ? { ...reply, empty: true } : reply;
}
