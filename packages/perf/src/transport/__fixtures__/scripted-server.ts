import { createServer, type AddressInfo, type Socket } from "node:net";

/** What a server does with one request: writes raw bytes. */
export type Script = (socket: Socket, request: string) => void | Promise<void>;

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  /** Connections that were opened so far. */
  connections(): number;
  requests(): readonly string[];
}

/** A TCP server that answers each whole HTTP request with the script of its path. */
export async function scriptedServer(scripts: Readonly<Record<string, Script>>): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const seen: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const head = text.indexOf("\r\n\r\n");
      const length = Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? 0);
      if (head < 0 || text.length < head + 4 + length) return;
      const request = text;
      text = "";
      seen.push(request);
      const path = request.split(" ")[1] ?? "";
      void scripts[path]?.(socket, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    requests: () => seen,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
