import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeText, html, Markup } from "./markup.js";

const piece = fc.constantFrom("</script>", "<script>alert(1)</script>", `" onload="x`, "'", "&", "<!--", "\ud800", "\u0000", "\u202e", "x");
const texts = fc.array(piece).map((parts) => parts.join(""));

test("no text opens a tag, ends an attribute or turns the direction of what follows", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(escapeText(text)).not.toMatch(/[<>"'\u0000\u202e]|\p{Cs}/u);
      expect(html`<p title="${text}">${[text, [text]]}</p>`.text).toBe(`<p title="${escapeText(text)}">${escapeText(text)}${escapeText(text)}</p>`);
    }),
  );
});

test("markup stands as it is; nothing stands for absent values", () => {
  expect(html`${new Markup("<b>")}${undefined}${false}${0}${["a", undefined]}`.text).toBe("<b>0a");
});
