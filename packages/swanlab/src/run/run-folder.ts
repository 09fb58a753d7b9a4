import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SwanlabConfigError } from "../errors.js";
import { toFileId } from "../settings/names.js";

const MOST_FILE_BYTES = 100;
const MOST_FOLDER_BYTES = 255;

/** Where a run keeps its files. */
export interface RunFolder {
  readonly path: string;
  /** The record file, not made yet. */
  readonly recordFile: string;
  readonly name: string;
}

/** Makes the folder `run-<local time>-<id>` in the log folder; throws `SwanlabConfigError` when the disk does not let it. */
export function makeRunFolder(logDir: string, id: string, now: Date): RunFolder {
  const fileId = toFileId(id);
  const base = shorten(`run-${localTime(now)}-${fileId}`, MOST_FOLDER_BYTES - 4);
  try {
    mkdirSync(logDir, { recursive: true });
    if (readdirSync(logDir).length === 0) writeFileSync(join(logDir, ".gitignore"), "*");
    const name = makeUnused(logDir, base);
    const path = join(logDir, name);
    mkdirSync(join(path, "files"));
    mkdirSync(join(path, "media"));
    return { path, name, recordFile: join(path, `${shorten(`run-${fileId}`, MOST_FILE_BYTES - 8)}.swanlab`) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SwanlabConfigError(`A folder for the run cannot be made in ${logDir}: ${reason}`, { cause: error });
  }
}

function makeUnused(logDir: string, base: string): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}-${count}`;
    try {
      mkdirSync(join(logDir, name));
      return name;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST") || count > 1000) throw error;
    }
  }
}

/** First three characters, dots, and the end; in bytes. */
function shorten(name: string, mostBytes: number): string {
  if (Buffer.byteLength(name) <= mostBytes) return name;
  const characters = [...name];
  let tail = characters.slice(3);
  while (Buffer.byteLength(tail.join("")) > mostBytes - 6) tail = tail.slice(1);
  return `${characters.slice(0, 3).join("")}...${tail.join("")}`;
}

/** `YYYYMMDD_HHMMSS` in local time. */
export function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}_${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
