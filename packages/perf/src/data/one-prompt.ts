import { type PromptSource, promptOf } from "./prompt-source.js";

/** The same prompt for every request: `--prompt`, a file or standard input. */
export function onePrompt(text: string, isChat: boolean): PromptSource {
  const item = { prompt: promptOf(text, isChat) };
  return { notes: ["Every request sends the same prompt: a server with a prefix cache reads it once."], size: 1, at: () => item };
}
