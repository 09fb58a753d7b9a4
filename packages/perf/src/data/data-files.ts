import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { DatasetError, isRecord } from "@evalkit/core";

/** One row of a data file, and where it stands, for messages. */
export interface DataRow {
  readonly value: unknown;
  readonly place: string;
}

/** Reads the rows of a file; what formats beyond JSON, JSON Lines, CSV and text can be read, the caller decides. */
export type RowReader = (path: string) => AsyncIterable<DataRow>;

/** The object in a JSON file. Throws a DatasetError when there is none. */
export async function parseJsonFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const value = parsed(await readFile(path, "utf8"), basename(path));
  if (!isRecord(value)) throw new DatasetError(`${basename(path)} holds no JSON object.`);
  return value;
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DatasetError(`${place} is not JSON: ${cause instanceof Error ? cause.message.slice(0, 120) : "?"}`, { cause });
  }
}

/** Rows of a file by its ending: `.json` (a list), `.csv` (objects by its header, fields without quotes), `.txt` (texts), all else JSON Lines. */
export async function* readPlainRows(path: string): AsyncGenerator<DataRow> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new DatasetError(`There is no file ${path}.`, { hint: "Check --dataset-path." });
  const name = basename(path);
  if (name.endsWith(".json")) yield* listRows(await readFile(path, "utf8"), name);
  else if (name.endsWith(".csv")) yield* csvRows(path, name);
  else yield* lineRows(path, name);
}

function* listRows(text: string, name: string): Generator<DataRow> {
  const value = text.trimStart().startsWith("[") ? parsed(text, name) : undefined;
  if (!Array.isArray(value)) {
    for (const [index, line] of text.split("\n").entries()) if (line.trim() !== "") yield { value: parsed(line, `${name}:${index + 1}`), place: `${name}:${index + 1}` };
    return;
  }
  for (const [index, row] of value.entries()) yield { value: row as unknown, place: `${name}[${index}]` };
}

async function* lineRows(path: string, name: string): AsyncGenerator<DataRow> {
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (line.trim() === "") continue;
    const place = `${name}:${number}`;
    yield { value: name.endsWith(".txt") ? line : parsed(line, place), place };
  }
}

async function* csvRows(path: string, name: string): AsyncGenerator<DataRow> {
  let header: readonly string[] | undefined;
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (line.trim() === "") continue;
    const fields = line.split(",").map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
    if (header === undefined) header = fields;
    else yield { value: Object.fromEntries(header.map((key, index) => [key, fields[index] ?? ""])), place: `${name}:${number}` };
  }
}

/** The lines of a text file, one at a time. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, "utf8");
  let failure: unknown;
  input.once("error", (error) => (failure = error));
  let isFirst = true;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    yield isFirst ? line.replace(/^\ufeff/, "") : line;
    isFirst = false;
  }
  if (failure !== undefined) throw new DatasetError(`${basename(path)} cannot be read: ${failure instanceof Error ? failure.message : "?"}`);
}
