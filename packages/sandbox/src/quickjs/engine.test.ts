import { beforeEach, describe, expect, it } from "vitest";
import { Engine } from "./engine.js";
import { newMachine, PAGE_BYTES, type Machine } from "./machine.js";
import { Picture } from "./picture.js";
import { ProgramOutput } from "./program-output.js";
import type { QuickJsJob } from "./quickjs-job.js";

const MIB = 1024 * 1024;
const JOB: QuickJsJob = { preparation: "", source: "", name: "program.js", input: "", hasResult: false, cpuMs: 60_000, wallMs: 60_000, memoryBytes: 400 * MIB, outputBytes: MIB };

let machine: Machine;
beforeEach(async () => {
  machine = await newMachine(JOB.memoryBytes);
});

describe("an engine", () => {
  const prepared = (preparation: string): { readonly engine: Engine; readonly run: (source: string) => { readonly printed: string; readonly code: number } } => {
    const engine = new Engine(machine, JOB);
    expect(engine.prepare({ ...JOB, preparation }, new ProgramOutput(MIB))).toBeUndefined();
    const run = (source: string): { readonly printed: string; readonly code: number } => {
      const output = new ProgramOutput(MIB);
      const { code } = engine.run({ ...JOB, source }, output);
      return { printed: output.kept[1].join(""), code };
    };
    return { engine, run };
  };

  it("starts each program from the end of the preparation", () => {
    const { engine, run } = prepared('const realm = openRealm(); realm.evaluate("globalThis.count = 40"); let count = 0; console.log("not repeated");');
    for (let at = 0; at < 3; at += 1) expect(run('count += 1; realm.evaluate("count += 2"); console.log(count, realm.evaluate("String(count)"));')).toEqual({ printed: "1 42\n", code: 0 });
    expect(engine.isFit).toBe(true);
  });
  it.each([
    ["prints", "console.log(1)"],
    ["throws", "throw new Error('early')"],
    ["fills two thirds of its room", "globalThis.kept = new Uint8Array(1400000).fill(1)"],
    ["makes the memory grow a little", "globalThis.kept = new Uint8Array(20 << 20).fill(1)"],
    ["fails in a realm of the preparation", "realm.evaluate('throw new Error()')"],
  ])("serves another program after one that %s", (_name, source) => {
    const { engine, run } = prepared("const realm = openRealm();");
    run(source);
    expect(engine.isFit).toBe(true);
    expect(run("console.log(typeof kept, [1].map((n) => n + 1)[0])")).toEqual({ printed: "undefined 2\n", code: 0 });
  });
  it.each([
    ["has made the memory grow by far", "globalThis.kept = new Uint8Array(300 << 20).fill(1)"],
    ["has opened a realm", "openRealm()"],
    ["has made a function of the host fail", "try { realm.evaluate(); } catch {}"],
  ])("does not after one that %s", (_name, source) => {
    const { engine, run } = prepared("const realm = openRealm();");
    expect(run(source).code).toBe(0);
    expect(engine.isFit).toBe(false);
  });
  it.each([
    ["functions", "const down = () => down() + 1; try { down(); } catch { console.log('held'); }"],
    ["native functions", "let nested = []; for (let at = 0; at < 20000; at++) nested = [nested]; try { JSON.stringify(nested); } catch { console.log('held'); }"],
    ["patterns", "try { new RegExp('('.repeat(20000)); } catch { console.log('held'); }"],
  ])("lets %s use no stack but what is cleared", (_name, source) => {
    expect(prepared("").run(source).printed).toBe("held\n");
    const stack = new Uint8Array(machine.memory.buffer).subarray(machine.heapStart - 5 * MIB, machine.heapStart - MIB);
    expect(Buffer.compare(stack, new Uint8Array(4 * MIB))).toBe(0);
  });
  it("tells how a preparation failed", () => {
    const engine = new Engine(machine, JOB);
    const output = new ProgramOutput(MIB);
    expect(engine.prepare({ ...JOB, preparation: "throw new TypeError('no');" }, output)).toEqual({ code: 1 });
    expect(output.kept[2].join("")).toContain("TypeError: no");
    expect(engine.isFit).toBe(false);
  });
});

describe("a picture", () => {
  it("puts back every byte that programs can reach", () => {
    const bytes = new Uint8Array(machine.memory.buffer);
    const first = machine.allocate(3 * PAGE_BYTES);
    bytes.fill(7, first, first + PAGE_BYTES);
    const picture = new Picture(machine);
    const before = bytes.slice();
    for (let size = 900 * 1024; size > 64; size /= 2) {
      const at = machine.allocate(size);
      bytes.fill(9, at, at + size);
    }
    bytes.fill(9, first, first + 3 * PAGE_BYTES);
    bytes.fill(9, machine.heapStart - 900 * 1024, machine.heapStart);
    bytes.fill(9, 0, 60 * 1024);
    expect(Buffer.compare(bytes, before)).not.toBe(0);
    picture.restore();
    expect(Buffer.compare(bytes, before)).toBe(0);
  });
  it("clears what memory has grown by, as long as that is cheap", () => {
    const picture = new Picture(machine);
    const before = new Uint8Array(machine.memory.buffer).slice();
    const at = machine.allocate(20 * MIB);
    const bytes = new Uint8Array(machine.memory.buffer).fill(9, at, at + 20 * MIB);
    const grownBytes = bytes.length - before.length;
    expect(grownBytes).toBeGreaterThan(16 * MIB);
    for (let cleared = 0; cleared + grownBytes < 256 * MIB; cleared += grownBytes) {
      expect(picture.isCheap).toBe(true);
      picture.restore();
    }
    expect(picture.isCheap).toBe(false);
    expect(Buffer.compare(bytes.subarray(0, before.length), before)).toBe(0);
    expect(bytes.subarray(before.length).every((byte) => byte === 0)).toBe(true);
  });
});
