import { availableParallelism } from "node:os";
import { ConfigError, type SandboxLimits } from "@evalkit/core";

/** Ten seconds of CPU time within a minute on the wall, 512 MiB a process, 64 processes, 1 MiB of output, 64 MiB of files. */
export const DEFAULT_LIMITS: SandboxLimits = {
  cpuMs: 10_000,
  wallMs: 60_000,
  memoryBytes: 512 * 1024 * 1024,
  processes: 64,
  outputBytes: 1024 * 1024,
  fileBytes: 64 * 1024 * 1024,
};

/** `limits` laid over `base`. Throws a ConfigError for a limit that is no positive whole number. */
export function withLimits(base: SandboxLimits, limits: Partial<SandboxLimits> | undefined): SandboxLimits {
  const merged = { ...base, ...limits };
  for (const [name, value] of Object.entries(merged)) {
    if (!Number.isSafeInteger(value) || value <= 0) {
      throw new ConfigError(`sandbox limit ${name} is ${String(value)}; it must be a positive whole number`);
    }
  }
  return merged;
}

/** Sandboxes that run at once when nothing else is said: one a core. */
export function defaultWorkers(): number {
  return availableParallelism();
}
