import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { classifySocketError } from "./classify-error.js";
import type { RunClock } from "./clock.js";
import type { TransportFailure } from "./response-sink.js";
import type { TransportSettings } from "./transport.js";

/** How long the steps of opening a connection took. */
export interface OpeningPhases {
  readonly dnsMs?: number;
  readonly connectMs: number;
  readonly tlsMs?: number;
}

export type OpenedSocket = { readonly socket: Socket; readonly phases: OpeningPhases } | { readonly failure: TransportFailure; readonly error: Error };

/** Opens a TCP or TLS connection to a URL's origin and times name, handshake and TLS apart. Calls back once. */
export function openSocket(url: URL, settings: TransportSettings, clock: RunClock, callback: (opened: OpenedSocket) => void): Socket {
  const startMs = clock.now();
  const isTls = url.protocol === "https:";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? (isTls ? 443 : 80) : Number(url.port);
  const base = { host, port, noDelay: true, keepAlive: true };
  const socket = isTls ? connectTls({ ...base, ...(isIP(host) === 0 ? { servername: host } : {}), rejectUnauthorized: !settings.insecure, ALPNProtocols: settings.http2 ? ["h2", "http/1.1"] : ["http/1.1"] }) : connectPlain(base);
  let dnsMs: number | undefined;
  let connectedMs: number | undefined;
  const finish = (opened: OpenedSocket): void => {
    socket.off("error", onError);
    socket.setTimeout(0);
    callback(opened);
    callback = () => undefined;
  };
  const onError = (error: Error): void => {
    const failure = classifySocketError(error, false);
    finish({ error, failure: connectedMs !== undefined && isTls && failure.kind === "connect" ? { ...failure, kind: "tls" } : failure });
  };
  const onOpen = (): void => {
    const plainMs = (connectedMs ?? clock.now()) - startMs - (dnsMs ?? 0);
    finish({ socket, phases: { ...(dnsMs === undefined ? {} : { dnsMs }), connectMs: plainMs, ...(isTls && connectedMs !== undefined ? { tlsMs: clock.now() - connectedMs } : {}) } });
  };
  socket.once("error", onError);
  socket.once("lookup", () => (dnsMs = clock.now() - startMs));
  socket.once("connect", () => (connectedMs = clock.now()));
  socket.once(isTls ? "secureConnect" : "connect", onOpen);
  if (settings.connectTimeoutMs !== undefined) {
    socket.setTimeout(settings.connectTimeoutMs, () => {
      const error = new Error(`No connection within ${settings.connectTimeoutMs} ms.`);
      finish({ error, failure: { kind: "connect-timeout", message: error.message } });
      socket.destroy();
    });
  }
  return socket;
}
