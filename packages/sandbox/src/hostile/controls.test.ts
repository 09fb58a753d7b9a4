import { describe, expect, it } from "vitest";
import { createSandbox } from "../create-sandbox.js";
import { layOutCanaries } from "../testing/canaries.js";
import { expectContained, HOSTILE_LIMITS } from "../testing/hostile-suite.js";
import { ownNode } from "../which.js";
import { JAVASCRIPT } from "./javascript.js";
import type { HostileProgram } from "./program.js";
import { PYTHON_ON_HOST } from "./python-host.js";

/** Runs a program with nothing to hold it; resolves to whether the suite notices. */
async function isNoticed(program: HostileProgram, command: readonly string[]): Promise<boolean> {
  await using host = await layOutCanaries();
  await using provider = await createSandbox({ backend: "none", allowUnsafeExecution: true, limits: HOSTILE_LIMITS });
  const signal = AbortSignal.timeout(60_000);
  await using sandbox = await provider.open({ signal });
  const outcome = await sandbox.run([...command, program.source(host.canaries)], { signal });
  try {
    expectContained(outcome, program, host.canaries.secret);
    await host.expectUnharmed();
    return false;
  } catch {
    return true;
  }
}

describe.skipIf(process.platform !== "linux")("without a sandbox the suite notices", () => {
  const node = ownNode();
  it.each(PYTHON_ON_HOST.filter(({ isHarmless }) => isHarmless))("python $name", async (program) => expect(await isNoticed(program, ["/usr/bin/python3", "-I", "-S", "-B", "-c"])).toBe(true), 60_000);
  it.each(JAVASCRIPT.filter(({ isHarmless }) => isHarmless))("javascript $name", async (program) => expect(await isNoticed(program, [await node, "-e"])).toBe(true), 60_000);
});
