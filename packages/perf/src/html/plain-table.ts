import { html, type Markup, type Part } from "./markup.js";
import { say, type Words } from "./words.js";

/** A table of text cells that scrolls by itself where the window is narrow; `isLastText`: the last column is prose. */
export function plainTable(head: readonly Words[], rows: readonly (readonly Part[])[], isLastText = false): Markup {
  const kind = (column: number): string => (isLastText && column === head.length - 1 ? "text" : "");
  return html`<div class="frame"><table><thead><tr>${head.map((words, column) => html`<th class="${kind(column)}">${say(words)}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell, column) => html`<td class="${kind(column)}">${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
