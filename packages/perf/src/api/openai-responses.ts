import type { ApiReader, BuildInput, EventKind, LoadApi, ParsedReply } from "../spec/api.js";
import { hasText, isDone, quoted, viewOf } from "./bytes.js";
import { jsonRequest } from "./json-request.js";
import { errorOf, listOf, openAiUsage, parseObject, recordOf, shortened, textOf } from "./json.js";
import { messagesOf } from "./openai-chat.js";
import { type EventParts, ReplyBuilder, wholeReply } from "./reply-builder.js";

/** OpenAI's responses. */
export const openAiResponses: LoadApi = {
  name: "openai_responses",
  path: "/responses",
  build: (input) => jsonRequest(input, bodyOf(input)),
  reader: () => reader,
};

/** Members of the chat API that have another name here, or none. */
const RENAMED: Readonly<Record<string, string | undefined>> = { n: undefined, stop: undefined, logprobs: undefined, seed: undefined };

function bodyOf({ prompt, model, stream, maxTokens, generation = {} }: BuildInput): Readonly<Record<string, unknown>> {
  const kept = Object.entries(generation).filter(([key]) => !Object.hasOwn(RENAMED, key));
  return {
    ...(prompt.kind === "body" ? prompt.body : { input: prompt.kind === "text" ? prompt.text : messagesOf(prompt, "openai_responses") }),
    ...(model === "" ? {} : { model }),
    ...(maxTokens === undefined ? {} : { max_output_tokens: maxTokens }),
    ...Object.fromEntries(kept),
    stream,
  };
}

const DELTA = quoted("delta");
const ANSWER_TYPES = ["response.output_text.delta", "response.refusal.delta"];
const THOUGHT_TYPES = [
  "response.reasoning_text.delta", "response.reasoning.delta", "response.reasoning_summary_text.delta",
  "response.function_call_arguments.delta", "response.mcp_call_arguments.delta", "response.custom_tool_call_input.delta",
  "response.code_interpreter_call_code.delta",
]; // prettier-ignore
const ERROR_TYPES = ["error", "response.failed"];
const END_TYPES = ["response.completed", "response.incomplete"];
const answerTypes = ANSWER_TYPES.map(quoted);
const thoughtTypes = THOUGHT_TYPES.map(quoted);
const endTypes = END_TYPES.map(quoted);
const FAILED = quoted("response.failed");
const TYPE_ERROR = /"type"\s{0,4}:\s{0,4}"error"/;
const HEAD_BYTES = 512;

const reader: ApiReader = { name: "openai_responses", classify, parseEvents, parseBody };

function classify(data: Uint8Array): EventKind {
  const view = viewOf(data);
  if (isDone(view)) return "done";
  if (answerTypes.some((type) => view.includes(type))) return hasText(view, DELTA) ? "answer" : "empty";
  if (thoughtTypes.some((type) => view.includes(type))) return hasText(view, DELTA) ? "thought" : "empty";
  if (endTypes.some((type) => view.includes(type))) return "usage";
  if (view.includes(FAILED) || TYPE_ERROR.test(view.toString("latin1", 0, HEAD_BYTES))) return "error";
  return "empty";
}

function parseEvents(events: readonly string[]): ParsedReply & { readonly kinds: readonly EventKind[] } {
  const builder = new ReplyBuilder();
  for (const event of events) builder.add(event.trim() === "[DONE]" ? { kind: "done" } : partsOf(parseObject(event, "event")));
  return builder.finish();
}

function partsOf(event: Readonly<Record<string, unknown>>): EventParts {
  const type = textOf(event["type"]);
  const delta = textOf(event["delta"]);
  if (ANSWER_TYPES.includes(type)) return { text: delta };
  if (THOUGHT_TYPES.includes(type)) {
    if (type.includes("reasoning")) return { reasoning: delta };
    return delta === "" ? {} : { toolCalls: [textOf(event["item_id"]) || String(event["output_index"] ?? 0)] };
  }
  const response = recordOf(event["response"]);
  if (END_TYPES.includes(type)) return { kind: "usage", usage: openAiUsage(response["usage"]), finish: finishOf(response) };
  if (ERROR_TYPES.includes(type)) return { error: errorOf(response) ?? errorOf(event) ?? "the response failed" };
  return { error: type === "" ? errorOf(event) : undefined };
}

function finishOf(response: Readonly<Record<string, unknown>>): string | undefined {
  const reason = textOf(recordOf(response["incomplete_details"])["reason"]);
  return reason === "" ? textOf(response["status"]) || undefined : reason;
}

function parseBody(text: string): ParsedReply {
  const body = parseObject(text, "body");
  const nothing = { text: "", reasoning: "", toolCalls: 0, usage: undefined };
  const error = errorOf(body) ?? (body["status"] === "failed" ? shortened("the response failed") : undefined);
  if (error !== undefined) return { ...nothing, error };
  const output = listOf(body["output"]).map(recordOf);
  if (output.length === 0) return { ...nothing, usage: openAiUsage(body["usage"]), empty: true };
  const texts = (type: string, members: string): string =>
    output.filter((item) => item["type"] === type).flatMap((item) => listOf(item[members])).map((part) => textOf(recordOf(part)["text"])).join("");
  const finish = finishOf(body);
  return wholeReply({
    text: texts("message", "content"),
    reasoning: texts("reasoning", "content") || texts("reasoning", "summary"),
    toolCalls: output.filter((item) => textOf(item["type"]).endsWith("_call")).length,
    usage: openAiUsage(body["usage"]),
    ...(finish === undefined ? {} : { finish }),
  });
}
