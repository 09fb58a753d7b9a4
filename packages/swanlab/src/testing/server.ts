import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { route, type RouteReply, type RouteRequest } from "./routes.js";
import { World, type ExistingRun, type ServerRun } from "./world.js";

/** What the server does instead of answering as it should. */
export type FaultAction =
  /** Answers with this status; nothing is taken. */
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Closes the connection before the request is taken. */
  | { readonly kind: "reset" }
  /** Takes the request, then closes the connection instead of answering. */
  | { readonly kind: "lost-answer" }
  /** Never answers. */
  | { readonly kind: "silence" };

export interface Fault {
  /** Part of the path, such as `/house/metrics`; every path when left out. */
  readonly path?: string;
  readonly method?: string;
  /** How many requests it befalls; default 1. */
  readonly times?: number;
  /** How many matching requests go well before. Default 0. */
  readonly after?: number;
  readonly action: FaultAction;
}

export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON, or the text. */
  readonly body: unknown;
  /** What was answered; `undefined` when there was no answer. */
  readonly status: number | undefined;
}

export interface SwanlabServerOptions {
  /** The only key that is taken; default any. */
  readonly apiKey?: string;
  /** Default `alice`. */
  readonly username?: string;
  /** A server from before projects had several views. */
  readonly legacy?: boolean;
  readonly runs?: readonly ExistingRun[];
  readonly faults?: readonly Fault[];
  /** How long a session lasts; default 30 days. */
  readonly sessionMs?: number;
  /** Default 0: any free port. */
  readonly port?: number;
}

/** A SwanLab server on the loopback interface, for tests. */
export interface SwanlabServer extends AsyncDisposable {
  /** What the client takes as `apiHost`. */
  readonly url: string;
  /** Every request, in the order in which it came. */
  readonly requests: readonly RecordedRequest[];
  readonly runs: readonly ServerRun[];
  readonly objects: ReadonlyMap<string, Uint8Array>;
  /** Adds a fault to those that wait. */
  inject(fault: Fault): void;
  /** Takes all faults away. */
  clearFaults(): void;
  /** From now on no session is good. */
  dropSessions(): void;
  close(): Promise<void>;
}

interface PendingFault {
  readonly fault: Fault;
  toSkip: number;
  left: number;
}

/** Starts a server with the endpoints that a client of SwanLab uses; it keeps everything in memory. */
export async function startSwanlabServer(options: SwanlabServerOptions = {}): Promise<SwanlabServer> {
  const world = new World(options.username ?? "alice", options.runs ?? []);
  const requests: RecordedRequest[] = [];
  const faults: PendingFault[] = [];
  const inject = (fault: Fault) => void faults.push({ fault, toSkip: fault.after ?? 0, left: fault.times ?? 1 });
  for (const fault of options.faults ?? []) inject(fault);
  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = {
    world,
    isLegacy: options.legacy ?? false,
    apiKey: options.apiKey,
    sessionMs: options.sessionMs ?? 30 * 24 * 3_600_000,
    origin: url,
    hidesCreatedAt: new Set((options.runs ?? []).filter((run) => run.hidesCreatedAt === true).map(({ id }) => id)),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parsed = await parse(request);
    const action = takeFault(faults, parsed);
    const reply = action === undefined || action.kind === "lost-answer" ? route(parsed, context) : undefined;
    const status = action?.kind === "status" ? action.status : action === undefined ? reply?.status : undefined;
    requests.push({ method: parsed.method, path: request.url ?? "", headers: request.headers, body: parsed.body, status });
    if (action === undefined && reply !== undefined) send(response, reply);
    else if (action?.kind === "status") response.writeHead(action.status, action.headers).end(action.body ?? "");
    else if (action?.kind !== "silence") request.socket.destroy();
  }

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  return {
    url,
    requests,
    runs: world.runs,
    objects: world.objects,
    inject,
    clearFaults: () => void faults.splice(0),
    dropSessions: () => world.sessions.clear(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function parse(request: IncomingMessage): Promise<RouteRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const parts = pathname.replace(/^\/api/, "").split("/").filter((part) => part !== "").map(decodeURIComponent);
  const isJson = request.headers["content-type"]?.startsWith("application/json") === true && parts[0] !== "objects";
  const body: unknown = isJson ? JSON.parse(bytes.toString("utf8")) : bytes.length === 0 ? undefined : bytes.toString("utf8");
  return { method: request.method ?? "GET", parts, query: searchParams, body, bytes, headers: request.headers };
}

function takeFault(faults: readonly PendingFault[], { method, parts }: RouteRequest): FaultAction | undefined {
  const path = `/${parts.join("/")}`;
  for (const pending of faults) {
    const { fault } = pending;
    const matches = path.includes(fault.path ?? "") && (fault.method ?? method) === method;
    if (!matches || pending.left === 0) continue;
    if (pending.toSkip > 0) {
      pending.toSkip -= 1;
      continue;
    }
    pending.left -= 1;
    return fault.action;
  }
  return undefined;
}

function send(response: ServerResponse, { status, body }: RouteReply): void {
  if (body === undefined) response.writeHead(status).end();
  else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
