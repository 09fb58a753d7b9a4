import type { TokenUsage } from "./request.js";

/** What a server-sent event carries. `answer` and `thought` (reasoning, tool calls) are generated payload. */
export type EventKind = "answer" | "thought" | "empty" | "usage" | "done" | "error";

/** What was read from a whole answer, after it has ended. */
export interface ParsedReply {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: number;
  readonly finish?: string;
  readonly usage: TokenUsage | undefined;
  /** Completion tokens of each generated-payload event in order, where the server says (running usage, log-probabilities). */
  readonly tokensPerEvent?: readonly number[];
  /** An error told inside a 200 answer. */
  readonly error?: string;
  /** Nothing was generated although the answer was well-formed (no choices, no vectors). */
  readonly empty?: boolean;
}

/** Reads answers of one kind of API. Built anew in each worker from `ApiReference`, since functions do not cross threads. */
export interface ApiReader {
  readonly name: string;
  /**
   * Looks at one event's data right after it was stamped: by bytes, without parsing JSON. Called on the measured path; the bytes are only valid during the call.
   * "unsure" where bytes do not tell, or where the event holds more than its kind (running usage, log-probabilities): such events are kept and parsed after the end.
   */
  classify(data: Uint8Array): EventKind | "unsure";
  /**
   * Kinds and contents by parsing, on the main thread after the answer has ended. Gets all events in order where the text is wanted (`LoadPlan.wantsText`, conversations);
   * else only those that `classify` did not call "answer" or "thought", and the last of these. Throws when an event is not what the API sends: the request fails as "bad-body".
   */
  parseEvents(events: readonly string[]): ParsedReply & { readonly kinds: readonly EventKind[] };
  /** A whole answer that did not come as a stream. Throws like `parseEvents`. */
  parseBody(body: string): ParsedReply;
}

/** How a worker finds a reader: a built-in name, or an ES module with a default export that makes one. */
export type ApiReference = { readonly kind: "built-in"; readonly name: string } | { readonly kind: "module"; readonly url: string };

export interface BuildInput {
  readonly url: string;
  readonly model: string;
  readonly headers: Readonly<Record<string, string>>;
  /** One of them, as the data set gives it. */
  readonly prompt: PromptInput;
  readonly stream: boolean;
  readonly maxTokens?: number;
  /** Sampling members in OpenAI's words (`temperature`, `top_p`, `stop`, `seed`); each kind of API translates or drops them. */
  readonly generation?: Readonly<Record<string, unknown>>;
  /** Further members of the body, in the API's own words: they win. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export type PromptInput =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tokens"; readonly tokens: readonly number[] }
  | { readonly kind: "messages"; readonly messages: readonly Readonly<Record<string, unknown>>[] }
  | { readonly kind: "inputs"; readonly inputs: readonly string[] }
  | { readonly kind: "rerank"; readonly query: string; readonly documents: readonly string[] }
  | { readonly kind: "body"; readonly body: Readonly<Record<string, unknown>> };

/** A kind of API: builds requests on the main thread, reads answers in the workers. A plug-in file's default export. */
export interface LoadApi {
  readonly name: string;
  /** Ending of the address, put behind a bare `/v1`, such as `/chat/completions`. */
  readonly path: string;
  build(input: BuildInput): { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: Readonly<Record<string, unknown>> };
  reader(): ApiReader;
}
