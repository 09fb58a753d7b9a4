import { createServer, type AddressInfo, type Socket } from "node:net";
import { ConfigError } from "@evalkit/core";
import { answerPlan, type AnswerPlan } from "./answer-plan.js";
import { jsonAnswer, lastFrames, ROLE_FRAME, stampedFrame, STREAM_HEAD, wholeAnswer } from "./frames.js";
import { LatenessHistogram, type Lateness } from "./lateness.js";
import { PunctualClock } from "./punctual-clock.js";

export interface PacedServerOptions extends Partial<AnswerPlan> {
  /** 0 picks a free port. @default 0 */
  readonly port?: number;
}

/** How far the server itself was behind its own schedule. */
export interface PacedServerStats {
  readonly requests: number;
  readonly events: number;
  readonly lateness: Lateness;
}

export interface PacedServer extends AsyncDisposable {
  /** Base URL up to and including `/v1`. */
  readonly url: string;
  readonly port: number;
  /** Since the last call; also served at `/v1/stats`. */
  stats(): PacedServerStats;
  close(): Promise<void>;
}

/**
 * Starts a chat server for measuring clients: strict about time, cheap enough to outrun them. Every event's text is the moment it was sent
 * (microseconds of `process.hrtime`), so that a client in another process knows what itself and the way added. Each URL says how it is answered: see `AnswerPlan`.
 * Throws a `ConfigError` when the port is taken.
 */
export async function startPacedServer(options: PacedServerOptions = {}): Promise<PacedServer> {
  const state = new PacedState(options);
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => state.serve(socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new ConfigError(`The paced server cannot listen on port ${options.port ?? 0}.`, { cause, hint: "Choose another port, or 0 for a free one." })));
    server.listen({ port: options.port ?? 0, host: "127.0.0.1", backlog: 4096 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    state.close();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}/v1`, port, stats: () => state.stats(), close, [Symbol.asyncDispose]: close };
}

class PacedState {
  readonly #options: PacedServerOptions;
  readonly #clock = new PunctualClock();
  readonly #sockets = new Set<Socket>();
  readonly #plans = new Map<string, AnswerPlan>();
  readonly #lateness = new LatenessHistogram();
  #requests = 0;
  #events = 0;

  constructor(options: PacedServerOptions) {
    this.#options = options;
  }

  serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setEncoding("latin1");
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#sockets.delete(socket));
    let waiting = "";
    socket.on("data", (text: string) => {
      waiting += text;
      for (let end = requestEnd(waiting); end > 0; end = requestEnd(waiting)) {
        const request = waiting.slice(0, end);
        waiting = waiting.slice(end);
        this.#answer(socket, request);
      }
    });
  }

  stats(): PacedServerStats {
    const { requests, events } = { requests: this.#requests, events: this.#events };
    this.#requests = 0;
    this.#events = 0;
    return { requests, events, lateness: this.#lateness.take() };
  }

  close(): void {
    this.#clock.stop();
    for (const socket of this.#sockets) socket.destroy();
  }

  #answer(socket: Socket, request: string): void {
    const startMs = this.#clock.nowMs();
    const path = request.slice(request.indexOf(" ") + 1, request.indexOf(" HTTP/"));
    if (path === "/v1/stats") {
      socket.write(jsonAnswer(200, JSON.stringify(this.stats())), "latin1");
      return;
    }
    this.#requests += 1;
    const plan = this.#plan(path);
    if (/"stream": ?true/.test(request)) this.#stream(socket, plan, startMs);
    else this.#whole(socket, plan, startMs);
  }

  #plan(path: string): AnswerPlan {
    const known = this.#plans.get(path);
    if (known !== undefined) return known;
    const plan = answerPlan(path, this.#options);
    if (this.#plans.size < 1000) this.#plans.set(path, plan);
    return plan;
  }

  #whole(socket: Socket, plan: AnswerPlan, startMs: number): void {
    const dueMs = startMs + plan.ttftMs + plan.itlMs * (plan.tokens - 1);
    const send = (): void => {
      if (!socket.destroyed) socket.write(wholeAnswer(this.#clock.nowMs(), 8, plan.tokens), "latin1");
    };
    if (dueMs <= startMs) send();
    else this.#clock.at(dueMs, send);
  }

  #stream(socket: Socket, plan: AnswerPlan, startMs: number): void {
    const events = Math.ceil(plan.tokens / plan.tokensPerEvent);
    let next = 0;
    let dueMs = startMs + plan.ttftMs;
    const send = (): void => {
      if (socket.destroyed) return;
      let text = next === 0 ? ROLE_FRAME : "";
      for (let count = 0; count < plan.eventsPerWrite && next < events; count += 1) {
        const nowMs = this.#clock.nowMs();
        if (count === 0) this.#lateness.add(nowMs - dueMs);
        text += stampedFrame(nowMs);
        next += 1;
        this.#events += 1;
      }
      if (next >= events) {
        socket.write(text + lastFrames(8, plan.tokens), "latin1");
        return;
      }
      socket.write(text, "latin1");
      dueMs = startMs + plan.ttftMs + (plan.itlMs * plan.tokensPerEvent) * next;
      this.#clock.at(dueMs, send);
    };
    socket.write(STREAM_HEAD, "latin1");
    this.#clock.at(dueMs, send);
  }
}

/** Where the first request in the text ends; 0 when it is not complete. */
function requestEnd(text: string): number {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return 0;
  const match = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head));
  const end = head + 4 + Number(match?.[1] ?? 0);
  return text.length >= end ? end : 0;
}
