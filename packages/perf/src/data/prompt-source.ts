import type { PromptInput } from "../spec/api.js";

/** One message of a chat, in OpenAI's form. */
export type ChatMessage = Readonly<Record<string, unknown>>;

/** What one request (or the first turn of one conversation) asks. */
export interface PromptItem {
  readonly prompt: PromptInput;
  /** Length of the input that was asked for, and how it was counted. */
  readonly asked?: { readonly inputTokens: number; readonly counted: "tokenizer" | "characters" };
  /** Beats `--max-tokens`. */
  readonly maxTokens?: number;
  /** After the first request, where the data has times. */
  readonly dueMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly model?: string;
  /** Members of the body that belong to this request alone. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Messages added in front of each later turn; the answers of the server stand between them. */
  readonly laterTurns?: readonly (readonly ChatMessage[])[];
}

/** The prompts of a data set by their place; the same place always gives the same prompt. */
export interface PromptSource {
  /** What a reader of the results should know: how lengths were counted, what was left out. */
  readonly notes: readonly string[];
  /** Prompts of the data set; undefined where they never end. */
  readonly size?: number;
  /** Whether the prompts stand in time: then they are not repeated when they end. */
  readonly isTimed?: boolean;
  /** By how much faster than its times a timed data set is to be played. @default 1 */
  readonly speed?: number;
  /** The prompt of that place; undefined behind the end of a timed data set. Places are mostly asked for in order. */
  at(place: number): Promise<PromptItem | undefined> | PromptItem | undefined;
  /** Makes all further prompts longer (or shorter) by so many tokens; absent where lengths are not made to measure. */
  adjust?(tokens: number): void;
}

/** The text of a prompt as one user message, or as it is where no chat template is applied. */
export function promptOf(text: string, isChat: boolean): PromptInput {
  return isChat ? { kind: "messages", messages: [{ role: "user", content: text }] } : { kind: "text", text };
}
