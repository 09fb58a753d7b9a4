import { isRecord } from "@evalkit/core";

/** A row of a table as the board can show it: the first cell, and the others with their names. */
export interface TableRow {
  readonly caption: string;
  readonly text: string;
}

const MOST_ROWS = 108;

/** The rows of a table that was logged, at most 108; `undefined` when the content is another chart. */
export function tableRows(content: string): readonly TableRow[] | undefined {
  const table: unknown = JSON.parse(content);
  if (!isRecord(table) || table["_swanLab"] !== "table") return undefined;
  const { colDefs, rowData } = table;
  if (!Array.isArray(colDefs) || !Array.isArray(rowData)) return undefined;
  const [first = "", ...others] = colDefs.filter(isRecord).map(({ field }) => String(field));
  return rowData
    .filter(isRecord)
    .slice(0, MOST_ROWS)
    .map((row) => ({ caption: cell(row[first]), text: others.map((name) => `${name}: ${cell(row[name])}`).join(" | ") }));
}

function cell(value: unknown): string {
  return value === null || value === undefined ? "–" : String(value);
}
