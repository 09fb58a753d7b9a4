import type { TransportFailure } from "./response-sink.js";

const DNS_CODES = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EAI_FAIL", "EAI_NONAME"]);
const CONNECT_CODES = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "EACCES", "EPERM", "ENOENT", "EMFILE", "ENFILE"]);

/** Failure kind of a socket's error. `connected`: the connection had been established before. */
export function classifySocketError(error: Error & { readonly code?: string | undefined }, connected: boolean): TransportFailure {
  const code = error.code ?? "";
  const message = error.message;
  if (DNS_CODES.has(code)) return { kind: "dns", message };
  if (code === "UND_ERR_CONNECT_TIMEOUT" || (code === "ETIMEDOUT" && !connected)) return { kind: "connect-timeout", message };
  if (isTls(code)) return { kind: "tls", message };
  if (CONNECT_CODES.has(code) || !connected) return { kind: "connect", message };
  return { kind: "reset", message };
}

function isTls(code: string): boolean {
  return code.startsWith("ERR_TLS") || code.startsWith("ERR_SSL") || code.includes("CERT") || code.startsWith("UNABLE_TO_") || code === "EPROTO" || code === "HOSTNAME_MISMATCH";
}
