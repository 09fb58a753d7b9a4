import { duration, figure, percent } from "./figures-text.js";
import { findingsOf, findingText } from "./findings.js";
import { renderPercentileTable, renderSummaryTable, renderSweepTable } from "./point-tables.js";
import type { CalibrationNote, PointReport, RunFacts } from "./run-facts.js";
import { displayWidth, plain, tableLines } from "./text-table.js";

/** Basic information, the table of all points and what it means: what the terminal shows at the end. Lines safe to print. */
export function renderRunSummary(facts: RunFacts, points: readonly PointReport[]): readonly string[] {
  const findings = findingsOf(points);
  return [
    ...titleLines(facts.kind === "embedding" ? "Embedding/Rerank Performance Test Summary" : "Performance Test Summary Report"),
    "",
    ...tableLines({ title: "Basic Information:", rows: basicRows(facts, points), leftColumns: [0, 1] }),
    "",
    ...renderSweepTable(points, facts.kind),
    ...points.flatMap(calibrationLines),
    "",
    ...(findings.length === 0 ? [] : ["What this means:", ...findings.map((finding) => `• ${plain(findingText(finding))}`)]),
  ];
}

/** `performance_summary.txt`: the run's summary, then both tables of each point. */
export function summaryText(facts: RunFacts, points: readonly PointReport[]): string {
  const details = points.flatMap(({ point, result }) => ["", plain(point.label), ...renderSummaryTable(result, facts.kind), ...renderPercentileTable(result, facts.kind)]);
  return `${[...renderRunSummary(facts, points), ...details].join("\n")}\n`;
}

/** How far the client was from its calibrated limits, in one sentence; undefined when nothing was calibrated. */
export function calibrationText(note: CalibrationNote | undefined): string | undefined {
  if (note === undefined) return undefined;
  const errors = [
    ...(note.ttftErrorMs === undefined ? [] : [`TTFT ± ${duration(note.ttftErrorMs)}`]),
    ...(note.gapErrorMs === undefined ? [] : [`gaps ± ${duration(note.gapErrorMs)}`]),
  ];
  const error = errors.length === 0 ? [] : [`client error at this load: ${errors.join(", ")} (99 of 100 requests)`];
  const share = note.usedShare === undefined ? [] : [`${percent(note.usedShare, 0)} of the calibrated limit${note.isLimitOfMedian === true ? " of medians" : ""} used`];
  const parts = [...error, ...share];
  return parts.length === 0 ? undefined : parts.join("; ");
}

function calibrationLines({ point, calibration }: PointReport): readonly string[] {
  const text = calibrationText(calibration);
  return text === undefined ? [] : [`${plain(point.label)}: ${text}`];
}

function titleLines(title: string): readonly string[] {
  const rule = "─".repeat(displayWidth(title) + 2);
  return [`╭${rule}╮`, `│ ${title} │`, `╰${rule}╯`];
}

function basicRows(facts: RunFacts, points: readonly PointReport[]): readonly (readonly string[])[] {
  const isEmbedding = facts.kind === "embedding";
  const totals = points.map(({ result }) => (isEmbedding ? result.tokens.input : result.tokens.output));
  const isKnown = totals.every(({ unknown }) => unknown === 0);
  const tokens = totals.reduce((sum, total) => sum + total.sum, 0);
  const seconds = points.reduce((sum, { result }) => sum + result.window.durationMs, 0) / 1000;
  return [
    ["Model", plain(facts.model)],
    ["Test Dataset", plain(facts.dataset)],
    ["API Type", plain(facts.api)],
    [isEmbedding ? "Total Input Tokens" : "Total Generated", `${isKnown ? "" : "at least "}${figure(tokens)} tokens`],
    ["Total Test Time", `${seconds.toFixed(2)} seconds`],
    [isEmbedding ? "Avg Input Rate" : "Avg Output Rate", isKnown && seconds > 0 ? `${figure(tokens / seconds)} tokens/sec` : "–"],
  ];
}
