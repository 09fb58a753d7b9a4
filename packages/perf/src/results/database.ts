import { rmSync, renameSync } from "node:fs";
import { isRecord, redactKeys } from "@evalkit/core";
import { figuresOf, tokensOf } from "../analysis/request-figures.js";
import type { RequestRecord } from "../spec/record.js";
import { redactStrings } from "./redact-strings.js";
import { storeError } from "./store-files.js";

type Sqlite = typeof import("node:sqlite");
type Database = InstanceType<Sqlite["DatabaseSync"]>;
type Statement = ReturnType<Database["prepare"]>;

const ROWS_A_COMMIT = 5000;
const TABLE = `CREATE TABLE result(
  request TEXT, start_time REAL, inter_token_latencies TEXT, success INTEGER, response_messages TEXT, completed_time REAL, latency REAL,
  first_chunk_latency REAL, prompt_tokens INTEGER, completion_tokens INTEGER, max_gpu_memory_cost REAL, time_per_output_token REAL, request_id TEXT, is_stream INTEGER)`;
const INSERT = `INSERT INTO result VALUES (${Array.from({ length: 14 }, () => "?").join(", ")})`;

export interface DatabaseOptions {
  /** Body of a request, written without what is secret in it; where it is not known the row holds the model only. */
  readonly requestOf?: (record: RequestRecord) => unknown;
  readonly redact?: (text: string) => string;
  /** The run's start on the monotonic clock, seconds; added to all times. @default 0 */
  readonly startSeconds?: number;
}

/**
 * EvalScope's `benchmark_data.db`: its table, with JSON in `response_messages` where it keeps a Python pickle. Seconds; `latency` and all after it
 * are NULL where not known and in failed rows. Warm-up rows are left out. The file appears whole when `close` returns.
 */
export class DatabaseWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #database: Database;
  readonly #insert: Statement;
  readonly #options: DatabaseOptions;
  #rows = 0;

  private constructor(path: string, { DatabaseSync }: Sqlite, options: DatabaseOptions) {
    this.#path = path;
    this.#temporary = `${path}.${process.pid}.tmp`;
    this.#options = options;
    rmSync(this.#temporary, { force: true });
    this.#database = new DatabaseSync(this.#temporary);
    this.#database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    this.#database.exec(TABLE);
    this.#insert = this.#database.prepare(INSERT);
    this.#database.exec("BEGIN");
  }

  /** Throws `StoreError`. */
  static async open(path: string, options: DatabaseOptions = {}): Promise<DatabaseWriter> {
    try {
      return new DatabaseWriter(path, await import("node:sqlite"), options);
    } catch (error) {
      throw storeError("create", path, error);
    }
  }

  add(record: RequestRecord): void {
    if (record.phase !== "measured") return;
    try {
      this.#insert.run(...this.#row(record));
      if ((this.#rows += 1) % ROWS_A_COMMIT === 0) this.#database.exec("COMMIT; BEGIN");
    } catch (error) {
      throw storeError("write", this.#path, error);
    }
  }

  /** Closes without a file. */
  abandon(): void {
    if (this.#database.isOpen) this.#database.close();
    rmSync(this.#temporary, { force: true });
  }

  close(): void {
    try {
      this.#database.exec("COMMIT");
      this.#database.close();
      renameSync(this.#temporary, this.#path);
    } catch (error) {
      this.abandon();
      throw storeError("write", this.#path, error);
    }
  }

  #row(record: RequestRecord): (string | number | null)[] {
    const start = this.#options.startSeconds ?? 0;
    const { ttft, tpot } = figuresOf(record);
    const { input, output } = tokensOf(record);
    const isOk = record.outcome === "ok";
    const known = (value: number | undefined): number | null => (isOk && value !== undefined ? value : null);
    const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);
    return [
      this.#text(this.#request(record)),
      start + record.sentMs / 1000,
      JSON.stringify(gapsInSeconds(record)),
      isOk ? 1 : 0,
      this.#text(messagesOf(record)),
      start + record.endMs / 1000,
      known((record.endMs - record.sentMs) / 1000),
      known(seconds(ttft)),
      known(input),
      known(output),
      null,
      known(seconds(tpot)),
      String(record.index),
      record.stream ? 1 : 0,
    ];
  }

  #request(record: RequestRecord): unknown {
    const body = this.#options.requestOf?.(record);
    return isRecord(body) ? redactKeys(body) : record.model === undefined ? {} : { model: record.model };
  }

  #text(value: unknown): string {
    const { redact } = this.#options;
    return JSON.stringify(redact === undefined ? value : redactStrings(value, redact));
  }
}

function gapsInSeconds({ eventMs, payloadMs }: RequestRecord): readonly number[] {
  const arrivals = eventMs ?? payloadMs;
  return arrivals.slice(1).map((at, position) => Math.round((at - (arrivals[position] ?? at)) * 1000) / 1_000_000);
}

function messagesOf({ text, reasoning, finish, failure }: RequestRecord): readonly unknown[] {
  const message = {
    ...(text === undefined ? {} : { content: text }),
    ...(reasoning === undefined || reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(finish === undefined ? {} : { finish_reason: finish }),
    ...(failure === undefined ? {} : { error: { kind: failure.kind, message: failure.message, ...(failure.status === undefined ? {} : { status: failure.status }) } }),
  };
  return Object.keys(message).length === 0 ? [] : [message];
}
