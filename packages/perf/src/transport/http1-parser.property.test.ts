import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Http1Parser, ProtocolError } from "./http1-parser.js";

interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly keepAlive: boolean;
  readonly delimited: boolean;
}

/** Feeds an answer in pieces that end at the given places; undefined when it never ended. */
function parse(text: string, cuts: readonly number[] = []): { readonly seen: Seen | undefined; readonly isAll: boolean } {
  let seen: Seen | undefined;
  let head = { status: 0, headers: {} };
  const body: Buffer[] = [];
  const parser = new Http1Parser({
    onHead: ({ status, headers }) => (head = { status, headers: Object.fromEntries(headers) }),
    onBody: (bytes, start, end) => void body.push(Buffer.from(bytes.subarray(start, end))),
    onComplete: (keepAlive, delimited) => (seen = { ...head, body: Buffer.concat(body).toString(), keepAlive, delimited }),
  });
  parser.begin();
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  let from = 0;
  let isAll = true;
  for (const place of [...places, bytes.length]) {
    const shared = Buffer.alloc(bytes.length + 64, "\r\n\r\n");
    bytes.copy(shared, 0, from, place);
    isAll = parser.feed(shared, place - from) && isAll;
    from = place;
  }
  parser.finish();
  return { seen, isAll };
}

const chunked = (parts: readonly string[]) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${parts.map((part) => `${Buffer.byteLength(part).toString(16)};x=1\r\n${part}\r\n`).join("")}0\r\nTrailer: 1\r\n\r\n`;

describe("Http1Parser", () => {
  it.each([
    ["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", { status: 200, body: "hi", keepAlive: true, delimited: true }],
    ["HTTP/1.1 204 No Content\r\n\r\n", { status: 204, body: "", keepAlive: true }],
    ["HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", { body: "", keepAlive: false }],
    ["HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", { body: "hi", keepAlive: false }],
    ["HTTP/1.1 200 OK\r\n\r\nuntil the end", { body: "until the end", keepAlive: false, delimited: false }],
    ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", { status: 200, body: "hi" }],
    ["HTTP/1.1 200\r\nX: 1\r\nx: 2\r\nContent-Length: 1, 1\r\n\r\n!", { headers: { x: "1, 2", "content-length": "1, 1" }, body: "!" }],
    [chunked(["a", "größe", "c"]), { body: "agrößec", keepAlive: true, delimited: true }],
  ])("reads %j, however it is cut", (text, expected) => {
    expect(parse(text).seen).toMatchObject(expected);
    const cutting = fc.property(fc.array(fc.nat(300), { maxLength: 12 }), (cuts) => {
      expect(parse(text, cuts).seen).toEqual(parse(text).seen);
    });
    fc.assert(cutting, { numRuns: 50 });
  });

  it("gives chunks back as they were", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 6 }), fc.array(fc.nat(400), { maxLength: 8 }), (parts, cuts) => {
        expect(parse(chunked(parts), cuts).seen?.body).toBe(parts.join(""));
      }),
    );
  });

  it("tells bytes that no answer accounts for", () => {
    expect(parse("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi and more").isAll).toBe(false);
    expect(parse("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").isAll).toBe(true);
  });

  it.each([
    "SSH-2.0\r\n\r\n",
    "HTTP/2 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffff\r\n",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(20_000)}`,
  ])("refuses %j", (text) => {
    expect(() => parse(text)).toThrow(ProtocolError);
  });

  it("never throws anything else and never hangs", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(200), { maxLength: 5 }), (text, cuts) => {
        try {
          parse(`HTTP/1.1 200 OK\r\n${text}`, cuts);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
    );
  });
});
