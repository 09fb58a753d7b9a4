import type { SandboxProvider } from "@evalkit/core";

/** Which Python modules a provider's sandboxes lack; each set is asked for once. */
export class MissingModules {
  readonly #provider: SandboxProvider;
  readonly #known = new Map<string, boolean>();

  constructor(provider: SandboxProvider) {
    this.#provider = provider;
  }

  /** Those of the modules that cannot be found. */
  async of(names: readonly string[], { python, signal }: { readonly python: readonly string[]; readonly signal: AbortSignal }): Promise<readonly string[]> {
    const plain = names.filter((name) => /^\w{1,80}$/.test(name));
    const asked = plain.filter((name) => !this.#known.has(name));
    if (asked.length > 0) {
      await using sandbox = await this.#provider.open({ signal });
      const outcome = await sandbox.run([...python, "-I", "-B", "-c", PROBE, ...asked], { signal });
      const found = new Set(outcome.stdout.split("\n"));
      for (const name of asked) this.#known.set(name, found.has(name));
    }
    return plain.filter((name) => this.#known.get(name) !== true);
  }
}

const PROBE = "import importlib.util, sys\nfor name in sys.argv[1:]:\n    if importlib.util.find_spec(name): print(name)\n";
