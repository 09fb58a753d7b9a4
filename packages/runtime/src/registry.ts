import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Benchmark, ConfigError, PluginError } from "@evalkit/core";
import { type CatalogEntry, catalog, findBenchmark } from "@evalkit/benchmarks";
import type { TabularBenchmark } from "@evalkit/datasets";
import { isModulePath, nearest } from "./config/index.js";
import { evalscopeBenchmarks } from "./evalscope-benchmarks.js";
import { fileExists } from "./file-exists.js";

/** What a benchmark module exports by default: ready to run, or to be configured with `--dataset-args` first. */
export type BenchmarkModule = Benchmark | TabularBenchmark;

/** Every benchmark that comes with evalkit. */
export function listBenchmarks(): readonly CatalogEntry[] {
  return catalog;
}

/** A benchmark by its name, by a path to a module (`./bench.ts`) or by a package name. Throws `ConfigError` or `PluginError`. */
export async function loadBenchmark(name: string, cwd: string): Promise<BenchmarkModule> {
  const known = findBenchmark(name);
  if (known !== undefined) return (await known.load()).default;
  if (isModulePath(name)) {
    const url = pathToFileURL(resolveFile(name, cwd)).href;
    return importBenchmark(() => import(url), name);
  }
  if (isPackage(name)) return importBenchmark(() => importFrom(name, cwd), name);
  if (evalscopeBenchmarks.has(name)) {
    throw new ConfigError(`The benchmark ${name} is not supported yet.`, { hint: "`evalkit list` shows those that are." });
  }
  const suggestions = nearest(name, catalog.flatMap((entry) => [entry.id, ...entry.aliases]));
  throw new ConfigError(`There is no benchmark called "${name}".`, {
    hint: suggestions.length > 0 ? `Did you mean ${suggestions.join(" or ")}? \`evalkit list\` shows all.` : "`evalkit list` shows all of them.",
  });
}

/** Whether a benchmark takes `--dataset-args`. */
export function isTabular(benchmark: BenchmarkModule): benchmark is TabularBenchmark {
  return "kind" in benchmark && benchmark.kind === "evalkit.tabular.v1";
}

function isPackage(name: string): boolean {
  return name.startsWith("@") || name.includes("/");
}

function resolveFile(name: string, cwd: string): string {
  const path = resolve(cwd, name);
  if (!fileExists(path)) throw new ConfigError(`The benchmark file ${name} does not exist.`, { hint: `Looked for ${path}.` });
  return path;
}

/** Resolves the package from the user's folder, with the conditions of an import, as if a file there imported it. */
async function importFrom(name: string, cwd: string): Promise<unknown> {
  const parentURL = pathToFileURL(join(cwd, "package.json")).href;
  const hooks = registerHooks({
    resolve: (specifier, context, next) => next(specifier, specifier === name ? { ...context, parentURL } : context),
  });
  try {
    return await import(name);
  } finally {
    hooks.deregister();
  }
}

async function importBenchmark(load: () => Promise<unknown>, name: string): Promise<BenchmarkModule> {
  let module: unknown;
  try {
    module = await load();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PluginError(`The benchmark ${name} cannot be loaded: ${reason}`, {
      cause,
      ...(isModulePath(name) ? {} : { hint: `Is it installed here? npm install ${name}` }),
    });
  }
  const exported = typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  if (isBenchmark(exported)) return exported;
  throw new PluginError(`${name} has no benchmark as its default export.`, {
    hint: "Export the value of defineBenchmark({...}) or defineTabularBenchmark({...}) as default.",
  });
}

function isBenchmark(value: unknown): value is BenchmarkModule {
  if (typeof value !== "object" || value === null || !("id" in value) || !("scorers" in value)) return false;
  return ("dataset" in value && "prompt" in value) || ("kind" in value && value.kind === "evalkit.tabular.v1");
}
