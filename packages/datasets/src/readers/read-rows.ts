import { basename } from "node:path";
import { DatasetError } from "@evalkit/core";
import type { Row } from "../tabular/declaration.js";
import type { ByteOptions } from "./bytes.js";
import { arrowBatches } from "./arrow.js";
import { delimitedRows } from "./delimited.js";
import { DATA_ENDINGS, formatOf } from "./file-format.js";
import { jsonRows, jsonRowsAt } from "./json.js";
import { jsonLinesRows } from "./jsonl.js";
import { parquetRows } from "./parquet.js";
import type { RowBatches } from "./placed-row.js";
import { readText } from "./text.js";

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Column names of a delimited file that has no header line. */
  readonly columns?: readonly string[] | undefined;
  /** What separates the fields of a delimited file. @default what its ending says */
  readonly delimiter?: "," | "\t" | undefined;
  /** Key of the list of rows in a JSON document, such as `examples` or `data.rows`. */
  readonly rowsAt?: string | undefined;
  /** How the file is called in messages. @default its base name */
  readonly name?: string | undefined;
}

/**
 * Rows of a jsonl, json, csv, tsv, parquet or arrow file, with or without `.gz`, or of a zip member (`a.zip!inner/b.csv`), one at a time.
 * `place` is `file:line`. Throws a DatasetError naming file and line at the first bad row.
 */
export async function* readRows(path: string, options: ReadOptions = {}): AsyncGenerator<{ readonly row: Row; readonly place: string }> {
  const name = options.name ?? basename(path);
  for await (const batch of readBatches(path, options)) {
    for (const { row, line } of batch) yield { row, place: `${name}:${line}` };
  }
}

/** The same rows in batches, and a view of the bytes as they are read. */
export function readBatches(path: string, options: ReadOptions & ByteOptions): RowBatches {
  const { columns, rowsAt, delimiter, name = basename(path), signal, onBytes } = options;
  const format = formatOf(path);
  if (format === undefined) {
    throw new DatasetError(`${name} is no data file that can be read.`, { hint: `Its name must end in ${DATA_ENDINGS.join(", ")}, or one of these with .gz.` });
  }
  if (format === "arrow") return arrowBatches(path, name, { signal, onBytes });
  if (format === "parquet") return parquetRows(path, name, { signal, onBytes });
  const text = readText(path, name, { signal, onBytes });
  if (format === "jsonl") return jsonLinesRows(text, name);
  if (format === "json") return rowsAt === undefined ? jsonRows(text, name) : jsonRowsAt(text, name, rowsAt);
  return delimitedRows(text, name, { delimiter: delimiter ?? (format === "tsv" ? "\t" : ","), columns });
}
