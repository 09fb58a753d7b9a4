import type { CodeChecker, RunOutcome, SandboxLimits } from "@evalkit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../limits.js";
import { createCodeChecker } from "../verdict/code-checker.js";
import { QuickJsProvider } from "./quickjs-provider.js";

const MIB = 1024 * 1024;

/** Programs that leave behind what they can, with how they end. */
const SPOILERS: readonly { readonly name: string; readonly source: string; readonly limits?: { readonly cpuMs?: number; readonly memoryBytes?: number }; readonly ends: string }[] = [
  { name: "globals", source: "globalThis.left = 'behind'; var declared = 1; const lexical = 2; class Kept {} globalThis[Symbol.for('left')] = 3;", ends: "exited 0" },
  { name: "changed prototypes", source: "Object.prototype.left = 1; Array.prototype.push = () => 'spoiled'; String.prototype.left = 2; Function.prototype.call = undefined; delete Map.prototype.get; Promise.prototype.then = null;", ends: "exited 0" },
  { name: "other built-ins", source: "JSON.stringify = () => 'spoiled'; Math.max = Math.min; globalThis.Object = Array; Reflect.apply = null; globalThis.Map = globalThis.Set = undefined; delete globalThis.Error;", ends: "exited 0" },
  { name: "frozen objects", source: "for (const name of Object.getOwnPropertyNames(globalThis)) { const found = globalThis[name]; if (typeof found === 'function') { Object.freeze(found); Object.freeze(found.prototype); } } Object.preventExtensions(globalThis);", ends: "exited 0" },
  { name: "no way to print", source: "delete globalThis.print; delete globalThis.console; delete globalThis.readInput; delete globalThis.openRealm; for (let at = 0; at < 2000; at++) { const one = {}; one.other = { one }; }", ends: "exited 0" },
  { name: "a full room", source: "globalThis.kept = new Uint8Array(1500000).fill(7);", ends: "exited 0" },
  { name: "grown memory", source: "globalThis.kept = new Uint8Array(50 << 20).fill(7);", ends: "exited 0" },
  { name: "exceeded memory, caught", source: "const kept = []; try { for (;;) kept.push(new Uint8Array(1 << 20).fill(1)); } catch { kept.length = 0; }", limits: { memoryBytes: 64 * MIB }, ends: "exited 0" },
  { name: "exceeded memory", source: "const kept = []; for (;;) kept.push(new Uint8Array(1 << 20).fill(1));", limits: { memoryBytes: 64 * MIB }, ends: "killed memory" },
  { name: "an exceeded time", source: "for (;;) {}", limits: { cpuMs: 200 }, ends: "killed cpu" },
  { name: "an exceeded time in a realm", source: "try { openRealm().evaluate('for (;;) {}'); } catch {}", limits: { cpuMs: 200 }, ends: "killed cpu" },
  { name: "tasks without end", source: "const again = () => Promise.resolve().then(again); again();", limits: { cpuMs: 200 }, ends: "killed cpu" },
  { name: "tasks that were not finished", source: "Promise.resolve().then(() => { globalThis.late = 1; console.log('late'); }); throw new Error('early');", ends: "exited 1" },
  { name: "tasks that throw", source: "(async () => { throw new Error('in a task'); })(); queueMicrotask?.(() => { throw 1; });", ends: "exited 1" },
  { name: "a full stack", source: "const down = () => down(); try { down(); } catch {}", ends: "exited 0" },
  { name: "a source that is nested too deep", source: "try { new Function('('.repeat(100000)); } catch {}", ends: "exited 0" },
  { name: "further realms", source: "globalThis.realms = Array.from({ length: 3 }, () => openRealm()); realms[0].evaluate('Object.prototype.left = 1');", ends: "exited 0" },
  { name: "a program that is none", source: "const : = ;", ends: "exited 1" },
];

