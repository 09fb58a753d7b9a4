import { ConfigError, EvalkitError, type SandboxBackend, type SandboxKind, type SandboxProvider } from "@evalkit/core";
import type { BenchmarkModule } from "./registry.js";

/** Languages that a benchmark's programs may be in alone. `shell` stands for several, of which those that are missing leave samples unscored. */
const TITLES: Readonly<Partial<Record<SandboxKind, string>>> = { python: "Python", javascript: "JavaScript" };

const BACKENDS = ["bubblewrap", "landlock", "docker", "quickjs"] as const;

/** Throws a `ConfigError` where the provider cannot run the only language of one of the benchmarks; the error names those, and what runs it here. */
export async function requireLanguages(benchmarks: readonly BenchmarkModule[], provider: SandboxProvider): Promise<void> {
  for (const kind of Object.keys(TITLES) as SandboxKind[]) {
    const ids = benchmarks.filter(({ requires }) => requires?.sandbox === kind).map(({ id }) => id);
    if (ids.length === 0 || (await runs(provider, kind))) continue;
    const title = TITLES[kind] ?? kind;
    const able = await backendsFor(kind, provider.backend);
    throw new ConfigError(`The sandbox ${provider.backend} cannot run ${title}, and the code of ${ids.join(", ")} is ${title}.`, {
      hint: able.length === 0 ? `No sandbox here runs ${title}: install it from the system's packages.` : `${able.join(" and ")} ${able.length === 1 ? "runs" : "run"} ${title} here: --sandbox ${able[0] ?? "auto"}.`,
    });
  }
}

/** A trial that only took too long is no missing language: it is repeated when the first program is checked. */
async function runs(provider: SandboxProvider, kind: SandboxKind): Promise<boolean> {
  try {
    return (await provider.toolchain(kind)) !== undefined;
  } catch (error) {
    if (EvalkitError.is(error) && error.retryable) return true;
    throw error;
  }
}

async function backendsFor(kind: SandboxKind, besides: SandboxBackend): Promise<readonly string[]> {
  const found: string[] = [];
  for (const backend of BACKENDS) if (backend !== besides && (await opensAndRuns(backend, kind))) found.push(backend);
  return found;
}

async function opensAndRuns(backend: (typeof BACKENDS)[number], kind: SandboxKind): Promise<boolean> {
  const { createSandbox } = await import("@evalkit/sandbox");
  try {
    await using provider = await createSandbox({ backend, workers: 1 });
    return await runs(provider, kind);
  } catch (error) {
    if (EvalkitError.is(error)) return false;
    throw error;
  }
}
