import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunOptions, RunOutcome } from "@evalkit/core";
import { layOutCanaries } from "../testing/canaries.js";
import { localCases } from "../testing/local-cases.js";
import type { LocalProvider } from "./local-provider.js";

const { signal } = new AbortController();
const python = (source: string): readonly string[] => ["/usr/bin/python3", "-I", "-S", "-B", "-c", source];

for (const form of (await localCases()).filter(({ namespaces }) => namespaces === "user")) {
  describe.skipIf(form.skips !== undefined)(`${form.name}${form.skips === undefined ? "" : ` (${form.skips})`}`, () => {
    let provider: LocalProvider;
    beforeAll(async () => {
      provider = await form.openWarm({}, 2);
    });
    afterAll(async () => await provider[Symbol.asyncDispose]());

    async function run(command: readonly string[], options: Partial<RunOptions> = {}): Promise<RunOutcome> {
      await using sandbox = await provider.open({ signal });
      return await sandbox.run(command, { signal, ...options });
    }

    it("counts the CPU time of all processes together", async () => {
      const source = "import os\nfor _ in range(3):\n    if os.fork() == 0:\n        while True: pass\nfor _ in range(3):\n    os.wait()";
      const outcome = await run(python(source), { limits: { cpuMs: 600, wallMs: 50_000 } });
      expect(outcome).toMatchObject({ kind: "killed", by: "cpu" });
      expect(outcome.cpuMs).toBeGreaterThan(600);
    });
    it("does not count time in which the program waits", async () => {
      expect(await run(python("import time; time.sleep(1.2)"), { limits: { cpuMs: 500 } })).toMatchObject({ kind: "exited", code: 0 });
    });
    it("tells a missing program and signals from exit codes", async () => {
      expect(await run(["/nonexistent"])).toMatchObject({ kind: "exited", code: 127 });
      expect(await run(python("import os; os.abort()"))).toMatchObject({ kind: "signalled", signal: "SIGABRT" });
      expect(await run(python("import os; os._exit(77)"))).toMatchObject({ kind: "exited", code: 77 });
    });
    it("mounts everything read-only but what is the program's own: not every kernel's Landlock keeps files from being cut off", async () => {
      const source = "import json\nprint(json.dumps([line.split()[4] for line in open('/proc/self/mountinfo') if 'rw' in line.split()[5].split(',')]))";
      await using begun = await provider.open({ signal, files: { "a.txt": "1" } });
      for (const { stdout } of [await run(python(source)), await begun.run(python(source), { signal })]) {
        const writable = JSON.parse(stdout) as readonly string[];
        expect(writable).toContain("/tmp");
        expect(writable.filter((path) => !/^\/(?:dev|dev\/.+|proc|tmp)$/u.test(path))).toEqual([]);
      }
    });
    it("runs commands one after the other in one work folder, and leaves none of their processes between them", async () => {
      await using sandbox = await provider.open({ signal, files: { "a.txt": "1" } });
      await sandbox.run(["/bin/sh", "-c", "sleep 1000 & echo more >> a.txt"], { signal });
      const second = await sandbox.run(["/bin/sh", "-c", "cat a.txt; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'sleep 1000'"], { signal });
      expect(second.stdout).toBe("1more\n1\n"); // What is counted is the line of the shell that counts.
    });
    it("gives a warm source a work folder of its own, unless something was done in the sandbox before", async () => {
      const source = python("import os; print(sorted(os.listdir())); open('left', 'w').close()");
      await using sandbox = await provider.open({ signal });
      const first = await sandbox.run(source, { signal });
      const second = await sandbox.run(source, { signal });
      expect([first.stdout, second.stdout]).toEqual(["[]\n", form.backend === "landlock" ? "[]\n" : "['left']\n"]);
      await sandbox.write("a.txt", "1");
      for (const seen of [["a.txt"], ["a.txt", "left"]]) expect((await sandbox.run(source, { signal })).stdout).toContain(seen.map((name) => `'${name}'`).join(", "));
    });
    it("keeps no descriptor of what it ran, however that ended", async () => {
      const [source, endless] = [python("print(1)"), python("while True: pass")];
      await using sandbox = await provider.open({ signal });
      const before = new Map<string, number>();
      for (let round = 0; round < 3; round++) {
        for (let turn = 0; turn < 5; turn++) await sandbox.run(source, { signal, stdin: "x".repeat(100_000), resultChannel: true });
        await sandbox.run(endless, { signal, limits: { cpuMs: 100 } });
        for (const pid of await children()) {
          const open = (await readdir(`/proc/${pid}/fd`)).length;
          if (round > 0) expect(open, pid).toBe(before.get(pid));
          before.set(pid, open);
        }
      }
      expect(before.size).toBeGreaterThan(0);
    });
    it("reads no pipes and no folders, and does not wait for them", async () => {
      await using sandbox = await provider.open({ signal });
      await sandbox.run(["/bin/sh", "-c", "mkfifo pipe; mkdir folder; ln -s /etc/passwd folder/link; ln -s folder way"], { signal });
      for (const path of ["pipe", "folder", "folder/link", "way/link"]) await expect(sandbox.read(path), path).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
      await expect(sandbox.write("way/planted", "x")).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
    });
    it("does one thing at a time", async () => {
      await using sandbox = await provider.open({ signal });
      const running = sandbox.run(["/bin/sh", "-c", "sleep 0.3"], { signal });
      await expect(sandbox.read("a")).rejects.toThrow("already runs");
      await expect(running).resolves.toMatchObject({ kind: "exited" });
    });
    it("takes turns when all are taken, and gives up waiting when aborted", async () => {
      await using _first = await provider.open({ signal });
      const second = await provider.open({ signal });
      const waiting = provider.open({ signal });
      const controller = new AbortController();
      const impatient = provider.open({ signal: controller.signal });
      controller.abort(new Error("enough"));
      await expect(impatient).rejects.toThrow("enough");
      await second[Symbol.asyncDispose]();
      await (await waiting)[Symbol.asyncDispose]();
    });
    it("refuses those who wait, and those who come, once it is closed", async () => {
      const closing = await form.openWarm({}, 1);
      await using _taken = await closing.open({ signal });
      const waiting = expect(closing.open({ signal })).rejects.toThrow("closed");
      await closing[Symbol.asyncDispose]();
      await waiting;
      await expect(closing.open({ signal })).rejects.toThrow("closed");
    });
    it("leaves nothing behind, however early it is aborted", async () => {
      await using host = await layOutCanaries();
      const marker = `marker-${crypto.randomUUID()}`;
      for (let turn = 0; turn < 25; turn++) {
        const controller = new AbortController();
        await using sandbox = await provider.open({ signal });
        const running = expect(sandbox.run(["/bin/sh", "-c", "sleep 50 & sleep 50", marker], { signal: controller.signal })).rejects.toThrow("enough");
        await new Promise((resolve) => setTimeout(resolve, turn));
        controller.abort(new Error("enough"));
        await running;
      }
      await host.expectNoSurvivors(provider.users, marker);
    }, 60_000);
    it("takes much input and gives much output at once", async () => {
      const stdin = "x".repeat(3_000_000);
      const outcome = await run(python("import sys; sys.stdout.write(sys.stdin.read())"), { stdin, limits: { outputBytes: 4_000_000 } });
      expect(outcome.stdout === stdin).toBe(true);
      expect(await run(["/bin/sh", "-c", "exit 3"], { stdin })).toMatchObject({ kind: "exited", code: 3 });
    });
    it("throws when its launcher breaks, and serves the next", async () => {
      const before = await children();
      await using broken = await provider.open({ signal });
      const running = broken.run(["/bin/sh", "-c", "sleep 100"], { signal });
      const assertion = expect(running).rejects.toMatchObject({ code: "EVALKIT_SANDBOX_UNAVAILABLE" });
      // One of them is the launcher in use; the other is replaced as well.
      for (const pid of before) process.kill(Number(pid), "SIGKILL");
      await assertion;
      expect(await run(["/bin/sh", "-c", "exit 4"])).toMatchObject({ kind: "exited", code: 4 });
    });
    it("refuses words that no command can have", async () => {
      await expect(run([])).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
      await expect(run(["a\0b"])).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
    });
    it("finds the languages of the machine once each", async () => {
      expect(await provider.toolchain("python")).toEqual(["/usr/bin/python3", "-I", "-B"]);
      expect(await provider.toolchain("Python3")).toBe(await provider.toolchain("py"));
      expect(await provider.toolchain("cobol")).toBeUndefined();
      const node = await provider.toolchain("javascript");
      expect(await run([...(node ?? []), "-e", "console.log(6 * 7)"])).toMatchObject({ stdout: "42\n" });
    });
  });
}

