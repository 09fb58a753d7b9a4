import { describe, expect, it } from "vitest";
import { createSandbox } from "./create-sandbox.js";
import { describeBackends } from "./describe-backends.js";

describe("createSandbox", () => {
  it("refuses to hold nothing unless that was allowed", async () => {
    await expect(createSandbox({ backend: "none" })).rejects.toMatchObject({ code: "EVALKIT_CONFIG", message: expect.stringContaining("--allow-unsafe-execution") });
    await using provider = await createSandbox({ backend: "none", allowUnsafeExecution: true });
    expect(provider.describe()).toMatchObject({ backend: "none", contains: [], warning: expect.stringContaining("network") });
  });
  it("never takes another backend than the one named", async () => {
    await expect(createSandbox({ backend: "docker", docker: { socketPath: "/nonexistent/engine.sock" } })).rejects.toMatchObject({ code: "EVALKIT_SANDBOX_UNAVAILABLE" });
  });
  it("takes one that holds for auto, or says what is missing", async () => {
    const states = await describeBackends();
    const held = states.filter(({ backend, isAvailable }) => isAvailable && (backend === "bubblewrap" || backend === "landlock"));
    if (held[0] === undefined) {
      await expect(createSandbox({ backend: "auto" })).rejects.toMatchObject({ code: "EVALKIT_SANDBOX_UNAVAILABLE", hint: expect.stringContaining("bubblewrap") });
    } else {
      await using provider = await createSandbox({ backend: "auto" });
      expect(provider.backend).toBe(held[0].backend);
      expect(provider.describe().warning).toBeUndefined();
    }
  });
  it.each([{ limits: { cpuMs: 0 } }, { limits: { memoryBytes: 1.5 } }, { limits: { wallMs: Number.NaN } }, { workers: 0 }])("refuses %j", async (options) => {
    await expect(createSandbox({ backend: "quickjs", ...options })).rejects.toMatchObject({ code: "EVALKIT_CONFIG" });
  });
});

describe("describeBackends", () => {
  it("says of each backend whether it holds, or why not", async () => {
    const states = await describeBackends({ docker: { socketPath: "/nonexistent/engine.sock" } });
    expect(states.map(({ backend }) => backend)).toEqual(["bubblewrap", "landlock", "docker", "quickjs"]);
    expect(states[2]).toMatchObject({ isAvailable: false, why: expect.stringContaining("Start Docker") });
    expect(states[3]).toMatchObject({ isAvailable: true });
    for (const { isAvailable, contains, why } of states) expect([contains.length > 0, why !== undefined]).toEqual([isAvailable, !isAvailable]);
  });
});
