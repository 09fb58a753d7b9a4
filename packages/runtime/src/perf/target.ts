import { type ApiReference, type LoadApi, type PerfOptions, apiReference, completeUrl, isCompletionsUrl, openApi } from "@evalkit/perf";
import { readApiAddress } from "../config/endpoint.js";

/** Where requests go and in which words. */
export interface Target {
  readonly api: LoadApi;
  readonly reference: ApiReference;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Prompts are sent as messages. */
  readonly isChat: boolean;
}

/** The API, its whole address and its headers. Throws a ConfigError for an address that is none. */
export async function openTarget(options: PerfOptions, serverUrl: string): Promise<Target> {
  const address = readApiAddress(serverUrl);
  const plain = `${address.url}${Object.keys(address.query).length === 0 ? "" : `?${new URLSearchParams(address.query).toString()}`}`;
  const isTextApi = options.api === "openai" && (options.data.tokenizePrompt || options.data.applyChatTemplate === false || (options.data.applyChatTemplate !== true && isCompletionsUrl(plain)));
  const reference = apiReference(isTextApi ? "openai_completions" : options.api);
  const api = await openApi(reference);
  // Token ids and plain texts have their own endpoint, beside that of chat.
  const base = isTextApi ? plain.replace(/\/chat\/completions(?=$|\?)/, "/completions") : plain;
  const isVectors = api.name === "openai_embedding" || api.name === "openai_rerank";
  const key = options.apiKey?.reveal();
  const user = address.userInfo === undefined ? undefined : `Basic ${Buffer.from(address.userInfo).toString("base64")}`;
  const authorization = key === undefined ? user : `Bearer ${key}`;
  return {
    api,
    reference,
    url: completeUrl(base, api),
    headers: { ...(authorization === undefined ? {} : { authorization }), ...options.headers },
    isChat: !isVectors && !isTextApi && (options.data.applyChatTemplate ?? api.name !== "openai_completions"),
  };
}
