import { DatasetError, isRecord } from "@evalkit/core";
import type { DataRow } from "./data-files.js";
import { isMessages } from "./line-rows.js";
import type { ChatMessage, PromptItem } from "./prompt-source.js";

const ROLES: Readonly<Record<string, string>> = { human: "user", user: "user", system: "system" };

/** What the user (and the system) says in each turn of a conversation; the recorded answers are left out, the server gives its own. */
export function turnsOf({ value, place }: DataRow): readonly (readonly ChatMessage[])[] {
  const messages = messagesIn(value);
  if (messages === undefined) throw new DatasetError(`${place} is no conversation.`, { hint: "It needs a list of messages, or messages, conversations or conversation with one." });
  const turns: ChatMessage[][] = [];
  let waiting: ChatMessage[] = [];
  for (const message of messages) {
    if (message["role"] === "user") {
      turns.push([...waiting, message]);
      waiting = [];
    } else if (message["role"] === "system") waiting.push(message);
  }
  return turns;
}

function messagesIn(value: unknown): readonly ChatMessage[] | undefined {
  if (isMessages(value)) return value;
  if (!isRecord(value)) return undefined;
  const written = value["messages"] ?? value["trajectory"];
  const messages = typeof written === "string" ? parsedList(written) : written;
  if (isMessages(messages)) return messages;
  if (Array.isArray(value["conversations"])) return value["conversations"].flatMap(fromValue);
  if (Array.isArray(value["conversation"])) return value["conversation"].flatMap(fromPair);
  return undefined;
}

function parsedList(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `{from: "human", value}`. */
function fromValue(entry: unknown): readonly ChatMessage[] {
  if (!isRecord(entry)) return [];
  const role = ROLES[String(entry["from"])];
  const content = entry["value"];
  return typeof content === "string" ? [{ role: role ?? "assistant", content }] : [];
}

/** `{human, assistant}`. */
function fromPair(entry: unknown): readonly ChatMessage[] {
  if (!isRecord(entry)) return [];
  const { human, assistant } = entry;
  return [
    ...(typeof human === "string" ? [{ role: "user", content: human }] : []),
    ...(typeof assistant === "string" ? [{ role: "assistant", content: assistant }] : []),
  ];
}

/** The first text a person says in a conversation; undefined when there is none. */
export function firstText(row: DataRow): string | undefined {
  const content = turnsOf(row)[0]?.at(-1)?.["content"];
  return typeof content === "string" && content !== "" ? content : undefined;
}

/** A conversation as a prompt with later turns, at most `most` turns; undefined when it has fewer than `fewest`. */
export function conversationItem(turns: readonly (readonly ChatMessage[])[], fewest: number, most: number): PromptItem | undefined {
  const [first, ...later] = turns.slice(0, most);
  if (first === undefined || turns.length < Math.max(1, fewest)) return undefined;
  return { prompt: { kind: "messages", messages: first }, laterTurns: later };
}
