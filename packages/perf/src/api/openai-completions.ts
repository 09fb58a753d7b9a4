import type { BuildInput, LoadApi } from "../spec/api.js";
import { jsonRequest } from "./json-request.js";
import { streamMembers, unfit } from "./openai-chat.js";
import { choicesReader } from "./openai-choices.js";

/** OpenAI's completions: a plain text or token ids, without a chat template. */
export const openAiCompletions: LoadApi = {
  name: "openai_completions",
  path: "/completions",
  build: (input) => jsonRequest(input, bodyOf(input)),
  reader: () => choicesReader("openai_completions"),
};

function bodyOf(input: BuildInput): Readonly<Record<string, unknown>> {
  const { model, stream, maxTokens, generation } = input;
  return {
    ...promptOf(input),
    ...(model === "" ? {} : { model }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...generation,
    ...streamMembers(stream),
  };
}

function promptOf({ prompt }: BuildInput): Readonly<Record<string, unknown>> {
  if (prompt.kind === "body") return prompt.body;
  if (prompt.kind === "text") return { prompt: prompt.text };
  if (prompt.kind === "tokens") return { prompt: prompt.tokens };
  if (prompt.kind === "messages") return { prompt: prompt.messages.map(({ content }) => (typeof content === "string" ? content : JSON.stringify(content))).join("\n") };
  throw unfit(prompt, "openai_completions");
}
