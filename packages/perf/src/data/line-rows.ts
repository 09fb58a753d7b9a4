import { DatasetError, isRecord } from "@evalkit/core";
import type { DataRow } from "./data-files.js";
import type { ChatMessage, PromptItem } from "./prompt-source.js";

const TEXT_KEYS = ["prompt", "text", "question", "query", "instruction", "input", "content"];

/** A row of any of the common forms: a text, a list of messages, a whole body, or an object with messages or a text in it. */
export function anyRow({ value, place }: DataRow): string | PromptItem {
  if (typeof value === "string") return lineOf(value);
  if (isMessages(value)) return { prompt: { kind: "messages", messages: value } };
  if (isRecord(value)) {
    const { messages } = value;
    if (isMessages(messages)) return Object.keys(value).length === 1 ? { prompt: { kind: "messages", messages } } : { prompt: { kind: "body", body: value } };
    // DashScope's form, and others' that say which model they are for.
    if (typeof value["model"] === "string" || isRecord(value["input"])) return { prompt: { kind: "body", body: value } };
    for (const key of TEXT_KEYS) {
      const text = value[key];
      if (typeof text === "string" && text !== "") return text;
    }
  }
  throw new DatasetError(`${place} is no prompt: neither a text, nor messages, nor a body.`, { hint: `An object needs messages, or a text under one of ${TEXT_KEYS.join(", ")}.` });
}

/** A line of a plain file may hold JSON. */
function lineOf(line: string): string | PromptItem {
  const start = line.trimStart().charAt(0);
  if (start !== "{" && start !== "[") return line;
  try {
    return anyRow({ value: JSON.parse(line) as unknown, place: "line" });
  } catch {
    return line;
  }
}

/** Whether a value is a list of messages, each with a role. */
export function isMessages(value: unknown): value is readonly ChatMessage[] {
  return Array.isArray(value) && value.length > 0 && value.every((message) => isRecord(message) && typeof message["role"] === "string");
}
