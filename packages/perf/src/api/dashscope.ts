import { isRecord } from "@evalkit/core";
import type { ApiReader, BuildInput, EventKind, LoadApi, ParsedReply } from "../spec/api.js";
import { hasItems, hasObject, hasText, isDone, quoted, viewOf } from "./bytes.js";
import { jsonRequest } from "./json-request.js";
import { countOf, errorOf, listOf, openAiUsage, parseObject, recordOf, shortened, textOf } from "./json.js";
import { messagesOf } from "./openai-chat.js";
import { type EventParts, ReplyBuilder, wholeReply } from "./reply-builder.js";

/** Alibaba Cloud's own DashScope protocol, streamed in increments. */
export const dashscope: LoadApi = {
  name: "dashscope",
  path: "/services/aigc/text-generation/generation",
  build: (input) => jsonRequest({ ...input, extra: {}, headers: headersOf(input) }, bodyOf(input)),
  reader: () => reader,
};

function headersOf({ headers, stream }: BuildInput): Readonly<Record<string, string>> {
  return stream ? { "x-dashscope-sse": "enable", accept: "text/event-stream", ...headers } : headers;
}

/** Everything but the model and the messages stands under `parameters`; an `extra` with members `input` or `parameters` is laid over the body. */
function bodyOf({ prompt, model, stream, maxTokens, generation, extra }: BuildInput): Readonly<Record<string, unknown>> {
  const given = prompt.kind === "body" ? prompt.body : {};
  const { input, parameters, ...others } = extra;
  return {
    ...given,
    ...(model === "" ? {} : { model }),
    input: { ...(prompt.kind === "body" ? recordOf(given["input"]) : { messages: messagesOf(prompt, "dashscope") }), ...recordOf(input) },
    parameters: {
      ...recordOf(given["parameters"]),
      result_format: "message",
      ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
      ...generation,
      ...(stream ? { incremental_output: true } : {}),
      ...others,
      ...recordOf(parameters),
    },
  };
}

const CONTENT = quoted("content");
const TEXT = quoted("text");
const REASONING = quoted("reasoning_content");
const TOOL_CALLS = quoted("tool_calls");
const OUTPUT = quoted("output");
const CODE = quoted("code");
const USAGE = quoted("usage");

const reader: ApiReader = { name: "dashscope", classify, parseEvents, parseBody };

function classify(data: Uint8Array): EventKind | "unsure" {
  const view = viewOf(data);
  if (isDone(view)) return "done";
  const isAnswer = hasText(view, CONTENT) || hasText(view, TEXT);
  if (isAnswer || hasText(view, REASONING) || hasItems(view, TOOL_CALLS)) return hasObject(view, USAGE) ? "unsure" : isAnswer ? "answer" : "thought";
  return !hasObject(view, OUTPUT) && hasText(view, CODE) ? "error" : "empty";
}

function parseEvents(events: readonly string[]): ParsedReply & { readonly kinds: readonly EventKind[] } {
  const builder = new ReplyBuilder();
  for (const event of events) builder.add(event.trim() === "[DONE]" ? { kind: "done" } : partsOf(parseObject(event, "event")));
  return builder.finish();
}

function partsOf(body: Readonly<Record<string, unknown>>): EventParts {
  const error = failureOf(body);
  if (error !== undefined) return { error };
  const output = recordOf(body["output"]);
  const choice = recordOf(listOf(output["choices"])[0]);
  const message = recordOf(choice["message"]);
  const finish = textOf(choice["finish_reason"]) || textOf(output["finish_reason"]);
  const usage = openAiUsage(body["usage"]);
  return {
    text: contentOf(message["content"]) + textOf(output["text"]),
    reasoning: textOf(message["reasoning_content"]),
    toolCalls: listOf(message["tool_calls"]).map((call, place) => String(countOf(recordOf(call)["index"]) ?? place)),
    finish: finish === "" || finish === "null" ? undefined : finish,
    usage,
  };
}

function contentOf(content: unknown): string {
  return typeof content === "string" ? content : listOf(content).map((part) => textOf(recordOf(part)["text"])).join("");
}

function failureOf(body: Readonly<Record<string, unknown>>): string | undefined {
  const code = textOf(body["code"]);
  return errorOf(body) ?? (code === "" || isRecord(body["output"]) ? undefined : shortened(`${code}: ${textOf(body["message"])}`));
}

function parseBody(text: string): ParsedReply {
  const body = parseObject(text, "body");
  const nothing = { text: "", reasoning: "", toolCalls: 0, usage: undefined };
  const parts = partsOf(body);
  if (parts.error !== undefined) return { ...nothing, error: parts.error };
  const { text: answer = "", reasoning = "", toolCalls = [], finish, usage } = parts;
  return wholeReply({ text: answer, reasoning, toolCalls: toolCalls.length, usage, ...(finish === undefined ? {} : { finish }) });
}
