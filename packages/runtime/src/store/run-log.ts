import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripUnsafe } from "@evalkit/core";
import { RUN_FILES } from "./file-names.js";

/** Level of a line in a run's log. */
export type LogLevel = "DEBUG" | "INFO" | "WARNING" | "ERROR";

function timeText(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", " ");
}

/**
 * Log of a run (`logs/eval_log.log` unless told otherwise), appended to when the run is continued. Lines read `YYYY-MM-DD HH:MM:SS - evalkit - LEVEL: message`;
 * terminal escapes and control characters are left out. A log that cannot be written is given up silently: results have files of their own.
 */
export class RunLog {
  readonly #path: string;
  readonly #redact: (text: string) => string;
  #isUsable = true;

  constructor(runDir: string, options: { readonly redact?: (text: string) => string; readonly file?: string } = {}) {
    this.#path = join(runDir, options.file ?? RUN_FILES.log);
    this.#redact = options.redact ?? ((text) => text);
  }

  write(level: LogLevel, message: string): void {
    if (!this.#isUsable) return;
    const clean = stripUnsafe(this.#redact(message)).replaceAll("\n", "\n    ");
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      appendFileSync(this.#path, `${timeText(new Date())} - evalkit - ${level}: ${clean}\n`);
    } catch {
      this.#isUsable = false;
    }
  }
}
