import { seccompFilter } from "../seccomp/filter.js";
import type { FilteredProcessor } from "../seccomp/calls.js";
import { bubblewrapArguments, READABLE_CONFIGURATION, SYSTEM_FOLDERS } from "../bubblewrap/arguments.js";
import type { LauncherConfig } from "../launcher/worker.js";

/** Backends that a launcher of this machine holds. */
export type LocalBackend = "bubblewrap" | "landlock" | "none";

export interface LocalConfigOptions {
  readonly backend: LocalBackend;
  readonly namespaces: LauncherConfig["namespaces"];
  readonly isRoot: boolean;
  /** Slots count on from this number, each a user of its own, so that one sandbox cannot signal another. */
  readonly firstUser: number;
  readonly processor: FilteredProcessor;
  readonly folder: string;
  readonly folderBytes: number;
  readonly readable: readonly string[];
  readonly tools: LauncherConfig["tools"];
  /** Python sources for which a warm interpreter stands ready. */
  readonly warmSources: readonly string[];
  readonly bwrap: string;
  readonly disablesUserNamespaces: boolean;
}

const DEVICES = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

/** Modules that the harness of a warm interpreter would otherwise load each time. */
const PRELOADED = ["_sha256", "ast", "collections", "ctypes", "functools", "heapq", "io", "itertools", "json", "math", "operator", "random", "re", "resource", "string", "threading", "traceback", "typing"];

/** How the launcher of slot number `slot` closes programs in. */
export function localConfig(options: LocalConfigOptions, slot: number): LauncherConfig {
  const { backend, namespaces, isRoot, firstUser, processor, folder, folderBytes, readable, tools, warmSources, bwrap, disablesUserNamespaces } = options;
  const environment = { PATH: "/usr/local/bin:/usr/bin:/bin", LANG: "C.UTF-8", PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: "0" };
  const filter = backend === "none" ? new Uint8Array() : seccompFilter({ processor, allowsUnixSockets: backend === "bubblewrap", hasOwnNamespaces: backend === "bubblewrap" || namespaces !== "none" });
  return {
    confinement: backend,
    namespaces,
    uid: firstUser + slot,
    gid: firstUser + slot,
    dropsUser: isRoot && backend !== "none",
    folder,
    folderBytes,
    seccomp: Buffer.from(filter).toString("hex"),
    bubblewrap: backend === "bubblewrap" ? bubblewrapArguments({ bwrap, readable, environment, disablesUserNamespaces }) : [],
    readable: [...SYSTEM_FOLDERS, ...READABLE_CONFIGURATION, ...readable],
    devices: DEVICES,
    tools,
    environment,
    preload: warmSources.length > 0 ? PRELOADED : [],
    warmSources,
  };
}
