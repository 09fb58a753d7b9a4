import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventTemplate } from "./event-template.js";
import { SseScanner } from "./sse-scanner.js";

/** Events of a text fed in pieces that end at the given places. */
function scan(text: string, cuts: readonly number[] = []): string[] {
  const bytes = Buffer.from(text);
  const events: string[] = [];
  const scanner = new SseScanner((all, start, end) => void events.push(all.toString("utf8", start, end)));
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  let from = 0;
  for (const place of [...places, bytes.length]) {
    // Each piece lies in a buffer that is used again, as those of sockets are.
    const shared = Buffer.alloc(bytes.length + 8, "\n");
    bytes.copy(shared, 3, from, place);
    scanner.feed(shared, 3, 3 + place - from);
    shared.fill("#");
    from = place;
  }
  scanner.finish();
  return events;
}

describe("SseScanner", () => {
  it.each([
    ["data: a\n\ndata: b\n\n", ["a", "b"]],
    ["data:a\r\n\r\ndata:  b\r\n\r\n", ["a", " b"]],
    ["data: a\r\rdata: b\r\r", ["a", "b"]],
    ["data: a\ndata: b\n\n", ["a\nb"]],
    ["data\n\n", [""]],
    ["data\ndata\n\n", ["\n"]],
    [": ping\n\nid: 1\n\nevent: x\n\nretry: 3\n\ndata: a\n\n", ["a"]],
    ["\uFEFFdata: a\n\n", ["a"]],
    ["data: a\nid: 7\nevent: message\n\n", ["a"]],
    ["database: no\ndata: a\n\n", ["a"]],
    ["data: a", ["a"]],
    ["data: a\n", ["a"]],
    ["\n\n\n", []],
    ["", []],
  ])("reads %j", (text, events) => {
    expect(scan(text)).toEqual(events);
  });

  it("tells events that are named error", () => {
    const errors: boolean[] = [];
    const scanner = new SseScanner((_, _start, _end, isError) => void errors.push(isError));
    scanner.feed(Buffer.from("event: error\ndata: a\n\ndata: b\n\nevent:error\ndata: c\n\n"), 0, 51);
    scanner.finish();
    expect(errors).toEqual([true, false, true]);
  });

  it("gives the same events however the bytes are cut", () => {
    const part = fc.constantFrom("data: a", "data:é€😀", "data", ": c", "event: error", "id: 1", "x", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), fc.array(fc.nat(200), { maxLength: 8 }), (parts, cuts) => {
        const text = parts.join("");
        expect(scan(text, cuts)).toEqual(scan(text));
      }),
    );
  });

  it("gives back what was written as events", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/[\r\n\uFEFF]/.test(text)), { maxLength: 6 }), fc.array(fc.nat(500), { maxLength: 6 }), (texts, cuts) => {
        expect(scan(texts.map((text) => `data: ${text}\n\n`).join(""), cuts)).toEqual(texts);
      }),
    );
  });
});

/** Broken JSON is found when it is parsed. */
function parseOrNothing(text: string): { readonly choices: readonly { readonly delta: object }[] } | undefined {
  try {
    return JSON.parse(text) as { readonly choices: readonly { readonly delta: object }[] };
  } catch {
    return undefined;
  }
}

describe("EventTemplate", () => {
  const event = (content: string, rest = "") => Buffer.from(`{"id":"x","choices":[{"delta":{"content":${JSON.stringify(content)}}${rest}}]}`);
  const learned = (): EventTemplate => {
    const template = new EventTemplate();
    for (const text of [" one", " two"]) {
      const bytes = event(text);
      template.learn(bytes, 0, bytes.length, 0);
    }
    return template;
  };
  const matches = (template: EventTemplate, bytes: Buffer) => template.matches(bytes, 0, bytes.length);

  it("knows events that differ in one text alone", () => {
    const template = learned();
    expect(template.kind).toBe(0);
    expect(matches(template, event("a longer text, größer"))).toBe(true);
    expect(matches(template, event("x"))).toBe(true);
  });

  it("does not know other events", () => {
    const template = learned();
    expect(matches(template, event(""))).toBe(false);
    expect(matches(template, event("x", ',"finish_reason":"stop"'))).toBe(false);
    expect(matches(template, Buffer.from("[DONE]"))).toBe(false);
    expect(matches(template, Buffer.from('{"error":"x"}'))).toBe(false);
  });

  it("never knows an event that differs in more than one text", () => {
    const template = learned();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const bytes = event(text);
        if (matches(template, bytes)) expect(text).not.toBe("");
        const injected = Buffer.from(`{"id":"x","choices":[{"delta":{"content":"${text}"}}]}`);
        if (!matches(template, injected)) return;
        const parsed = parseOrNothing(injected.toString().replaceAll(/[\u0000-\u001f]/g, " "));
        if (parsed === undefined) return;
        expect(Object.keys(parsed)).toEqual(["id", "choices"]);
        expect(Object.keys(parsed.choices[0]?.delta ?? {})).toEqual(["content"]);
      }),
    );
  });

  it("learns nothing from events of different kinds", () => {
    const template = new EventTemplate();
    const [one, two] = [event("one"), event("two")];
    template.learn(one, 0, one.length, 0);
    template.learn(two, 0, two.length, 1);
    expect(matches(template, event("three"))).toBe(false);
  });
});
