import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { startMockServer, type AnswerBook, type MockServer, type MockServerOptions } from "./index.js";

const servers: MockServer[] = [];

async function start(options: MockServerOptions = {}): Promise<MockServer> {
  const server = await startMockServer(options);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function post(server: MockServer, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(server.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

function ask(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { model: "mock", messages: [{ role: "user", content: text }], ...more };
}

interface Reply {
  readonly id: string;
  readonly object: string;
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly text?: string;
    readonly message: { readonly role: string; readonly content: string | null; readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string; readonly arguments: string } }[] };
    readonly delta: { readonly content?: string; readonly tool_calls?: readonly { readonly function: { readonly name?: string; readonly arguments: string } }[] };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number };
  readonly error?: { readonly message: string; readonly code: string | null };
}

async function json(response: Response): Promise<Reply> {
  return (await response.json()) as Reply;
}

async function events(response: Response): Promise<{ readonly chunks: readonly Reply[]; readonly last: string }> {
  const lines = (await response.text()).split("\n\n").filter((line) => line !== "");
  const last = lines.pop() ?? "";
  return { chunks: lines.map((line) => JSON.parse(line.replace(/^data: /, "")) as Reply), last };
}

const book: AnswerBook = ({ messages }) => {
  const text = messages.at(-1)?.content ?? "";
  return text.startsWith("item ") ? { right: `right ${text}`, wrong: `wrong ${text}` } : undefined;
};

