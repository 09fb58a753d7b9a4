import { ConfigError } from "@evalkit/core";
import type { BuildInput, LoadApi, PromptInput } from "../spec/api.js";
import { jsonRequest } from "./json-request.js";
import { choicesReader } from "./openai-choices.js";

/** OpenAI's chat completions, streamed with usage at the end; also what vLLM, SGLang, Ollama and most gateways speak. */
export const openAiChat: LoadApi = {
  name: "openai",
  path: "/chat/completions",
  build: (input) => jsonRequest(input, bodyOf(input)),
  reader: () => choicesReader("openai"),
};

function bodyOf(input: BuildInput): Readonly<Record<string, unknown>> {
  const { prompt, model, stream, maxTokens, generation } = input;
  return {
    ...(prompt.kind === "body" ? prompt.body : { messages: messagesOf(prompt, "openai") }),
    ...(model === "" ? {} : { model }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...generation,
    ...streamMembers(stream),
  };
}

/** The members that ask OpenAI-like servers for a stream with usage. */
export function streamMembers(stream: boolean): Readonly<Record<string, unknown>> {
  return stream ? { stream: true, stream_options: { include_usage: true } } : { stream: false };
}

/** The prompt as messages. Throws a ConfigError for prompts that have no such form. */
export function messagesOf(prompt: PromptInput, api: string): readonly Readonly<Record<string, unknown>>[] {
  if (prompt.kind === "messages") return prompt.messages;
  if (prompt.kind === "text") return [{ role: "user", content: prompt.text }];
  throw unfit(prompt, api);
}

/** The error for a prompt that an API cannot take. */
export function unfit(prompt: PromptInput, api: string): ConfigError {
  return new ConfigError(`The API ${api} cannot take prompts of the kind ${prompt.kind}.`, { hint: api === "openai_rerank" ? "It goes with --dataset rerank or random_rerank." : GOES_WITH[prompt.kind] });
}

const GOES_WITH: Readonly<Record<PromptInput["kind"], string>> = {
  text: "This data set goes with --api openai.",
  messages: "This data set goes with --api openai.",
  body: "This data set goes with the API that its bodies are for.",
  tokens: "Token ids go with a --url that ends in /completions.",
  inputs: "This data set goes with --api openai_embedding.",
  rerank: "This data set goes with --api openai_rerank.",
};
