import type { SandboxDescription, SandboxLimits } from "@evalkit/core";
import type { LauncherConfig } from "../launcher/worker.js";
import type { LocalBackend } from "./local-config.js";

interface Held {
  readonly backend: LocalBackend;
  readonly namespaces: LauncherConfig["namespaces"];
  readonly isRoot: boolean;
  readonly limits: SandboxLimits;
}

/** What a backend of this machine closes, in words. */
export function describeLocal({ backend, namespaces, isRoot, limits }: Held): SandboxDescription {
  if (backend === "none") {
    return { backend, contains: [], limits, warning: "The code ran as an ordinary program of this user: it could read and write its files, reach the network and leave processes behind." };
  }
  return { backend, contains: backend === "bubblewrap" ? bubblewrapWords(isRoot) : landlockWords(namespaces, isRoot), limits };
}

function bubblewrapWords(isRoot: boolean): readonly string[] {
  return [
    "network: none (own network namespace, no sockets but Unix ones)",
    "files: system programs and libraries read-only, a work folder in memory, nothing else",
    `user: ${isRoot ? "an unprivileged number, not root" : "unprivileged"}, without capabilities, own user namespace, no further ones`,
    "processes: own process, IPC, host name and control group namespaces; all ended with the program",
    "system calls: seccomp filter; environment: empty",
  ];
}

function landlockWords(namespaces: LauncherConfig["namespaces"], isRoot: boolean): readonly string[] {
  const hasNamespaces = namespaces !== "none";
  return [
    hasNamespaces ? "network: none (own network namespace, no sockets)" : "network: none (no sockets)",
    `files: system programs and libraries read-only, ${hasNamespaces ? "a work folder in memory" : "a work folder"}, no other is opened (Landlock)`,
    `user: ${isRoot ? "an unprivileged number, not root" : "this user, without new privileges"}, without capabilities`,
    hasNamespaces ? "processes: own process, IPC and host name namespaces; all ended with the program" : "processes: no signals to others; all ended with the program",
    "system calls: seccomp filter; environment: empty",
  ];
}
