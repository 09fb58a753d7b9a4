import { isRecord, redactor, stripUnsafe } from "@evalkit/core";
import type { Clock } from "../clock.js";
import { processEnvironment } from "../environment.js";
import type { ServerSettings } from "../settings/settings.js";
import { isRetryableStatus, parseRetryAfterMs, RequestFailure } from "./retry.js";

/** The version that our requests and files are those of. */
export const PROTOCOL_VERSION = "0.9.7";
const TIMEOUT_MS = 60_000;
const LOGIN_TIMEOUT_MS = 10_000;
const MOST_ANSWER_BYTES = 64 * 1024 * 1024;
const RENEW_BEFORE_MS = 7 * 24 * 3_600_000;

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** After `/api`, with a leading slash. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** The parsed body; `undefined` when it is empty or no JSON. */
  readonly data: unknown;
}

interface RawRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

type Fetch = (typeof import("./undici.js"))["fetch"];
type Dispatcher = InstanceType<(typeof import("./undici.js"))["EnvHttpProxyAgent"]>;

interface Session {
  readonly id: string;
  readonly renewAtMs: number;
}

/** Requests to one SwanLab server: one login, one new login when the server says 401, every failure as a `RequestFailure`. */
export class HttpClient {
  readonly #server: ServerSettings;
  readonly #clock: Clock;
  readonly #redact: (text: string) => string;
  #transport: { readonly fetch: Fetch; readonly dispatcher: Dispatcher } | undefined;
  #session: Session | undefined;
  #renewal: Promise<string> | undefined;

  constructor(server: ServerSettings, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
    this.#redact = redactor([server.apiKey]);
  }

