import assert from "node:assert/strict";
import type { RunOutcome, SandboxLimits, SandboxProvider } from "@evalkit/core";
import type { HostileProgram } from "../hostile/program.js";
import type { Host } from "./canaries.js";

const MIB = 1024 * 1024;

/** Small enough that a bomb that is not held does little harm. */
export const HOSTILE_LIMITS: SandboxLimits = { cpuMs: 5000, wallMs: 30_000, memoryBytes: 256 * MIB, processes: 32, outputBytes: 64 * 1024, fileBytes: 64 * MIB };
const MEMORY_GROWTH_BYTES = 256 * MIB;

export interface HostileTrial {
  readonly host: Host;
  readonly provider: SandboxProvider;
  readonly program: HostileProgram;
  /** The command for a source, and the files that it needs. */
  readonly start: (source: string) => { readonly command: readonly string[]; readonly files?: Readonly<Record<string, string>> };
  /** Users under which the provider runs programs, where they are its own. */
  readonly users?: readonly number[];
  /** What starts every source, a comment with a marker in it. */
  readonly comment: string;
}

/** Runs a hostile program and requires that nothing of the host was harmed, and that the next program runs as if nothing had been. */
export async function expectHeld({ host, provider, program, start, users = [], comment }: HostileTrial): Promise<void> {
  const marker = `marker-${crypto.randomUUID()}`;
  const before = process.memoryUsage.rss();
  const outcome = await runAlone(provider, start(`${comment} ${marker}\n${program.source(host.canaries)}`), program.limits);
  expectContained(outcome, program, host.canaries.secret);
  assert.ok(process.memoryUsage.rss() - before < MEMORY_GROWTH_BYTES, "the memory of this process grew");
  await host.expectNoSurvivors(users, marker);
  await host.expectUnharmed();
  const print = comment === "#" ? "print(6 * 7)" : "console.log([6].map((n) => n * 7)[0]);";
  const next = await runAlone(provider, start(print), { wallMs: 30_000 });
  assert.deepEqual([next.kind, next.stdout], ["exited", "42\n"], `the next program: ${next.stderr}`);
}

/** Whether the output shows that a program got through, or that it ended otherwise than it must. */
export function expectContained(outcome: RunOutcome, program: HostileProgram, secret: string): void {
  assert.doesNotMatch(outcome.stdout, /^ESCAPED/mu);
  assert.ok(!`${outcome.stdout}${outcome.stderr}`.includes(secret), "the secret was read");
  assert.doesNotMatch(`${outcome.stdout}${outcome.stderr}`, /^root:/mu);
  if (program.ends === "killed") assert.equal(outcome.kind, "killed", `it ended as ${JSON.stringify(outcome).slice(0, 500)}`);
  assert.ok(outcome.stdout.length <= HOSTILE_LIMITS.outputBytes && outcome.stderr.length <= HOSTILE_LIMITS.outputBytes);
}

async function runAlone(provider: SandboxProvider, started: ReturnType<HostileTrial["start"]>, limits: Partial<SandboxLimits> = {}): Promise<RunOutcome> {
  const { signal } = new AbortController();
  await using sandbox = await provider.open({ signal, ...(started.files !== undefined && { files: started.files }) });
  return await sandbox.run(started.command, { signal, limits });
}
