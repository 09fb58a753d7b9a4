import type { RunClock } from "./clock.js";
import { NetConnection, type ConnectionOwner, type Origin } from "./net-connection.js";
import type { ResponseSink, TransportFailure } from "./response-sink.js";
import type { Exchange, OutgoingRequest, RequestTarget, Transport, TransportSettings } from "./transport.js";

const READ_BUFFER_BYTES = 128 * 1024;

interface Running {
  readonly request: OutgoingRequest;
  readonly sink: ResponseSink;
  readonly since: number;
  connection: NetConnection | undefined;
  isAbandoned: boolean;
}

/** Our own keep-alive HTTP/1.1 over plain TCP: no pipelining, no queue; a request gets an idle connection or a new one. */
export class NetTransport implements Transport, ConnectionOwner {
  readonly clock: RunClock;
  readonly connectTimeoutMs: number | undefined;
  readonly readBuffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES);
  readonly #reuse: boolean;
  readonly #idle = new Map<string, NetConnection[]>();
  readonly #origins = new Map<NetConnection, string>();
  readonly #running = new Map<NetConnection, Running>();
  readonly #parsed = new Map<string, { readonly key: string; readonly origin: Origin }>();

  constructor(settings: TransportSettings, clock: RunClock) {
    this.clock = clock;
    this.connectTimeoutMs = settings.connectTimeoutMs;
    this.#reuse = settings.reuseConnections;
  }

  get open(): number {
    return this.#origins.size;
  }

  async preconnect(target: RequestTarget, count: number): Promise<void> {
    const { key, origin } = this.#origin(target.url);
    const missing = count - (this.#idle.get(key)?.length ?? 0);
    const opened = Array.from({ length: Math.max(0, missing) }, () => this.#openIdle(key, origin));
    await Promise.all(opened);
  }

  send(request: OutgoingRequest, sink: ResponseSink): Exchange {
    const running: Running = { request, sink, since: this.clock.now(), connection: undefined, isAbandoned: false };
    this.#dispatch(running, this.#reuse);
    return {
      abandon: () => {
        running.isAbandoned = true;
        const { connection } = running;
        if (connection === undefined || this.#running.get(connection) !== running) return;
        connection.destroy();
      },
    };
  }

  close(): void {
    for (const connection of this.#origins.keys()) connection.destroy();
  }

  onIdle(connection: NetConnection): void {
    this.#running.delete(connection);
    const key = this.#origins.get(connection);
    if (key === undefined || !this.#reuse) connection.destroy();
    else this.#idleOf(key).push(connection);
  }

  onGone(connection: NetConnection): void {
    const key = this.#origins.get(connection);
    this.#origins.delete(connection);
    this.#running.delete(connection);
    if (key === undefined) return;
    const idle = this.#idleOf(key);
    const position = idle.indexOf(connection);
    if (position >= 0) idle.splice(position, 1);
  }

  resend(connection: NetConnection): boolean {
    const running = this.#running.get(connection);
    this.#running.delete(connection);
    if (running === undefined || running.isAbandoned) return false;
    this.#dispatch(running, false);
    return true;
  }

  #dispatch(running: Running, mayReuse: boolean): void {
    const { key, origin } = this.#origin(running.request.target.url);
    const idle = mayReuse ? this.#takeIdle(key) : undefined;
    if (idle !== undefined) {
      this.#start(idle, running);
      return;
    }
    const connection = new NetConnection(origin, this, { isAhead: false, onReady: (failure) => this.#onReady(connection, running, failure) });
    this.#origins.set(connection, key);
    running.connection = connection;
  }

  #onReady(connection: NetConnection, running: Running, failure: TransportFailure | undefined): void {
    if (running.isAbandoned) connection.destroy();
    else if (failure !== undefined) running.sink.onFailure(this.clock.now(), failure);
    else this.#start(connection, running);
  }

  #start(connection: NetConnection, running: Running): void {
    running.connection = connection;
    this.#running.set(connection, running);
    connection.start(running.request.bytes, running.sink, running.since);
  }

  #takeIdle(key: string): NetConnection | undefined {
    const idle = this.#idle.get(key);
    for (let connection = idle?.pop(); connection !== undefined; connection = idle?.pop()) {
      if (connection.isUsable) return connection;
    }
    return undefined;
  }

  #openIdle(key: string, origin: Origin): Promise<void> {
    return new Promise((resolve) => {
      const onReady = (failure: TransportFailure | undefined): void => {
        // A server that cannot be reached is told by the requests themselves.
        if (failure === undefined) this.#idleOf(key).push(connection);
        resolve();
      };
      const connection = new NetConnection(origin, this, { isAhead: true, onReady });
      this.#origins.set(connection, key);
    });
  }

  #idleOf(key: string): NetConnection[] {
    const known = this.#idle.get(key);
    if (known !== undefined) return known;
    const made: NetConnection[] = [];
    this.#idle.set(key, made);
    return made;
  }

  #origin(url: string): { readonly key: string; readonly origin: Origin } {
    const known = this.#parsed.get(url);
    if (known !== undefined) return known;
    const { hostname, port } = new URL(url);
    const host = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
    const origin = { host, port: port === "" ? 80 : Number(port) };
    const made = { key: `${host}:${origin.port}`, origin };
    if (this.#parsed.size < 1000) this.#parsed.set(url, made);
    return made;
  }
}
