import { conversationOfPrompt } from "./conversation.js";
import { sendError, sendJson, startStream, type Exchange } from "./exchange.js";
import { asksForUsage, choiceCount, tokenLimit, usageJson } from "./generation-fields.js";
import { decideReply, type Reply } from "./reply.js";
import { scheduleOf, sendOnSchedule, whenDue } from "./schedule.js";

const MAX_PROMPTS = 2048;

interface CompletionAnswer {
  readonly head: string;
  /** One per choice, `n` for each prompt. */
  readonly replies: readonly Reply[];
  readonly usage: string;
}

/** Answers `/v1/completions` for one prompt or a list, whole or as a stream. */
export function answerCompletion(exchange: Exchange, body: Readonly<Record<string, unknown>>, model: string): void {
  const prompts = readPrompts(body["prompt"]);
  const count = choiceCount(body["n"]);
  const maxTokens = tokenLimit(body["max_tokens"]);
  if (prompts === undefined || count === undefined || maxTokens === "invalid") {
    sendError(exchange.response, { status: 400, message: "Invalid prompt, n or max_tokens." });
    return;
  }
  const conversations = prompts.map(conversationOfPrompt);
  const replies = conversations.flatMap((conversation) => {
    const reply = decideReply(exchange, conversation, { model, maxTokens });
    return Array.from({ length: count }, () => reply);
  });
  const promptTokens = conversations.reduce((sum, conversation) => sum + conversation.promptTokens, 0);
  const outputTokens = replies.reduce((sum, { pieces }) => sum + pieces.length, 0);
  const head = `{"id":"cmpl-mock-${exchange.index}","object":"text_completion","created":${Math.floor(Date.now() / 1000)},"model":${JSON.stringify(model)}`;
  const answer = { head, replies, usage: usageJson(promptTokens, outputTokens) };
  if (body["stream"] === true) sendStream(exchange, answer, asksForUsage(body));
  else sendWhole(exchange, answer);
}

/** Texts of the prompts; lists of token numbers become one text of their numbers. */
function readPrompts(value: unknown): string[] | undefined {
  if (typeof value === "string") return [value];
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PROMPTS) return undefined;
  if (value.every((part) => typeof part === "number")) return [value.join(" ")];
  const texts = value.map((part: unknown) => (Array.isArray(part) ? part.join(" ") : part));
  return texts.every((text) => typeof text === "string") ? texts : undefined;
}

function choice(position: number, text: string, finish: string | undefined): string {
  return `{"index":${position},"text":${JSON.stringify(text)},"logprobs":null,"finish_reason":${finish === undefined ? "null" : `"${finish}"`}}`;
}

function longest(replies: readonly Reply[]): number {
  return replies.reduce((most, { pieces }) => Math.max(most, pieces.length), 0);
}

function sendWhole(exchange: Exchange, { head, replies, usage }: CompletionAnswer): void {
  const { response, settings, index, startedAt } = exchange;
  const choices = replies.map(({ text, finish }, position) => choice(position, text, finish)).join(",");
  const json = `${head},"choices":[${choices}],"usage":${usage}}`;
  const { endMs } = scheduleOf(settings, index, longest(replies));
  whenDue(response, startedAt, endMs, () => sendJson(response, 200, json));
}

function sendStream(exchange: Exchange, { head, replies, usage }: CompletionAnswer, withUsage: boolean): void {
  const { response, settings, index, startedAt } = exchange;
  const events = Array.from({ length: longest(replies) }, (_, step) =>
    replies.map(({ pieces }, position) => (pieces[step] === undefined ? "" : `data: ${head},"choices":[${choice(position, pieces[step], undefined)}]}\n\n`)).join(""),
  );
  const closing = replies.map(({ finish }, position) => `data: ${head},"choices":[${choice(position, "", finish)}]}\n\n`).join("");
  const usageEvent = withUsage ? `data: ${head},"choices":[],"usage":${usage}}\n\n` : "";
  const schedule = scheduleOf(settings, index, events.length);
  startStream(response);
  if (schedule.firstMs > 0) response.flushHeaders();
  sendOnSchedule(response, { startedAt, schedule, events, tail: `${closing}${usageEvent}data: [DONE]\n\n` });
}
