import { lstatSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";

/** Parts of /etc that programs and Debian's Python libraries need to start: no users, no passwords, no host names. */
export const READABLE_CONFIGURATION: readonly string[] = ["/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime", "/etc/mime.types", "/etc/ssl/openssl.cnf", "/etc/java-11-openjdk", "/etc/java-17-openjdk", "/etc/java-21-openjdk", "/etc/java-25-openjdk", "/etc/matplotlibrc", "/etc/fonts"];

/** Folders at the root that hold programs and their libraries. */
export const SYSTEM_FOLDERS: readonly string[] = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

const SHARED_MEMORY_BYTES = 16 * 1024 * 1024;

export interface BubblewrapOptions {
  readonly bwrap: string;
  /** Further files and folders to show, read-only. */
  readonly readable: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** bubblewrap 0.8 or newer can forbid further user namespaces by itself. */
  readonly disablesUserNamespaces: boolean;
}

/** Arguments of `bwrap` up to the work folder, which the launcher adds. */
export function bubblewrapArguments({ bwrap, readable, environment, disablesUserNamespaces }: BubblewrapOptions): readonly string[] {
  const namespaces = ["--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"];
  return [
    bwrap,
    ...namespaces,
    ...(disablesUserNamespaces ? ["--disable-userns"] : []),
    "--die-with-parent",
    "--new-session",
    "--cap-drop",
    "ALL",
    "--hostname",
    "sandbox",
    "--clearenv",
    ...Object.entries({ ...environment, HOME: "/tmp/work", TMPDIR: "/tmp" }).flatMap(([name, value]) => ["--setenv", name, value]),
    ...SYSTEM_FOLDERS.flatMap(systemFolder),
    ...READABLE_CONFIGURATION.flatMap((path) => ["--ro-bind-try", path, path]),
    ...readable.flatMap((path) => ["--dir", dirname(path), "--ro-bind", path, path]),
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--size",
    String(SHARED_MEMORY_BYTES),
    "--tmpfs",
    "/dev/shm",
    "--remount-ro",
    "/dev",
  ];
}

/** A system folder as it is: a link (`/bin` to `usr/bin`) stays a link. */
function systemFolder(path: string): readonly string[] {
  try {
    return lstatSync(path).isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
  } catch {
    return [];
  }
}
