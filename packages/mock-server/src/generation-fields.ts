import { isRecord } from "./schema-arguments.js";

const MAX_CHOICES = 128;

/** `n` of a request: 1 when absent, `undefined` when it is not a whole number from 1 to 128. */
export function choiceCount(value: unknown): number | undefined {
  if (value === undefined || value === null) return 1;
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_CHOICES ? value : undefined;
}

/** A limit on tokens: `undefined` for none, `"invalid"` when it is not a whole number from 1 up. */
export function tokenLimit(value: unknown): number | undefined | "invalid" {
  if (value === undefined || value === null) return undefined;
  return typeof value === "number" && Number.isInteger(value) && value >= 1 ? value : "invalid";
}

/** Whether a streaming request wants a last chunk with usage. */
export function asksForUsage(body: Readonly<Record<string, unknown>>): boolean {
  const options = body["stream_options"];
  return isRecord(options) && options["include_usage"] === true;
}

/** Token counts in OpenAI's shape. */
export function usageJson(promptTokens: number, completionTokens: number): string {
  return `{"prompt_tokens":${promptTokens},"completion_tokens":${completionTokens},"total_tokens":${promptTokens + completionTokens}}`;
}
