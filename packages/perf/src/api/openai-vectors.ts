import type { ApiReader, BuildInput, LoadApi, ParsedReply, PromptInput } from "../spec/api.js";
import { jsonRequest } from "./json-request.js";
import { countOf, errorOf, listOf, openAiUsage, parseObject, recordOf, usageOf } from "./json.js";
import { unfit } from "./openai-chat.js";
import { ReplyBuilder } from "./reply-builder.js";

/** OpenAI's embeddings, one text or a batch a request. */
export const openAiEmbeddings: LoadApi = {
  name: "openai_embedding",
  path: "/embeddings",
  build: (input) => jsonRequest(input, embeddingBody(input)),
  reader: () => listReader("openai_embedding", ["data", "embeddings"]),
};

/** The reranking that vLLM, SGLang, Jina and Cohere share: one query against many documents. */
export const openAiRerank: LoadApi = {
  name: "openai_rerank",
  path: "/rerank",
  build: (input) => jsonRequest(input, rerankBody(input)),
  reader: () => listReader("openai_rerank", ["results", "data"]),
};

function embeddingBody({ prompt, model }: BuildInput): Readonly<Record<string, unknown>> {
  const named = model === "" ? {} : { model };
  if (prompt.kind === "body") return { ...prompt.body, ...named };
  return { ...named, input: inputOf(prompt) };
}

function inputOf(prompt: PromptInput): string | readonly string[] | readonly number[] {
  if (prompt.kind === "text") return prompt.text;
  if (prompt.kind === "inputs") return prompt.inputs;
  if (prompt.kind === "tokens") return prompt.tokens;
  const content = prompt.kind === "messages" ? prompt.messages.at(-1)?.["content"] : undefined;
  if (typeof content === "string") return content;
  throw unfit(prompt, "openai_embedding");
}

function rerankBody({ prompt, model }: BuildInput): Readonly<Record<string, unknown>> {
  const named = model === "" ? {} : { model };
  if (prompt.kind === "body") return { ...prompt.body, ...named };
  if (prompt.kind === "rerank") return { ...named, query: prompt.query, documents: prompt.documents };
  throw unfit(prompt, "openai_rerank");
}

/** Answers without generated text: right when one of the lists is there and not empty. */
function listReader(name: string, members: readonly string[]): ApiReader {
  return {
    name,
    classify: () => "empty",
    parseEvents(events) {
      const builder = new ReplyBuilder();
      for (const event of events) {
        const body = event.trim() === "[DONE]" ? undefined : parseObject(event, "event");
        builder.add(body === undefined ? { kind: "done" } : { usage: vectorUsage(body), error: errorOf(body) });
      }
      return builder.finish();
    },
    parseBody: (text) => parseList(text, members),
  };
}

function parseList(text: string, members: readonly string[]): ParsedReply {
  const body = parseObject(text, "body");
  const reply = { text: "", reasoning: "", toolCalls: 0, usage: vectorUsage(body) };
  const error = errorOf(body);
  if (error !== undefined) return { ...reply, error };
  return members.some((member) => listOf(body[member]).length > 0) ? reply : { ...reply, empty: true };
}

/** Some servers tell only the total, which is all input here. */
function vectorUsage(body: Readonly<Record<string, unknown>>): ParsedReply["usage"] {
  const { total_tokens: total } = recordOf(body["usage"]);
  const usage = openAiUsage(body["usage"]);
  return usage?.promptTokens === undefined ? usageOf({ promptTokens: countOf(total), completionTokens: undefined, cachedTokens: undefined, reasoningTokens: undefined }) : usage;
}
