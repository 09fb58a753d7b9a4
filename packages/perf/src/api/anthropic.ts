import type { ApiReader, BuildInput, EventKind, LoadApi, ParsedReply } from "../spec/api.js";
import type { TokenUsage } from "../spec/request.js";
import { hasText, isDone, quoted, viewOf } from "./bytes.js";
import { jsonRequest } from "./json-request.js";
import { countOf, errorOf, listOf, parseObject, recordOf, textOf, usageOf } from "./json.js";
import { messagesOf } from "./openai-chat.js";
import { type EventParts, ReplyBuilder, wholeReply } from "./reply-builder.js";

/** Anthropic's messages; a bearer key is sent as `x-api-key` too. */
export const anthropicMessages: LoadApi = {
  name: "anthropic",
  path: "/messages",
  build: (input) => jsonRequest({ ...input, headers: headersOf(input.headers) }, bodyOf(input)),
  reader: () => reader,
};

/** What the API insists on where the user gives no limit. */
const DEFAULT_MAX_TOKENS = 2048;
const KNOWN = new Set(["temperature", "top_p", "top_k"]);

function headersOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const bearer = /^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1];
  return { "anthropic-version": "2023-06-01", ...(bearer === undefined ? {} : { "x-api-key": bearer }), ...headers };
}

function bodyOf({ prompt, model, stream, maxTokens, generation = {} }: BuildInput): Readonly<Record<string, unknown>> {
  const stop = generation["stop"];
  return {
    ...(prompt.kind === "body" ? prompt.body : conversation(messagesOf(prompt, "anthropic"))),
    ...(model === "" ? {} : { model }),
    max_tokens: maxTokens ?? DEFAULT_MAX_TOKENS,
    ...Object.fromEntries(Object.entries(generation).filter(([key]) => KNOWN.has(key))),
    ...(stop === undefined ? {} : { stop_sequences: stop }),
    stream,
  };
}

/** The system message stands outside of the list. */
function conversation(messages: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => textOf(content));
  return { ...(system.length === 0 ? {} : { system: system.join("\n\n") }), messages: messages.filter(({ role }) => role !== "system") };
}

const TEXT_DELTA = quoted("text_delta");
const THINKING_DELTA = quoted("thinking_delta");
const INPUT_DELTA = quoted("input_json_delta");
const TOOL_USE = quoted("tool_use");
const BLOCK_START = quoted("content_block_start");
const MESSAGE_DELTA = quoted("message_delta");
const MESSAGE_STOP = quoted("message_stop");
const ERROR_TYPE = /"type"\s{0,4}:\s{0,4}"error"/;
const TEXT = quoted("text");
const THINKING = quoted("thinking");
const PARTIAL = quoted("partial_json");
const HEAD_BYTES = 256;

const reader: ApiReader = { name: "anthropic", classify, parseEvents, parseBody };

function classify(data: Uint8Array): EventKind {
  const view = viewOf(data);
  if (isDone(view)) return "done";
  if (view.includes(TEXT_DELTA)) return hasText(view, TEXT) ? "answer" : "empty";
  if (view.includes(THINKING_DELTA)) return hasText(view, THINKING) ? "thought" : "empty";
  if (view.includes(INPUT_DELTA)) return hasText(view, PARTIAL) ? "thought" : "empty";
  if (view.includes(BLOCK_START)) return view.includes(TOOL_USE) ? "thought" : hasText(view, TEXT) ? "answer" : "empty";
  if (view.includes(MESSAGE_DELTA)) return "usage";
  if (view.includes(MESSAGE_STOP)) return "done";
  return ERROR_TYPE.test(view.toString("latin1", 0, HEAD_BYTES)) ? "error" : "empty";
}

function parseEvents(events: readonly string[]): ParsedReply & { readonly kinds: readonly EventKind[] } {
  const builder = new ReplyBuilder();
  for (const event of events) builder.add(event.trim() === "[DONE]" ? { kind: "done" } : partsOf(parseObject(event, "event")));
  return builder.finish();
}

function partsOf(event: Readonly<Record<string, unknown>>): EventParts {
  const delta = recordOf(event["delta"]);
  const index = String(countOf(event["index"]) ?? 0);
  switch (event["type"]) {
    case "message_start":
      return { kind: "empty", usage: usageFrom(recordOf(event["message"])["usage"], false) };
    case "content_block_start":
      return blockParts(recordOf(event["content_block"]), index);
    case "content_block_delta":
      if (delta["type"] === "input_json_delta") return textOf(delta["partial_json"]) === "" ? {} : { toolCalls: [index] };
      return { text: textOf(delta["text"]), reasoning: textOf(delta["thinking"]) };
    case "message_delta":
      return { kind: "usage", usage: usageFrom(event["usage"], true), finish: textOf(delta["stop_reason"]) || undefined };
    case "message_stop":
      return { kind: "done" };
    default:
      return { error: errorOf(event) };
  }
}

function blockParts(block: Readonly<Record<string, unknown>>, index: string): EventParts {
  return block["type"] === "tool_use" ? { toolCalls: [index] } : { text: textOf(block["text"]), reasoning: textOf(block["thinking"]) };
}

/** Input is what was read fresh plus what came from the cache; the output count of the first event is only a beginning. */
function usageFrom(value: unknown, hasOutput: boolean): TokenUsage | undefined {
  const usage = recordOf(value);
  const fresh = countOf(usage["input_tokens"]);
  const cached = countOf(usage["cache_read_input_tokens"]);
  const written = countOf(usage["cache_creation_input_tokens"]);
  return usageOf({
    promptTokens: fresh === undefined ? undefined : fresh + (cached ?? 0) + (written ?? 0),
    completionTokens: hasOutput ? countOf(usage["output_tokens"]) : undefined,
    cachedTokens: cached,
    reasoningTokens: undefined,
  });
}

function parseBody(text: string): ParsedReply {
  const body = parseObject(text, "body");
  const nothing = { text: "", reasoning: "", toolCalls: 0, usage: undefined };
  const error = errorOf(body);
  if (error !== undefined) return { ...nothing, error };
  const blocks = listOf(body["content"]).map(recordOf);
  const finish = textOf(body["stop_reason"]);
  return wholeReply({
    text: blocks.map((block) => textOf(block["text"])).join(""),
    reasoning: blocks.map((block) => textOf(block["thinking"])).join(""),
    toolCalls: blocks.filter((block) => block["type"] === "tool_use").length,
    usage: usageFrom(body["usage"], true),
    ...(finish === "" ? {} : { finish }),
  });
}