describe("chat completions", () => {
  it("answers an unknown question with a generic text of the asked length", async () => {
    const server = await start({ tokens: 20 });
    const first = await json(await post(server, "/chat/completions", ask("Who are you?")));
    const second = await json(await post(server, "/chat/completions", ask("Who are you?")));
    const text = first.choices[0]?.message.content ?? "";
    expect(text.split(" ")).toHaveLength(20);
    expect(second.choices[0]?.message.content).toBe(text);
    expect(first.choices[0]?.finish_reason).toBe("stop");
    expect(first.object).toBe("chat.completion");
    expect(first.usage?.completion_tokens).toBe(20);
    expect(second.id).not.toBe(first.id);
  });

  it("streams the same text in pieces, with usage only when asked for", async () => {
    const server = await start({ tokens: 7 });
    const whole = await json(await post(server, "/chat/completions", ask("Hello")));
    const response = await post(server, "/chat/completions", ask("Hello", { stream: true, stream_options: { include_usage: true } }));
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const { chunks, last } = await events(response);
    expect(last).toBe("data: [DONE]");
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe(whole.choices[0]?.message.content);
    expect(chunks.filter((chunk) => (chunk.choices[0]?.delta.content ?? "") !== "")).toHaveLength(7);
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage).toEqual(whole.usage);
    const plain = await events(await post(server, "/chat/completions", ask("Hello", { stream: true })));
    expect(plain.chunks.every((chunk) => chunk.usage === undefined)).toBe(true);
    expect(plain.chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
  });

  it("gives n choices and cuts at max_tokens", async () => {
    const server = await start({ tokens: 30 });
    const reply = await json(await post(server, "/chat/completions", ask("Hello", { n: 3, max_tokens: 4 })));
    expect(reply.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(reply.choices.every(({ finish_reason: finish }) => finish === "length")).toBe(true);
    expect(reply.choices[0]?.message.content?.split(" ")).toHaveLength(4);
    expect(reply.usage?.completion_tokens).toBe(12);
    const { chunks } = await events(await post(server, "/chat/completions", ask("Hello", { n: 2, max_tokens: 4, stream: true })));
    const second = chunks.filter((chunk) => chunk.choices[0]?.index === 1).map((chunk) => chunk.choices[0]?.delta.content ?? "");
    expect(second.join("")).toBe(reply.choices[0]?.message.content);
  });

  it("echoes the first tool as a call with arguments from its schema, and ends after its result", async () => {
    const server = await start();
    const parameters = { type: "object", properties: { city: { type: "string" }, unit: { enum: ["C", "F"] }, days: { type: "integer", minimum: 3 }, note: { type: "string" } }, required: ["city", "unit", "days"] };
    const tools = [{ type: "function", function: { name: "weather", parameters } }, { type: "function", function: { name: "other", parameters: { type: "object" } } }];
    const reply = await json(await post(server, "/chat/completions", ask("Weather?", { tools })));
    const call = reply.choices[0]?.message.tool_calls?.[0];
    expect(reply.choices[0]?.finish_reason).toBe("tool_calls");
    expect(reply.choices[0]?.message.content).toBeNull();
    expect(call?.function.name).toBe("weather");
    expect(JSON.parse(call?.function.arguments ?? "")).toEqual({ city: "some city", unit: "C", days: 3 });
    const { chunks } = await events(await post(server, "/chat/completions", ask("Weather?", { tools, stream: true })));
    const parts = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
    expect(parts[0]?.function.name).toBe("weather");
    expect(parts.map((part) => part.function.arguments).join("")).toBe(call?.function.arguments);
    const named = await json(await post(server, "/chat/completions", ask("Weather?", { tools, tool_choice: { type: "function", function: { name: "other" } } })));
    expect(named.choices[0]?.message.tool_calls?.[0]?.function).toEqual({ name: "other", arguments: "{}" });
    const off = await json(await post(server, "/chat/completions", ask("Weather?", { tools, tool_choice: "none" })));
    expect(off.choices[0]?.message.tool_calls).toBeUndefined();
    const messages = [{ role: "user", content: "Weather?" }, { role: "tool", tool_call_id: call?.id, content: "sunny" }];
    const after = await json(await post(server, "/chat/completions", { model: "mock", messages, tools }));
    expect(after.choices[0]?.finish_reason).toBe("stop");
  });

  it("reads a question given as content parts", async () => {
    const server = await start({ answers: book, accuracy: 1 });
    const content = [{ type: "text", text: "item " }, { type: "image_url", image_url: { url: "data:," } }, { type: "text", text: "7" }];
    const reply = await json(await post(server, "/chat/completions", { model: "mock", messages: [{ role: "user", content }] }));
    expect(reply.choices[0]?.message.content).toBe("right item 7");
  });
});

describe("known answers", () => {
  async function verdicts(options: MockServerOptions, names: readonly number[]): Promise<ReadonlyMap<number, boolean>> {
    const server = await start({ answers: book, ...options });
    const pairs = await Promise.all(
      names.map(async (name) => {
        const reply = await json(await post(server, "/chat/completions", ask(`item ${name}`)));
        return [name, reply.choices[0]?.message.content === `right item ${name}`] as const;
      }),
    );
    return new Map(pairs);
  }
  const names = Array.from({ length: 300 }, (_, index) => index);

  it("gets about the asked share right, the same items in any order", async () => {
    const forward = await verdicts({ accuracy: 0.7, seed: 1 }, names);
    const backward = await verdicts({ accuracy: 0.7, seed: 1 }, names.toReversed());
    const share = [...forward.values()].filter(Boolean).length / names.length;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.8);
    expect(names.every((name) => forward.get(name) === backward.get(name))).toBe(true);
  });

  it("chooses other items with another seed, and all or none at the ends", async () => {
    const one = await verdicts({ accuracy: 0.5, seed: 1 }, names);
    const two = await verdicts({ accuracy: 0.5, seed: 2 }, names);
    expect(names.some((name) => one.get(name) !== two.get(name))).toBe(true);
    expect([...(await verdicts({ accuracy: 1 }, names.slice(0, 40))).values()].every(Boolean)).toBe(true);
    expect([...(await verdicts({ accuracy: 0 }, names.slice(0, 40))).values()].some(Boolean)).toBe(false);
  });
});

