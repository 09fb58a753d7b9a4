import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { ConfigError } from "@evalkit/core";
import { storeError, systemCode } from "../results/store-files.js";

const SQLITE_BUSY = 5;
const TRIES = 5;

/**
 * Claims `<path>.lock` for this process until it is disposed. The claim is a lock of the operating system (SQLite's, on an empty database), which ends with its
 * owner however that ends: a file left behind by a killed process claims nothing. Throws a `ConfigError` while somebody else holds it, `StoreError` when
 * there can be no lock.
 */
export function lockJournal(path: string): Disposable {
  const lockPath = `${path}.lock`;
  for (let attempt = 1; ; attempt += 1) {
    const lock = tryLock(path, lockPath);
    if (lock !== undefined || attempt >= TRIES) return lock ?? refuse(path);
  }
}

/** Undefined when the file was replaced in between: its last holder removed what was opened here. */
function tryLock(path: string, lockPath: string): Disposable | undefined {
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const before = makeFile(lockPath);
  let database: InstanceType<typeof DatabaseSync> | undefined;
  try {
    database = new DatabaseSync(lockPath);
    database.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    if (isBusy(error)) refuse(path);
    throw storeError("lock", lockPath, error);
  }
  const held = database;
  const after = inodeOf(lockPath);
  if (after === undefined || before !== after) {
    held.close();
    return undefined;
  }
  return {
    [Symbol.dispose]: () => {
      // Removed while it is still held, so that nobody takes a lock that is about to go.
      rmSync(lockPath, { force: true });
      held.close();
    },
  };
}

function refuse(path: string): never {
  throw new ConfigError(`Another process is writing to ${path}`, {
    hint: 'Wait until it has ended, or end it; then go on with it by --resume (mode "resume" of openJournal). For a test of its own choose another folder.',
  });
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number" && (error.errcode & 0xff) === SQLITE_BUSY;
}

/** Made apart from the database: closing a handle of a file that this process has locked would end the lock. */
function makeFile(path: string): bigint | undefined {
  try {
    closeSync(openSync(path, "wx"));
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw storeError("create", path, error);
  }
  return inodeOf(path);
}

function inodeOf(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}
