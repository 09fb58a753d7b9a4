import type { SandboxLimits } from "@evalkit/core";
import { DEFAULT_LIMITS, withLimits } from "../limits.js";
import type { LauncherConfig } from "../launcher/worker.js";
import type { LocalBackend } from "../local/local-config.js";
import type { LocalProvider } from "../local/local-provider.js";
import { openLocal } from "../local/open-local.js";

/** A way of this machine to hold programs, for tests; `skips` says why it cannot be tried here. */
export interface LocalCase {
  readonly name: string;
  readonly backend: LocalBackend;
  readonly namespaces: LauncherConfig["namespaces"];
  readonly skips?: string;
  readonly open: (limits?: Partial<SandboxLimits>, workers?: number) => Promise<LocalProvider>;
}

/** Every form of the backends that hold programs: with a user namespace, with root's namespaces, and with none. */
export async function localCases(): Promise<readonly LocalCase[]> {
  const forms = [
    ["bubblewrap", "user"],
    ["bubblewrap", "none"],
    ["landlock", "user"],
    ["landlock", "root"],
    ["landlock", "none"],
  ] as const;
  return await Promise.all(
    forms.map(async ([backend, namespaces]) => {
      const attempt = await openLocal({ backend, limits: DEFAULT_LIMITS, workers: 1, namespaces: [namespaces] });
      if ("provider" in attempt) await attempt.provider[Symbol.asyncDispose]();
      const open: LocalCase["open"] = async (limits, workers = 2) => {
        const opened = await openLocal({ backend, limits: withLimits(DEFAULT_LIMITS, limits), workers, namespaces: [namespaces], warmSources: "any" });
        if ("missing" in opened) throw new Error(opened.missing);
        return opened.provider;
      };
      return { name: `${backend}, namespaces of ${namespaces}`, backend, namespaces, open, ...("missing" in attempt && { skips: attempt.missing }) };
    }),
  );
}