describe("other endpoints", () => {
  it("lists models and refuses names outside a given list", async () => {
    const server = await start({ models: ["a", "b"] });
    const list = (await (await fetch(`${server.url}/models`)).json()) as { data: { id: string }[] };
    expect(list.data.map(({ id }) => id)).toEqual(["a", "b"]);
    const reply = await post(server, "/chat/completions", ask("x", { model: "c" }));
    expect(reply.status).toBe(404);
    expect((await json(reply)).error?.code).toBe("model_not_found");
    expect((await post(server, "/chat/completions", ask("x", { model: "b" }))).status).toBe(200);
  });

  it("completes prompts, one or many, whole or streamed", async () => {
    const server = await start({ answers: book, accuracy: 1 });
    const many = await json(await post(server, "/completions", { model: "m", prompt: ["item 1", "item 2"], n: 2 }));
    expect(many.choices.map(({ text }) => text)).toEqual(["right item 1", "right item 1", "right item 2", "right item 2"]);
    const { chunks, last } = await events(await post(server, "/completions", { model: "m", prompt: "item 1", stream: true, stream_options: { include_usage: true } }));
    expect(chunks.map(({ choices }) => choices[0]?.text ?? "").join("")).toBe("right item 1");
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(3);
    expect(last).toBe("data: [DONE]");
    expect((await post(server, "/completions", { model: "m", prompt: [1, 2, 3] })).status).toBe(200);
    expect((await post(server, "/completions", { model: "m" })).status).toBe(400);
  });

  it("gives unit vectors that depend on the text alone, as numbers and as base64", async () => {
    const server = await start();
    type Embeddings = { data: { embedding: number[] & string }[] };
    const reply = (await (await post(server, "/embeddings", { model: "m", input: ["a", "b", "a"], dimensions: 12 })).json()) as Embeddings;
    const [first, second, third] = reply.data.map(({ embedding }) => embedding);
    expect(first).toHaveLength(12);
    expect(third).toEqual(first);
    expect(second).not.toEqual(first);
    expect(Math.hypot(...(first as unknown as number[]))).toBeCloseTo(1, 5);
    const encoded = (await (await post(server, "/embeddings", { model: "m", input: "a", dimensions: 12, encoding_format: "base64" })).json()) as Embeddings;
    const bytes = Buffer.from(encoded.data[0]?.embedding ?? "", "base64");
    expect(bytes.readFloatLE(0)).toBeCloseTo((first as unknown as number[])[0] ?? 0, 6);
    expect((await post(server, "/embeddings", { model: "m", input: [], dimensions: 12 })).status).toBe(400);
    expect((await post(server, "/embeddings", { model: "m", input: "a", dimensions: 1e9 })).status).toBe(400);
  });

  it("answers what it does not know in JSON", async () => {
    const server = await start({ maxBodyBytes: 1000 });
    const statuses = await Promise.all([
      fetch(`${server.url}/nothing`),
      post(server, "/nothing", {}),
      fetch(`${server.url}/chat/completions`),
      post(server, "/chat/completions", "{not json"),
      post(server, "/chat/completions", "[1]"),
      post(server, "/chat/completions", { messages: [{ role: "user", content: "x" }] }),
      post(server, "/chat/completions", { model: "m", messages: [] }),
      post(server, "/chat/completions", ask("x", { n: 0 })),
      post(server, "/chat/completions", ask("x", { max_tokens: 0 })),
      post(server, "/chat/completions", ask("x".repeat(2000))),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 405, 400, 400, 400, 400, 400, 400, 413]);
    for (const response of statuses) expect((await json(response)).error?.message).toBeTypeOf("string");
  });

  it("asks for its key when it has one", async () => {
    const server = await start({ apiKey: "k-123" });
    expect((await post(server, "/chat/completions", ask("x"))).status).toBe(401);
    expect((await post(server, "/chat/completions", ask("x"), { authorization: "Bearer k-123" })).status).toBe(200);
  });
});

