import { ConfigError } from "@evalkit/core";

/** Fields that this client sets itself or must not send. */
const OWN_FIELDS = new Set(["content-length", "connection", "transfer-encoding", "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "expect"]);
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

let lastUrl: string | undefined;
let lastHeaders: Readonly<Record<string, string>> | undefined;
let lastStart = "";

/**
 * Head of a POST request in HTTP/1.1, in Latin-1 characters. Keeps what is the same for requests that share one `headers` object.
 * Throws a `ConfigError` for a header that cannot be sent; its value is not told, it may be a key.
 */
export function headOf(url: string, headers: Readonly<Record<string, string>>, bodyLength: number): string {
  if (url !== lastUrl || headers !== lastHeaders) {
    lastStart = startOf(url, headers);
    lastUrl = url;
    lastHeaders = headers;
  }
  return `${lastStart}content-length: ${bodyLength}\r\n\r\n`;
}

/** Fields to be sent with the request; those that the client sets itself are left out, and `accept-encoding` is there. */
export function sentFields(headers: Readonly<Record<string, string>>): [string, string][] {
  const fields: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (OWN_FIELDS.has(lower)) continue;
    if (!NAME.test(name)) throw new ConfigError(`"${name.slice(0, 60)}" is no name of an HTTP header.`);
    if (!VALUE.test(value)) throw new ConfigError(`The header ${name} holds characters that HTTP cannot send.`, { hint: "Headers hold visible ASCII characters; check for line breaks at the end of a key." });
    fields.push([lower, value]);
  }
  const names = new Set(fields.map(([name]) => name));
  if (!names.has("content-type")) fields.push(["content-type", "application/json"]);
  // Compressed streams come in clumps: asked for only where the headers do.
  if (!names.has("accept-encoding")) fields.push(["accept-encoding", "identity"]);
  return fields;
}

function startOf(url: string, headers: Readonly<Record<string, string>>): string {
  const { host, pathname, search } = new URL(url);
  const fields = sentFields(headers);
  // A gateway may be asked for another host than the one it is reached at.
  if (!fields.some(([name]) => name === "host")) fields.unshift(["host", host]);
  return `POST ${pathname}${search} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}`;
}
