import { hostname } from "node:os";
import { sandboxContract } from "@evalkit/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../limits.js";
import { FakeEngine } from "../testing/fake-engine.js";
import { PYTHON_PROGRAMS } from "../testing/python-programs.js";
import { openDocker, type DockerProvider } from "./docker-provider.js";

let engine: FakeEngine;
beforeEach(async () => {
  engine = await FakeEngine.start();
});
afterEach(async () => await engine[Symbol.asyncDispose]());

const signal = new AbortController().signal;
const open = async (image = "python"): Promise<DockerProvider> => await openDocker({ limits: DEFAULT_LIMITS, workers: 2, docker: { image, socketPath: engine.socketPath } });

describe("contract", () => {
  // The limit counts whole seconds here.
  for (const { name, run } of sandboxContract({ makeProvider: async () => await open(), programs: PYTHON_PROGRAMS })) it(name, run, 60_000);
});

it("makes containers that are closed on every side", async () => {
  await using provider = await open();
  await (await provider.open({ signal }))[Symbol.asyncDispose]();
  expect(engine.made).toHaveLength(1);
  expect(engine.made[0]).toMatchObject({
    User: "65534:65534",
    OpenStdin: true,
    StdinOnce: true,
    NetworkDisabled: true,
    Env: [],
    HostConfig: {
      NetworkMode: "none",
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges", expect.stringMatching(/^seccomp=\{.*"ptrace"/u)],
      PidsLimit: 96,
      Memory: DEFAULT_LIMITS.memoryBytes,
      MemorySwap: DEFAULT_LIMITS.memoryBytes,
      NanoCpus: 1_000_000_000,
      AutoRemove: true,
    },
  });
  expect(engine.made[0]).not.toHaveProperty("HostConfig.Binds");
  expect(engine.made[0]).not.toHaveProperty("HostConfig.Privileged");
});

it("removes every container, also of programs that were stopped or not closed", async () => {
  const provider = await open();
  await using first = await provider.open({ signal });
  await provider.open({ signal });
  expect(engine.containers.size).toBe(2);
  await expect(first.run(["/bin/sh", "-c", "sleep 100"], { signal, limits: { wallMs: 300 } })).resolves.toMatchObject({ kind: "killed", by: "wall" });
  expect(engine.containers.size).toBe(1);
  await provider[Symbol.asyncDispose]();
  expect(engine.containers.size).toBe(0);
});

it("removes what dead programs of this machine left, and nothing else", async () => {
  const owner = "evalkit.sandbox.owner";
  await engine.plant({ [owner]: `${hostname()}/4194305` });
  const alive = await engine.plant({ [owner]: `${hostname()}/${process.pid}` });
  const elsewhere = await engine.plant({ [owner]: "another-host/4194305" });
  await using _provider = await open();
  expect([...engine.containers.keys()]).toEqual([alive, elsewhere]);
});

it("has so many containers at once, and no more", async () => {
  await using provider = await open();
  const first = await provider.open({ signal });
  await using _second = await provider.open({ signal });
  const third = provider.open({ signal });
  await expect(provider.open({ signal: AbortSignal.timeout(50) })).rejects.toThrow("timeout");
  expect(engine.containers.size).toBe(2);
  await first[Symbol.asyncDispose]();
  await (await third)[Symbol.asyncDispose]();
  expect(engine.made).toHaveLength(3);
});

it("says what is missing", async () => {
  await expect(open("missing")).rejects.toThrow("the Docker image missing is not here");
  await expect(openDocker({ limits: DEFAULT_LIMITS, workers: 2, docker: { socketPath: `${engine.socketPath}.none` } })).rejects.toThrow("no Docker engine answers");
  engine.name = "Podman Engine";
  await expect(open()).rejects.toThrow("this engine is Podman");
  engine.name = "Engine";
  engine.failures.set("POST /containers/create", "out of everything");
  await using provider = await open();
  await expect(provider.open({ signal })).rejects.toMatchObject({ code: "EVALKIT_SANDBOX_UNAVAILABLE", message: expect.stringContaining("out of everything") });
});

it("finds the languages of the image", async () => {
  await using provider = await open();
  expect(await provider.toolchain("python")).toEqual(["/usr/bin/python3", "-I", "-B"]);
  expect(await provider.toolchain("cobol")).toBeUndefined();
  expect(engine.containers.size).toBe(0);
});

it("ends a program whose container runs out of memory, and changes the limit where a run has its own", async () => {
  await using provider = await open();
  await using sandbox = await provider.open({ signal });
  const running = sandbox.run(["/bin/sh", "-c", "sleep 100"], { signal, limits: { memoryBytes: 1024 ** 2 } });
  const [[id = "", made] = []] = engine.containers;
  await expect.poll(() => made?.running.size).toBe(1);
  engine.tellOutOfMemory("another");
  engine.tellOutOfMemory(id);
  await expect(running).resolves.toMatchObject({ kind: "killed", by: "memory" });
  expect(engine.updates).toEqual([{ Memory: 1024 ** 2, MemorySwap: 1024 ** 2 }]);
});

it("holds each container's standard input, with which it ends", async () => {
  await using provider = await open();
  await provider.open({ signal });
  engine.cutLifelines();
  await expect.poll(() => engine.containers.size).toBe(0);
});
