import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

export interface GitState {
  readonly remote_url: string | null;
  readonly branch: string | null;
  readonly commit: string | null;
}

/** Branch, commit and first remote of the repository that holds a folder, read from its files; `null` outside of one. */
export function readGit(folder: string): GitState | null {
  const gitFolder = findGitFolder(resolve(folder));
  if (gitFolder === undefined) return null;
  const common = resolve(gitFolder, readText(join(gitFolder, "commondir"))?.trim() ?? ".");
  const head = readText(join(gitFolder, "HEAD"))?.trim();
  const reference = head?.startsWith("ref: ") === true ? head.slice(5) : undefined;
  return {
    remote_url: remoteOf(readText(join(common, "config")) ?? ""),
    branch: reference?.replace(/^refs\/heads\//, "") ?? null,
    commit: reference === undefined ? (head ?? null) : commitOf(reference, [gitFolder, common]),
  };
}

function findGitFolder(folder: string): string | undefined {
  const path = join(folder, ".git");
  if (isFolder(path)) return path;
  const link = /^gitdir: (.+)$/m.exec(readText(path) ?? "")?.[1];
  if (link !== undefined) return isAbsolute(link) ? link : join(folder, link);
  const parent = dirname(folder);
  return parent === folder ? undefined : findGitFolder(parent);
}

function commitOf(reference: string, folders: readonly string[]): string | null {
  for (const folder of folders) {
    const loose = readText(join(folder, reference))?.trim();
    if (loose !== undefined && loose !== "") return loose;
    const packed = readText(join(folder, "packed-refs"))?.split("\n").find((line) => line.endsWith(` ${reference}`));
    if (packed !== undefined) return packed.slice(0, packed.indexOf(" "));
  }
  return null;
}

/** The address of the first remote, without user name and password. */
function remoteOf(config: string): string | null {
  const url = /\[remote "[^"]*"\][^[]*?\n\s*url\s*=\s*(\S+)/.exec(config)?.[1];
  return url?.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1") ?? null;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
