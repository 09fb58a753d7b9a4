import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox } from "../create-sandbox.js";
import type { SandboxProvider } from "@evalkit/core";
import { layOutCanaries, type Host } from "../testing/canaries.js";
import { HOSTILE_LIMITS } from "../testing/hostile-suite.js";
import { createCodeChecker } from "../verdict/code-checker.js";
import { PYTHON_EXHAUSTING } from "./python-exhaustion.js";
import { PYTHON_FOR_POWER } from "./python-power.js";
import { PYTHON_ON_HOST } from "./python-host.js";

const right = "def answer():\n    return 42\n";
const tests = { kind: "assertions", source: "assert answer() == 42\nassert answer() != 41" } as const;
const programs = [...PYTHON_ON_HOST, ...PYTHON_FOR_POWER, ...PYTHON_EXHAUSTING];

async function opened(): Promise<SandboxProvider | string> {
  try {
    return await createSandbox({ backend: "landlock", workers: 1, limits: HOSTILE_LIMITS });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// The harness runs in the warm interpreter here, and the program in a fork of it: the closest that untrusted code comes to what outlives it.
const provider = await opened();
describe.skipIf(typeof provider === "string")(`judged in a warm interpreter${typeof provider === "string" ? ` (${provider})` : ""}`, () => {
  let host: Host;
  beforeAll(async () => {
    host = await layOutCanaries();
  });
  afterAll(async () => {
    if (typeof provider !== "string") await provider[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
  });
  it.each(programs)(
    "$name",
    async (program) => {
      if (typeof provider === "string") return;
      const checker = createCodeChecker({ provider, concurrency: 1 });
      const check = async (source: string): Promise<string> => (await checker.check({ language: "python", program: source, entryPoint: "answer", timeoutMs: 1000, tests }, AbortSignal.timeout(100_000))).outcome;
      const marker = `marker-${crypto.randomUUID()}`;
      expect(await check(`# ${marker}\n${program.source(host.canaries)}`)).toMatch(/^(failed|timed-out|crashed)$/u);
      await host.expectNoSurvivors([], marker);
      await host.expectUnharmed();
      expect(await check(right)).toBe("passed");
    },
    100_000,
  );
});
