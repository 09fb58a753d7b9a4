import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Environment } from "../environment.js";
import type { InitOptions } from "../options.js";
import { toFileId } from "./names.js";
import { resolveSettings } from "./settings.js";

const root = mkdtempSync(join(tmpdir(), "swanlab-root-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, "own"));
writeFileSync(join(root, "own", ".netrc"), "machine https://own.example/api\n\tlogin https://web.example\n\tpassword stored-key\n");

const resolve = (options: InitOptions, environment: Environment = {}) =>
  resolveSettings({ ...options, environment: { SWANLAB_ROOT: root, ...environment } });
const own = { SWANLAB_ROOT: join(root, "own") };
const keyOf = (options: InitOptions, environment: Environment) => resolve(options, environment).server?.apiKey.reveal();

test("options come before variables, variables before defaults; quotes round a variable are taken off", () => {
  const environment = { SWANLAB_PROJ_NAME: '"quoted"', SWANLAB_MODE: "offline", SWANLAB_TAGS: '["a, b","c"]', SWANLAB_WORKSPACE: "team" };
  expect(resolve({}, environment)).toMatchObject({ project: "quoted", mode: "offline", tags: ["a, b", "c"], workspace: "team" });
  expect(resolve({ project: "mine", mode: "local", tags: ["x"] }, environment)).toMatchObject({ project: "mine", mode: "local", tags: ["x"] });
  expect(resolve({ mode: "offline" }, { SWANLAB_PROJECT_NAME: "long", SWANLAB_TAGS: "a, b" })).toMatchObject({ project: "long", tags: ["a", "b"] });
});

test("the key comes from the option, then the variable, then the stored file of the same host", () => {
  expect(keyOf({ apiKey: "option" }, { ...own, SWANLAB_API_KEY: "variable" })).toBe("option");
  expect(keyOf({}, { ...own, SWANLAB_API_KEY: "variable" })).toBe("variable");
  expect(keyOf({}, own)).toBe("stored-key");
  expect(resolve({}, own).server).toMatchObject({ apiHost: "https://own.example", webHost: "https://web.example" });
  expect(keyOf({ apiHost: "own.example/some/path" }, own)).toBe("stored-key");
  expect(() => resolve({ apiHost: "https://other.example" }, own)).toThrow("There is no SwanLab key for https://other.example");
});

test("people look at the API's host when it is not SwanLab's own", () => {
  expect(resolve({ apiKey: "k" }).server).toMatchObject({ apiHost: "https://api.swanlab.cn", webHost: "https://swanlab.cn" });
  expect(resolve({ apiKey: "k", apiHost: "http://10.0.0.1:8000/x" }).server).toMatchObject({ apiHost: "http://10.0.0.1:8000", webHost: "http://10.0.0.1:8000" });
  expect(resolve({ apiKey: "k" }, { SWANLAB_WEB_HOST: "web.example" }).server?.webHost).toBe("https://web.example");
});

test.each<readonly [string, InitOptions]>([
  ["a project with a blank", { project: "a b" }],
  ["a long project", { project: "x".repeat(101) }],
  ["a workspace with a dot", { workspace: "a.b" }],
  ["a mode that is none", { mode: "Online" as "online" }],
  ["an id with a slash", { id: "a/b" }],
  ["must without an id", { resume: "must" }],
  ["31 tags", { tags: Array.from({ length: 31 }, String) }],
  ["a color by name", { color: "red" }],
  ["a batch that is too large", { batchSize: 100_000 }],
  ["a host with a password", { apiKey: "k", apiHost: "https://me:secret@host.example", mode: "online" }],
  ["a host that is none", { apiKey: "k", apiHost: "ftp://host.example", mode: "online" }],
])("%s is refused", (_name, options) => {
  expect(() => resolve({ mode: "offline", ...options })).toThrow(expect.objectContaining({ name: "SwanlabConfigError", message: expect.not.stringContaining("secret") }));
});

test("a key that a header cannot carry is refused without being told", () => {
  expect(() => resolve({ apiKey: "two words" })).toThrow(expect.objectContaining({ name: "SwanlabAuthError", message: expect.not.stringContaining("words") }));
});

test("ids become safe names of files", () => {
  expect(toFileId("a.b-c__d")).toBe("a_b_c_d");
  expect(toFileId('<>:"')).toBe("run");
});
