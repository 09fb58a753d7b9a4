import { ConfigError } from "@evalkit/core";
import { findApi } from "./catalog.js";
import type { LoadApi } from "../spec/api.js";

/** Endings after which an address is taken as it stands, longest first. */
const ENDPOINTS = ["/chat/completions", "/text-generation/generation", "/multimodal-generation/generation", "/completions", "/responses", "/embeddings", "/rerank", "/messages"];

/**
 * The address with the ending of the API: nothing is added behind a known ending, `/v1` and the ending behind a bare host, the ending behind any other path.
 * Throws a ConfigError for what is no HTTP address; the error does not repeat it, since it may hold a key.
 */
export function completeUrl(given: string, api: Pick<LoadApi, "path" | "name">): string {
  const url = parsed(given);
  const path = url.pathname.replace(/\/+$/, "");
  // A plug-in knows its own endpoints.
  const isComplete = findApi(api.name) === undefined || ENDPOINTS.some((ending) => path.endsWith(ending));
  if (!isComplete) url.pathname = `${path === "" ? bareRoot(api) : path}${api.path}`;
  return url.href;
}

function bareRoot({ name }: Pick<LoadApi, "name">): string {
  return name === "dashscope" ? "/api/v1" : "/v1";
}

/** Whether an address is that of completions, which take a text and no chat template. */
export function isCompletionsUrl(given: string): boolean {
  const path = parsed(given).pathname.replace(/\/+$/, "");
  return path.endsWith("/completions") && !path.endsWith("/chat/completions");
}

function parsed(given: string): URL {
  return httpUrl(given, "--url", "http://127.0.0.1:8000/v1/chat/completions");
}

/** An HTTP address as a flag gives it, with or without `http://`. Throws a ConfigError naming the flag; it does not repeat the address, since it may hold a key. */
export function httpUrl(given: string, flag: string, example: string): URL {
  const trimmed = given.trim();
  const hint = `Such as ${flag} ${example}.`;
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
  } catch {
    throw new ConfigError(`${flag} is not a URL.`, { hint });
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new ConfigError(`${flag} must begin with http:// or https://.`, { hint });
  return url;
}
