import { availableParallelism } from "node:os";
import { type CodeChecker, EvalkitError, type SandboxDescription, SandboxUnavailableError } from "@evalkit/core";
import type { SandboxConfig, TaskConfig } from "./config/index.js";
import { type BenchmarkModule, loadBenchmark } from "./registry.js";
import { requireLanguages } from "./sandbox-languages.js";

/** What runs the code of answers during a run. */
export interface OpenedSandbox extends AsyncDisposable {
  /** Rejects every check where no sandbox could be opened: samples are then failed, and no code is run. */
  readonly codeChecker: CodeChecker;
  /** Absent where none could be opened. */
  readonly description?: SandboxDescription;
  /** Why none could be opened, and what to install. */
  readonly missing?: SandboxUnavailableError;
}

/** Whether a benchmark runs code of answers. */
export function needsSandbox({ requires }: Pick<BenchmarkModule, "requires">): boolean {
  return requires?.sandbox !== undefined;
}

const CONFIG: SandboxConfig = { backend: "auto", allowUnsafeExecution: false };

/**
 * Opens the sandbox that a task asks for. One that is not possible here is no error yet: its reason meets every sample that needs it. Throws
 * `ConfigError` for settings that make no sense, and where the sandbox cannot run the only language of one of the benchmarks.
 */
async function openSandbox({ sandbox = CONFIG }: Pick<TaskConfig, "sandbox">, benchmarks: readonly BenchmarkModule[] = []): Promise<OpenedSandbox> {
  const { createCodeChecker, createSandbox } = await import("@evalkit/sandbox");
  const workers = sandbox.workers ?? availableParallelism();
  try {
    const { backend, allowUnsafeExecution, memoryBytes, image } = sandbox;
    await using held = new AsyncDisposableStack();
    const provider = held.use(await createSandbox({ backend, allowUnsafeExecution, workers, ...(memoryBytes === undefined ? {} : { limits: { memoryBytes } }), ...(image === undefined ? {} : { docker: { image } }) }));
    await requireLanguages(benchmarks, provider);
    const kept = held.move();
    return {
      codeChecker: createCodeChecker({ provider, concurrency: workers }),
      description: provider.describe(),
      [Symbol.asyncDispose]: () => kept.disposeAsync(),
    };
  } catch (error) {
    if (!EvalkitError.is(error) || error.fault === "user") throw error;
    const missing = new SandboxUnavailableError(`No code was run: ${error.message}`, error.hint === undefined ? { cause: error } : { cause: error, hint: error.hint });
    return { codeChecker: { check: () => Promise.reject(missing) }, missing, [Symbol.asyncDispose]: async () => {} };
  }
}

/** The task's sandbox, where one of its benchmarks runs code. Names that cannot be loaded are passed over: planning says what is wrong with them. */
export async function openNeededSandbox(task: Pick<TaskConfig, "datasets" | "sandbox">, cwd: string): Promise<OpenedSandbox | undefined> {
  const needing: BenchmarkModule[] = [];
  for (const name of task.datasets) {
    const module = await loadBenchmark(name, cwd).catch((error: unknown) => {
      if (EvalkitError.is(error)) return undefined;
      throw error;
    });
    if (module !== undefined && needsSandbox(module)) needing.push(module);
  }
  return needing.length === 0 ? undefined : openSandbox(task, needing);
}

/** Throws what `openNeededSandbox` would throw. `auto` is not tried out: what it takes is started by python3 and runs all that the system has. */
export async function checkNeededSandbox(task: Pick<TaskConfig, "datasets" | "sandbox">, cwd: string): Promise<void> {
  if ((task.sandbox ?? CONFIG).backend === "auto") return;
  await using _sandbox = await openNeededSandbox(task, cwd);
}

/** What has to be said at the start: that code will not run, or that nothing holds it. */
export function sandboxWarnings(sandbox: OpenedSandbox | undefined): readonly string[] {
  const { missing, description } = sandbox ?? {};
  if (missing !== undefined) return sandboxNotes({ missing });
  return description?.warning === undefined ? [] : [description.warning];
}

/** A sandbox that is opened by the first check, for work of which nobody knows beforehand whether code is run. `onWarning` is told what `sandboxWarnings` says of it. */
export function lazySandbox(task: Pick<TaskConfig, "sandbox">, onWarning: (text: string) => void): { readonly codeChecker: CodeChecker } & AsyncDisposable {
  let opened: Promise<OpenedSandbox> | undefined;
  const open = async (): Promise<OpenedSandbox> => {
    const sandbox = await openSandbox(task);
    for (const text of sandboxWarnings(sandbox)) onWarning(text);
    return sandbox;
  };
  return {
    codeChecker: {
      check: async (check, signal) => {
        opened ??= open();
        return await (await opened).codeChecker.check(check, signal);
      },
    },
    [Symbol.asyncDispose]: async () => {
      const sandbox = await opened?.catch(() => undefined);
      await sandbox?.[Symbol.asyncDispose]();
    },
  };
}

/** What is said of the sandbox beside a benchmark that uses it. */
export function sandboxNotes({ description, missing }: Pick<OpenedSandbox, "description" | "missing">): readonly string[] {
  if (missing !== undefined) return [`${missing.message} ${missing.hint ?? ""}`.trim()];
  if (description === undefined) return [];
  const { backend, contains, limits, warning } = description;
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MiB`;
  const held = contains.length === 0 ? "" : `: ${contains.join("; ")}`;
  return [
    `Code of answers ran in the sandbox ${backend}${held}. Limits unless a check sets its own: ${limits.cpuMs / 1000} s of CPU time, ${limits.wallMs / 1000} s on the clock, ${megabytes(limits.memoryBytes)} of address space, ${limits.processes} processes, ${megabytes(limits.fileBytes)} of files, ${megabytes(limits.outputBytes)} of output.`,
    ...(warning === undefined ? [] : [warning]),
  ];
}
