import { figure, percent } from "../results/figures-text.js";
import { markdownTable } from "../results/summary-markdown.js";
import { plain, tableLines } from "../results/text-table.js";
import type { ComparisonRow, PerfComparison, PointComparison } from "./compare-runs.js";

const HEAD = ["Metric", "A", "B", "B − A", "relative", "95% interval", "verdict on B"];

/** Lines of a comparison for the terminal, safe to print. */
export function renderComparison(comparison: PerfComparison): readonly string[] {
  return [
    `A: ${plain(comparison.first)}`,
    `B: ${plain(comparison.second)}`,
    ...comparison.points.flatMap((point) => ["", ...tableLines({ title: plain(titleOf(point)), head: HEAD, rows: point.rows.map(cellsOf) }), ...point.notes.map((note) => `! ${plain(note)}`)]),
    ...leftOver(comparison).map(plain),
    "",
    closing(comparison),
  ];
}

/** The comparison as Markdown. */
export function comparisonMarkdown(comparison: PerfComparison): string {
  const parts = comparison.points.flatMap((point) => [`## ${plain(titleOf(point)).replaceAll(/[\\`*_<>|[\]]/g, (character) => `\\${character}`)}`, "", markdownTable(HEAD, point.rows.map(cellsOf)), "", ...point.notes.map((note) => `> ${note}`), ""]);
  return `${["# Load tests compared", "", markdownTable(["", "folder"], [["A", comparison.first], ["B", comparison.second]]), "", ...parts, ...leftOver(comparison).map((line) => `> ${plain(line)}`), closing(comparison)].join("\n")}\n`;
}

function titleOf({ first, second, requests }: PointComparison): string {
  const labels = first === second ? first : `${first} against ${second}`;
  return `${labels} (${requests[0]} and ${requests[1]} successful requests)`;
}

const LABELS: Readonly<Record<string, string>> = { latency: "Latency", ttft: "TTFT", tpot: "TPOT", maxGap: "Longest gap", outputTokens: "Output tokens" };

function cellsOf({ metric, statistic, unit, first, second, difference, relative, interval, verdict }: ComparisonRow): readonly string[] {
  const show = (value: number): string => (unit === "share" ? percent(value, 2) : figure(value));
  return [
    `${LABELS[metric] ?? metric}${statistic === "value" ? "" : ` ${statistic}`}${unit === "share" ? "" : ` (${unit})`}`,
    show(first),
    show(second),
    `${difference > 0 ? "+" : ""}${show(difference)}`,
    relative === undefined ? "–" : `${relative > 0 ? "+" : ""}${percent(relative)}`,
    interval === undefined ? "–" : `${show(interval[0])} … ${show(interval[1])}`,
    verdict,
  ];
}

function leftOver({ onlyFirst, onlySecond }: PerfComparison): readonly string[] {
  return [...(onlyFirst.length === 0 ? [] : [`Only in A: ${onlyFirst.join(", ")}`]), ...(onlySecond.length === 0 ? [] : [`Only in B: ${onlySecond.join(", ")}`])];
}

function closing({ points }: PerfComparison): string {
  const tested = points.flatMap(({ rows }) => rows).filter(({ interval }) => interval !== undefined).length;
  return `${tested} figures were tested, each at 95 %: about one in 20 would look different by chance alone. Requests of one run are taken as independent; repeat runs to see how runs themselves vary.`;
}
