import { join, resolve } from "node:path";
import type { ProcessEnvironment } from "../env.js";

/** Our own cache folder, the same as for benchmarks. */
export function cacheDir({ cwd, env }: Pick<ProcessEnvironment, "cwd" | "env">): string {
  const own = env["EVALKIT_CACHE"] || undefined;
  if (own !== undefined) return resolve(cwd, own);
  const base = env["XDG_CACHE_HOME"] || env["LOCALAPPDATA"] || (env["HOME"] ? join(env["HOME"], ".cache") : undefined);
  return base === undefined ? resolve(cwd, ".evalkit-cache") : resolve(base, "evalkit");
}
