import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripUnsafe } from "@evalkit/core";
import type { Clock } from "../clock.js";
import type { RecordFile } from "../file/record-file.js";
import { columnTypes, toTimestamp, type MediaFileRecord, type SwanlabRecord } from "../file/records.js";
import { cut } from "../cut.js";
import { cleanKey, sectionOf, type SectionOptions } from "../keys.js";
import type { Board } from "../local/board.js";
import { columnTypeOf, mediaFolders } from "../media/kinds.js";
import type { Media } from "../media/media.js";
import type { SwanlabWarning } from "../options.js";
import { PointTally } from "../upload/counts.js";
import { flatten, type FlatValue, type LogValue } from "./flatten.js";
import { StepSet } from "./step-set.js";

const MOST_STEP = 2 ** 48;
const MOST_ITEMS = 108;
const MOST_ITEM_BYTES = 10 * 1024 * 1024;
const MOST_LINE_CHARACTERS = 1024;

export interface RecorderOptions {
  readonly file: RecordFile;
  readonly folder: string;
  readonly clock: Clock;
  readonly sections: SectionOptions;
  readonly redact: (text: string) => string;
  readonly warn: (warning: SwanlabWarning) => void;
  readonly board: Board | undefined;
}

/** Values that are logged together share both. */
interface Moment {
  readonly step: number;
  readonly timeMs: number;
}

interface Column {
  readonly key: string;
  readonly type: number;
  readonly steps: StepSet;
}

/** Turns what a run logs into records of its file; it refuses what SwanLab refuses, and says so. */
export class Recorder {
  /** What stands in the file. */
  readonly recorded = new PointTally();
  /** What SwanLab does not take. */
  readonly refused = new PointTally();
  readonly #options: RecorderOptions;
  readonly #columns = new Map<string, Column>();
  /** Keys as they are given, cleaned. */
  readonly #keys = new Map<string, string | undefined>();
  #floors: ReadonlyMap<string, number> = new Map();
  #nextStep = 0;
  #nextNumber = 1;
  #line = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Number of the last console line. */
  get lastLine(): number {
    return this.#line;
  }

  /** Goes on where a run ended: behind its last console line and the last step of each key. */
  resume(lastLine: number, lastSteps: ReadonlyMap<string, number>): void {
    this.#line = lastLine;
    this.#floors = lastSteps;
    const own = [...lastSteps].filter(([key]) => !key.startsWith("__swanlab__."));
    this.#nextStep = own.reduce((next, [, step]) => Math.max(next, step + 1), this.#nextStep);
  }

  log(values: Readonly<Record<string, LogValue>>, step: number | undefined): void {
    if (step !== undefined && !(Number.isSafeInteger(step) && step >= 0 && step <= MOST_STEP)) {
      this.#refuse("scalars", `the step ${String(step)} is not a whole number from 0 to 2^48`, Object.keys(values).length);
      return;
    }
    const at = step ?? this.#nextStep;
    this.#nextStep = Math.max(this.#nextStep, at + 1);
    const moment = { step: at, timeMs: this.#options.clock.nowMs() };
    for (const value of flatten(values)) this.#value(value, moment);
  }

  print(text: string, level: "info" | "error"): void {
    const timestamp = toTimestamp(this.#options.clock.nowMs());
    for (const raw of this.#options.redact(text).split("\n")) {
      this.#line += 1;
      const line = cut(stripUnsafe(lastWritten(raw)), MOST_LINE_CHARACTERS);
      this.#append({ log: { line, level: level === "error" ? 1 : 0, timestamp, epoch: this.#line } });
      this.#options.board?.line(line, level);
      this.recorded.add("lines");
    }
  }

  #value({ key: given, value }: FlatValue, moment: Moment): void {
    const key = this.#keyOf(given);
    const kind = typeof value === "object" ? "media" : "scalars";
    if (value === undefined || key === undefined) {
      const what = key === undefined ? "the name of a value is empty or holds control characters" : `the value of ${key} is no number and no media`;
      this.#refuse(kind, what);
      return;
    }
    const column = this.#columnOf(key, value);
    if (column.type !== typeOf(value)) {
      this.#refuse(kind, `${key} has held another kind of value before`);
    } else if (!column.steps.add(moment.step)) {
      this.#refuse(kind, `${key} has a value at this step, or one too far back to say; the first value stays`);
    } else if (typeof value === "number") {
      this.#scalar(column, moment, value);
    } else {
      this.#media(column, moment, value);
    }
  }

  #scalar({ key, type }: Column, { step, timeMs }: Moment, number: number): void {
    this.#append({ scalar: { key, step, type, timestamp: toTimestamp(timeMs), value: { number } } });
    this.#options.board?.scalar(key, step, { number, timeMs });
    this.recorded.add("scalars");
  }