describe("time", () => {
  it("never lets a slow answer hold up another", async () => {
    const server = await start({ latencyMs: (index) => (index === 0 ? 60_000 : 0) });
    const slow = post(server, "/chat/completions", ask("slow")).catch(() => "cut");
    while (server.stats().requests === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect((await post(server, "/chat/completions", ask("quick"))).status).toBe(200);
    expect(server.stats()).toMatchObject({ requests: 2, inFlight: 1, maxInFlight: 2 });
    await server.close();
    expect(await slow).toBe("cut");
  });
});

describe("faults", () => {
  it("gives a share of requests a fault, the same ones for the same seed", async () => {
    const seen: (string | undefined)[][] = [];
    for (const _run of [1, 2]) {
      const run: (string | undefined)[] = [];
      const server = await start({ faultRate: 0.3, seed: 5, faults: ["server-error", "unavailable"], onRequest: ({ fault }) => run.push(fault) });
      let failed = 0;
      for (let index = 0; index < 200; index += 1) if (!(await post(server, "/chat/completions", ask(String(index)))).ok) failed += 1;
      expect(failed).toBe(server.stats().faults);
      seen.push(run);
    }
    expect(seen[0]).toEqual(seen[1]);
    const share = (seen[0] ?? []).filter((fault) => fault !== undefined).length / 200;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
  });

  async function faulty(kind: NonNullable<MockServerOptions["faults"]>[number], stream = false): Promise<Response> {
    const server = await start({ faultRate: 1, faults: [kind], retryAfterS: 7, stallMs: 20 });
    return post(server, "/chat/completions", ask("x", { stream }));
  }

  it("says how long to wait in three ways", async () => {
    const now = Date.now();
    const [seconds, date, none] = await Promise.all([faulty("rate-limit-seconds"), faulty("rate-limit-date"), faulty("rate-limit")]);
    expect([seconds.status, date.status, none.status]).toEqual([429, 429, 429]);
    expect(seconds.headers.get("retry-after")).toBe("7");
    expect(Date.parse(date.headers.get("retry-after") ?? "")).toBeGreaterThanOrEqual(now + 7000);
    expect(Date.parse(date.headers.get("retry-after") ?? "")).toBeLessThanOrEqual(Date.now() + 8000);
    expect(none.headers.get("retry-after")).toBeNull();
  });

  it("breaks connections and bodies", async () => {
    expect((await faulty("server-error")).status).toBe(500);
    expect((await faulty("unavailable")).status).toBe(503);
    const gateway = await faulty("bad-gateway");
    expect(gateway.status).toBe(502);
    expect(await gateway.text()).toContain("<html>");
    await expect(faulty("reset")).rejects.toThrow();
    await expect(faulty("stall")).rejects.toThrow();
    await expect((await faulty("truncated")).json()).rejects.toThrow(SyntaxError);
    const error = await faulty("error-body");
    expect(error.status).toBe(200);
    expect((await json(error)).error?.message).toContain("200");
    expect((await json(await faulty("empty-choices"))).choices).toEqual([]);
  });

  it("breaks streams after they began", async () => {
    const reset = await faulty("reset", true);
    expect(reset.status).toBe(200);
    await expect(reset.text()).rejects.toThrow();
    await expect((await faulty("stall", true)).text()).rejects.toThrow();
    expect(await (await faulty("truncated", true)).text()).not.toContain("[DONE]");
    expect(await (await faulty("error-body", true)).text()).toContain(`data: {"error"`);
  });
});

describe("options", () => {
  it.each<[MockServerOptions, string]>([
    [{ accuracy: 1.5 }, "accuracy"],
    [{ faultRate: -1 }, "faultRate"],
    [{ tokens: 0 }, "tokens"],
    [{ tokens: 1.5 }, "tokens"],
    [{ port: 70_000 }, "port"],
    [{ latencyMs: Number.NaN }, "latencyMs"],
    [{ faults: [] }, "faults"],
  ])("refuses %j", async (options, name) => {
    await expect(startMockServer(options)).rejects.toThrow(name);
  });

  it("says when the port is taken, and frees it on close", async () => {
    const first = await start();
    await expect(startMockServer({ port: first.port })).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
    await first.close();
    await using again = await startMockServer({ port: first.port });
    expect(again.port).toBe(first.port);
  });

  it("turns a throwing book into a 500 and goes on", async () => {
    const server = await start({
      answers: () => {
        throw new Error("book on fire");
      },
    });
    expect((await post(server, "/chat/completions", ask("x"))).status).toBe(500);
    expect((await fetch(`${server.url}/models`)).status).toBe(200);
  });

  it("listens on loopback alone and lives through a client that goes away", async () => {
    const server = await start({ latencyMs: 50 });
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/v1`);
    const body = JSON.stringify(ask("x"));
    const socket = connect(server.port, "127.0.0.1");
    socket.write(`POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    while (server.stats().inFlight === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    socket.destroy();
    while (server.stats().inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect((await post(server, "/chat/completions", ask("x"))).status).toBe(200);
  });
});
