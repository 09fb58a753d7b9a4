import type { ResponseSink } from "./response-sink.js";

/** Where requests go and with which headers; shared by requests that differ in their body alone. */
export interface RequestTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request as bytes: head and body in one piece. */
export interface OutgoingRequest {
  readonly target: RequestTarget;
  readonly bytes: Buffer;
  /** Where in `bytes` the body starts. */
  readonly bodyStart: number;
}

/** A request under way. */
export interface Exchange {
  /** Cuts it off without a word to the sink. */
  abandon(): void;
}

/** Sends requests, one at a time on each connection. */
export interface Transport {
  /** Opens connections until so many stand idle. Resolves also when some cannot be opened: the requests will tell. */
  preconnect(target: RequestTarget, count: number): Promise<void>;
  send(request: OutgoingRequest, sink: ResponseSink): Exchange;
  /** Connections open now. */
  readonly open: number;
  close(): void;
}

export interface TransportSettings {
  readonly connectTimeoutMs: number | undefined;
  readonly reuseConnections: boolean;
  readonly proxy: string | undefined;
  readonly http2: boolean;
  readonly insecure: boolean;
}