/** Processes that this one started. */
async function children(): Promise<readonly string[]> {
  const { pid } = process;
  return (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).split(/\s+/u).filter((child) => child !== "");
}

it("leaves the programs of another provider alone", async () => {
  for (const form of (await localCases()).filter(({ backend, namespaces, skips }) => backend === "landlock" && namespaces === "none" && skips === undefined)) {
    await using one = await form.openWarm();
    await using other = await form.openWarm();
    await using sandbox = await one.open({ signal });
    const running = sandbox.run(["/bin/sh", "-c", "sleep 1; echo alive"], { signal });
    for (let turn = 0; turn < 5; turn++) {
      await using short = await other.open({ signal });
      await short.run(["/bin/sh", "-c", "true"], { signal });
    }
    await expect(running).resolves.toMatchObject({ stdout: "alive\n" });
  }
}, 60_000);

it("runs warm sources in every form that landlock takes", async () => {
  for (const form of (await localCases()).filter(({ backend, skips }) => backend === "landlock" && skips === undefined)) {
    await using provider = await form.openWarm({}, 1);
    for (let turn = 0; turn < 3; turn++) {
      await using sandbox = await provider.open({ signal });
      const outcome = await sandbox.run(python("import os, sys; open('x', 'x').write(sys.stdin.read()); print(os.getcwd() == os.environ['HOME'], os.getuid() != 0, os.listdir())"), { signal, stdin: "1" });
      expect(outcome, form.name).toMatchObject({ kind: "exited", code: 0, stdout: "True True ['x']\n" });
    }
  }
});
