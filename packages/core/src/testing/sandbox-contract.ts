import assert from "node:assert/strict";
import type { RunOptions, RunOutcome, Sandbox, SandboxProvider } from "../spec/sandbox.js";
import { HOSTILE_TEXTS, type ContractCase } from "./contract.js";

/** A program in the sandbox's language: its files, and the command that starts it. */
export interface ContractProgram {
  readonly command: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

/** Programs that the contract runs; the cases of those left out are left out too. */
export interface SandboxPrograms {
  /** Prints `out` to standard output and `err` to standard error, without line ends, and exits with code 3. */
  readonly prints?: ContractProgram;
  /** Copies standard input to standard output, byte by byte as it is. */
  readonly copiesInput?: ContractProgram;
  /** Writes `kept` to file descriptor 3. */
  readonly writesResult?: ContractProgram;
  /** Prints the file `data/input.txt`. */
  readonly printsFile?: ContractProgram;
  /** Writes `made` to the file `made.txt`. */
  readonly makesFile?: ContractProgram;
  /** Makes `link` in the work folder, a link to `/etc/hostname`. */
  readonly makesLink?: ContractProgram;
  /** Uses the processor for ever. */
  readonly loops?: ContractProgram;
  /** Waits for ever. */
  readonly waits?: ContractProgram;
  /** Prints the letter é a million times, then ends. */
  readonly floods?: ContractProgram;
}

export interface SandboxContractOptions {
  readonly makeProvider: () => Promise<SandboxProvider>;
  readonly programs: SandboxPrograms;
}

interface Bench {
  readonly provider: SandboxProvider;
  readonly run: (program: ContractProgram, options?: Partial<RunOptions>) => Promise<RunOutcome>;
}

type Check = (bench: Bench, program: ContractProgram) => Promise<void>;

/** What every sandbox keeps: output, input and files arrive whole, limits end programs and say which, nothing is left for the next. */
export function sandboxContract({ makeProvider, programs }: SandboxContractOptions): readonly ContractCase[] {
  const cases: readonly (readonly [name: string, program: ContractProgram | undefined, check: Check])[] = [
    ["says what holds the code", { command: [] }, describesItself],
    ["keeps output, errors and the exit code apart", programs.prints, keepsOutputApart],
    ["hands over standard input as it is", programs.copiesInput, handsOverInput],
    ["gives back what was written to the result channel", programs.writesResult, givesBackResult],
    ["opens the result channel only when asked", programs.writesResult, closesResult],
    ["shows a program its files", programs.printsFile, showsFiles],
    ["gives back files as they were written", { command: [] }, givesBackFiles],
    ["reads what a program made", programs.makesFile, readsMadeFiles],
    ["refuses paths that leave the work folder", { command: [] }, refusesOutsidePaths],
    ["follows no link out of the work folder", programs.makesLink, followsNoLinks],
    ["ends a program at its CPU limit", programs.loops, endsLoops],
    ["ends a program at its wall limit", programs.waits, endsWaits],
    ["cuts output cleanly and says so", programs.floods, cutsOutput],
    ["stops at once when aborted, and serves the next", programs.waits, stopsWhenAborted],
    ["shares no files between sandboxes", programs.makesFile, sharesNothing],
    ["refuses work after it was closed", programs.prints, refusesAfterClose],
  ];
  return cases.flatMap(([name, program, check]) => (program === undefined ? [] : [{ name: `sandbox: ${name}`, run: async () => await withBench(makeProvider, async (bench) => await check(bench, program)) }]));
}

async function withBench(makeProvider: () => Promise<SandboxProvider>, check: (bench: Bench) => Promise<void>): Promise<void> {
  await using provider = await makeProvider();
  await check({
    provider,
    run: async (program, options) => {
      await using sandbox = await provider.open({ signal: idle(), ...(program.files !== undefined && { files: program.files }) });
      return await sandbox.run(program.command, { signal: idle(), ...options });
    },
  });
}

const idle = (): AbortSignal => new AbortController().signal;

async function describesItself({ provider }: Bench): Promise<void> {
  const description = provider.describe();
  assert.equal(description.backend, provider.backend);
  assert.ok(description.contains.length > 0 || description.warning !== undefined, "a sandbox that closes nothing carries a warning");
  for (const limit of Object.values(description.limits)) assert.ok(limit > 0);
}

async function keepsOutputApart({ run }: Bench, program: ContractProgram): Promise<void> {
  const outcome = await run(program);
  assert.equal(outcome.kind, "exited");
  assert.equal(outcome.kind === "exited" && outcome.code, 3);
  assert.deepEqual([outcome.stdout, outcome.stderr, outcome.truncated], ["out", "err", false]);
  assert.ok(outcome.wallMs > 0);
}

async function handsOverInput({ run }: Bench, program: ContractProgram): Promise<void> {
  for (const text of HOSTILE_TEXTS) {
    const whole = text.toWellFormed();
    const outcome = await run(program, { stdin: whole, limits: { outputBytes: 8 * 1024 * 1024 } });
    assert.ok(outcome.stdout === whole, `standard input of ${whole.length} characters came back otherwise: ${outcome.stderr.slice(0, 200)}`);
  }
}

async function givesBackResult({ run }: Bench, program: ContractProgram): Promise<void> {
  assert.equal((await run(program, { resultChannel: true })).result, "kept");
}

async function closesResult({ run }: Bench, program: ContractProgram): Promise<void> {
  const outcome = await run(program);
  assert.equal(outcome.result, undefined);
  assert.notEqual(outcome.kind === "exited" ? outcome.code : undefined, 0, "writing to a closed descriptor fails");
}

async function showsFiles({ run }: Bench, program: ContractProgram): Promise<void> {
  const outcome = await run({ ...program, files: { ...program.files, "data/input.txt": "größer 答案" } });
  assert.equal(outcome.stdout.trim(), "größer 答案");
}

async function givesBackFiles({ provider }: Bench): Promise<void> {
  await using sandbox = await provider.open({ signal: idle(), files: { "first.txt": "one" } });
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
  await sandbox.write("deep/er/bytes.bin", bytes);
  assert.deepEqual(Uint8Array.from(await sandbox.read("deep/er/bytes.bin")), bytes);
  await sandbox.write("first.txt", "two");
  assert.equal(await textAt(sandbox, "first.txt"), "two");
  await assert.rejects(sandbox.read("missing.txt"));
}

async function readsMadeFiles({ provider }: Bench, program: ContractProgram): Promise<void> {
  await using sandbox = await provider.open({ signal: idle(), ...(program.files !== undefined && { files: program.files }) });
  await sandbox.run(program.command, { signal: idle() });
  assert.equal(await textAt(sandbox, "made.txt"), "made");
}

async function refusesOutsidePaths({ provider }: Bench): Promise<void> {
  await using sandbox = await provider.open({ signal: idle() });
  for (const path of ["../outside", "/etc/hostname", "a/../../outside", "", ".", "a//b", "zero\0byte"]) {
    await assert.rejects(sandbox.write(path, "x"), `writing ${JSON.stringify(path)}`);
    await assert.rejects(sandbox.read(path), `reading ${JSON.stringify(path)}`);
  }
}

async function followsNoLinks({ provider }: Bench, program: ContractProgram): Promise<void> {
  await using sandbox = await provider.open({ signal: idle(), ...(program.files !== undefined && { files: program.files }) });
  await sandbox.run(program.command, { signal: idle() });
  await assert.rejects(sandbox.read("link"));
}

async function endsLoops({ run }: Bench, program: ContractProgram): Promise<void> {
  const outcome = await run(program, { limits: { cpuMs: 300, wallMs: 60_000 } });
  assert.deepEqual([outcome.kind, outcome.kind === "killed" && outcome.by], ["killed", "cpu"]);
}

async function endsWaits({ run }: Bench, program: ContractProgram): Promise<void> {
  const outcome = await run(program, { limits: { wallMs: 500 } });
  assert.deepEqual([outcome.kind, outcome.kind === "killed" && outcome.by], ["killed", "wall"]);
  assert.ok(outcome.wallMs >= 490);
}

async function cutsOutput({ run }: Bench, program: ContractProgram): Promise<void> {
  const outcome = await run(program, { limits: { outputBytes: 1001 } });
  assert.equal(outcome.truncated, true);
  assert.equal(outcome.stdout, "é".repeat(500));
}

async function stopsWhenAborted({ provider, run }: Bench, program: ContractProgram): Promise<void> {
  const controller = new AbortController();
  const reason = new Error("enough");
  const running = run(program, { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 200);
  await assert.rejects(running, (error) => error === reason);
  await assert.rejects(provider.open({ signal: controller.signal }), (error) => error === reason);
  await using next = await provider.open({ signal: idle(), files: { "a.txt": "a" } });
  assert.equal(await textAt(next, "a.txt"), "a");
}

async function sharesNothing({ provider, run }: Bench, program: ContractProgram): Promise<void> {
  await run(program);
  await using next = await provider.open({ signal: idle() });
  await assert.rejects(next.read("made.txt"));
}

async function refusesAfterClose({ provider }: Bench, program: ContractProgram): Promise<void> {
  const sandbox = await provider.open({ signal: idle() });
  await sandbox[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
  await assert.rejects(sandbox.run(program.command, { signal: idle() }));
}

async function textAt(sandbox: Sandbox, path: string): Promise<string> {
  return new TextDecoder().decode(await sandbox.read(path));
}
