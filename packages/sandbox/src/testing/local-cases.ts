import type { SandboxLimits } from "@evalkit/core";
import { DEFAULT_LIMITS, withLimits } from "../limits.js";
import type { LauncherConfig } from "../launcher/worker.js";
import type { LocalBackend } from "../local/local-config.js";
import type { LocalProvider } from "../local/local-provider.js";
import { openLocal, type OpenLocalOptions } from "../local/open-local.js";

/** A way of this machine to hold programs, for tests; `skips` says why it cannot be tried here. */
export interface LocalCase {
  readonly name: string;
  readonly backend: LocalBackend;
  readonly namespaces: LauncherConfig["namespaces"];
  readonly skips?: string;
  readonly open: OpenCase;
  /** The same, but that landlock's warm interpreter runs each Python source that a sandbox is first asked to run. */
  readonly openWarm: OpenCase;
}

type OpenCase = (limits?: Partial<SandboxLimits>, workers?: number) => Promise<LocalProvider>;

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
      const opener = (options: Pick<OpenLocalOptions, "warmSources">): OpenCase => async (limits, workers = 2) => {
        const opened = await openLocal({ backend, limits: withLimits(DEFAULT_LIMITS, limits), workers, namespaces: [namespaces], ...options });
        if ("missing" in opened) throw new Error(opened.missing);
        return opened.provider;
      };
      return { name: `${backend}, namespaces of ${namespaces}`, backend, namespaces, open: opener({}), openWarm: opener({ warmSources: "any" }), ...("missing" in attempt && { skips: attempt.missing }) };
    }),
  );
}
