import fc from "fast-check";
import { expect, it } from "vitest";
import { textOf } from "./text.js";

it("gives back whole texts, and the whole characters of texts that were cut", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(), (text, cut) => {
      const bytes = new TextEncoder().encode(text);
      expect(textOf(bytes)).toBe(new TextDecoder().decode(bytes));
      const short = textOf(bytes.subarray(0, cut % (bytes.length + 1)));
      expect(new TextDecoder().decode(bytes).startsWith(short)).toBe(true);
    }),
  );
});
it("never throws on bytes that are no text", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void textOf(bytes)));
});
