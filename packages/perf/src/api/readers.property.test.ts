import fc from "fast-check";
import { expect, test } from "vitest";
import { apiNames, findApi } from "./catalog.js";

const readers = apiNames.map((name) => findApi(name)!.reader());
const KINDS = ["answer", "thought", "empty", "usage", "done", "error", "unsure"];
const piece = fc.constantFrom(
  `"content"`, `"text"`, `"delta"`, ":", " ", `"`, `\\"`, "[", "]", "{", "}", "null", `"error"`, `"usage"`, `"choices"`, `"type"`, "content_block_delta", "text_delta",
  `"response.output_text.delta"`, "é", "[DONE]", "1", ",",
); // prettier-ignore

test("looking at bytes never throws, whatever they are", () => {
  const json = fc.array(piece, { maxLength: 30 }).map((parts) => new TextEncoder().encode(parts.join("")));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), json), (data) => {
      for (const reader of readers) expect(KINDS).toContain(reader.classify(data));
    }),
    { numRuns: 500 },
  );
});

test("parsing any JSON value gives a reply or an error of ours", () => {
  fc.assert(
    fc.property(fc.array(fc.json({ maxDepth: 4 }), { maxLength: 4 }), (events) => {
      for (const reader of readers) {
        try {
          expect(reader.parseEvents(events).kinds).toHaveLength(events.length);
          reader.parseBody(events[0] ?? "{}");
        } catch (error) {
          expect(error).toHaveProperty("code", "EVALKIT_MODEL_RESPONSE");
        }
      }
    }),
  );
});

test("where bytes are sure of a chat event, parsing agrees", () => {
  const text = fc.oneof(fc.constant(""), fc.string({ maxLength: 8 }), fc.constant(`","content":"x`), fc.constant(`\\`));
  const delta = fc.record({ role: fc.constant("assistant"), content: fc.option(text), reasoning_content: text, reasoning: text }, { requiredKeys: [] });
  const reader = findApi("openai")!.reader();
  fc.assert(
    fc.property(delta, fc.constantFrom(0, 2), (members, indent) => {
      const event = JSON.stringify({ choices: [{ index: 0, delta: members, finish_reason: null }] }, undefined, indent);
      expect(reader.parseEvents([event]).kinds).toEqual([reader.classify(new TextEncoder().encode(event))]);
    }),
    { numRuns: 500 },
  );
});

test("what was seen before does not change what is said of an event", () => {
  const text = fc.oneof(fc.constant(""), fc.constant("a"), fc.string({ maxLength: 4 }), fc.constant(`","content":"x`));
  const delta = fc.record({ role: fc.constant("assistant"), content: fc.option(text), reasoning_content: text, refusal: fc.constant(null) }, { requiredKeys: [] });
  const usage = fc.constantFrom(undefined, null, { prompt_tokens: 1, completion_tokens: 2 });
  const choice = fc.record({ index: fc.constant(0), delta, logprobs: fc.constantFrom(undefined, null, { content: [{}] }), finish_reason: fc.constantFrom(null, "stop") });
  const event = fc.record({ id: fc.constantFrom("a", "bb"), choices: fc.array(choice, { maxLength: 2 }), usage, object: fc.constant("chunk") });
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), (events) => {
      const reader = findApi("openai")!.reader();
      for (const one of events) {
        const data = new TextEncoder().encode(JSON.stringify(one));
        expect(reader.classify(data)).toBe(findApi("openai")!.reader().classify(data));
      }
    }),
    { numRuns: 500 },
  );
});

test("events in pooled memory are looked at by their own bytes alone", () => {
  const reader = findApi("openai")!.reader();
  const event = (text: string): string => `{"choices":[{"index":0,"delta":{"content":"${text}"},"finish_reason":null}]}`;
  const pool = Buffer.from(event("a") + event("") + event("b"));
  const length = event("a").length;
  expect([pool.subarray(0, length), pool.subarray(length, 2 * length - 1), pool.subarray(2 * length - 1)].map((part) => reader.classify(part))).toEqual(["answer", "empty", "answer"]);
});
