import type { RunClock } from "./clock.js";
import type { ResponseSink } from "./response-sink.js";
import type { Exchange, OutgoingRequest, RequestTarget, Transport, TransportSettings } from "./transport.js";
import { UndiciConnection, type UndiciOwner } from "./undici-connection.js";

interface Running {
  readonly request: OutgoingRequest;
  readonly sink: ResponseSink;
  readonly sinceMs: number;
  connection: UndiciConnection | undefined;
}

/** undici's `dispatch` under the same rules as our own HTTP/1.1: a request gets an idle connection or a new one, one exchange at a time. */
export class UndiciTransport implements Transport, UndiciOwner {
  readonly clock: RunClock;
  readonly settings: TransportSettings;
  readonly #idle = new Map<string, UndiciConnection[]>();
  readonly #origins = new Map<UndiciConnection, string>();
  readonly #running = new Map<UndiciConnection, Running>();

  constructor(settings: TransportSettings, clock: RunClock) {
    this.settings = settings;
    this.clock = clock;
  }

  get open(): number {
    return this.#origins.size;
  }

  async preconnect(target: RequestTarget, count: number): Promise<void> {
    // A proxy's tunnels are opened by the requests that need them.
    if (this.settings.proxy !== undefined) return;
    const url = new URL(target.url);
    await Promise.all(
      Array.from({ length: count }, async () => {
        const connection = this.#create(url);
        if (await connection.openAhead()) this.#idleOf(url.origin).push(connection);
        else connection.destroy();
      }),
    );
  }

  send(request: OutgoingRequest, sink: ResponseSink): Exchange {
    const running: Running = { request, sink, sinceMs: this.clock.now(), connection: undefined };
    this.#dispatch(running, this.settings.reuseConnections);
    return {
      abandon: () => {
        const { connection } = running;
        if (connection !== undefined && this.#running.get(connection) === running) connection.destroy();
      },
    };
  }

  close(): void {
    for (const connection of this.#origins.keys()) connection.destroy();
  }

  onIdle(connection: UndiciConnection): void {
    this.#running.delete(connection);
    const origin = this.#origins.get(connection);
    if (origin === undefined || !this.settings.reuseConnections) setImmediate(() => connection.destroy());
    else this.#idleOf(origin).push(connection);
  }

  onGone(connection: UndiciConnection): void {
    const origin = this.#origins.get(connection);
    this.#origins.delete(connection);
    this.#running.delete(connection);
    if (origin === undefined) return;
    const idle = this.#idleOf(origin);
    const place = idle.indexOf(connection);
    if (place >= 0) idle.splice(place, 1);
  }

  resend(connection: UndiciConnection): boolean {
    const running = this.#running.get(connection);
    if (running === undefined) return false;
    this.#dispatch(running, false);
    return true;
  }

  #dispatch(running: Running, mayReuse: boolean): void {
    const url = new URL(running.request.target.url);
    const connection = (mayReuse ? this.#idle.get(url.origin)?.pop() : undefined) ?? this.#create(url);
    running.connection = connection;
    this.#running.set(connection, running);
    connection.start(running.request, running.sink, running.sinceMs);
  }

  #create(url: URL): UndiciConnection {
    const connection = new UndiciConnection(url, this);
    this.#origins.set(connection, url.origin);
    return connection;
  }

  #idleOf(origin: string): UndiciConnection[] {
    const known = this.#idle.get(origin);
    if (known !== undefined) return known;
    const made: UndiciConnection[] = [];
    this.#idle.set(origin, made);
    return made;
  }
}
