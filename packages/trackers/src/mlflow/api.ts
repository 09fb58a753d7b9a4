import { type Secret, isRecord, redactor, stripUnsafe } from "@evalkit/core";
import { retryAfterMs } from "../shared/backoff.js";

/** What is read of an answer at most; answers to what is asked here are small. */
const MAX_BODY = 1_000_000;
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/** An MLflow server did not do what it was asked. Its message holds no secret. */
export class MlflowFailure extends Error {
  /** Whether asking again may help. */
  readonly isTemporary: boolean;
  readonly status: number | undefined;
  /** MLflow's own name of the error, such as `RESOURCE_DOES_NOT_EXIST`. */
  readonly errorCode: string | undefined;
  readonly waitMs: number | undefined;

  constructor(message: string, facts: { readonly isTemporary: boolean; readonly status?: number; readonly errorCode?: string; readonly waitMs?: number }) {
    super(message);
    this.name = "MlflowFailure";
    this.isTemporary = facts.isTemporary;
    this.status = facts.status;
    this.errorCode = facts.errorCode;
    this.waitMs = facts.waitMs;
  }
}

export interface MlflowAddress {
  /** Without user and password. */
  readonly origin: string;
  readonly authorization?: Secret;
  /** What must not be shown, should the server repeat it. */
  readonly secrets: readonly Secret[];
}

export interface Call {
  readonly method: "GET" | "POST" | "PUT";
  /** Behind the server's address, with its query. */
  readonly path: string;
  /** Plain data is sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>> | { readonly type: string; readonly bytes: Uint8Array };
}

/** One server, asked once a call. */
export class MlflowApi {
  readonly #address: MlflowAddress;
  readonly #timeoutMs: number;
  readonly #redact: (text: string) => string;

  constructor(address: MlflowAddress, { timeoutMs }: { readonly timeoutMs: number }) {
    this.#address = address;
    this.#timeoutMs = timeoutMs;
    this.#redact = redactor(address.secrets);
  }

  /** The answer's JSON object, empty where it is none. Throws `MlflowFailure`. */
  async send(call: Call, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.#address.origin}${call.path}`, {
        method: call.method,
        headers: this.#headers(call),
        // A redirect would take the key elsewhere.
        redirect: "error",
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]),
        ...(call.body === undefined ? {} : { body: bodyOf(call.body) }),
      });
      text = (await response.text()).slice(0, MAX_BODY);
    } catch (error) {
      throw new MlflowFailure(this.#redact(`no answer (${reasonOf(error)})`), { isTemporary: !signal.aborted });
    }
    const body = parsed(text);
    if (response.ok) return body;
    throw this.#failure(response, body);
  }

  #headers({ body }: Call): Record<string, string> {
    const { authorization } = this.#address;
    return {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": isUpload(body) ? body.type : "application/json" }),
      ...(authorization === undefined ? {} : { authorization: authorization.reveal() }),
    };
  }

  #failure(response: Response, { error_code: code, message }: Readonly<Record<string, unknown>>): MlflowFailure {
    const { status } = response;
    const detail = typeof message === "string" ? `: ${stripUnsafe(this.#redact(message)).replace(/\s+/g, " ").slice(0, 300)}` : "";
    const waitMs = retryAfterMs(response.headers.get("retry-after"), Date.now());
    const hint = status === 401 || status === 403 ? "; check MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD" : "";
    return new MlflowFailure(`status ${status}${detail}${hint}`, {
      isTemporary: RETRIED.has(status),
      status,
      ...(typeof code === "string" ? { errorCode: code } : {}),
      ...(waitMs === undefined ? {} : { waitMs }),
    });
  }
}

type Body = NonNullable<Call["body"]>;

function isUpload(body: Body): body is { readonly type: string; readonly bytes: Uint8Array } {
  return body["bytes"] instanceof Uint8Array;
}

function bodyOf(body: Body): string | Uint8Array<ArrayBuffer> {
  return isUpload(body) ? Uint8Array.from(body.bytes) : JSON.stringify(body);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return code ?? (cause instanceof Error ? cause.message : error.message);
}
