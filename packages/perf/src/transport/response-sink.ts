import type { FailureKind } from "../spec/record.js";

export interface ResponseHead {
  readonly status: number;
  /** Lower-case names; repeated fields joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface ConnectionPhases {
  readonly reused: boolean;
  /** Wait for the connection in all: pool, name, handshake. */
  readonly waitMs: number;
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
}

export interface TransportFailure {
  readonly kind: FailureKind;
  readonly message: string;
}

/** What a transport tells about one exchange. `atMs` is the clock as the first thing after the bytes were read. Ends with exactly one `onEnd` or `onFailure`. */
export interface ResponseSink {
  /** Just before the bytes go to the socket; `connection` where its phases are known. Again, if the request had to be sent anew on a fresh connection. */
  onSent(atMs: number, connection: ConnectionPhases | undefined): void;
  onHead(atMs: number, head: ResponseHead): void;
  /** A piece of the body, unchunked. The bytes are only valid during the call. */
  onBody(atMs: number, bytes: Buffer, start: number, end: number): void;
  /** `delimited`: the body's end was told (length, chunks), not guessed from the end of the connection. */
  onEnd(atMs: number, delimited: boolean): void;
  onFailure(atMs: number, failure: TransportFailure): void;
}
