import { ModelResponseError, isRecord } from "@evalkit/core";
import type { TokenUsage } from "../spec/request.js";

/** The object that an event or a body holds. Throws a ModelResponseError, with the beginning of the text, where it holds none. */
export function parseObject(text: string, what: "event" | "body"): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isRecord(value)) return value;
  throw new ModelResponseError(`the ${what} is not a JSON object: ${shortened(text.slice(0, SHOWN))}`);
}

const SHOWN = 120;

/** The value as an object; an empty one where it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** The value as a list; an empty one where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a text; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A count of tokens; undefined for everything that is no whole number from 0 up. */
export function countOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

const LONGEST_MESSAGE = 500;

/** The error that an answer tells, on one line; undefined when it tells none. */
export function errorOf(value: unknown): string | undefined {
  const body = recordOf(value);
  const { error } = body;
  if (isRecord(error)) return shortened(textOf(error["message"]) || textOf(error["code"]) || textOf(error["type"]) || "an error without a message");
  if (typeof error === "string" && error !== "") return shortened(error);
  if (body["object"] === "error" || body["type"] === "error") return shortened(textOf(body["message"]) || "an error without a message");
  return undefined;
}

export function shortened(text: string): string {
  const line = text.slice(0, LONGEST_MESSAGE * 2).replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}

/** Usage as OpenAI's chat, completions, embeddings and responses write it; undefined when it holds no count. */
export function openAiUsage(value: unknown): TokenUsage | undefined {
  if (!isRecord(value)) return undefined;
  const input = recordOf(value["prompt_tokens_details"] ?? value["input_tokens_details"]);
  const output = recordOf(value["completion_tokens_details"] ?? value["output_tokens_details"]);
  return usageOf({
    promptTokens: countOf(value["prompt_tokens"] ?? value["input_tokens"]),
    completionTokens: countOf(value["completion_tokens"] ?? value["output_tokens"]),
    cachedTokens: countOf(input["cached_tokens"] ?? value["prompt_cache_hit_tokens"]),
    reasoningTokens: countOf(output["reasoning_tokens"]),
  });
}

/** Usage without what is unknown; undefined when nothing is known. */
export function usageOf(counts: { readonly [Key in keyof TokenUsage]: number | undefined }): TokenUsage | undefined {
  const known = Object.entries(counts).filter(([, count]) => count !== undefined);
  return known.length === 0 ? undefined : (Object.fromEntries(known) as TokenUsage);
}
