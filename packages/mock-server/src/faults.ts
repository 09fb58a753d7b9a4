import type { ServerResponse } from "node:http";
import { sendError, sendJson, startStream, type Exchange } from "./exchange.js";
import type { FaultKind } from "./fault-kinds.js";
import type { MockSettings } from "./options.js";
import { seriesToUnit } from "./seeded-hash.js";

const HALF_STREAM = `data: {"id":"chatcmpl-mock","object":"chat.completion.chunk","created":0,"model":"mock","choices":[{"index":0,"delta":{"role":"assistant","content":"The "},"finish_reason":null}]}\n\n`;
const BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

/** The fault of the POST request at this position, if it gets one; depends on seed and position alone. */
export function faultFor(settings: MockSettings, position: number): FaultKind | undefined {
  if (settings.faultRate === 0 || seriesToUnit(settings.seed, position) >= settings.faultRate) return undefined;
  return settings.faults[Math.floor(seriesToUnit(settings.seed ^ 0x5bd1e995, position) * settings.faults.length)];
}

/** Makes the request fail in the given way. */
export function sendFault(exchange: Exchange, kind: FaultKind, isStream: boolean): void {
  const { response, settings } = exchange;
  switch (kind) {
    case "rate-limit-seconds":
    case "rate-limit-date":
    case "rate-limit":
      sendRateLimit(response, kind, settings.retryAfterS);
      return;
    case "server-error":
      sendError(response, { status: 500, message: "The mock server failed on purpose.", type: "server_error" });
      return;
    case "unavailable":
      sendError(response, { status: 503, message: "The mock server is overloaded on purpose.", type: "server_error" });
      return;
    case "reset":
      reset(exchange, isStream);
      return;
    case "stall":
      stall(exchange, isStream);
      return;
    case "bad-gateway":
      response.writeHead(502, { "Content-Type": "text/html", "Content-Length": Buffer.byteLength(BAD_GATEWAY) });
      response.end(BAD_GATEWAY);
      return;
    default:
      sendBrokenBody(response, kind, isStream);
  }
}

function sendRateLimit(response: ServerResponse, kind: FaultKind, retryAfterS: number): void {
  if (kind === "rate-limit-seconds") response.setHeader("Retry-After", String(Math.ceil(retryAfterS)));
  // Dates have whole seconds: rounded up, so that the wait is never shorter than asked for.
  if (kind === "rate-limit-date") response.setHeader("Retry-After", new Date(Math.ceil(Date.now() / 1000 + retryAfterS) * 1000).toUTCString());
  const error = { message: "Rate limit reached on purpose.", type: "rate_limit_error", param: null, code: "rate_limit_exceeded" };
  sendJson(response, 429, JSON.stringify({ error }));
}

function reset({ request, response }: Exchange, isStream: boolean): void {
  if (!isStream) {
    request.socket.resetAndDestroy();
    return;
  }
  startStream(response);
  response.write(HALF_STREAM, () => request.socket.resetAndDestroy());
}

function stall({ request, response, settings }: Exchange, isStream: boolean): void {
  if (isStream) {
    startStream(response);
    response.write(HALF_STREAM);
  }
  const timer = setTimeout(() => request.socket.destroy(), settings.stallMs);
  response.once("close", () => clearTimeout(timer));
}

function sendBrokenBody(response: ServerResponse, kind: FaultKind, isStream: boolean): void {
  const json = brokenJson(kind);
  if (!isStream) {
    sendJson(response, 200, json);
    return;
  }
  startStream(response);
  if (kind === "truncated") response.end(HALF_STREAM + HALF_STREAM.slice(0, 90));
  else response.end(`data: ${json}\n\ndata: [DONE]\n\n`);
}

function brokenJson(kind: FaultKind): string {
  if (kind === "truncated") return `{"id":"chatcmpl-mock","object":"chat.completion","created":0,"model":"mock","choices":[{"index":0,"message":{"role":"assi`;
  if (kind === "error-body") return `{"error":{"message":"The mock server failed on purpose behind a 200.","type":"server_error","param":null,"code":500}}`;
  return `{"id":"chatcmpl-mock","object":"chat.completion","created":0,"model":"mock","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":0,"total_tokens":1}}`;
}
