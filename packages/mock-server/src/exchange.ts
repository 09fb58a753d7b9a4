import type { IncomingMessage, ServerResponse } from "node:http";
import type { GenericText } from "./generic-text.js";
import type { MockSettings } from "./options.js";

/** One request on its way through the server. */
export interface Exchange {
  readonly settings: MockSettings;
  readonly generic: GenericText;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Position of the request among all requests, from 0. */
  readonly index: number;
  /** `performance.now()` when its body had arrived. */
  readonly startedAt: number;
}

/** Sends one JSON text with its length, so that the connection stays usable. */
export function sendJson(response: ServerResponse, status: number, json: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(json) });
  response.end(json);
}

export interface ErrorReply {
  readonly status: number;
  readonly message: string;
  readonly type?: string;
  readonly code?: string;
}

/** Sends an error in OpenAI's shape. */
export function sendError(response: ServerResponse, { status, message, type, code }: ErrorReply): void {
  const error = { message, type: type ?? "invalid_request_error", param: null, code: code ?? null };
  sendJson(response, status, JSON.stringify({ error }));
}

/** Starts a stream of server-sent events; the headers leave at once. */
export function startStream(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache" });
}
