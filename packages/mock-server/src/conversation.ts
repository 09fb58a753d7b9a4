import type { MockMessage } from "./options.js";
import { isRecord } from "./schema-arguments.js";

/** What the server reads from a request before it decides on a reply. */
export interface Conversation {
  readonly messages: readonly MockMessage[];
  /** Text of the last user message, or of the last message when there is none. */
  readonly question: string;
  readonly lastRole: string;
  readonly promptTokens: number;
}

/** Reads chat messages; `undefined` when they are not a non-empty list of messages. */
export function readConversation(value: unknown): Conversation | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const messages: MockMessage[] = [];
  for (const message of value) {
    if (!isRecord(message) || typeof message["role"] !== "string") return undefined;
    messages.push({ role: message["role"], content: textOf(message["content"]) });
  }
  return conversationOf(messages);
}

/** A conversation of one user message, as `/v1/completions` asks it. */
export function conversationOfPrompt(prompt: string): Conversation {
  return conversationOf([{ role: "user", content: prompt }]);
}

function conversationOf(messages: readonly MockMessage[]): Conversation {
  const last = messages.at(-1);
  const question = messages.findLast(({ role }) => role === "user") ?? last;
  return {
    messages,
    question: question?.content ?? "",
    lastRole: last?.role ?? "user",
    promptTokens: messages.reduce((sum, { content }) => sum + estimateTokens(content), 0),
  };
}

/** A quarter of the characters, at least 1: enough for usage figures that look alive. */
export function estimateTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => (isRecord(part) && typeof part["text"] === "string" ? part["text"] : "")).join("");
}
