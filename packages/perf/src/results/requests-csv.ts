import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { METRICS, type MetricName } from "../analysis/metric-names.js";
import { figuresOf } from "../analysis/request-figures.js";
import type { RequestRecord } from "../spec/record.js";
import { storeError } from "./store-files.js";

const HEAD = ["index", "phase", "outcome", "failure", "status", "worker", "model", "conversation", "turn", "stream", "intended_ms", "sent_ms", "end_ms"];
const FIGURES = (Object.keys(METRICS) as MetricName[]).filter((name) => name !== "chunkGap" && name !== "tokenGap");
const BATCH = 500;

/** `requests.csv`: a line a request with its single-valued figures; empty where not known. The file appears whole when `close` returns. */
export class CsvWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #handle: number;
  #lines: string[] = [];

  /** Throws `StoreError`. */
  constructor(path: string) {
    this.#path = path;
    this.#temporary = `${path}.${process.pid}.tmp`;
    try {
      this.#handle = openSync(this.#temporary, "w");
    } catch (error) {
      throw storeError("create", path, error);
    }
    this.#lines.push([...HEAD, ...FIGURES.map((name) => `${name}_${METRICS[name].unit.replace("/", "_per_")}`)].join(","));
  }

  add(record: RequestRecord): void {
    const figures = record.outcome === "ok" ? figuresOf(record) : {};
    const { index, phase, outcome, failure, status, worker, model, conversation, stream, intendedMs, sentMs, endMs } = record;
    const head = [index, phase, outcome, failure?.kind, status ?? failure?.status, worker, model, conversation?.id, conversation?.turn, stream, intendedMs, sentMs, endMs];
    this.#lines.push([...head, ...FIGURES.map((name) => figures[name as keyof typeof figures])].map(cell).join(","));
    if (this.#lines.length >= BATCH) this.#flush();
  }

  abandon(): void {
    closeSync(this.#handle);
    rmSync(this.#temporary, { force: true });
  }

  close(): void {
    this.#flush();
    closeSync(this.#handle);
    try {
      renameSync(this.#temporary, this.#path);
    } catch (error) {
      throw storeError("write", this.#path, error);
    }
  }

  #flush(): void {
    try {
      const bytes = Buffer.from(this.#lines.map((line) => `${line}\n`).join(""));
      this.#lines = [];
      for (let offset = 0; offset < bytes.length; ) offset += writeSync(this.#handle, bytes, offset);
    } catch (error) {
      throw storeError("write", this.#path, error);
    }
  }
}

/** Texts that a spreadsheet would take for a formula get an apostrophe. */
function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(Math.round(value * 1_000_000) / 1_000_000);
  const text = String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
