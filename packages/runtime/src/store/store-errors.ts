import { StoreError } from "@evalkit/core";

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "Free some disk space, then continue the run (--use-cache; --resume of a load test).",
  EDQUOT: "The disk quota is used up: free some space, then continue the run (--use-cache; --resume of a load test).",
  EROFS: "The file system is read-only: choose another folder (--work-dir; --outputs-dir of a load test).",
  EACCES: "Permission denied: choose a folder that this user may write to (--work-dir; --outputs-dir of a load test).",
  EPERM: "The operation is not permitted: choose a folder that this user may write to (--work-dir; --outputs-dir of a load test).",
  EIO: "The disk reports an input/output error: check it, then continue the run on a copy (--use-cache; --resume of a load test).",
  EEXIST: "There is a file of this name: choose another folder (--work-dir; --outputs-dir of a load test).",
  ENOTDIR: "A part of this path is a file: choose another folder (--work-dir; --outputs-dir of a load test).",
  EMFILE: "Too many open files: raise the limit (ulimit -n), then continue the run (--use-cache; --resume of a load test).",
};

/** Error code of a failed system call, such as `ENOSPC`; absent for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** A `StoreError` that names the file, what went wrong with it and what to do. `action` completes «cannot …». */
export function storeError(action: string, path: string, cause: unknown): StoreError {
  const code = systemCode(cause);
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  const hint = code === undefined ? undefined : HINTS[code];
  return new StoreError(`Cannot ${action} ${path}: ${reason}`, { cause, ...(hint === undefined ? {} : { hint }) });
}
