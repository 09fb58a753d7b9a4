import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatRequest, loadPlan, runAndCollect } from "./__fixtures__/load.js";
import type { RequestRecord } from "./spec/record.js";
import { scriptedServer, type Script, type ScriptedServer } from "./transport/__fixtures__/scripted-server.js";

const SSE = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const chunk = (text: string | Buffer) => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
};
const delta = (value: unknown, extra: object = {}) => `data: ${JSON.stringify({ id: "x", choices: [{ index: 0, delta: value, finish_reason: null }], ...extra })}\n\n`;
const finish = `data: ${JSON.stringify({ id: "x", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\n`;
const usage = (completion: number) => `data: ${JSON.stringify({ id: "x", choices: [], usage: { prompt_tokens: 5, completion_tokens: completion, total_tokens: 5 + completion } })}\n\n`;
const done = "data: [DONE]\n\n";
const END = "0\r\n\r\n";

/** A stream whose pieces are written apart, each in a chunk of its own. */
const streamOf = (pieces: readonly (string | Buffer)[], { head = SSE, end = END }: { head?: string; end?: string } = {}): Script => async (socket) => {
  socket.write(head);
  for (const piece of pieces) {
    socket.write(chunk(piece));
    await pause(8);
  }
  if (end === "cut") socket.destroy();
  else socket.write(end);
};

