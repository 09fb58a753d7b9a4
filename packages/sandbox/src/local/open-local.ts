import { mkdtemp, chmod } from "node:fs/promises";
import { execFile } from "node:child_process";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EvalkitError, type SandboxDescription, type SandboxLimits } from "@evalkit/core";
import type { LauncherConfig } from "../launcher/worker.js";
import { findProgram } from "../which.js";
import { describeLocal } from "./describe-local.js";
import { goCachePlace } from "./go-cache.js";
import { localConfig, type LocalBackend } from "./local-config.js";
import { javaConfiguration, showTools } from "./show-tools.js";
import { firstSlotUser, userMap } from "./slot-user.js";
import { LocalProvider, type LauncherReady } from "./local-provider.js";

export interface OpenLocalOptions {
  readonly backend: LocalBackend;
  readonly limits: SandboxLimits;
  readonly workers: number;
  /**
   * Python sources that are run often, such as a harness: landlock forks an interpreter that has them compiled for `python3 -I -S -c SOURCE`.
   * They must be our own, for they are compiled outside the sandbox. Each run has an empty work folder of its own, without toolchains from outside the system's
   * folders; after other work in the same sandbox an ordinary interpreter is started instead. `any` is for tests: every source is run so, compiled inside.
   */
  readonly warmSources?: readonly string[] | "any";
  /** For tests: pretends that the machine gives no better namespaces than these. */
  readonly namespaces?: readonly LauncherConfig["namespaces"][];
}

/** Signals that a landlock program sends stay inside from this version of the interface on. */
const LANDLOCK_WITH_SIGNALS = 6;
const PROBE_MS = 60_000;

/** A provider that was seen to work, or why there is none. */
export type LocalAttempt = { readonly provider: LocalProvider } | { readonly missing: string };

/** Tries a backend of this machine, its strongest form first. */
export async function openLocal(options: OpenLocalOptions): Promise<LocalAttempt> {
  const { backend } = options;
  const system = platform();
  if (system !== "linux" && (backend !== "none" || system === "win32")) return { missing: `it needs Linux; this is ${system}` };
  const processor = arch();
  if (processor !== "x64" && processor !== "arm64") return { missing: `no filter of system calls is known for ${processor}` };
  const python = await findProgram("python3");
  if (python === undefined) return { missing: "python3 is not installed; install it from your system's packages" };
  const bwrap = backend === "bubblewrap" ? await findProgram("bwrap") : "";
  if (bwrap === undefined) return { missing: "bwrap is not installed; install it with `apt install bubblewrap` or `dnf install bubblewrap`" };
  const isRoot = process.getuid?.() === 0;
  const disablesUserNamespaces = backend === "bubblewrap" && (await hasDisableUserNamespaces(bwrap));
  const firstUser = isRoot ? firstSlotUser(await userMap(), options.workers) : 0;
  const shown = await showTools(isRoot, await javaConfiguration());
  const reasons: string[] = [];
  for (const namespaces of options.namespaces ?? namespacesToTry(backend, isRoot)) {
    const folder = await mkdtemp(join(tmpdir(), "evalkit-sandbox-"));
    await chmod(folder, 0o711);
    const { readable, tools, prepare } = await goCachePlace({ folder, hasOwnMounts: namespaces !== "none", shown, openLike: async (folderBytes) => await providerLike(options, { namespaces, folderBytes }) });
    const configOptions = { backend, namespaces, isRoot, firstUser, processor, folder, folderBytes: options.limits.fileBytes, readable, tools, warmSources: backend === "landlock" && Array.isArray(options.warmSources) ? options.warmSources : [], bwrap, disablesUserNamespaces } as const;
    const describe = (limits: SandboxLimits): SandboxDescription => describeLocal({ backend, namespaces, isRoot, limits });
    const { warmSources } = options;
    const warmSource = backend !== "landlock" || warmSources === undefined ? undefined : (command: readonly string[]) => warmSourceOf({ python, command, sources: warmSources });
    const provider = new LocalProvider({ ...options, python, programs: shown.programs, prepare, folder, configOf: (slot) => localConfig(configOptions, slot), describe, ...(warmSource !== undefined && { warmSource }) });
    const reason = await flawOf(provider, configOptions);
    if (reason === undefined) return { provider };
    reasons.push(reason);
    await provider[Symbol.asyncDispose]();
  }
  return { missing: [...new Set(reasons)].join("; ") };
}

/** A provider for one sandbox at a time that holds programs in the same way, with a work folder of another size. */
async function providerLike(options: OpenLocalOptions, { namespaces, folderBytes }: { readonly namespaces: LauncherConfig["namespaces"]; readonly folderBytes: number }): Promise<LocalProvider | undefined> {
  const attempt = await openLocal({ backend: options.backend, limits: { ...options.limits, fileBytes: folderBytes }, workers: 1, namespaces: [namespaces] });
  return "provider" in attempt ? attempt.provider : undefined;
}

function namespacesToTry(backend: LocalBackend, isRoot: boolean): readonly LauncherConfig["namespaces"][] {
  if (backend === "none") return ["none"];
  return backend === "landlock" && isRoot ? ["user", "root", "none"] : ["user", "none"];
}

const NO_LANDLOCK = "the kernel has no Landlock; that takes Linux 5.13 or newer, and landlock among the security modules that it starts with (/sys/kernel/security/lsm names them)";

/** Why a provider does not hold programs here, if so. */
async function flawOf(provider: LocalProvider, { backend, namespaces, isRoot }: { readonly backend: LocalBackend; readonly namespaces: string; readonly isRoot: boolean }): Promise<string | undefined> {
  const signal = AbortSignal.timeout(PROBE_MS);
  try {
    const { sandbox, ready } = await provider.start(signal);
    await using _closed = sandbox;
    if (backend === "landlock" && ready.landlock < 1) return NO_LANDLOCK;
    const weakness = backend === "landlock" && namespaces === "none" && !isRoot ? signalWeakness(ready) : undefined;
    if (weakness !== undefined) return weakness;
    const outcome = await sandbox.run(["/bin/sh", "-c", "exit 7"], { signal });
    return outcome.kind === "exited" && outcome.code === 7 ? undefined : `a trial program ended wrongly: ${outcome.stderr.slice(0, 300)}`;
  } catch (error) {
    if (EvalkitError.is(error)) return error.message;
    throw error;
  }
}

function signalWeakness(ready: LauncherReady): string | undefined {
  if (ready.landlock >= LANDLOCK_WITH_SIGNALS) return undefined;
  return `user namespaces are not allowed here and the kernel's Landlock (version ${ready.landlock}) lets a program signal others of the same user`;
}

async function hasDisableUserNamespaces(bwrap: string): Promise<boolean> {
  try {
    return (await promisify(execFile)(bwrap, ["--help"], { timeout: PROBE_MS })).stdout.includes("--disable-userns");
  } catch {
    return false;
  }
}

/** Which SOURCE of `python3 -I -S … -c SOURCE` it is, where a warm interpreter may stand in for it. */
function warmSourceOf({ python, command, sources }: { readonly python: string; readonly command: readonly string[]; readonly sources: readonly string[] | "any" }): number | string | undefined {
  const [program, ...rest] = command;
  const at = rest.indexOf("-c");
  const source = rest[at + 1];
  const switches = rest.slice(0, at);
  if (program !== python || source === undefined || at !== rest.length - 2 || !switches.includes("-I") || !switches.includes("-S") || !switches.every((part) => ["-I", "-S", "-B"].includes(part))) return undefined;
  if (sources === "any") return source;
  const index = sources.indexOf(source);
  return index < 0 ? undefined : index;
}
