import { isRecord } from "@evalkit/core";
import type { ApiReader, EventKind, ParsedReply } from "../spec/api.js";
import { ChatClassifier } from "./chat-classifier.js";
import { hasItems, hasObject, hasText, isDone, quoted, viewOf } from "./bytes.js";
import { countOf, errorOf, listOf, openAiUsage, parseObject, recordOf, textOf } from "./json.js";
import { type EventParts, ReplyBuilder, wholeReply } from "./reply-builder.js";

const CONTENT = quoted("content");
const TEXT = quoted("text");
const REFUSAL = quoted("refusal");
const REASONING_CONTENT = quoted("reasoning_content");
const REASONING = quoted("reasoning");
const TOOL_CALLS = quoted("tool_calls");
const FUNCTION_CALL = quoted("function_call");
const CHOICES = quoted("choices");
const USAGE = quoted("usage");
const ERROR = quoted("error");
const LOGPROBS = quoted("logprobs");
/** Only parsing tells thoughts from answers where content is a list of parts. */
const PARTS = quoted("thinking");

/** Reads answers made of `choices`: OpenAI's chat and completions and their many relatives. */
export function choicesReader(name: string): ApiReader {
  const classifier = new ChatClassifier(classify);
  return { name, classify: (data) => classifier.classify(data), parseEvents, parseBody };
}

function classify(data: Uint8Array): EventKind | "unsure" {
  const view = viewOf(data);
  if (isDone(view)) return "done";
  const payload = payloadKind(view);
  if (payload !== undefined) return hasObject(view, USAGE) || hasObject(view, LOGPROBS) || view.includes(PARTS) ? "unsure" : payload;
  if (hasItems(view, CHOICES)) return view.includes(PARTS) ? "unsure" : "empty";
  if (hasObject(view, ERROR) || hasText(view, ERROR)) return "error";
  return hasObject(view, USAGE) ? "usage" : "empty";
}

function payloadKind(view: Buffer): "answer" | "thought" | undefined {
  if (hasText(view, CONTENT) || hasText(view, TEXT) || hasText(view, REFUSAL)) return "answer";
  if (hasText(view, REASONING_CONTENT) || hasText(view, REASONING)) return "thought";
  return hasItems(view, TOOL_CALLS) || hasObject(view, FUNCTION_CALL) ? "thought" : undefined;
}

function parseEvents(events: readonly string[]): ParsedReply & { readonly kinds: readonly EventKind[] } {
  const builder = new ReplyBuilder();
  for (const event of events) builder.add(event.trim() === "[DONE]" ? { kind: "done" } : partsOf(parseObject(event, "event")));
  return builder.finish();
}

function partsOf(body: Readonly<Record<string, unknown>>): EventParts {
  const choices = listOf(body["choices"]);
  const usage = openAiUsage(body["usage"]);
  const error = choices.length === 0 ? errorOf(body) : undefined;
  if (error !== undefined) return { error };
  if (choices.length === 0) return { usage, kind: usage === undefined ? "empty" : "usage" };
  const parts = choices.map((choice, place) => choiceParts(recordOf(choice), "delta", place));
  return { ...joined(parts), usage };
}

function parseBody(text: string): ParsedReply {
  const body = parseObject(text, "body");
  const nothing = { text: "", reasoning: "", toolCalls: 0, usage: undefined };
  const error = errorOf(body);
  if (error !== undefined) return { ...nothing, error };
  const choices = listOf(body["choices"]);
  const usage = openAiUsage(body["usage"]);
  if (choices.length === 0) return { ...nothing, usage, empty: true };
  const { text: answer = "", reasoning = "", toolCalls = [], finish } = joined(choices.map((choice, place) => choiceParts(recordOf(choice), "message", place)));
  return wholeReply({ text: answer, reasoning, toolCalls: toolCalls.length, usage, ...(finish === undefined ? {} : { finish }) });
}

/** The parts of one choice, be it of chat (`delta`, `message`) or of completions (`text`). */
function choiceParts(choice: Readonly<Record<string, unknown>>, member: "delta" | "message", place: number): EventParts {
  const message = recordOf(choice[member]);
  const { text, thought } = contentOf(message["content"]);
  const index = countOf(choice["index"]) ?? place;
  const finish = textOf(choice["finish_reason"]);
  return {
    text: text + textOf(message["refusal"]) + textOf(choice["text"]),
    // Some gateways send the same reasoning under both names.
    reasoning: thought + (textOf(message["reasoning_content"]) || textOf(message["reasoning"]) || textOf(choice["reasoning"])),
    toolCalls: [
      ...listOf(message["tool_calls"]).map((call, position) => `${index}.${countOf(recordOf(call)["index"]) ?? position}`),
      ...(isRecord(message["function_call"]) ? [`${index}.function`] : []),
    ],
    finish: finish === "" ? undefined : finish,
    tokens: probabilityCount(choice["logprobs"]),
  };
}

/** Content is a text, or a list of parts some of which are thoughts. */
function contentOf(content: unknown): { readonly text: string; readonly thought: string } {
  if (typeof content === "string") return { text: content, thought: "" };
  const texts: string[] = [];
  const thoughts: string[] = [];
  for (const part of listOf(content)) {
    const { type, text, thinking } = recordOf(part);
    if (type === "thinking") thoughts.push(typeof thinking === "string" ? thinking : contentOf(thinking).text);
    else texts.push(textOf(text));
  }
  return { text: texts.join(""), thought: thoughts.join("") };
}

function probabilityCount(value: unknown): number | undefined {
  const probabilities = recordOf(value);
  const tokens = Array.isArray(probabilities["content"]) ? probabilities["content"] : probabilities["tokens"];
  return Array.isArray(tokens) ? tokens.length : undefined;
}

function joined(parts: readonly EventParts[]): EventParts {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const counts = parts.map(({ tokens }) => tokens);
  return {
    text: parts.map(({ text }) => text).join(""),
    reasoning: parts.map(({ reasoning }) => reasoning).join(""),
    toolCalls: parts.flatMap(({ toolCalls }) => toolCalls ?? []),
    finish: parts.findLast(({ finish }) => finish !== undefined)?.finish,
    tokens: counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
  };
}
