import { pathToFileURL } from "node:url";
import { ConfigError, PluginError, isRecord } from "@evalkit/core";
import type { ApiReader, ApiReference, LoadApi } from "../spec/api.js";
import { anthropicMessages } from "./anthropic.js";
import { dashscope } from "./dashscope.js";
import { openAiChat } from "./openai-chat.js";
import { openAiCompletions } from "./openai-completions.js";
import { openAiResponses } from "./openai-responses.js";
import { openAiEmbeddings, openAiRerank } from "./openai-vectors.js";

const BUILT_IN: readonly LoadApi[] = [openAiChat, openAiCompletions, openAiResponses, openAiEmbeddings, openAiRerank, anthropicMessages, dashscope];

const ALIASES: Readonly<Record<string, string>> = {
  openai_chat: "openai",
  completions: "openai_completions",
  openai_response: "openai_responses",
  responses: "openai_responses",
  embedding: "openai_embedding",
  embeddings: "openai_embedding",
  rerank: "openai_rerank",
  anthropic_messages: "anthropic",
};

/** Names of the built-in kinds of API, aliases last. */
export const apiNames: readonly string[] = [...BUILT_IN.map(({ name }) => name), ...Object.keys(ALIASES)];

/** The built-in kind of that name or alias; undefined when there is none. */
export function findApi(name: string): LoadApi | undefined {
  const asked = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return BUILT_IN.find((api) => api.name === asked);
}

/** Reads the answers of an API, in whichever thread. Throws a ConfigError for an unknown name, a PluginError for a plug-in that cannot be loaded. */
export async function openReader(reference: ApiReference): Promise<ApiReader> {
  return (await openApi(reference)).reader();
}

/** The API that a reference names. Throws as `openReader` does. */
export async function openApi(reference: ApiReference): Promise<LoadApi> {
  if (reference.kind === "module") return loadPlugIn(reference.url);
  const api = findApi(reference.name);
  if (api === undefined) throw new ConfigError(`There is no API kind ${reference.name.slice(0, 60)}.`, { hint: `Known: ${apiNames.join(", ")}; or the path of a plug-in file.` });
  return api;
}

/** Whether a name on the command line is the path of a plug-in. */
export function isPlugInPath(name: string): boolean {
  return /^[./~]|^file:|[\\/]|\.[cm]?[jt]s$/.test(name);
}

/** The reference to an API by its name on the command line; paths must be absolute. */
export function apiReference(name: string): ApiReference {
  if (!isPlugInPath(name)) return { kind: "built-in", name: findApi(name)?.name ?? name };
  return { kind: "module", url: name.startsWith("file:") ? name : pathToFileURL(name).href };
}

async function loadPlugIn(url: string): Promise<LoadApi> {
  let module: unknown;
  try {
    module = await import(url);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PluginError(`The API plug-in ${url} cannot be loaded: ${reason}`, { cause, hint: "It must be an ES module (.mjs, .js, .ts) whose default export is a LoadApi." });
  }
  const api = isRecord(module) || typeof module === "object" ? (module as { readonly default?: unknown }).default : undefined;
  const missing = missingMember(api);
  if (missing !== undefined) throw new PluginError(`The API plug-in ${url} ${missing}.`, { hint: "Its default export must be an object with name, path, build(input) and reader()." });
  return api as LoadApi;
}

function missingMember(api: unknown): string | undefined {
  if (!isRecord(api)) return "has no default export that is an object";
  for (const member of ["name", "path"]) if (typeof api[member] !== "string") return `lacks the text ${member}`;
  for (const member of ["build", "reader"]) if (typeof api[member] !== "function") return `lacks the function ${member}`;
  return undefined;
}
