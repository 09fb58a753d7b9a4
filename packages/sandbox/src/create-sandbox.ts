import { ConfigError, SandboxUnavailableError, type SandboxBackend, type SandboxLimits, type SandboxProvider } from "@evalkit/core";
import { DEFAULT_LIMITS, defaultWorkers, withLimits } from "./limits.js";
import type { DockerOptions } from "./docker/engine.js";
import { openLocal } from "./local/open-local.js";
import { HARNESS } from "./verdict/python/harness.js";

export interface CreateSandboxOptions {
  /** `auto` takes bubblewrap, else landlock, and nothing weaker. */
  readonly backend: SandboxBackend | "auto";
  /** Laid over DEFAULT_LIMITS, for every run that does not set its own. */
  readonly limits?: Partial<SandboxLimits>;
  /**
   * Sandboxes open at once; further ones wait for their turn.
   * @default one a core
   */
  readonly workers?: number;
  /** For the backend docker. */
  readonly docker?: DockerOptions;
  /** Without it, `none` is refused. */
  readonly allowUnsafeExecution?: boolean;
}

const WHAT_TO_DO = "Install bubblewrap (`apt install bubblewrap`), or use Linux 5.13 or newer with python3; or name --sandbox docker";

/**
 * Opens a backend after trying it out. Throws a SandboxUnavailableError that says what is missing, and never takes a weaker one than asked for;
 * a ConfigError for `none` without `allowUnsafeExecution`, or limits that make no sense.
 */
export async function createSandbox(options: CreateSandboxOptions): Promise<SandboxProvider> {
  const limits = withLimits(DEFAULT_LIMITS, options.limits);
  const workers = options.workers ?? defaultWorkers();
  if (!Number.isSafeInteger(workers) || workers < 1) throw new ConfigError(`sandbox workers is ${String(workers)}; it must be a positive whole number`);
  const { backend } = options;
  if (backend === "none" && options.allowUnsafeExecution !== true) {
    throw new ConfigError("the sandbox \"none\" holds nothing and needs --allow-unsafe-execution", { hint: "Take --sandbox auto, or allow unsafe execution on a machine that you can lose" });
  }
  if (backend === "quickjs") return new (await import("./quickjs/quickjs-provider.js")).QuickJsProvider({ limits, workers });
  if (backend === "docker") return await (await import("./docker/docker-provider.js")).openDocker({ limits, workers, docker: options.docker });
  const reasons: string[] = [];
  for (const candidate of backend === "auto" ? (["bubblewrap", "landlock"] as const) : [backend]) {
    const attempt = await openLocal({ backend: candidate, limits, workers, warmSources: [HARNESS] });
    if ("provider" in attempt) return attempt.provider;
    reasons.push(`${candidate}: ${attempt.missing}`);
  }
  const what = backend === "auto" ? "no sandbox can hold code here" : "this sandbox cannot hold code here";
  throw new SandboxUnavailableError(`${what} (${reasons.join("; ")})`, { hint: WHAT_TO_DO });
}
