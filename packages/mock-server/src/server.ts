import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError } from "@evalkit/core";
import { answerChat } from "./chat-endpoint.js";
import { answerCompletion } from "./completions-endpoint.js";
import { answerEmbeddings } from "./embeddings-endpoint.js";
import { sendError, sendJson, type Exchange } from "./exchange.js";
import type { FaultKind } from "./fault-kinds.js";
import { faultFor, sendFault } from "./faults.js";
import { GenericText } from "./generic-text.js";
import { resolveSettings, type MockServerOptions, type MockSettings } from "./options.js";
import { readBody, type BodyResult } from "./request-body.js";

export interface MockServerStats {
  /** All requests so far. */
  readonly requests: number;
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Requests that got a fault. */
  readonly faults: number;
  readonly faultsByKind: Readonly<Partial<Record<FaultKind, number>>>;
}

export interface MockServer extends AsyncDisposable {
  /** Base URL up to and including `/v1`. */
  readonly url: string;
  readonly port: number;
  /** Counts since the start. */
  stats(): MockServerStats;
  /** Cuts all connections and frees the port. */
  close(): Promise<void>;
}

type Endpoint = (exchange: Exchange, body: Readonly<Record<string, unknown>>, model: string) => void;

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ["/v1/chat/completions", answerChat],
  ["/v1/completions", answerCompletion],
  ["/v1/embeddings", answerEmbeddings],
]);

/** Starts an OpenAI-compatible server on 127.0.0.1; throws a `ConfigError` when an option is out of range or the port is taken. */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const settings = resolveSettings(options);
  const handler = new Handler(settings);
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (request, response) => handler.handle(request, response));
  const port = await listen(server, settings.port);
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}/v1`, port, stats: () => handler.stats(), close, [Symbol.asyncDispose]: close };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      reject(new ConfigError(`The mock server cannot listen on port ${port}.`, { cause, hint: "Choose another port, or 0 for a free one." }));
    });
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

class Handler {
  readonly #settings: MockSettings;
  readonly #generic: GenericText;
  readonly #authorization: string | undefined;
  readonly #faultsByKind: Partial<Record<FaultKind, number>> = {};
  #requests = 0;
  #posts = 0;
  #inFlight = 0;
  #maxInFlight = 0;
  #faults = 0;

  constructor(settings: MockSettings) {
    this.#settings = settings;
    this.#generic = new GenericText(settings.tokens);
    this.#authorization = settings.apiKey === undefined ? undefined : `Bearer ${settings.apiKey}`;
  }

  stats(): MockServerStats {
    return {
      requests: this.#requests,
      inFlight: this.#inFlight,
      maxInFlight: this.#maxInFlight,
      faults: this.#faults,
      faultsByKind: { ...this.#faultsByKind },
    };
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const index = this.#requests;
    this.#requests += 1;
    this.#inFlight += 1;
    if (this.#inFlight > this.#maxInFlight) this.#maxInFlight = this.#inFlight;
    response.once("close", () => {
      this.#inFlight -= 1;
    });
    const path = pathOf(request.url ?? "/");
    if (this.#authorization !== undefined && request.headers.authorization !== this.#authorization) {
      request.resume();
      sendError(response, { status: 401, message: "Incorrect API key provided.", code: "invalid_api_key" });
      return;
    }
    if (request.method === "POST") this.#handlePost({ request, response, index, path });
    else this.#handleOther({ request, response, index, path });
  }

  #handleOther({ request, response, index, path }: Arrival): void {
    request.resume();
    this.#settings.onRequest?.({ index, method: request.method ?? "GET", path, receivedAt: Date.now(), headers: request.headers });
    if (path === "/v1/models" && request.method === "GET") sendJson(response, 200, modelList(this.#settings.models));
    else sendError(response, { status: ENDPOINTS.has(path) ? 405 : 404, message: `There is no ${request.method} ${shorten(path)} here.` });
  }

  #handlePost(arrival: Arrival): void {
    const { request, response, path } = arrival;
    const endpoint = ENDPOINTS.get(path);
    if (endpoint === undefined) {
      request.resume();
      sendError(response, { status: 404, message: `There is no POST ${shorten(path)} here.` });
      return;
    }
    readBody(request, this.#settings.maxBodyBytes, (result) => {
      try {
        this.#answer(arrival, endpoint, result);
      } catch (error) {
        if (response.headersSent) request.socket.destroy();
        else sendError(response, { status: 500, message: `The mock server failed: ${String(error)}`, type: "server_error" });
      }
    });
  }

  #answer({ request, response, index, path }: Arrival, endpoint: Endpoint, result: BodyResult): void {
    if (result.kind === "too-large") {
      response.setHeader("Connection", "close");
      sendError(response, { status: 413, message: `The body is larger than ${this.#settings.maxBodyBytes} bytes.` });
      return;
    }
    if (result.kind === "malformed") {
      sendError(response, { status: 400, message: result.message });
      return;
    }
    const startedAt = performance.now();
    const body = result.value;
    const fault = faultFor(this.#settings, this.#posts);
    this.#posts += 1;
    this.#settings.onRequest?.({ index, method: "POST", path, receivedAt: Date.now(), headers: request.headers, body, ...(fault === undefined ? {} : { fault }) });
    const exchange: Exchange = { settings: this.#settings, generic: this.#generic, request, response, index, startedAt };
    if (fault !== undefined) {
      this.#faults += 1;
      this.#faultsByKind[fault] = (this.#faultsByKind[fault] ?? 0) + 1;
      sendFault(exchange, fault, body["stream"] === true);
      return;
    }
    const model = body["model"];
    if (typeof model !== "string") sendError(response, { status: 400, message: "The body names no model." });
    else if (this.#settings.strictModels && !this.#settings.models.includes(model)) sendError(response, { status: 404, message: `The model "${shorten(model)}" does not exist.`, code: "model_not_found" });
    else endpoint(exchange, body, model);
  }
}

interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly index: number;
  readonly path: string;
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function modelList(models: readonly string[]): string {
  return JSON.stringify({ object: "list", data: models.map((id) => ({ id, object: "model", created: 0, owned_by: "evalkit" })) });
}