  #media({ key, type }: Column, { step, timeMs }: Moment, values: readonly Media[]): void {
    const contents = values.map(({ content }) => (typeof content === "string" ? Buffer.from(this.#options.redact(content)) : content));
    const kept = values.map((media, index) => ({ media, bytes: contents[index] ?? new Uint8Array() }));
    const fitting = kept.filter(({ bytes }) => bytes.length <= MOST_ITEM_BYTES).slice(0, MOST_ITEMS);
    if (fitting.length < kept.length) this.#options.warn(tooMuch(key));
    if (fitting.length === 0) {
      this.#refuse("media", `all that was logged as ${key} is larger than 10 MiB`);
      return;
    }
    // A list with some captions would be shown under the wrong items.
    const isCaptioned = fitting.some(({ media }) => media.caption !== undefined && media.caption !== "");
    const caption = (media: Media) => (isCaptioned ? this.#options.redact(media.caption ?? "") || "-" : "");
    const files = fitting.map(({ media, bytes }) => ({ ...fileOf(media, bytes, step), caption: caption(media), bytes }));
    if (!this.#keepFiles(type, files)) {
      this.#refuse("media", `the files of ${key} cannot be written`);
      return;
    }
    const items = files.map(({ bytes: _bytes, ...file }) => file);
    this.#append({ media: { key, step, type, timestamp: toTimestamp(timeMs), value: { items } } });
    this.#options.board?.media(key, step, { type, files, timeMs });
    this.recorded.add("media");
  }

  #keepFiles(type: number, files: readonly { readonly filename: string; readonly bytes: Uint8Array }[]): boolean {
    const folder = join(this.#options.folder, "media", mediaFolders[type] ?? "unknown");
    try {
      mkdirSync(folder, { recursive: true });
      for (const { filename, bytes } of files) writeFileSync(join(folder, filename), bytes);
      return true;
    } catch {
      return false;
    }
  }

  #columnOf(key: string, value: number | readonly Media[]): Column {
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const column = { key, type: typeOf(value), steps: new StepSet(this.#floors.get(key)) };
    this.#columns.set(key, column);
    const section = sectionOf(key, this.#options.sections);
    this.#append({ column: { columnClass: 1, columnType: column.type, key, name: "", section, sectionType: 3 } });
    return column;
  }

  #keyOf(given: string): string | undefined {
    if (!this.#keys.has(given)) this.#keys.set(given, cleanKey(given));
    return this.#keys.get(given);
  }

  #append(content: Omit<SwanlabRecord, "num" | "timestamp">): void {
    const num = this.#nextNumber;
    this.#nextNumber += 1;
    this.#options.file.append({ num, timestamp: toTimestamp(this.#options.clock.nowMs()), ...content });
  }

  #refuse(kind: "scalars" | "media", reason: string, count = 1): void {
    this.refused.add(kind, count);
    this.#options.warn({ kind: "value", message: `Not logged: ${reason}.` });
  }
}

/** What a terminal shows of a line that is written over, as progress bars are. */
function lastWritten(line: string): string {
  const ended = line.replace(/\r+$/, "");
  return ended.slice(ended.lastIndexOf("\r") + 1);
}

function typeOf(value: number | readonly Media[]): number {
  if (typeof value === "number") return columnTypes.scalar;
  return value[0] === undefined ? columnTypes.text : columnTypeOf[value[0].kind];
}

function fileOf(media: Media, bytes: Uint8Array, step: number): Omit<MediaFileRecord, "caption"> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { filename: `${String(step).padStart(3, "0")}-${sha256.slice(0, 8)}.${media.extension}`, sha256, size: bytes.length };
}

function tooMuch(key: string): SwanlabWarning {
  return { kind: "value", message: `Some of what was logged as ${key} is left out: SwanLab takes 108 items of at most 10 MiB each.` };
}
