import type { RunOutcome, SandboxProvider } from "@evalkit/core";
import { describe, expect, it } from "vitest";
import { Toolchains } from "./toolchains.js";
import { findProgram } from "./which.js";

const shell = await findProgram("bash");

/** Opens sandboxes in which some programs run and all others end with an error. */
function providerOf(runs: (program: string) => boolean, seen: string[] = []): Pick<SandboxProvider, "open"> {
  const run = async ([program = ""]: readonly string[]): Promise<RunOutcome> => {
    seen.push(program);
    return { kind: "exited", code: runs(program) ? 0 : 1, stdout: "", stderr: "", truncated: false, wallMs: 1 };
  };
  return { open: async () => ({ run, write: async () => {}, read: async () => new Uint8Array(), [Symbol.asyncDispose]: async () => {} }) };
}

describe.skipIf(shell === undefined)("toolchains (needs bash)", () => {
  it("take the system's program when it runs inside, once", async () => {
    const seen: string[] = [];
    const toolchains = new Toolchains({ provider: providerOf(() => true, seen), programs: { shell: "/home/bash" } });
    expect(await toolchains.of("bash")).toEqual([shell, "--noprofile", "--norc"]);
    expect(await toolchains.of("sh")).toEqual([shell, "--noprofile", "--norc"]);
    expect(seen).toEqual([shell]);
  });

  it("take the one of the home folder when the system's does not run inside", async () => {
    const toolchains = new Toolchains({ provider: providerOf((program) => program === "/home/bash"), programs: { shell: "/home/bash" } });
    expect(await toolchains.of("shell")).toEqual(["/home/bash", "--noprofile", "--norc"]);
    expect(await new Toolchains({ provider: providerOf(() => false), programs: {} }).of("shell")).toBeUndefined();
    expect(await new Toolchains({ provider: providerOf(() => true), programs: {} }).of("cobol")).toBeUndefined();
  });

  it("are made ready once, after they were seen to run", async () => {
    const asked: (readonly string[])[] = [];
    const prepare = { shell: async (command: readonly string[]) => (asked.push(command), ["/usr/bin/env", "A=1", ...command]) };
    const toolchains = new Toolchains({ provider: providerOf(() => true), programs: {}, prepare });
    expect(await toolchains.of("sh")).toEqual(["/usr/bin/env", "A=1", shell, "--noprofile", "--norc"]);
    await toolchains.of("bash");
    expect(asked).toHaveLength(1);
    expect(await new Toolchains({ provider: providerOf(() => false), programs: {}, prepare }).of("sh")).toBeUndefined();
    expect(asked).toHaveLength(1);
  });
});
