import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startFakeHub } from "../testing/fake-hub.js";
import { folderOf } from "../testing/folder.js";
import { hubFile } from "./hub-file.js";

const FILES = { "README.md": "# Things\n", "open_qa.jsonl": `{"question":"Why?"}\n`, "other.jsonl": "{}" };

test.each(["modelscope", "huggingface"] as const)("one file of %s is downloaded once, and is there offline afterwards", async (hub) => {
  await using server = await startFakeHub({ files: FILES });
  await using cache = await folderOf({});
  const asked = { hub, id: "acme/things", file: "open_qa.jsonl", cacheDir: cache.path, signal: new AbortController().signal, options: { baseUrls: { [hub]: server.url }, retryDelayMs: 1 } };
  await expect(hubFile({ ...asked, offline: true })).rejects.toThrow(/--offline forbids/);
  expect(server.requests).toEqual([]);
  const path = await hubFile({ ...asked, offline: false });
  expect(await readFile(path, "utf8")).toBe(FILES["open_qa.jsonl"]);
  const count = server.requests.length;
  expect(server.requests.some((line) => line.includes("other"))).toBe(false);
  expect(await hubFile({ ...asked, offline: true })).toBe(path);
  expect(server.requests).toHaveLength(count);
  await expect(hubFile({ ...asked, file: "missing.jsonl", offline: false })).rejects.toThrow(/acme\/things on .* has no file missing\.jsonl/);
});
