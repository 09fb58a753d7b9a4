import type { MetricSummary } from "../analysis/load-result.js";
import { figure, fixed, successRate } from "./figures-text.js";
import { findingsOf, findingText } from "./findings.js";
import type { PointReport, RunFacts } from "./run-facts.js";
import { calibrationText } from "./summary-text.js";
import { plain } from "./text-table.js";

/** `summary.md`: the sweep as a table, what it means, and how the client did. */
export function summaryMarkdown(facts: RunFacts, points: readonly PointReport[]): string {
  const isEmbedding = facts.kind === "embedding";
  const head = ["Point", "req/s", "ok", "latency mean (s)", "latency p99 (s)", ...(isEmbedding ? ["input tok/s"] : ["TTFT mean (ms)", "TTFT p99 (ms)", "TPOT mean (ms)", "TPOT p99 (ms)", "output tok/s"]), "verdict"];
  const rows = points.map(({ point, result }) => {
    const { metrics, counts, tokens } = result;
    return [
      point.label,
      figure(result.requestsPerSecond),
      successRate(counts),
      fixed(seconds(metrics.latency?.mean), 3),
      fixed(seconds(p99(metrics.latency)), 3),
      ...(isEmbedding ? [figure(tokens.input.perSecond)] : [fixed(metrics.ttft?.mean, 1), fixed(p99(metrics.ttft), 1), fixed(metrics.tpot?.mean, 2), fixed(p99(metrics.tpot), 2), figure(tokens.output.perSecond)]),
      result.outcome?.verdict.state ?? "–",
    ];
  });
  const calibration = points.flatMap(({ point, calibration: note }) => {
    const text = calibrationText(note);
    return text === undefined ? [] : [`- ${cell(point.label)}: ${cell(text)}`];
  });
  return `${[
    `# ${cell(facts.name)}`,
    "",
    `${cell(facts.model)} · ${cell(facts.api)} · ${cell(facts.dataset)} · ${cell(facts.createdAt)} · evalkit ${cell(facts.version)}`,
    "",
    markdownTable(head, rows),
    "",
    ...findingsOf(points).map((finding) => `- ${cell(findingText(finding))}`),
    ...(calibration.length === 0 ? [] : ["", "## Client", "", ...calibration]),
  ].join("\n")}\n`;
}

/** A table whose cells hold nothing that Markdown or HTML would act on. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${head.map((_, column) => (column === 0 ? "---" : "---:")).join("|")}|`, ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return plain(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(/[\\|`*_[\]!]/g, (character) => `\\${character}`);
}

function p99(summary: MetricSummary | undefined): number | undefined {
  return summary?.percentiles.find(({ percent: at }) => at === 99)?.value;
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
