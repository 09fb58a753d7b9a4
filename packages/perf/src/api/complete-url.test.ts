import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiReference, findApi, isPlugInPath, openApi } from "./catalog.js";
import { completeUrl, isCompletionsUrl, httpUrl } from "./complete-url.js";

describe("completeUrl", () => {
  test.each([
    ["openai", "http://h:1/v1/chat/completions", "http://h:1/v1/chat/completions"],
    ["openai", "http://h:1/v1", "http://h:1/v1/chat/completions"],
    ["openai", "http://h:1/v1/", "http://h:1/v1/chat/completions"],
    ["openai", "h:1", "http://h:1/v1/chat/completions"],
    ["openai", "https://h/api/paas/v4?key=1", "https://h/api/paas/v4/chat/completions?key=1"],
    ["openai_completions", "http://h/v1", "http://h/v1/completions"],
    ["openai_embedding", "http://h/v1", "http://h/v1/embeddings"],
    ["openai_rerank", "http://h/rerank", "http://h/rerank"],
    ["anthropic", "http://h", "http://h/v1/messages"],
    ["dashscope", "https://dashscope.example", "https://dashscope.example/api/v1/services/aigc/text-generation/generation"],
  ])("%s %s", (api, given, expected) => {
    expect(completeUrl(given, findApi(api)!)).toBe(expected);
  });

  test("a plug-in's address stays as it is, and what is no address is refused without being repeated", () => {
    expect(completeUrl("http://h/generate", { name: "mine", path: "/x" })).toBe("http://h/generate");
    expect(() => completeUrl("http://user:secret@", findApi("openai")!)).toThrow(expect.objectContaining({ message: "--url is not a URL." }));
    expect(isCompletionsUrl("http://h/v1/completions")).toBe(true);
    expect(isCompletionsUrl("http://h/v1/chat/completions")).toBe(false);
  });
});

describe("plug-ins", () => {
  test("paths are told from names", () => {
    expect(["./a.ts", "/x/a.mjs", "a.js", "C:\\a.ts"].every(isPlugInPath)).toBe(true);
    expect(["openai", "embedding"].some(isPlugInPath)).toBe(false);
    expect(apiReference("/x/a.ts")).toEqual({ kind: "module", url: "file:///x/a.ts" });
    expect(apiReference("responses")).toEqual({ kind: "built-in", name: "openai_responses" });
  });

  test.each([
    ["export default 5;", /has no default export that is an object/],
    ["export default { name: 'x', path: '' };", /lacks the function build/],
    ["throw new Error('oops');", /cannot be loaded: oops/],
    ["export const api = {};", /has no default export/],
  ])("%s is refused", async (source, message) => {
    const folder = mkdtempSync(join(tmpdir(), "evalkit-plug-in-"));
    const path = join(folder, "api.mjs");
    writeFileSync(path, source);
    await expect(openApi(apiReference(path))).rejects.toThrow(message);
    rmSync(folder, { recursive: true });
  });

  test("a file that is missing is named", async () => {
    await expect(openApi(apiReference("/no/such/api.mjs"))).rejects.toThrow(/plug-in file:\/\/\/no\/such\/api\.mjs cannot be loaded/);
    await expect(openApi({ kind: "built-in", name: "nope" })).rejects.toThrow(/no API kind nope/);
  });
});

test("an address of a flag may leave http:// out; an error names the flag and does not repeat what may hold a key", () => {
  expect(httpUrl("localhost:3128", "--proxy", "x").href).toBe("http://localhost:3128/");
  expect(() => httpUrl("ftp://user:sk-secret@host", "--proxy", "http://127.0.0.1:3128")).toThrow(expect.objectContaining({ message: "--proxy must begin with http:// or https://.", hint: "Such as --proxy http://127.0.0.1:3128." }) as Error);
  expect(() => httpUrl("http://[sk-secret", "--prometheus", "x")).toThrow("--prometheus is not a URL.");
});
