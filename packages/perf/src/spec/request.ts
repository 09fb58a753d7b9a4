/** One request, ready to be sent: nothing is serialised on the measured path. All times of this package are milliseconds. */
export interface PreparedRequest {
  /** Place in the run, from 0; unique within it. */
  readonly index: number;
  readonly url: string;
  /** May hold the key: kept in memory, never in a result. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly stream: boolean;
  /** Model asked for, where the body names one. */
  readonly model?: string;
  /** Tokens of input the data set was asked for, and whether a tokenizer counted them. */
  readonly asked?: { readonly inputTokens: number; readonly counted: "tokenizer" | "characters" };
  readonly maxOutputTokens?: number;
  /** When it is due after the start of the run, where the data says so (traces). */
  readonly dueMs?: number;
  /** Given up by the client this long after it was sent. */
  readonly cancelAfterMs?: number;
  readonly conversation?: { readonly id: string; /** From 1. */ readonly turn: number };
}

/** What the next turn of a conversation is made from. */
export interface Reply {
  readonly text: string;
  readonly outcome: "ok" | "failed";
  readonly usage: TokenUsage | undefined;
}

export interface TokenUsage {
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly cachedTokens?: number;
  readonly reasoningTokens?: number;
}

/** Gives the requests of a run in order. Asked ahead of time, off the measured path. */
export interface RequestSource {
  /** The next request (the next conversation's first turn); undefined when there are no more. */
  next(index: number): PreparedRequest | undefined | Promise<PreparedRequest | undefined>;
  /** The next turn of a conversation; undefined when it has ended. Absent: there are no conversations. */
  follow?(request: PreparedRequest, reply: Reply, index: number): PreparedRequest | undefined;
}
