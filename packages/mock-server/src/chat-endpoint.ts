import { readConversation, type Conversation } from "./conversation.js";
import { sendError, sendJson, startStream, type Exchange } from "./exchange.js";
import { asksForUsage, choiceCount, tokenLimit, usageJson } from "./generation-fields.js";
import { decideReply, type Reply } from "./reply.js";
import { scheduleOf, sendOnSchedule, whenDue } from "./schedule.js";
import { toolCallFor, type MockToolCall } from "./tool-call.js";

interface ChatAnswer {
  readonly head: string;
  readonly count: number;
  readonly reply: Reply;
  readonly toolCall: MockToolCall | undefined;
  readonly usage: string;
}

/** Answers `/v1/chat/completions`, whole or as a stream. */
export function answerChat(exchange: Exchange, body: Readonly<Record<string, unknown>>, model: string): void {
  const conversation = readConversation(body["messages"]);
  const count = choiceCount(body["n"]);
  const maxTokens = tokenLimit(body["max_completion_tokens"] ?? body["max_tokens"]);
  if (conversation === undefined || count === undefined || maxTokens === "invalid") {
    sendError(exchange.response, { status: 400, message: "Invalid messages, n or max_tokens." });
    return;
  }
  const answer = makeAnswer(exchange, { body, model, conversation, count, maxTokens });
  if (body["stream"] === true) sendStream(exchange, answer, asksForUsage(body));
  else sendWhole(exchange, answer);
}

interface ChatQuestion {
  readonly body: Readonly<Record<string, unknown>>;
  readonly model: string;
  readonly conversation: Conversation;
  readonly count: number;
  readonly maxTokens: number | undefined;
}

function makeAnswer(exchange: Exchange, { body, model, conversation, count, maxTokens }: ChatQuestion): ChatAnswer {
  // After a tool's result a text ends the conversation; otherwise a tool loop would never end.
  const toolCall = conversation.lastRole === "tool" ? undefined : toolCallFor(body);
  const reply = decideReply(exchange, conversation, { model, maxTokens });
  const outputTokens = (toolCall === undefined ? reply.pieces.length : 1) * count;
  return {
    head: `{"id":"chatcmpl-mock-${exchange.index}","created":${Math.floor(Date.now() / 1000)},"model":${JSON.stringify(model)},"object":"chat.completion`,
    count,
    reply,
    toolCall,
    usage: usageJson(conversation.promptTokens, outputTokens),
  };
}

function sendWhole(exchange: Exchange, { head, count, reply, toolCall, usage }: ChatAnswer): void {
  const { response, settings, index, startedAt } = exchange;
  const choices = Array.from({ length: count }, (_, position) => wholeChoice(position, reply, toolCall)).join(",");
  const json = `${head}","choices":[${choices}],"usage":${usage}}`;
  const { endMs } = scheduleOf(settings, index, toolCall === undefined ? reply.pieces.length : 1);
  whenDue(response, startedAt, endMs, () => sendJson(response, 200, json));
}

function wholeChoice(position: number, reply: Reply, toolCall: MockToolCall | undefined): string {
  if (toolCall === undefined) {
    return `{"index":${position},"message":{"role":"assistant","content":${JSON.stringify(reply.text)}},"logprobs":null,"finish_reason":"${reply.finish}"}`;
  }
  const calls = `[{"id":"call_mock_${position}","type":"function","function":${JSON.stringify(toolCall)}}]`;
  return `{"index":${position},"message":{"role":"assistant","content":null,"tool_calls":${calls}},"logprobs":null,"finish_reason":"tool_calls"}`;
}

function sendStream(exchange: Exchange, answer: ChatAnswer, withUsage: boolean): void {
  const { response, settings, index, startedAt } = exchange;
  const { head, count, reply, toolCall, usage } = answer;
  const chunk = (choice: string): string => `data: ${head}.chunk","choices":[${choice}]}\n\n`;
  const perChoice = (make: (position: number) => string): string => Array.from({ length: count }, (_, position) => chunk(make(position))).join("");
  const deltas = toolCall === undefined ? reply.pieces.map((piece) => `{"content":${JSON.stringify(piece)}}`) : toolDeltas(toolCall);
  const events = deltas.map((delta) => perChoice((position) => streamChoice(position, delta)));
  const opening = perChoice((position) => streamChoice(position, `{"role":"assistant","content":""}`));
  const closing = perChoice((position) => streamChoice(position, "{}", toolCall === undefined ? reply.finish : "tool_calls"));
  const usageEvent = withUsage ? `data: ${head}.chunk","choices":[],"usage":${usage}}\n\n` : "";
  const schedule = scheduleOf(settings, index, events.length);
  startStream(response);
  if (schedule.firstMs > 0) response.flushHeaders();
  events[0] = opening + (events[0] ?? "");
  sendOnSchedule(response, { startedAt, schedule, events, tail: `${closing}${usageEvent}data: [DONE]\n\n` });
}

function streamChoice(position: number, delta: string, finish?: string): string {
  return `{"index":${position},"delta":${delta},"logprobs":null,"finish_reason":${finish === undefined ? "null" : `"${finish}"`}}`;
}

/** A tool call in three deltas, as servers send it: name, then the arguments in two halves. */
function toolDeltas({ name, arguments: text }: MockToolCall): string[] {
  const half = Math.ceil(text.length / 2);
  const opening = { index: 0, id: "call_mock_0", type: "function", function: { name, arguments: "" } };
  const rest = [text.slice(0, half), text.slice(half)].map((part) => ({ index: 0, function: { arguments: part } }));
  return [opening, ...rest].map((call) => JSON.stringify({ tool_calls: [call] }));
}
