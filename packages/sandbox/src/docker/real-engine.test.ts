import { hostname } from "node:os";
import { Duplex } from "node:stream";
import type { RunOutcome, SandboxLimits } from "@evalkit/core";
import { sandboxContract } from "@evalkit/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../limits.js";
import { dockerCase } from "../testing/docker-case.js";
import { pythonPrograms } from "../testing/python-programs.js";
import type { DockerProvider } from "./docker-provider.js";
import { DockerEngine } from "./dockerode.js";
import { containerOptions } from "./engine.js";

const OWNER = "evalkit.sandbox.owner";
const MIB = 1024 ** 2;
const signal = new AbortController().signal;
const { skips, open, python } = await dockerCase();

describe.skipIf(skips !== undefined)(`a real engine${skips === undefined ? "" : ` (${skips})`}`, () => {
  let provider: DockerProvider;
  beforeAll(async () => {
    if (skips === undefined) provider = await open({ memoryBytes: 128 * MIB, cpuMs: 5000, wallMs: 30_000 });
  });
  afterAll(async () => await provider?.[Symbol.asyncDispose]());

  const run = async (source: string, limits: Partial<SandboxLimits> = {}): Promise<RunOutcome> => {
    await using sandbox = await provider.open({ signal });
    return await sandbox.run([...python, "-c", source], { signal, limits });
  };
  const containers = async (): Promise<readonly string[]> => (await new DockerEngine().listContainers({ all: true, filters: JSON.stringify({ label: [`${OWNER}=${hostname()}/${process.pid}`] }) })).map(({ Id }) => Id);

  for (const { name, run: keep } of sandboxContract({ makeProvider: async () => await open(), programs: pythonPrograms(python) })) it(name, keep, 60_000);

  it("ends a program that fills memory as out of memory, also in many processes, and gives a run the memory it asks for", async () => {
    const fill = "kept = bytearray(300 << 20)\nprint(len(kept))";
    expect(await run(fill)).toMatchObject({ kind: "killed", by: "memory" });
    expect(await run(fill, { memoryBytes: 512 * MIB })).toMatchObject({ kind: "exited", stdout: `${300 * MIB}\n` });
    const children = "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n        kept = bytearray(60 << 20)\n        time.sleep(100)\ntime.sleep(100)";
    expect(await run(children)).toMatchObject({ kind: "killed", by: "memory" });
  }, 60_000);

  it("counts processor time of all processes together, also where they ignore signals", async () => {
    const busy = "import os, signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nfor _ in range(3):\n    os.fork()\nwhile True: pass";
    const outcome = await run(busy, { cpuMs: 1500 });
    expect(outcome).toMatchObject({ kind: "killed", by: "cpu" });
  }, 60_000);

  it("counts processes exactly, for each sandbox alone", async () => {
    const count = "import os, time\nmade = 0\ntry:\n    while True:\n        if os.fork() == 0:\n            time.sleep(100)\n            os._exit(0)\n        made += 1\nexcept OSError:\n    print(made, flush=True)\n    os.kill(0, 9)";
    const made = await Promise.all([run(count, { processes: 10 }), run(count, { processes: 10 })]);
    expect(made.map(({ stdout }) => stdout)).toEqual(["9\n", "9\n"]);
  }, 60_000);

  it("runs programs as no known user, without powers, network or a writable system", async () => {
    const look = [
      "import os",
      "status = dict(line.split(':', 1) for line in open('/proc/self/status'))",
      "print(os.getuid() >= 30000, {int(status['Cap' + kind], 16) for kind in ('Inh', 'Prm', 'Eff', 'Bnd', 'Amb')}, status['NoNewPrivs'].strip(), status['Seccomp'].strip())",
      "print([line.split(':')[0].strip() for line in open('/proc/net/dev')][2:])",
      "def writes(folder):",
      "    try:",
      "        open(folder + '/x', 'w')",
      "        return True",
      "    except OSError:",
      "        return False",
      "print([folder for folder in ('', '/bin', '/etc', '/home', '/proc/sys/kernel', '/root', '/run', '/sys', '/tmp', '/usr/lib', '/var/tmp', '/work') if writes(folder)])",
      "print(sorted(os.environ))",
    ];
    expect((await run(look.join("\n"))).stdout.split("\n").slice(0, 3)).toEqual(["True {0} 1 2", "['lo']", "['/tmp', '/work']"]);
  }, 60_000);

  it("keeps the container from a program that ends all it can reach, and lets the next command run", async () => {
    await using sandbox = await provider.open({ signal });
    const killed = await sandbox.run([...python, "-c", "import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)"], { signal });
    expect(killed).toMatchObject({ kind: "signalled", signal: "SIGKILL" });
    expect(await sandbox.run([...python, "-c", "print(42)"], { signal })).toMatchObject({ kind: "exited", stdout: "42\n" });
  }, 60_000);

  it("leaves no container behind, whatever became of the program", async () => {
    await Promise.all([run("print(1)"), run("while True: pass", { cpuMs: 300 }), run("import time; time.sleep(100)", { wallMs: 500 }), run("import os\nif os.fork() == 0:\n    import time; time.sleep(100)")]);
    await using sandbox = await provider.open({ signal });
    await expect(sandbox.run([...python, "-c", "import time; time.sleep(100)"], { signal: AbortSignal.timeout(500) })).rejects.toThrow("timeout");
    await sandbox[Symbol.asyncDispose]();
    expect(await containers()).toEqual([]);
  }, 60_000);

  it("ends a container when the connection breaks that keeps it, as it does when this process is killed", async () => {
    const options = containerOptions({ image: process.env["EVALKIT_DOCKER_IMAGE"] ?? "", limits: DEFAULT_LIMITS, user: 31_000 });
    const container = await new DockerEngine().createContainer(options);
    const lifeline = await container.attach({ stream: true, stdin: true, hijack: true });
    await container.start();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await containers()).toEqual([container.id]);
    if (lifeline instanceof Duplex) lifeline.destroy();
    await expect.poll(containers, { timeout: 10_000 }).toEqual([]);
  }, 60_000);
});
