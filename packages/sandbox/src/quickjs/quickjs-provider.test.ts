import { sandboxContract } from "@evalkit/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunOptions, RunOutcome } from "@evalkit/core";
import { JAVASCRIPT } from "../hostile/javascript.js";
import { DEFAULT_LIMITS } from "../limits.js";
import { layOutCanaries, type Host } from "../testing/canaries.js";
import { expectHeld, HOSTILE_LIMITS } from "../testing/hostile-suite.js";
import { JAVASCRIPT_PROGRAMS } from "../testing/javascript-programs.js";
import { QuickJsProvider } from "./quickjs-provider.js";

const makeProvider = async (): Promise<QuickJsProvider> => new QuickJsProvider({ limits: DEFAULT_LIMITS, workers: 2 });

describe("contract", () => {
  for (const { name, run } of sandboxContract({ makeProvider, programs: JAVASCRIPT_PROGRAMS })) it(name, run, 30_000);
});

describe("programs", () => {
  let provider: QuickJsProvider;
  beforeAll(async () => {
    provider = await makeProvider();
  });
  afterAll(async () => await provider[Symbol.asyncDispose]());

  async function run(source: string, options: Partial<RunOptions> = {}, language = "javascript"): Promise<RunOutcome> {
    const signal = AbortSignal.timeout(60_000);
    await using sandbox = await provider.open({ signal });
    return await sandbox.run([language, "-e", source], { signal, ...options });
  }

  it("print to either stream and read their input", async () => {
    expect(await run('console.log("got", readInput(), [1, { a: 2 }]); console.error("err");', { stdin: "größer" })).toMatchObject({ kind: "exited", code: 0, stdout: 'got größer [1,{"a":2}]\n', stderr: "err\n", truncated: false });
  });
  it("may be TypeScript", async () => {
    expect(await run("const one: number = 1; interface A { b: string }; console.log(one);", {}, "typescript")).toMatchObject({ stdout: "1\n" });
    expect(await run("const : = ;", {}, "typescript")).toMatchObject({ kind: "exited", code: 1 });
  });
  it("end with code 1 and the error's words when they throw", async () => {
    expect(await run('throw new TypeError("no");')).toMatchObject({ kind: "exited", code: 1, stderr: expect.stringContaining("TypeError: no") });
    expect(await run("throw { get message() { throw 1; } };")).toMatchObject({ kind: "exited", code: 1 });
  });
  it("finish their promises before they end", async () => {
    expect(await run("(async () => { await null; console.log(1); })();")).toMatchObject({ stdout: "1\n" });
  });
  it("have their output cut cleanly", async () => {
    expect(await run('console.log("é".repeat(1000)); console.log("more")', { limits: { outputBytes: 1001 } })).toMatchObject({ stdout: "é".repeat(500), truncated: true });
  });
  it("open realms to which only text crosses", async () => {
    const source = 'const realm = openRealm(); realm.evaluate("globalThis.kept = 41; Object.prototype.spoiled = 1"); console.log(realm.evaluate("String(kept + 1)"), typeof kept, ({}).spoiled, realm.evaluate("typeof openRealm + typeof writeResult"), realm.evaluate("({})")); try { realm.evaluate("throw new Error(\'inner\')"); } catch (error) { console.log(error.message.split("\\n")[0]); }';
    expect(await run(source, { resultChannel: true })).toMatchObject({ stdout: "42 undefined undefined undefinedundefined undefined\nError: inner\n", result: "" });
  });
  it("are told which commands there are", async () => {
    await using sandbox = await provider.open({ signal: AbortSignal.timeout(1000) });
    await expect(sandbox.run(["python3"], { signal: AbortSignal.timeout(1000) })).rejects.toThrow("javascript");
    expect(await provider.toolchain("python")).toBeUndefined();
    expect(await provider.toolchain("ts")).toEqual(["typescript"]);
  });
});

// Canaries need Linux: its abstract sockets, and /proc.
describe.skipIf(process.platform !== "linux")("hostile programs", () => {
  let host: Host;
  let provider: QuickJsProvider;
  beforeAll(async () => {
    host = await layOutCanaries();
    process.env["EVALKIT_CANARY"] = host.canaries.secret;
    provider = new QuickJsProvider({ limits: HOSTILE_LIMITS, workers: 1 });
  });
  afterAll(async () => {
    delete process.env["EVALKIT_CANARY"];
    await provider[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
  });
  const start = (source: string): { readonly command: readonly string[]; readonly files: Readonly<Record<string, string>> } => ({ command: ["javascript", "program.js"], files: { "program.js": source } });
  it.each(JAVASCRIPT)("$name", async (program) => await expectHeld({ host, provider, program, start, comment: "//" }), 60_000);
});
