import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SandboxUnavailableError, type Sandbox, type SandboxBackend, type SandboxDescription, type SandboxLimits, type SandboxProvider } from "@evalkit/core";
import { LauncherPool } from "../launcher/pool.js";
import type { LauncherConfig } from "../launcher/worker.js";
import { textOf } from "../text.js";
import { Toolchains, type ToolchainsOptions } from "../toolchains.js";
import { LocalSandbox } from "./local-sandbox.js";

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 50;

export interface LocalProviderOptions {
  readonly backend: SandboxBackend;
  readonly python: string;
  readonly limits: SandboxLimits;
  /** Sandboxes at once. */
  readonly workers: number;
  /** Host folder that is removed in the end. */
  readonly folder: string;
  readonly configOf: (slot: number) => LauncherConfig;
  readonly describe: (limits: SandboxLimits) => SandboxDescription;
  /** Programs inside that are not where the system puts them, by language. */
  readonly programs: ToolchainsOptions["programs"];
  readonly prepare: ToolchainsOptions["prepare"];
  readonly warmSource?: (command: readonly string[]) => number | string | undefined;
}

/** What a launcher says of the machine when it is ready. */
export interface LauncherReady {
  /** Version of the kernel's Landlock interface, 0 without. */
  readonly landlock: number;
  readonly isRoot: boolean;
}

/** Sandboxes held by launcher processes of this machine, at most `workers` at once; further ones wait. */
export class LocalProvider implements SandboxProvider {
  readonly backend: SandboxBackend;
  readonly #options: LocalProviderOptions;
  readonly #pool: LauncherPool;
  readonly #toolchains: Toolchains;

  constructor(options: LocalProviderOptions) {
    this.backend = options.backend;
    this.#options = options;
    this.#pool = new LauncherPool({ size: options.workers, python: options.python, configOf: options.configOf });
    this.#toolchains = new Toolchains({ provider: this, programs: options.programs, prepare: options.prepare });
  }

  /** Numbers of the users that programs run under, where they are no others' too. */
  get users(): readonly number[] {
    return Array.from({ length: this.#options.workers }, (_, slot) => this.#options.configOf(slot)).flatMap(({ uid, dropsUser }) => (dropsUser ? [uid] : []));
  }

  describe(): SandboxDescription {
    return this.#options.describe(this.#options.limits);
  }

  async toolchain(language: string): Promise<readonly string[] | undefined> {
    return await this.#toolchains.of(language);
  }

  async open({ signal, files = {} }: { readonly signal: AbortSignal; readonly files?: Readonly<Record<string, string>> }): Promise<Sandbox> {
    // Where a warm interpreter may be asked for, whose runs need no sandbox of their own, none is begun before something else is.
    if (this.#options.warmSource !== undefined && Object.keys(files).length === 0) return await this.#lease(signal);
    const { sandbox } = await this.start(signal);
    try {
      for (const [path, content] of Object.entries(files)) await sandbox.write(path, content);
    } catch (error) {
      await sandbox[Symbol.asyncDispose]();
      throw error;
    }
    return sandbox;
  }

  /** Opens a sandbox and says what its launcher found. A launcher that cannot start is tried anew a few times. */
  async start(signal: AbortSignal): Promise<{ readonly sandbox: LocalSandbox; readonly ready: LauncherReady }> {
    for (let attempt = 1; ; attempt++) {
      const sandbox = await this.#lease(signal);
      try {
        return { sandbox, ready: JSON.parse(textOf(await sandbox.begin(signal))) as LauncherReady };
      } catch (error) {
        await sandbox[Symbol.asyncDispose]();
        if (!(error instanceof SandboxUnavailableError) || attempt === ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt));
      }
    }
  }

  async #lease(signal: AbortSignal): Promise<LocalSandbox> {
    const { limits, warmSource } = this.#options;
    return new LocalSandbox({ lease: await this.#pool.acquire(signal), limits, ...(warmSource !== undefined && { warmSource }) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool[Symbol.asyncDispose]();
    // Node's own removal gives up on folders that a program nested too deep.
    await promisify(execFile)("rm", ["-rf", "--", this.#options.folder]);
  }
}