/** All that programs find in words: every object in reach of the global one, its prototype, its properties and their attributes. */
const FINGERPRINT = String.raw`function fingerprint() {
  const seen = new Map(), words = [];
  const told = (value) => {
    if (typeof value === "symbol") return value.toString();
    if (value === null || (typeof value !== "object" && typeof value !== "function")) return typeof value + " " + value;
    if (!seen.has(value)) seen.set(value, seen.size);
    return "#" + seen.get(value);
  };
  told(globalThis);
  for (const [object] of seen) {
    words.push(told(object) + " < " + told(Object.getPrototypeOf(object)) + (Object.isExtensible(object) ? "" : " fixed"));
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(object, key);
      words.push(String(key) + [value, get, set, writable, enumerable, configurable].map(told).join());
    }
  }
  return [typeof declared, typeof lexical, typeof Kept, ...words].join("\n");
}`;
const CLEAN = /^undefined\nundefined\nundefined\n#0 < #1\n/u;

describe("of one program, the next finds nothing:", () => {
  let provider: QuickJsProvider;
  beforeAll(() => {
    provider = new QuickJsProvider({ limits: DEFAULT_LIMITS, workers: 1 });
  });
  afterAll(async () => await provider[Symbol.asyncDispose]());

  async function run(source: string, limits: Partial<SandboxLimits> = {}): Promise<RunOutcome> {
    const signal = AbortSignal.timeout(60_000);
    await using sandbox = await provider.open({ signal });
    return await sandbox.run(["javascript", "-e", source], { signal, limits, stdin: "input" });
  }
  const print = `${FINGERPRINT}\nconsole.log(fingerprint()); console.error(readInput());`;
  let clean: string;
  beforeAll(async () => {
    clean = (await run(print)).stdout;
    expect(clean).toMatch(CLEAN);
  });

  it.each(SPOILERS)("$name", async ({ source, limits, ends }) => {
    const outcome = await run(source, limits);
    expect(outcome.kind === "exited" ? `exited ${outcome.code}` : outcome.kind === "killed" ? `killed ${outcome.by}` : outcome.kind).toBe(ends);
    const after = await run(print, limits);
    expect(after).toMatchObject({ kind: "exited", code: 0, stderr: "input\n" });
    expect(after.stdout).toBe(clean);
  });

  it("no random numbers", async () => {
    const draw = 'console.log(Math.random(), openRealm().evaluate("String(Math.random())"))';
    const lines: string[] = [];
    for (let at = 0; at < 5; at += 1) lines.push((await run("console.log(Math.random())")).stdout, (await run(draw)).stdout);
    expect(new Set(lines.flatMap((line) => line.trim().split(" "))).size).toBe(15);
  });
});

describe("of one check, the next finds nothing:", () => {
  let provider: QuickJsProvider;
  let checker: CodeChecker;
  beforeAll(() => {
    provider = new QuickJsProvider({ limits: { ...DEFAULT_LIMITS, memoryBytes: 64 * MIB }, workers: 1 });
    checker = createCodeChecker({ provider, concurrency: 1 });
  });
  afterAll(async () => await provider[Symbol.asyncDispose]());

  const check = async (program: string, source: string, timeoutMs = 5000): Promise<string> => {
    const verdict = await checker.check({ language: "javascript", program, entryPoint: "answer", timeoutMs, tests: { kind: "assertions", source } }, AbortSignal.timeout(60_000));
    return `${verdict.outcome}: ${verdict.why}`;
  };
  /** Of both realms what they find, as a failed test tells it. */
  const look = async (): Promise<string> => {
    const brief = '((text) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) | 0, text.length) + " " + text.slice(0, 48))';
    return await check(`${FINGERPRINT}\nfunction answer() { return ${brief}(fingerprint()); }`, `${FINGERPRINT}\nassert.fail(${brief}(fingerprint()).concat(" and ", answer()).replaceAll("\\n", " "));`);
  };
  let clean: string;
  beforeAll(async () => {
    clean = await look();
    expect(clean).toMatch(/^failed: A test failed: -?\d+ undefined undefined undefined #0 < #1 .* and -?\d+ undefined undefined undefined #0 < #1 /u);
  });

  it.each(SPOILERS)("$name", async ({ source }) => {
    const right = "function answer() { return 42; }";
    await check(`${right}\n${source}`, "assert.equal(answer(), 42);", 200);
    await check(right, source, 200);
    expect(await check(right, "assert.equal(answer(), 42);")).toBe("passed: All tests passed.");
    expect(await look()).toBe(clean);
  });
});
