import { connect, type Socket } from "node:net";
import { classifySocketError } from "./classify-error.js";
import type { RunClock } from "./clock.js";
import { Http1Parser, ProtocolError, type ParserSink } from "./http1-parser.js";
import type { ConnectionPhases, ResponseHead, ResponseSink, TransportFailure } from "./response-sink.js";

export interface Origin {
  readonly host: string;
  readonly port: number;
}

export interface ConnectionOwner {
  readonly clock: RunClock;
  readonly connectTimeoutMs: number | undefined;
  /** Where all sockets of this thread read into: a read is used up before the next one begins. */
  readonly readBuffer: Buffer;
  /** The exchange is over and the connection can take another. */
  onIdle(connection: NetConnection): void;
  /** It can take no more. */
  onGone(connection: NetConnection): void;
  /** It was closed by the server under a request that it had not begun to answer. True: sent again elsewhere. */
  resend(connection: NetConnection): boolean;
}

/** One connection over plain TCP with at most one exchange on it. */
export class NetConnection implements ParserSink {
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #parser: Http1Parser;
  readonly #createdMs: number;
  #sink: ResponseSink | undefined;
  #readAtMs = 0;
  #dnsMs: number | undefined;
  #connectMs: number | undefined;
  #isConnected = false;
  #isGone = false;
  /** Opened before there was a request for it. */
  readonly #isAhead: boolean;
  #exchanges = 0;
  #completed: { readonly keepAlive: boolean; readonly delimited: boolean } | undefined;
  #error: (Error & { readonly code?: string }) | undefined;
  #onReady: ((failure: TransportFailure | undefined) => void) | undefined;

  constructor(origin: Origin, owner: ConnectionOwner, { isAhead, onReady }: { readonly isAhead: boolean; readonly onReady: (failure: TransportFailure | undefined) => void }) {
    this.#owner = owner;
    this.#isAhead = isAhead;
    this.#onReady = onReady;
    this.#parser = new Http1Parser(this);
    this.#createdMs = owner.clock.now();
    const onread = { buffer: owner.readBuffer, callback: (length: number): boolean => this.#onRead(length) };
    const socket = connect({ host: origin.host, port: origin.port, noDelay: true, keepAlive: true, onread });
    this.#socket = socket;
    if (owner.connectTimeoutMs !== undefined) socket.setTimeout(owner.connectTimeoutMs, () => this.#onConnectTimeout());
    socket.once("lookup", () => (this.#dnsMs = owner.clock.now() - this.#createdMs));
    socket.once("connect", () => this.#onConnected());
    socket.on("error", (error: Error) => (this.#error = error));
    // What the server ended in order is still to be told from a reset: "end" comes before "close".
    socket.once("end", () => this.#onServerEnd());
    socket.once("close", () => this.#onClosed());
  }

  get isUsable(): boolean {
    return this.#isConnected && !this.#isGone && this.#sink === undefined;
  }

  /** How opening it went, as the first exchange on it sees it. */
  phases(waitedSinceMs: number): ConnectionPhases {
    const waitMs = Math.max(0, this.#owner.clock.now() - waitedSinceMs);
    // One that was opened ahead was not opened for this request, nor on the same clock.
    if (this.#exchanges > 0 || this.#isAhead || this.#connectMs === undefined) return { reused: true, waitMs };
    return { reused: false, waitMs, ...(this.#dnsMs === undefined ? {} : { dnsMs: this.#dnsMs }), connectMs: this.#connectMs };
  }

  /** Hands the request to the socket; the connection must be usable. */
  start(bytes: Buffer, sink: ResponseSink, waitedSinceMs: number): void {
    this.#sink = sink;
    this.#parser.begin();
    const phases = this.phases(waitedSinceMs);
    this.#exchanges += 1;
    sink.onSent(this.#owner.clock.now(), phases);
    this.#socket.write(bytes);
  }

  get isReused(): boolean {
    return this.#exchanges > 1 || this.#isAhead;
  }

  destroy(): void {
    this.#sink = undefined;
    this.#onReady = undefined;
    this.#gone();
    this.#socket.destroy();
  }

  onHead(head: ResponseHead): void {
    this.#sink?.onHead(this.#readAtMs, head);
  }

  onBody(bytes: Buffer, start: number, end: number): void {
    this.#sink?.onBody(this.#readAtMs, bytes, start, end);
  }

  onComplete(keepAlive: boolean, delimited: boolean): void {
    this.#completed = { keepAlive, delimited };
  }

  /** After all bytes of the read are used: the sink may begin the next exchange on this very connection. */
  #complete({ keepAlive, delimited }: { readonly keepAlive: boolean; readonly delimited: boolean }): void {
    const sink = this.#sink;
    this.#sink = undefined;
    this.#completed = undefined;
    if (keepAlive) this.#owner.onIdle(this);
    else {
      this.#gone();
      this.#socket.destroy();
    }
    sink?.onEnd(this.#readAtMs, delimited);
  }

  #onRead(length: number): boolean {
    this.#readAtMs = this.#owner.clock.now();
    try {
      const isAll = this.#parser.feed(this.#owner.readBuffer, length);
      if (this.#completed !== undefined) this.#complete(isAll ? this.#completed : { ...this.#completed, keepAlive: false });
      else if (!isAll) this.destroy();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#fail({ kind: "bad-body", message: error.message });
    }
    return true;
  }

  #onConnected(): void {
    const now = this.#owner.clock.now();
    this.#isConnected = true;
    this.#connectMs = now - this.#createdMs - (this.#dnsMs ?? 0);
    this.#socket.setTimeout(0);
    this.#ready(undefined);
  }

  #onConnectTimeout(): void {
    if (this.#isConnected) return;
    this.#ready({ kind: "connect-timeout", message: `No connection within ${this.#owner.connectTimeoutMs} ms.` });
    this.#gone();
    this.#socket.destroy();
  }

  #onServerEnd(): void {
    this.#readAtMs = this.#owner.clock.now();
    if (this.#sink === undefined) {
      this.#gone();
      this.#socket.destroy();
      return;
    }
    this.#parser.finish();
    if (this.#completed !== undefined) {
      this.#complete(this.#completed);
      return;
    }
    this.#closedEarly();
  }

  #closedEarly(): void {
    if (this.#resent()) return;
    this.#fail({ kind: "early-close", message: "The server closed the connection before the answer was complete." });
  }

  #onClosed(): void {
    const error = this.#error;
    if (!this.#isConnected) this.#ready(classifySocketError(error ?? new Error("The connection was closed while it was opened."), false));
    this.#gone();
    if (this.#sink === undefined) return;
    if (error === undefined) this.#closedEarly();
    else if (!this.#resent()) this.#fail(classifySocketError(error, true));
  }

  /** Kept-alive connections may be closed by the server just as they are used again: that is no failure of the request. */
  #resent(): boolean {
    if (!this.isReused || !this.#parser.untouched) return false;
    this.#sink = undefined;
    const isResent = this.#owner.resend(this);
    this.#gone();
    this.#socket.destroy();
    return isResent;
  }

  #fail(failure: TransportFailure): void {
    const sink = this.#sink;
    this.destroy();
    sink?.onFailure(this.#owner.clock.now(), failure);
  }

  #ready(failure: TransportFailure | undefined): void {
    const callback = this.#onReady;
    this.#onReady = undefined;
    callback?.(failure);
  }

  #gone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#owner.onGone(this);
  }
}
