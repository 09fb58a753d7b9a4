import { describe, expect, it } from "vitest";
import { AUDIT_PROCESSOR, OUTER_CALLS, REFUSED_CALLS, WEIGHED_CALLS, type FilteredProcessor } from "./calls.js";
import { seccompFilter, type FilterOptions } from "./filter.js";

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const EPERM = 0x50001;
const ENOSYS = 0x50026;
const EAFNOSUPPORT = 0x50061;

interface Call {
  readonly processor: number;
  readonly number: number;
  readonly arguments?: readonly number[];
}

/** What the kernel would answer: an interpreter of the few instructions that filters use. */
function answer(filter: Uint8Array, call: Call): number {
  const view = new DataView(filter.buffer);
  const data = new DataView(new ArrayBuffer(64));
  data.setUint32(0, call.number, true);
  data.setUint32(4, call.processor, true);
  for (const [index, value] of (call.arguments ?? []).entries()) data.setBigUint64(16 + index * 8, BigInt.asUintN(64, BigInt(value)), true);
  let accumulator = 0;
  for (let at = 0; at * 8 < filter.length; at++) {
    const [code, whenTrue, whenFalse, value] = [view.getUint16(at * 8, true), view.getUint8(at * 8 + 2), view.getUint8(at * 8 + 3), view.getUint32(at * 8 + 4, true)];
    if (code === 0x06) return value;
    if (code === 0x20) accumulator = data.getUint32(value, true);
    else at += (code === 0x15 ? accumulator === value : code === 0x35 ? accumulator >= value : (accumulator & value) !== 0) ? whenTrue : whenFalse;
  }
  throw new Error("the filter ran out");
}

const processors = ["x64", "arm64"] as const;
const options = (processor: FilteredProcessor, rest: Partial<FilterOptions> = {}): FilterOptions => ({ processor, allowsUnixSockets: true, hasOwnNamespaces: true, ...rest });

describe.each(processors)("filter for %s", (processor) => {
  const ask = (number: number, given: readonly number[] = [], rest: Partial<FilterOptions> = {}): number => answer(seccompFilter(options(processor, rest)), { processor: AUDIT_PROCESSOR[processor], number, arguments: given });

  it("refuses every call of its list", () => {
    for (const [name, numbers] of Object.entries(REFUSED_CALLS)) {
      if (numbers[processor] !== undefined) expect([name, ask(numbers[processor])]).toEqual([name, EPERM]);
    }
  });
  it("refuses lasting memory and cutting off files only outside of namespaces", () => {
    for (const numbers of Object.values(OUTER_CALLS)) {
      expect(ask(numbers[processor] ?? -1)).toBe(ALLOW);
      expect(ask(numbers[processor] ?? -1, [], { hasOwnNamespaces: false })).toBe(EPERM);
    }
  });
  it("opens Unix sockets only, or none", () => {
    const socket = WEIGHED_CALLS.socket[processor] ?? -1;
    expect([1, 2, 10, 16, 17, 38, 40].map((family) => ask(socket, [family]))).toEqual([ALLOW, ...Array.from({ length: 6 }, () => EAFNOSUPPORT)]);
    expect(ask(socket, [1], { allowsUnixSockets: false })).toBe(EAFNOSUPPORT);
    const pair = WEIGHED_CALLS.socketpair[processor] ?? -1;
    expect([ask(pair, [1], { allowsUnixSockets: false }), ask(pair, [2])]).toEqual([ALLOW, EAFNOSUPPORT]);
  });
  it("clones processes and threads, but no namespaces", () => {
    const clone = WEIGHED_CALLS.clone[processor] ?? -1;
    expect(ask(clone, [17])).toBe(ALLOW);
    expect(ask(clone, [0x3d0f00])).toBe(ALLOW);
    for (const flag of [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]) expect(ask(clone, [flag | 17])).toBe(EPERM);
    expect(ask(WEIGHED_CALLS.clone3[processor] ?? -1)).toBe(ENOSYS);
  });
  it("types into no terminal", () => {
    const ioctl = WEIGHED_CALLS.ioctl[processor] ?? -1;
    expect([0x5401, 0x5412, 0x541c].map((request) => ask(ioctl, [0, request]))).toEqual([ALLOW, EPERM, EPERM]);
  });
  it("kills calls of other processors", () => {
    const filter = seccompFilter(options(processor));
    expect(answer(filter, { processor: 0x40000003, number: 20 })).toBe(KILL);
    expect(answer(filter, { processor: AUDIT_PROCESSOR[processor === "x64" ? "arm64" : "x64"], number: 20 })).toBe(KILL);
    if (processor === "x64") expect(ask(0x40000000 + 39)).toBe(KILL);
  });
  it("lets ordinary calls through", () => {
    for (const number of processor === "x64" ? [0, 1, 2, 9, 39, 57, 59, 231, 257] : [56, 57, 63, 64, 93, 172, 221, 222]) expect(ask(number)).toBe(ALLOW);
  });
  it("is short enough for the kernel and made of whole instructions", () => {
    const { length } = seccompFilter(options(processor, { hasOwnNamespaces: false }));
    expect(length % 8).toBe(0);
    expect(length / 8).toBeLessThan(4096);
  });
});
