import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunOptions, RunOutcome, SandboxProvider } from "@evalkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { goCachePlace, type GoCacheOptions } from "./go-cache.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-go-cache-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NAME = `ab/${"0".repeat(64)}-d`;

/** A sandbox in which a compiler left these files, without compiling anything. */
function compiledBy(files: Readonly<Record<string, string>>, { archive = "", fails = false } = {}) {
  const commands: string[] = [];
  let closed = 0;
  const run = async (command: readonly string[], { limits }: RunOptions): Promise<RunOutcome> => {
    commands.push(command.join(" "));
    expect(limits?.fileBytes).toBeGreaterThan(64 * 1024 ** 2);
    const isList = command.includes("list");
    return { kind: "exited", code: fails && !isList ? 1 : 0, stdout: isList ? `${archive}\n` : "", stderr: "no space", truncated: false, wallMs: 1 };
  };
  const packed = Buffer.from(`${JSON.stringify(Object.entries(files).map(([path, text]) => [path, text.length]))}\n${Object.values(files).join("")}`);
  const sandbox = { run, write: async () => {}, read: async () => packed, [Symbol.asyncDispose]: async () => {} };
  const provider: SandboxProvider = {
    backend: "landlock",
    describe: () => ({ backend: "landlock", contains: [], limits: { cpuMs: 1, wallMs: 1, memoryBytes: 1, processes: 1, outputBytes: 1, fileBytes: 1 } }),
    toolchain: async () => undefined,
    open: async () => sandbox,
    [Symbol.asyncDispose]: async () => void (closed += 1),
  };
  return { commands, openLike: async () => provider, isClosed: () => closed === 1 };
}

const placed = (options: Pick<GoCacheOptions, "openLike"> & Partial<GoCacheOptions>) => goCachePlace({ folder, hasOwnMounts: true, shown: { readable: ["/a"], tools: [], programs: { go: "/sdk/go" } }, ...options });

describe("Go's library", () => {
  it("is compiled once in a sandbox of its own, and shown where programs cannot write", async () => {
    const compiled = compiledBy({ [NAME]: "archive" });
    const { readable, tools, prepare } = await placed(compiled);
    expect({ readable, tools }).toEqual({ readable: ["/a"], tools: [[join(folder, "go-cache"), "/tmp/.tools/go-cache"]] });
    expect(compiled.commands).toEqual([]);
    const command = await prepare?.["go"]?.(["/sdk/go"]);
    expect(command?.slice(-2)).toEqual(["GOCACHE=/tmp/.tools/go-cache", "/sdk/go"]);
    expect(command).toContain("GOPROXY=off");
    expect(readFileSync(join(folder, "go-cache", NAME), "utf8")).toBe("archive");
    expect(statSync(join(folder, "go-cache", NAME)).mode & 0o777).toBe(0o444);
    expect(compiled.isClosed()).toBe(true);
  });

  it("lies at the host's path for programs without mounts of their own", async () => {
    const compiled = compiledBy({ [NAME]: "archive" });
    const { readable, tools, prepare } = await placed({ ...compiled, hasOwnMounts: false });
    expect({ readable, tools }).toEqual({ readable: ["/a", join(folder, "go-cache")], tools: [] });
    expect(await prepare?.["go"]?.(["/sdk/go"])).toContain(`GOCACHE=${join(folder, "go-cache")}`);
  });

  it("is left alone where Go brings it compiled, or where it cannot be compiled", async () => {
    const before = compiledBy({}, { archive: "/usr/lib/go/pkg/fmt.a" });
    expect(await (await placed(before)).prepare?.["go"]?.(["/sdk/go"])).toEqual(["/sdk/go"]);
    expect(before.commands).toHaveLength(1);
    rmSync(join(folder, "go-cache"), { recursive: true });
    expect(await (await placed(compiledBy({}, { fails: true }))).prepare?.["go"]?.(["/sdk/go"])).toEqual(["/sdk/go"]);
    rmSync(join(folder, "go-cache"), { recursive: true });
    expect(await (await placed({ openLike: async () => undefined })).prepare?.["go"]?.(["/sdk/go"])).toEqual(["/sdk/go"]);
  });

  it("takes no file of another name out of the sandbox", async () => {
    for (const name of ["../../evil", "ab/x", `/ab/${"0".repeat(64)}-d`, `ab/${"0".repeat(64)}-d/../../x`]) {
      expect(await (await placed(compiledBy({ [name]: "x" }))).prepare?.["go"]?.(["/sdk/go"])).toEqual(["/sdk/go"]);
      rmSync(join(folder, "go-cache"), { recursive: true });
    }
  });
});
