import { stripUnsafe } from "@evalkit/core";

/** Text that a terminal shows as it stands, on one line. */
export function plain(text: string): string {
  return stripUnsafe(text).replaceAll(/\s+/g, " ");
}

/** Columns that a text takes in a terminal: East Asian wide characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  return width;
}

function isWide(code: number): boolean {
  return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1faff) || (code >= 0x20000 && code <= 0x3fffd);
}

/** Cells of a table: a row of one cell is a heading over all columns. */
export interface TextTable {
  readonly title?: string;
  readonly head?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns at the left edge of their cells, by position; the others stand at the right. @default the first */
  readonly leftColumns?: readonly number[];
}

/** Lines of a table with rules around it. Cells must be safe to print. */
export function tableLines({ title, head, rows, leftColumns = [0] }: TextTable): readonly string[] {
  const columns = Math.max(head?.length ?? 0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...[...(head === undefined ? [] : [head]), ...rows.filter((row) => row.length > 1)].map((row) => displayWidth(row[column] ?? ""))),
  );
  const rule = (left: string, middle: string, right: string): string => left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right;
  const line = (row: readonly string[]): string => `│ ${widths.map((width, column) => pad(row[column] ?? "", width, leftColumns.includes(column))).join(" │ ")} │`;
  return [
    ...(title === undefined ? [] : [title]),
    rule("┌", "┬", "┐"),
    ...(head === undefined ? [] : [line(head), rule("├", "┼", "┤")]),
    ...rows.map((row) => (row.length === 1 ? line([`── ${row[0] ?? ""} ──`]) : line(row))),
    rule("└", "┴", "┘"),
  ];
}

function pad(text: string, width: number, isLeft: boolean): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return isLeft ? text + space : space + text;
}
