import { duration, figure } from "../../results/figures-text.js";
import { tableLines } from "../../results/text-table.js";
import type { DefinitionRow, DefinitionTable } from "./tabulate.js";

/** A table by a tool's definitions, with ours beside each mean and the differences explained below. Lines safe to print. */
export function renderDefinitions(table: DefinitionTable): readonly string[] {
  const isCertified = table.rows.some(({ certifiedP99 }) => certifiedP99 !== undefined);
  const head = ["Metric", "count", "mean", "p50", "p90", "p99", ...(isCertified ? ["p99 certified"] : []), "ours", "difference"];
  const rows = table.rows.map((row) => [
    `${row.label}${row.label.includes("(") ? "" : ` (${row.unit})`}`,
    figure(row.count),
    figure(row.mean),
    figure(row.p50),
    figure(row.p90),
    figure(row.p99),
    ...(isCertified ? [figure(row.certifiedP99)] : []),
    figure(row.ourMean),
    differenceOf(row),
  ]);
  return [
    ...tableLines({ title: `By the definitions of ${table.name}:`, head, rows }),
    `${figure(table.requestsPerSecond)} requests/s, ${figure(table.outputTokensPerSecond)} output tokens/s over ${duration(table.durationMs)}`,
    ...table.rows.map(({ label, difference }) => `• ${label}: ${difference}`),
    ...table.notes.map((note) => `• ${note}`),
  ];
}

function differenceOf({ ourMean, ourDifference }: DefinitionRow): string {
  if (ourMean === undefined || ourDifference === undefined) return "–";
  const share = ourMean === 0 ? "" : ` (${ourDifference > 0 ? "+" : ""}${((ourDifference / ourMean) * 100).toFixed(1)}%)`;
  return `${ourDifference > 0 ? "+" : ""}${figure(ourDifference)}${share}`;
}
