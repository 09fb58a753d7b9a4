import { existsSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "@evalkit/core";
import { type Redact, redactStrings } from "../results/redact-strings.js";
import { makeFolder, storeError } from "../results/store-files.js";
import type { LoadObserver, LoadOutcome } from "../spec/load.js";
import type { HealthSample, RequestRecord } from "../spec/record.js";
import { lockJournal } from "./journal-lock.js";
import { LineWriter, type LineWriterOptions } from "./line-writer.js";
import { OutcomeSum } from "./outcomes.js";
import { readJournal, SegmentClock } from "./read-journal.js";
import { type JournalLine, lineOfRecord, recordOfLine, shiftRecord } from "./record-line.js";

/** File name of the journal in the folder of a point. */
export const JOURNAL_FILE = "requests.jsonl";

export interface JournalOptions extends LineWriterOptions {
  /** Stands for everything that decides what the requests are; a journal of another one is refused. */
  readonly fingerprint: string;
  /** `create` refuses a journal that is there; `resume` goes on with it, or starts one. */
  readonly mode: "create" | "resume";
  /** Is told what the journal already holds, before `openJournal` returns. */
  readonly replay?: LoadObserver;
  /** Takes secrets out of every text that is written. */
  readonly redact?: (text: string) => string;
}

/** Keeps every record and health sample of one point as it comes. */
export interface Journal {
  readonly path: string;
  /** Indices that have ended and need not be asked again. */
  readonly done: ReadonlySet<number>;
  /** How often the run was started, this time included. */
  readonly segments: number;
  /** Lines that could not be read, and bytes of a torn last line that were cut off. */
  readonly damage: { readonly lines: number; readonly tornBytes: number };
  /** Writes a record; returns it as a replay would give it: in whole microseconds, behind the earlier segments. Throws `StoreError`. */
  record(record: RequestRecord): RequestRecord;
  /** Writes a health sample; returns it as a replay would give it. Throws `StoreError`. */
  health(sample: HealthSample): HealthSample;
  /** Writes how the load ended; returns it as a replay would give it: together with the earlier starts. Throws `StoreError`. */
  end(outcome: LoadOutcome): LoadOutcome;
  flush(): void;
  /** A second call does nothing. */
  close(): void;
}

/**
 * Opens the journal of a folder, repairs its end and replays what it holds. Throws `StoreError`, and `ConfigError` for another run's journal and for one that
 * another process (or another journal of this one) is writing to.
 */
export function openJournal(folder: string, options: JournalOptions): Journal {
  makeFolder(folder);
  const path = join(folder, JOURNAL_FILE);
  const lock = lockJournal(path);
  try {
    return openLocked(path, options, lock);
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

function openLocked(path: string, options: JournalOptions, lock: Disposable): Journal {
  const isThere = existsSync(path);
  if (isThere && options.mode === "create") {
    throw new ConfigError(`${path} holds the requests of an earlier run`, { hint: "Go on with it by --resume, or choose another --name." });
  }
  return new FileJournal(path, { flags: isThere ? "a" : "ax", lock, ...options });
}

class FileJournal implements Journal {
  readonly path: string;
  readonly done = new Set<number>();
  segments = 1;
  readonly damage = { lines: 0, tornBytes: 0 };
  readonly #clock = new SegmentClock();
  readonly #outcomes = new OutcomeSum();
  readonly #lock: Disposable;
  readonly #writer: LineWriter;
  readonly #redact: Redact | undefined;
  #isClosed = false;

  constructor(path: string, { flags, lock, ...options }: JournalOptions & { readonly flags: "a" | "ax"; readonly lock: Disposable }) {
    this.path = path;
    this.#lock = lock;
    this.#redact = options.redact;
    if (flags === "a") this.#recover(options);
    this.#writer = new LineWriter(path, flags, options);
    this.#clock.startSegment();
    this.#outcomes.startSegment();
    this.#write({ type: "segment", schema: 1, startedAt: new Date().toISOString(), fingerprint: options.fingerprint });
    this.#writer.flush();
  }

  record(record: RequestRecord): RequestRecord {
    const line = lineOfRecord(record);
    this.#write(line);
    this.done.add(record.index);
    return shiftRecord(recordOfLine(line) ?? record, this.#clock.offsetMs);
  }

  health(sample: HealthSample): HealthSample {
    this.#write({ type: "health", ...sample });
    this.#outcomes.addSample(sample);
    return { ...sample, second: sample.second + this.#clock.offsetMs / 1000 };
  }

  end(outcome: LoadOutcome): LoadOutcome {
    this.#write({ type: "outcome", outcome });
    return this.#outcomes.add(outcome);
  }

  flush(): void {
    this.#writer.flush();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.#writer.close();
    } finally {
      this.#lock[Symbol.dispose]();
    }
  }

  #write(line: JournalLine): void {
    this.#writer.append(JSON.stringify(this.#redact === undefined ? line : redactStrings(line, this.#redact)));
  }

  #recover({ fingerprint, replay }: JournalOptions): void {
    let wholeBytes = 0;
    for (const entry of readJournal(this.path, { clock: this.#clock, outcomes: this.#outcomes, onLine: (endByte) => (wholeBytes = endByte) })) {
      if (entry.type === "damaged") {
        this.damage.lines += 1;
      } else if (entry.type === "segment") {
        this.segments += 1;
        this.#checkFingerprint(entry.fingerprint, fingerprint);
      } else if (entry.type === "request") {
        this.done.add(entry.record.index);
        replay?.onRecord(entry.record);
      } else if (entry.type === "health") {
        replay?.onHealth(entry.sample);
      }
    }
    this.#cutTo(wholeBytes);
  }

  #checkFingerprint(found: string, wanted: string): void {
    if (found === wanted) return;
    throw new ConfigError(`${this.path} was written by a run with other settings`, {
      hint: "Resume with the settings of the earlier run, or choose another --name to start anew.",
    });
  }

  #cutTo(wholeBytes: number): void {
    try {
      this.damage.tornBytes = statSync(this.path).size - wholeBytes;
      if (this.damage.tornBytes > 0) truncateSync(this.path, wholeBytes);
    } catch (error) {
      throw storeError("repair", this.path, error);
    }
  }
}
