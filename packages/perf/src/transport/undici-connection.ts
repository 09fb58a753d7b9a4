import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import type { Dispatcher } from "undici";
import { classifySocketError } from "./classify-error.js";
import type { RunClock } from "./clock.js";
import { openSocket, type OpenedSocket, type OpeningPhases } from "./open-socket.js";
import { sentFields } from "./request-head.js";
import type { ConnectionPhases, ResponseSink, TransportFailure } from "./response-sink.js";
import type { OutgoingRequest, TransportSettings } from "./transport.js";
import { Client, ProxyAgent } from "./undici.js";

export interface UndiciOwner {
  readonly clock: RunClock;
  readonly settings: TransportSettings;
  onIdle(connection: UndiciConnection): void;
  onGone(connection: UndiciConnection): void;
  /** As in `ConnectionOwner`. */
  resend(connection: UndiciConnection): boolean;
}

/** One connection over undici with at most one exchange on it: TLS, HTTP/2, proxies. */
export class UndiciConnection {
  readonly #owner: UndiciOwner;
  readonly #url: URL;
  readonly #dispatcher: Dispatcher;
  /** Opened ahead, until undici asks for it. */
  #opened: Socket | undefined;
  /** Of a connection that no request has used yet. */
  #fresh: OpeningPhases | undefined;
  #failure: TransportFailure | undefined;
  #exchanges = 0;
  #isAhead = false;
  /** It tells the end of every answer. */
  #isHttp2 = false;
  #isGone = false;
  #run = 0;

  constructor(url: URL, owner: UndiciOwner) {
    this.#url = url;
    this.#owner = owner;
    const { settings } = owner;
    if (settings.proxy === undefined) {
      // Time-outs are the run's own.
      const connect = (_: unknown, callback: (error: Error | null, socket: Socket | null) => void): void => this.#connect(callback);
      this.#dispatcher = new Client(url.origin, { connect: connect as never, allowH2: settings.http2, headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 600_000, keepAliveMaxTimeout: 600_000, pipelining: 1 });
    } else {
      this.#dispatcher = new ProxyAgent({ uri: settings.proxy, connections: 1, headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 600_000, requestTls: { rejectUnauthorized: !settings.insecure }, proxyTls: { rejectUnauthorized: !settings.insecure }, ...(settings.connectTimeoutMs === undefined ? {} : { connectTimeout: settings.connectTimeoutMs }) });
    }
  }

  /** Opens it before there is a request; false when it cannot be opened. */
  openAhead(): Promise<boolean> {
    this.#isAhead = true;
    return new Promise((resolve) => {
      openSocket(this.#url, this.#owner.settings, this.#owner.clock, (opened) => {
        if ("socket" in opened) {
          this.#opened = opened.socket;
          // Until undici has it, nobody else listens.
          opened.socket.on("error", () => undefined);
        }
        resolve("socket" in opened);
      });
    });
  }

  start(request: OutgoingRequest, sink: ResponseSink, waitedSinceMs: number): void {
    const { clock } = this.#owner;
    this.#run += 1;
    const run = this.#run;
    let delimited = false;
    let hasAnswer = false;
    const isCurrent = (): boolean => run === this.#run && !this.#isGone;
    const url = new URL(request.target.url);
    this.#dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method: "POST", headers: sentFields(request.target.headers).flat(), body: request.bytes.subarray(request.bodyStart) },
      {
        onRequestStart: () => {
          if (!isCurrent()) return;
          sink.onSent(clock.now(), this.#phases(waitedSinceMs));
          this.#exchanges += 1;
        },
        onResponseStart: (_, status, headers) => {
          const atMs = clock.now();
          if (!isCurrent() || status < 200) return;
          hasAnswer = true;
          delimited = this.#isHttp2 || headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
          sink.onHead(atMs, { status, headers: headerMap(headers) });
        },
        onResponseData: (_, chunk) => {
          const atMs = clock.now();
          if (isCurrent()) sink.onBody(atMs, chunk, 0, chunk.length);
        },
        onResponseEnd: () => {
          const atMs = clock.now();
          if (!isCurrent()) return;
          this.#owner.onIdle(this);
          sink.onEnd(atMs, delimited);
        },
        onResponseError: (_, error) => {
          if (isCurrent()) this.#onError(sink, error, hasAnswer);
        },
      },
    );
  }

  destroy(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#owner.onGone(this);
    this.#opened?.destroy();
    this.#dispatcher.destroy().catch(() => undefined);
  }

  #onError(sink: ResponseSink, error: Error & { readonly code?: string }, hasAnswer: boolean): void {
    const isClosed = error.code === "UND_ERR_SOCKET" || error.code === "ECONNRESET" || error.code === "EPIPE";
    if (isClosed && !hasAnswer && (this.#exchanges > 1 || this.#isAhead) && this.#owner.resend(this)) {
      this.destroy();
      return;
    }
    const failure = this.#failure ?? this.#failureOf(error);
    this.destroy();
    sink.onFailure(this.#owner.clock.now(), failure);
  }

  #failureOf(error: Error & { readonly code?: string }): TransportFailure {
    if (error.code === "UND_ERR_SOCKET") return { kind: "early-close", message: "The server closed the connection before the answer was complete." };
    if (error.code?.startsWith("HPE_") === true || error.name === "HTTPParserError" || error.code === "UND_ERR_HEADERS_OVERFLOW") return { kind: "bad-body", message: error.message };
    return classifySocketError(error, this.#exchanges > 0);
  }

  #connect(callback: (error: Error | null, socket: Socket | null) => void): void {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened !== undefined && !opened.destroyed && opened.readable) {
      opened.removeAllListeners("error");
      this.#isHttp2 = isHttp2(opened);
      queueMicrotask(() => callback(null, opened));
      return;
    }
    openSocket(this.#url, this.#owner.settings, this.#owner.clock, (result: OpenedSocket) => {
      if ("socket" in result) {
        this.#fresh = result.phases;
        this.#isHttp2 = isHttp2(result.socket);
        callback(null, result.socket);
      } else {
        this.#failure = result.failure;
        callback(result.error, null);
      }
    });
  }

  /** Undefined behind a proxy: its agent keeps connections of its own. */
  #phases(waitedSinceMs: number): ConnectionPhases | undefined {
    if (this.#owner.settings.proxy !== undefined) return undefined;
    const waitMs = Math.max(0, this.#owner.clock.now() - waitedSinceMs);
    const fresh = this.#fresh;
    this.#fresh = undefined;
    return fresh === undefined ? { reused: true, waitMs } : { reused: false, waitMs, ...fresh };
  }
}

function isHttp2(socket: Socket): boolean {
  return "alpnProtocol" in socket && socket.alpnProtocol === "h2";
}

function headerMap(headers: IncomingHttpHeaders): Map<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value);
  }
  return map;
}
