import type { Conversation } from "./conversation.js";
import type { Exchange } from "./exchange.js";
import { cutIntoPieces } from "./pieces.js";
import { hashToInteger, hashToUnit } from "./seeded-hash.js";

/** A text the server is about to send, in token-like pieces. */
export interface Reply {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly finish: "stop" | "length";
}

/** The right or the wrong answer to a known question, else a generic text; cut at `maxTokens` pieces. */
export function decideReply(exchange: Exchange, conversation: Conversation, options: { readonly model: string; readonly maxTokens: number | undefined }): Reply {
  const { settings, generic } = exchange;
  const pair = settings.answers?.({ messages: conversation.messages, model: options.model });
  if (pair === undefined) return cut(generic.at(hashToInteger(settings.seed, conversation.question)), options.maxTokens);
  const isRight = hashToUnit(settings.seed, conversation.question) < settings.accuracy;
  return cut(isRight ? pair.right : pair.wrong, options.maxTokens);
}

function cut(text: string, maxTokens: number | undefined): Reply {
  const pieces = cutIntoPieces(text);
  if (maxTokens === undefined || pieces.length <= maxTokens) return { text, pieces, finish: "stop" };
  const kept = pieces.slice(0, maxTokens);
  return { text: kept.join(""), pieces: kept, finish: "length" };
}
