import { EvalkitError, type SandboxBackend } from "@evalkit/core";
import { createSandbox, type CreateSandboxOptions } from "./create-sandbox.js";

/** Whether a backend holds programs on this machine. */
export interface BackendState {
  readonly backend: Exclude<SandboxBackend, "none">;
  readonly isAvailable: boolean;
  /** What it closes, in words, where it is available. */
  readonly contains: readonly string[];
  /** Why it is not available, and what to do about it. */
  readonly why?: string;
}

const BACKENDS = ["bubblewrap", "landlock", "docker", "quickjs"] as const;

/** Tries every backend out, in the order in which they are preferred. Never rejects for one that is missing. */
export async function describeBackends(options: Pick<CreateSandboxOptions, "docker"> = {}): Promise<readonly BackendState[]> {
  return await Promise.all(BACKENDS.map(async (backend) => await stateOf(backend, options)));
}

async function stateOf(backend: BackendState["backend"], options: Pick<CreateSandboxOptions, "docker">): Promise<BackendState> {
  try {
    await using provider = await createSandbox({ ...options, backend, workers: 1 });
    return { backend, isAvailable: true, contains: provider.describe().contains };
  } catch (error) {
    if (!EvalkitError.is(error)) throw error;
    return { backend, isAvailable: false, contains: [], why: error.hint === undefined ? error.message : `${error.message}. ${error.hint}.` };
  }
}
