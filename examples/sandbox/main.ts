// Runs strings of Python that nobody has read: what they print, the value that they hand over, the limits that they hit.
import assert from "node:assert/strict";
import { EvalkitError, type RunOutcome, type SandboxLimits, type SandboxProvider } from "@evalkit/core";
import { createSandbox } from "@evalkit/sandbox";

const { signal } = new AbortController();

/** Runs a string of Python in a sandbox of its own; what it writes to file descriptor 3 is its value. */
async function runPython(provider: SandboxProvider, source: string, limits: Partial<SandboxLimits> = {}): Promise<RunOutcome> {
  const python = await provider.toolchain("python");
  assert.ok(python !== undefined, "there is no Python in this sandbox");
  await using sandbox = await provider.open({ signal, files: { "program.py": source } });
  return await sandbox.run([...python, "program.py"], { signal, resultChannel: true, limits });
}

async function showAll(provider: SandboxProvider): Promise<void> {
  console.log(`held by ${provider.backend}: ${provider.describe().contains.join("; ")}`);

  const sum = await runPython(provider, "import json, os\nprint('adding')\nos.write(3, json.dumps({'sum': sum(range(10))}).encode())");
  assert.equal(sum.stdout, "adding\n");
  assert.deepEqual(JSON.parse(sum.result ?? "null"), { sum: 45 });
  console.log("value:", sum.result, `after ${sum.cpuMs?.toFixed(0)} ms of CPU time`);

  const loop = await runPython(provider, "while True: pass", { cpuMs: 500 });
  assert.ok(loop.kind === "killed" && loop.by === "cpu");
  console.log("an endless loop is killed by its limit of", loop.by);

  const flood = await runPython(provider, "print('é' * 10_000_000)", { outputBytes: 101 });
  assert.equal(flood.stdout, "é".repeat(50));
  console.log("output is cut between letters:", flood.truncated);

  const thief = await runPython(provider, "open('/etc/shadow').read()");
  assert.ok(thief.kind === "exited" && thief.code === 1);
  console.log("reading the host's passwords:", thief.stderr.trim().split("\n").at(-1));
}

try {
  await using provider = await createSandbox({ backend: "auto" });
  await showAll(provider);
} catch (error) {
  // Never a weaker one in silence: without a sandbox for Python this example only says what is missing.
  if (!(EvalkitError.is(error) && error.code === "EVALKIT_SANDBOX_UNAVAILABLE")) throw error;
  console.log(`${error.message}\n${error.hint ?? ""}`);
}
