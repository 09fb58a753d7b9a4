import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, StoreError } from "@evalkit/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { streamed } from "../analysis/__fixtures__/records.js";
import { JOURNAL_FILE, openJournal } from "./journal.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-lock-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (mode: "create" | "resume" = "resume") => openJournal(folder, { fingerprint: "f", mode });
const lockPath = () => join(folder, `${JOURNAL_FILE}.lock`);

/** Another process that holds the lock as a journal does. */
async function holder(): Promise<{ kill(): Promise<void> }> {
  const script = `const { DatabaseSync } = require("node:sqlite"); const d = new DatabaseSync(process.argv[1]); d.exec("BEGIN EXCLUSIVE"); console.log("held"); setInterval(() => d.isOpen, 1000);`;
  const child = spawn(process.execPath, ["--no-warnings", "-e", script, lockPath()], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return {
    async kill() {
      const end = once(child, "exit");
      child.kill("SIGKILL");
      await end;
    },
  };
}

describe("one journal, one writer", () => {
  test("a second one is refused with what to do, and changes nothing; when the first has closed it may go on", () => {
    const first = open("create");
    first.record(streamed({ index: 0, arrivals: [1, 2], tokens: 2 }));
    expect(() => open()).toThrow(ConfigError);
    expect(() => open()).toThrow(expect.objectContaining({ message: expect.stringContaining(JOURNAL_FILE), hint: expect.stringContaining("--resume") }) as Error);
    first.record(streamed({ index: 1, arrivals: [1, 2], tokens: 2 }));
    first.close();
    expect(existsSync(lockPath())).toBe(false);
    const second = open();
    expect([...second.done]).toEqual([0, 1]);
    second.close();
  });

  test("another process keeps it until it is killed, and what it leaves behind claims nothing", { timeout: 20_000 }, async () => {
    writeFileSync(lockPath(), "");
    const other = await holder();
    expect(() => open()).toThrow(/Another process is writing to/);
    expect(existsSync(join(folder, JOURNAL_FILE))).toBe(false);
    await other.kill();
    expect(existsSync(lockPath())).toBe(true);
    open().close();
    expect(existsSync(lockPath())).toBe(false);
  });

  test("a journal that is refused for another reason gives its claim back", () => {
    open("create").close();
    expect(() => open("create")).toThrow(/holds the requests of an earlier run/);
    expect(() => openJournal(folder, { fingerprint: "other", mode: "resume" })).toThrow(/other settings/);
    open().close();
  });

  test("closing twice does not take the claim of the next one", () => {
    const first = open("create");
    first.close();
    const second = open();
    first.close();
    expect(() => open()).toThrow(/Another process/);
    second.record(streamed({ index: 0, arrivals: [1, 2], tokens: 2 }));
    second.close();
    const third = open();
    expect([...third.done]).toEqual([0]);
    third.close();
  });

  test("what cannot be a lock is an error of the store", () => {
    writeFileSync(lockPath(), "this is no database, and long enough to be looked at by SQLite as one: ".repeat(20));
    expect(() => open()).toThrow(StoreError);
  });
});
