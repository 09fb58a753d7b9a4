import type { SandboxProvider } from "@evalkit/core";
import { LIBRARY_LIMITS } from "./limits.js";

/** Which Python modules a provider's sandboxes lack or cannot load; each is asked for once. */
export class MissingModules {
  readonly #provider: SandboxProvider;
  readonly #known = new Map<string, boolean>();

  constructor(provider: SandboxProvider) {
    this.#provider = provider;
  }

  /** Those of the modules that cannot be imported. */
  async of(names: readonly string[], { python, signal }: { readonly python: readonly string[]; readonly signal: AbortSignal }): Promise<readonly string[]> {
    const plain = names.filter((name) => /^\w{1,80}$/.test(name));
    const asked = plain.filter((name) => !this.#known.has(name));
    if (asked.length > 0) {
      await using sandbox = await this.#provider.open({ signal });
      const outcome = await sandbox.run([...python, "-I", "-B", "-c", PROBE, ...asked], { signal, limits: { ...LIBRARY_LIMITS, cpuMs: asked.length * 60_000, wallMs: asked.length * 600_000 } });
      const found = new Set(outcome.stdout.split("\n"));
      for (const name of asked) this.#known.set(name, found.has(name));
    }
    return plain.filter((name) => this.#known.get(name) !== true);
  }
}

/** Each is imported in a process of its own, so that one that ends it says nothing of the others; what they print is no answer. */
const PROBE = `import os, sys
for name in sys.argv[1:]:
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            __import__(name)
        except BaseException:
            os._exit(1)
        os._exit(0)
    if os.waitpid(pid, 0)[1] == 0: print(name)
`;
