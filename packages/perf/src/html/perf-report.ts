import { createHash } from "node:crypto";
import { join } from "node:path";
import { findingsOf } from "../results/findings.js";
import { PERF_FILES } from "../results/layout.js";
import type { PointReport, RunFacts } from "../results/run-facts.js";
import { redactStrings } from "../results/redact-strings.js";
import { writeWhole } from "../results/store-files.js";
import { environmentSection, glossarySection } from "./closing-sections.js";
import { findingsSection, headSection, verdictSection } from "./head-section.js";
import { loadCharts } from "./load-charts.js";
import { html, Markup } from "./markup.js";
import { pointSection } from "./point-section.js";
import type { SearchReport } from "../search/search-report.js";
import { searchSections } from "./search-section.js";
import { pageScript } from "./script.js";
import { pageStyle } from "./style.js";
import { sweepSection } from "./sweep-section.js";
import { say } from "./words.js";

export interface PerfReportOptions {
  /** Language before the reader chooses. @default "en" */
  readonly language?: "en" | "zh";
  /** Searches for a load under limits, whose probes are among the points. */
  readonly searches?: readonly SearchReport[];
  /** Takes secrets out of every text of the data. */
  readonly redact?: (text: string) => string;
}

/**
 * One self-contained page of a load test: no network, no markup from data, a policy that allows its own script and styles only. Its size does not
 * grow with the number of requests.
 */
export function renderPerfReport(allFacts: RunFacts, allPoints: readonly PointReport[], options: PerfReportOptions = {}): string {
  const { language = "en", redact } = options;
  const given = { facts: allFacts, points: allPoints, searches: options.searches ?? [] };
  const { facts, points, searches } = redact === undefined ? given : redactStrings(given, redact);
  const kind = facts.kind ?? "generation";
  const best = findingsOf(points).find((finding) => finding.kind === "highest-throughput")?.label;
  const body = html`${headSection(facts, points)}${verdictSection(points)}${searchSections(searches, points)}${findingsSection(points)}${sweepSection(points, kind)}${glossarySection()}${loadCharts(points, kind)}${points.map((report, position) => pointSection(report, { position, kind, isOpen: points.length === 1 || report.point.label === best }))}${environmentSection(facts)}`;
  return pageOf({ title: facts.name, language, body });
}

/** Writes `perf_report.html` into the folder of a sweep and returns its path. Throws `StoreError`. */
export function writePerfReport(folder: string, facts: RunFacts, points: readonly PointReport[], options: PerfReportOptions = {}): string {
  const path = join(folder, PERF_FILES.html);
  writeWhole(path, renderPerfReport(facts, points, options));
  return path;
}

function pageOf({ title, language, body }: { readonly title: string; readonly language: "en" | "zh"; readonly body: Markup }): string {
  const policy = `default-src 'none'; script-src '${hashOf(pageScript)}'; style-src '${hashOf(pageStyle)}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  return html`${new Markup("<!doctype html>")}
<html lang="${language === "zh" ? "zh-CN" : "en"}" data-language="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(pageStyle)}</style>
</head>
<body>
<div class="top"><strong>evalkit perf</strong><span class="title">${title}</span><div class="tools"><button id="language" type="button">${say({ en: "中文", zh: "English" })}</button><button id="theme" type="button">${say({ en: "Light / dark", zh: "明暗" })}</button></div></div>
<main>${body}</main>
<script>${new Markup(pageScript)}</script>
</body>
</html>
`.text;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
