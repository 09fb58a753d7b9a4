import type { BuildInput } from "../spec/api.js";

/** The request of an API whose body is JSON: members of `extra` win over all others. */
export function jsonRequest(
  { url, headers, extra }: BuildInput,
  body: Readonly<Record<string, unknown>>,
): { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: Readonly<Record<string, unknown>> } {
  return { url, headers: { "content-type": "application/json", ...headers }, body: { ...body, ...extra } };
}