  /** Logs in and says who the key belongs to. A refused key is a `RequestFailure` that must not be repeated. */
  async login(signal: AbortSignal): Promise<string> {
    const answer = await this.#send({
      method: "POST",
      url: `${this.#server.apiHost}/api/login/api_key`,
      headers: { authorization: this.#server.apiKey.reveal() },
      timeoutMs: LOGIN_TIMEOUT_MS,
      signal,
    }).catch(refusedKey);
    const { sid, expiredAt, userInfo } = isRecord(answer.data) ? answer.data : {};
    if (typeof sid !== "string" || !/^[\u0021-\u003a\u003c-\u007e]+$/.test(sid)) throw unexpected("the login brought no session");
    const username = isRecord(userInfo) && typeof userInfo["username"] === "string" ? userInfo["username"] : "";
    const expiresAtMs = typeof expiredAt === "string" ? Date.parse(expiredAt) : Number.NaN;
    const renewAtMs = Number.isNaN(expiresAtMs) ? Infinity : this.#renewalTime(expiresAtMs);
    this.#session = { id: sid, renewAtMs };
    return username;
  }

  /** Sends one request; after a 401 once more with a new session. */
  async request(request: HttpRequest): Promise<HttpAnswer> {
    if (this.#session === undefined || this.#session.renewAtMs <= this.#clock.nowMs()) await this.#renew(this.#session, request.signal);
    const session = this.#session;
    try {
      return await this.#sendJson(request);
    } catch (error) {
      if (!(error instanceof RequestFailure) || error.status !== 401) throw error;
      await this.#renew(session, request.signal);
      return this.#sendJson(request);
    }
  }

  /** Puts bytes at an address that the server has named; no cookie goes there. */
  async put(address: string, bytes: Uint8Array, options: { readonly contentType: string; readonly signal: AbortSignal }): Promise<void> {
    const url = URL.canParse(address, this.#server.apiHost) ? new URL(address, this.#server.apiHost) : undefined;
    if (url === undefined || !["http:", "https:"].includes(url.protocol)) throw unexpected("the server named no address for a file");
    await this.#send({
      method: "PUT",
      url: url.href,
      headers: { "content-type": options.contentType },
      body: bytes,
      timeoutMs: TIMEOUT_MS,
      signal: options.signal,
    });
  }

  async close(): Promise<void> {
    await this.#transport?.dispatcher.destroy();
    this.#transport = undefined;
  }

  /** Requests that find the same session ended log in once between them. */
  async #renew(ended: Session | undefined, signal: AbortSignal): Promise<void> {
    if (this.#session !== ended) return;
    this.#renewal ??= this.login(signal).finally(() => {
      this.#renewal = undefined;
    });
    await this.#renewal;
  }

  /** A session that is shorter than the margin is used to its end, or each request would log in anew. */
  #renewalTime(expiresAtMs: number): number {
    const nowMs = this.#clock.nowMs();
    return expiresAtMs - nowMs > RENEW_BEFORE_MS ? expiresAtMs - RENEW_BEFORE_MS : nowMs + Math.max(0, expiresAtMs - nowMs) * 0.9 + 1;
  }

  #sendJson({ method, path, body, signal }: HttpRequest): Promise<HttpAnswer> {
    return this.#send({
      method,
      url: `${this.#server.apiHost}/api${path}`,
      headers: { cookie: `sid=${this.#session?.id ?? ""}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      timeoutMs: TIMEOUT_MS,
      signal,
    });
  }

  async #send({ method, url, headers, body, timeoutMs, signal }: RawRequest): Promise<HttpAnswer> {
    const { fetch, dispatcher } = (this.#transport ??= await loadTransport());
    const where = `${method} ${new URL(url).pathname}`;
    const timer = new AbortController();
    const timeout = setTimeout(() => timer.abort(), timeoutMs);
    try {
      const response = await fetch(url, {
        method,
        headers: { "x-swanlab-sdk-version": PROTOCOL_VERSION, ...headers },
        redirect: "manual",
        dispatcher,
        signal: AbortSignal.any([signal, timer.signal]),
        ...(body === undefined ? {} : { body }),
      });
      const text = await readAtMost(response.body, MOST_ANSWER_BYTES);
      if (response.ok) return { status: response.status, data: parseJson(text) };
      throw this.#refused(where, response, text);
    } catch (error) {
      if (error instanceof RequestFailure) throw error;
      const reason = timer.signal.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error);
      const message = this.#redact(`${where} at ${new URL(url).host}: ${reason}`);
      throw new RequestFailure(message, { isRetryable: true, isUncertain: !isRefusedConnection(error) });
    } finally {
      clearTimeout(timeout);
    }
  }

  #refused(where: string, response: Awaited<ReturnType<Fetch>>, text: string): RequestFailure {
    const { status, headers } = response;
    const body = parseJson(text);
    const said = isRecord(body) && typeof body["message"] === "string" ? body["message"] : text;
    const trace = headers.get("traceid");
    const detail = stripUnsafe(said).replace(/\s+/g, " ").trim().slice(0, 300);
    const message = [`${where}: status ${status}`, detail === "" ? "" : `«${detail}»`, trace === null ? "" : `(trace ${stripUnsafe(trace).slice(0, 100)})`];
    return new RequestFailure(this.#redact(message.filter((part) => part !== "").join(" ")), {
      status,
      isRetryable: isRetryableStatus(status),
      isUncertain: status >= 500 && status !== 503,
      retryAfterMs: parseRetryAfterMs(headers.get("retry-after"), this.#clock.nowMs()),
    });
  }
}

/** However the server refuses a key, it is a key that is refused. */
function refusedKey(error: unknown): never {
  if (!(error instanceof RequestFailure) || error.isRetryable || error.status === undefined) throw error;
  throw new RequestFailure(error.message, { status: 401, isRetryable: false, isUncertain: false });
}

async function loadTransport(): Promise<{ readonly fetch: Fetch; readonly dispatcher: Dispatcher }> {
  const { EnvHttpProxyAgent, fetch } = await import("./undici.js");
  const { NO_PROXY, no_proxy = NO_PROXY ?? "" } = processEnvironment();
  // No proxy reaches this machine's own loopback interface.
  return { fetch, dispatcher: new EnvHttpProxyAgent({ noProxy: `${no_proxy},localhost,127.0.0.1,::1` }) };
}

/** A failure of the server's own kind: an answer that is not what the protocol says. */
export function unexpected(message: string): RequestFailure {
  return new RequestFailure(`The SwanLab server gave an unexpected answer: ${message}.`, { isRetryable: false, isUncertain: false });
}

async function readAtMost(body: AsyncIterable<Uint8Array> | null, mostBytes: number): Promise<string> {
  if (body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > mostBytes) throw unexpected(`it is longer than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = isRecord(cause) && typeof cause["code"] === "string" ? `${cause["code"]}: ` : "";
  return code + (cause instanceof Error ? cause.message : String(cause));
}

function isRefusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return isRecord(cause) && ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"].includes(String(cause["code"]));
}