const json = (status: string, body: string, extra = ""): Script => (socket) => void socket.write(`HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${extra}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
const hello = ["Hel", "lo", " world"].map((text) => delta({ content: text }));
const umlaut = Buffer.from(delta({ content: "größe" }));
const cutInside = umlaut.indexOf(0xc3) + 1;
const gzipped = gzipSync(Buffer.from([...hello, finish, usage(3), done].join("")));

const scripts: Readonly<Record<string, Script>> = {
  "/plain": streamOf([...hello, finish, usage(3), done]),
  "/role-first": streamOf([delta({ role: "assistant", content: "" }), ...hello, finish, usage(3), done]),
  "/role-only": streamOf([delta({ role: "assistant", content: "" }), finish, usage(1), done]),
  "/reasoning-only": streamOf([delta({ role: "assistant" }), delta({ reasoning_content: "Let" }), delta({ reasoning: " me" }), finish, usage(2), done]),
  "/reasoning-then-answer": streamOf([delta({ reasoning_content: "Hm" }), ...hello, finish, usage(4), done]),
  "/tool-call-only": streamOf([delta({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "" } }] }), delta({ tool_calls: [{ index: 0, function: { arguments: "{}" } }] }), finish, usage(9), done]),
  "/usage-less": streamOf([...hello, finish, done]),
  "/no-done": streamOf([...hello, finish, usage(3)]),
  "/several-tokens": streamOf([...hello.map((_, index) => delta({ content: "ab cd" }, { usage: { prompt_tokens: 5, completion_tokens: 2 * (index + 1) } })), finish, usage(6), done]),
  "/one-read": streamOf([hello.join("") + finish + usage(3) + done]),
  "/crlf": streamOf([...hello, finish, usage(3), done].map((text) => text.replaceAll("\n", "\r\n"))),
  "/cr": streamOf([...hello, finish, usage(3), done].map((text) => text.replaceAll("\n", "\r"))),
  "/split-utf8": streamOf([umlaut.subarray(0, cutInside), umlaut.subarray(cutInside), finish, usage(2), done]),
  "/comments": streamOf([": ping\n\n", ...hello, ": ping\n\n", finish, usage(3), done]),
  "/no-last-blank": streamOf([...hello, finish, usage(3), "data: [DONE]"]),
  "/error-event": streamOf([...hello, `data: ${JSON.stringify({ error: { message: "out of memory, key secret-key-1234", code: 500 } })}\n\n`]),
  "/named-error": streamOf([...hello, 'event: error\ndata: {"message":"gone"}\n\n']),
  "/broken-json": streamOf([...hello, 'data: {"choices":[}\n\n', done]),
  "/early-close": streamOf([hello[0] ?? ""], { end: "cut" }),
  "/until-close": async (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
    for (const piece of [...hello, finish, usage(3), done]) socket.write(piece);
    await pause(5);
    socket.end();
  },
  "/until-close-cut": async (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
    socket.write(hello.join(""));
    await pause(5);
    socket.end();
  },
  "/gzip": streamOf([gzipped.subarray(0, 40), gzipped.subarray(40)], { head: SSE.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n") }),
  "/gzip-broken": streamOf(["no gzip at all"], { head: SSE.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n") }),
  "/zstd": streamOf(["?"], { head: SSE.replace("\r\n\r\n", "\r\nContent-Encoding: zstd\r\n\r\n") }),
  "/never-ending": async (socket) => {
    socket.write(SSE);
    while (!socket.destroyed) {
      socket.write(chunk(delta({ content: "on and on" })));
      await pause(20);
    }
  },
  "/silent": (socket) => void socket.write(SSE),
  "/empty": streamOf([done]),
  "/error-body": json("200 OK", JSON.stringify({ error: { message: "behind a 200" } })),
  "/not-json": json("200 OK", "<html>"),
  "/429": json("429 Too Many Requests", '{"error":{"message":"slow down"}}'),
  "/404": json("404 Not Found", '{"error":{"message":"no \u001b[31msuch model; you sent Bearer secret-key-1234"}}'),
  "/503": json("503 Service Unavailable", "busy"),
  "/302": json("302 Found", "", "Location: /plain\r\n"),
  "/early-hints": (socket) => void socket.write(`HTTP/1.1 103 Early Hints\r\n\r\n${SSE}${chunk([...hello, finish, usage(3), done].join("")).toString()}${END}`),
  "/reset": (socket) => void socket.resetAndDestroy(),
  "/not-http": (socket) => void socket.end("SSH-2.0-OpenSSH\r\n\r\n"),
};

let server: ScriptedServer;
beforeAll(async () => {
  server = await scriptedServer(scripts);
});
afterAll(() => server[Symbol.asyncDispose]());

const paths = Object.keys(scripts);

describe.each(["net", "undici"] as const)("odd streams over %s", (transport) => {
  let records: ReadonlyMap<string, RequestRecord>;
  beforeAll(async () => {
    const { records: all, outcome } = await runAndCollect(
      loadPlan({
        source: { next: (index) => chatRequest(`${server.url}${paths[index] ?? ""}`, index) },
        requests: paths.length,
        concurrency: paths.length,
        transport,
        preconnect: false,
        timeouts: { totalMs: 1500, readMs: 700 },
        wantsText: true,
      }),
    );
    expect(outcome.stopped).toBe("complete");
    records = new Map(all.map((record) => [paths[record.index] ?? "", record]));
  });
  const of = (path: string): RequestRecord => {
    const record = records.get(path);
    if (record === undefined) throw new Error(`no record of ${path}`);
    return record;
  };

  it("tells each of them", () => {
    expect([...records.keys()].toSorted()).toEqual(paths.toSorted());
  });

  it.each(["/plain", "/crlf", "/cr", "/comments", "/no-done", "/no-last-blank", "/gzip", "/early-hints", "/until-close", "/one-read"])("%s is measured", (path) => {
    const record = of(path);
    expect(record).toMatchObject({ outcome: "ok", status: 200, stream: true, finish: "stop", text: "Hello world", usage: { promptTokens: 5, completionTokens: 3 } });
    expect(record.payloadMs).toHaveLength(3);
    expect(record.firstPayloadMs).toBe(record.payloadMs[0]);
    expect(record.lastPayloadMs).toBe(record.payloadMs[2]);
    expect(record.firstAnswerMs).toBe(record.firstPayloadMs);
    expect(record.sentMs).toBeLessThanOrEqual(record.headersMs ?? -1);
    expect(record.headersMs).toBeLessThanOrEqual(record.firstByteMs ?? -1);
    expect(record.lastPayloadMs).toBeLessThanOrEqual(record.endMs);
  });

  it("marks events that came in one read", () => {
    expect(of("/one-read").coalesced).toEqual([1, 2]);
    expect(new Set(of("/one-read").payloadMs).size).toBe(1);
  });

  it("does not take a role for a first token", () => {
    const record = of("/role-first");
    expect(record.payloadMs).toHaveLength(3);
    expect(record.eventMs).toHaveLength(5);
    expect(record.firstEventMs).toBeLessThan(record.firstPayloadMs ?? -1);
    expect(of("/role-only")).toMatchObject({ outcome: "ok", payloadMs: [], usage: { completionTokens: 1 } });
    expect(of("/role-only")).not.toHaveProperty("firstPayloadMs");
  });

  it("counts reasoning and tool calls as payload, not as answers", () => {
    expect(of("/reasoning-only")).toMatchObject({ outcome: "ok", reasoning: "Let me", text: "" });
    expect(of("/reasoning-only").payloadMs).toHaveLength(2);
    expect(of("/reasoning-only")).not.toHaveProperty("firstAnswerMs");
    expect(of("/tool-call-only").payloadMs).toHaveLength(2);
    expect(of("/tool-call-only")).not.toHaveProperty("firstAnswerMs");
    const both = of("/reasoning-then-answer");
    expect(both.firstPayloadMs).toBeLessThan(both.firstAnswerMs ?? -1);
  });

  it("leaves unknown usage unknown", () => {
    expect(of("/usage-less")).toMatchObject({ outcome: "ok", usage: undefined });
  });

  it("takes tokens of each event from running usage", () => {
    expect(of("/several-tokens")).toMatchObject({ outcome: "ok", tokensPerEvent: [2, 2, 2], usage: { completionTokens: 6 } });
  });

  it("joins characters that reads cut apart", () => {
    expect(of("/split-utf8")).toMatchObject({ outcome: "ok", text: "größe" });
  });

  it.each([
    ["/error-event", "error-in-stream"],
    ["/named-error", "error-in-stream"],
    ["/broken-json", "bad-body"],
    ["/early-close", "early-close"],
    ["/until-close-cut", "early-close"],
    ["/gzip-broken", "bad-body"],
    ["/zstd", "bad-body"],
    ["/never-ending", "total-timeout"],
    ["/silent", "read-timeout"],
    ["/empty", "empty"],
    ["/error-body", "bad-body"],
    ["/not-json", "bad-body"],
    ["/429", "http-429"],
    ["/404", "http-4xx"],
    ["/503", "http-5xx"],
    ["/302", "http-3xx"],
    ["/reset", "reset"],
    ["/not-http", "bad-body"],
  ])("%s fails as %s", (path, kind) => {
    const record = of(path);
    expect(record).toMatchObject({ outcome: "failed", failure: { kind } });
    expect(record.failure?.message).not.toBe("");
    expect(JSON.stringify(record)).not.toContain("secret-key");
    expect(record.failure?.message).not.toMatch(/\p{Cc}/u);
  });

  it("keeps what had arrived before a failure", () => {
    expect(of("/error-event").payloadMs).toHaveLength(3);
    expect(of("/early-close").payloadMs).toHaveLength(1);
    expect(of("/never-ending").payloadMs.length).toBeGreaterThan(5);
  });
});
