import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunOptions, RunOutcome, Sandbox, SandboxLimits, SandboxProvider } from "@evalkit/core";

const LIMITS: SandboxLimits = { cpuMs: 10_000, wallMs: 30_000, memoryBytes: 1 << 30, processes: 64, outputBytes: 1 << 20, fileBytes: 1 << 26 };

/** Plain processes that are held by nothing, for tests of what the checker does with programs that do no harm. */
export function plainProvider(): SandboxProvider {
  return {
    backend: "none",
    describe: () => ({ backend: "none", contains: [], limits: LIMITS }),
    toolchain: async (language) => {
      const path = { python: "/usr/bin/python3", javascript: process.execPath, shell: "/usr/bin/bash" }[language];
      return path !== undefined && existsSync(path) ? [path] : undefined;
    },
    open: async ({ files = {} }) => {
      const folder = await mkdtemp(join(tmpdir(), "evalkit-plain-"));
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      const sandbox: Sandbox = {
        run: (command, options) => run(folder, command, options),
        write: (path, content) => writeFile(join(folder, path), content),
        read: (path) => readFile(join(folder, path)),
        [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
      };
      return sandbox;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

function run(folder: string, [program = "", ...words]: readonly string[], { signal, stdin = "", resultChannel = false, limits = {} }: RunOptions): Promise<RunOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<RunOutcome>();
  const started = performance.now();
  const child = spawn(program, words, { cwd: folder, env: {}, detached: true, stdio: ["pipe", "pipe", "pipe", resultChannel ? "pipe" : "ignore"] });
  const texts: string[] = ["", "", "", ""];
  for (const index of resultChannel ? [1, 2, 3] : [1, 2]) {
    child.stdio[index]?.on("data", (chunk: Buffer) => {
      if ((texts[index] ?? "").length < LIMITS.outputBytes) texts[index] += chunk.toString("utf8");
    });
  }
  let isOver = false;
  const end = (): void => void (child.pid === undefined ? 0 : process.kill(-child.pid, "SIGKILL"));
  const timer = setTimeout(() => {
    isOver = true;
    end();
  }, limits.wallMs ?? LIMITS.wallMs);
  const stop = (): void => {
    end();
    reject(signal.reason);
  };
  signal.addEventListener("abort", stop, { once: true });
  child.stdin?.on("error", () => {});
  child.stdin?.end(stdin);
  child.on("error", reject);
  child.on("close", (code, name) => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    const output = { stdout: texts[1] ?? "", stderr: texts[2] ?? "", truncated: false, wallMs: performance.now() - started, ...(resultChannel ? { result: texts[3] ?? "" } : {}) };
    if (isOver) resolve({ kind: "killed", by: "wall", ...output });
    else resolve(name === null ? { kind: "exited", code: code ?? 0, ...output } : { kind: "signalled", signal: name, ...output });
  });
  return promise;
}
