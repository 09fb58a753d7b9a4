import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";

interface Made {
  readonly options: Readonly<Record<string, unknown>>;
  readonly folder: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly running: Set<ChildProcess>;
  lifeline?: Duplex;
}

interface Asked {
  readonly container: string;
  readonly command: readonly string[];
  code: number | undefined;
}

/** A Docker engine for tests, on a socket of its own: its containers are folders, its programs run unheld. Only for programs that do no harm. */
export class FakeEngine implements AsyncDisposable {
  readonly socketPath: string;
  /** What it says to be. */
  name = "Engine";
  readonly containers = new Map<string, Made>();
  /** Options of every container that was ever made. */
  readonly made: Readonly<Record<string, unknown>>[] = [];
  /** What containers were changed to. */
  readonly updates: Readonly<Record<string, unknown>>[] = [];
  /** Requests that fail, by `METHOD path`, with the text of their error. */
  readonly failures = new Map<string, string>();
  readonly #base: string;
  readonly #execs = new Map<string, Asked>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #count = 0;
  readonly #listeners = new Set<ServerResponse>();

  private constructor(base: string) {
    this.#base = base;
    this.socketPath = join(base, "engine.sock");
    this.#server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (/\/containers\/\w+\/attach/u.test(request.url ?? "")) this.#hold(request, socket);
      else void this.#attach(request, socket, head);
    });
  }

  static async start(): Promise<FakeEngine> {
    const engine = new FakeEngine(await mkdtemp(join(tmpdir(), "evalkit-engine-")));
    engine.#server.listen(engine.socketPath);
    await once(engine.#server, "listening");
    return engine;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const id of this.containers.keys()) await this.#remove(id);
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#base, { recursive: true, force: true });
  }

  /** A container that another program seems to have left. */
  async plant(labels: Readonly<Record<string, string>>): Promise<string> {
    return await this.#create({ Labels: labels });
  }

  /** Tells those who listen that a container's memory has run out. */
  tellOutOfMemory(id: string): void {
    for (const listener of this.#listeners) listener.write(`${JSON.stringify({ Type: "container", Action: "oom", Actor: { ID: id } })}\n`);
  }

  /** Ends all connections to containers' standard input, as the end of whoever opened them would. */
  cutLifelines(): void {
    for (const { lifeline } of this.containers.values()) lifeline?.destroy();
  }

  async #create(options: Readonly<Record<string, unknown>>): Promise<string> {
    const id = `container${++this.#count}`;
    const folder = join(this.#base, id);
    await mkdir(folder);
    this.containers.set(id, { options, folder, labels: (options["Labels"] ?? {}) as Readonly<Record<string, string>>, running: new Set() });
    this.made.push(options);
    return id;
  }

  async #remove(id: string): Promise<boolean> {
    const container = this.containers.get(id);
    if (container === undefined) return false;
    this.containers.delete(id);
    container.lifeline?.destroy();
    for (const child of container.running) child.kill("SIGKILL");
    await rm(container.folder, { recursive: true, force: true });
    return true;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = (status: number, body?: unknown): void => void response.writeHead(status, { "content-type": "application/json" }).end(body === undefined ? "" : JSON.stringify(body));
    const path = (request.url ?? "").replace(/^\/v[\d.]+/u, "").split("?")[0] ?? "";
    const failure = this.failures.get(`${request.method} ${path}`);
    if (failure !== undefined) return answer(500, { message: failure });
    const [, kind, id = "", action] = path.split("/");
    if (kind === "_ping") return void response.end("OK");
    if (kind === "version") return answer(200, { Components: [{ Name: this.name, Version: "1" }] });
    if (kind === "events") {
      this.#listeners.add(response);
      return void response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
    }
    if (kind === "images") return id === "missing" ? answer(404, { message: "No such image" }) : answer(200, { Id: id });
    if (kind === "exec" && action === "json") return answer(200, { ExitCode: this.#execs.get(id)?.code ?? null });
    if (kind === "containers") return await this.#serveContainer(request, { id, action, answer });
    answer(404, { message: `the fake engine knows no ${request.method} ${path}` });
  }

  async #serveContainer(request: IncomingMessage, { id, action, answer }: { readonly id: string; readonly action: string | undefined; readonly answer: (status: number, body?: unknown) => void }): Promise<void> {
    if (id === "json") return answer(200, [...this.containers].map(([Id, { labels }]) => ({ Id, Labels: labels })));
    if (id === "create") return answer(201, { Id: await this.#create((await json(request)) as Readonly<Record<string, unknown>>) });
    if (!this.containers.has(id)) return answer(404, { message: "No such container" });
    if (request.method === "DELETE") await this.#remove(id);
    if (action === "stats") return answer(200, { cpu_stats: { cpu_usage: { total_usage: 0 } } });
    if (action === "update") this.updates.push((await json(request)) as Readonly<Record<string, unknown>>);
    if (action !== "exec") return answer(204);
    const execId = `exec${++this.#count}`;
    this.#execs.set(execId, { container: id, command: ((await json(request)) as { readonly Cmd: readonly string[] }).Cmd, code: undefined });
    answer(201, { Id: execId });
  }

  /** A container ends when the connection to its standard input does. */
  #hold(request: IncomingMessage, socket: Duplex): void {
    const id = /\/containers\/(\w+)\/attach/u.exec(request.url ?? "")?.[1] ?? "";
    const container = this.containers.get(id);
    if (container === undefined) return void socket.destroy();
    container.lifeline = socket;
    socket.write("HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    socket.on("error", () => undefined).on("close", () => void this.#remove(id)).resume();
  }

  async #attach(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const asked = this.#execs.get(/\/exec\/(\w+)\/start/u.exec(request.url ?? "")?.[1] ?? "");
    const container = this.containers.get(asked?.container ?? "");
    if (asked === undefined || container === undefined) return void socket.destroy();
    const child = spawn(asked.command[0] ?? "", asked.command.slice(1), { cwd: container.folder, env: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8" }, stdio: "pipe" });
    container.running.add(child);
    socket.on("error", () => undefined);
    child.stdin.on("error", () => undefined);
    socket.write("HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    // The request's own body comes first, then standard input.
    let left = Number(request.headers["content-length"] ?? 0);
    const take = (chunk: Buffer): void => {
      const input = chunk.subarray(Math.min(left, chunk.length));
      left -= chunk.length - input.length;
      if (input.length > 0) child.stdin.write(input);
    };
    take(head);
    socket.on("data", take).on("end", () => child.stdin.end());
    for (const [number, stream] of [[1, child.stdout], [2, child.stderr]] as const) {
      stream.on("data", (chunk: Buffer) => {
        const frame = Buffer.alloc(8);
        frame.writeUInt8(number);
        frame.writeUInt32BE(chunk.length, 4);
        socket.write(Buffer.concat([frame, chunk]));
      });
    }
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    container.running.delete(child);
    asked.code = code ?? (signal === "SIGXCPU" ? 152 : 137);
    socket.end();
  }
}
