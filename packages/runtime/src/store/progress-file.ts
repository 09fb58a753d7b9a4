import { StoreError } from "@evalkit/core";
import { writeFileAtomic } from "./atomic-write.js";

/** State of a run as `progress.json` spells it. */
export type ProgressStatus = "running" | "completed" | "error";

export interface ProgressFileOptions {
  readonly path: string;
  readonly total: number;
  readonly processed: number;
  /** Shortest time between two writes. @default 1000 */
  readonly intervalMs?: number;
  /** @default "eval" */
  readonly pipeline?: "eval" | "perf";
  readonly warn: (message: string) => void;
}

/** Local time as Python's `isoformat` prints it, without a zone, to the microsecond. */
function localTime(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return `${local.toISOString().slice(0, -1)}000`;
}

/** `progress.json` of a run in EvalScope's shape, replaced whole at most once a second. A failing write is warned of once and ends it. */
export class ProgressFile {
  readonly #options: ProgressFileOptions;
  readonly #intervalMs: number;
  #processed: number;
  #lastWriteMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBroken = false;

  constructor(options: ProgressFileOptions) {
    this.#options = options;
    this.#processed = options.processed;
    this.#intervalMs = options.intervalMs ?? 1000;
  }

  /** Counts one more attempt that has ended. */
  advance(): void {
    this.#processed += 1;
    if (this.#timer !== undefined) return;
    const waitMs = this.#lastWriteMs + this.#intervalMs - Date.now();
    if (waitMs <= 0) {
      this.write("running");
      return;
    }
    this.#timer = setTimeout(() => this.write("running"), waitMs);
    this.#timer.unref();
  }

  /** Writes the state now. */
  write(status: ProgressStatus): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isBroken) return;
    this.#lastWriteMs = Date.now();
    const { path, total, pipeline = "eval" } = this.#options;
    const processed = Math.min(this.#processed, total);
    const row = {
      status,
      pipeline,
      total_count: total,
      processed_count: processed,
      percent: total === 0 ? 100 : Math.round((processed / total) * 10_000) / 100,
      updated_at: localTime(new Date(this.#lastWriteMs)),
    };
    try {
      writeFileAtomic(path, `${JSON.stringify(row)}\n`, { isDurable: false });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#isBroken = true;
      this.#options.warn(error.message);
    }
  }
}
