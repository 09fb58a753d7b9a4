import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StoreError } from "@evalkit/core";

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "Free some disk space, then go on with --resume.",
  EDQUOT: "The disk quota is used up: free some space, then go on with --resume.",
  EROFS: "The file system is read-only: choose another --outputs-dir.",
  EACCES: "Permission denied: choose an --outputs-dir that this user may write to.",
  EPERM: "The operation is not permitted: choose an --outputs-dir that this user may write to.",
  ENOTDIR: "A part of this path is a file: choose another --outputs-dir.",
  EEXIST: "It is there already: choose another --name, or go on with --resume.",
};

/** Error code of a failed system call, such as `ENOENT`; absent for anything else. */
export function systemCode(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** A `StoreError` that names the file, the reason and what to do. `action` completes «cannot …». */
export function storeError(action: string, path: string, cause: unknown): StoreError {
  const code = systemCode(cause);
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  const hint = code === undefined ? undefined : HINTS[code];
  return new StoreError(`Cannot ${action} ${path}: ${reason}`, { cause, ...(hint === undefined ? {} : { hint }) });
}

/** Makes a folder and those above it. Throws `StoreError`. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw storeError("create", path, error);
  }
}

/** Replaces a file whole: readers see the old text or the new one. Throws `StoreError`. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  makeFolder(dirname(path));
  try {
    const handle = openSync(temporary, "w");
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw storeError("write", path, error);
  }
}

/** JSON with an indent of 4, as EvalScope writes it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 4)}\n`;
}
