export type { ApiReader, ApiReference, BuildInput, EventKind, LoadApi, ParsedReply, PromptInput } from "./spec/api.js";
export type { Arrivals, LoadObserver, LoadOutcome, LoadPlan, RunLoad } from "./spec/load.js";
export type { GpuDevice, GpuReport, ServerCounter, ServerGauge, ServerReport, GaugeReport, TelemetrySeries } from "./spec/telemetry.js";
export type { FailureKind, HealthSample, RequestOutcome, RequestRecord } from "./spec/record.js";
export type { PreparedRequest, Reply, RequestSource, TokenUsage } from "./spec/request.js";
export { apiNames, apiReference, completeUrl, findApi, isCompletionsUrl, isPlugInPath, openApi, openReader } from "./api/index.js";
export { createAnalysis, type Analysis, type AnalysisOptions } from "./analysis/analysis.js";
export type {
  ClientHealth,
  CountComparison,
  FailureCount,
  Goodput,
  Lane,
  LoadResult,
  LoadSnapshot,
  MetricSummaries,
  MetricSummary,
  Percentile,
  SeriesPoint,
  ServiceLevels,
  SteadyState,
  TokenTotal,
  TurnSummary,
  ValueHistogram,
} from "./analysis/load-result.js";
export { METRICS, type MetricName, type MetricUnit } from "./analysis/metric-names.js";
export { summarize, type SummarizeOptions } from "./analysis/summarize.js";
export {
  LengthCheck,
  characterCounter,
  checkArguments,
  findPerfDataset,
  onePrompt,
  openTokenizer,
  perfDatasets,
  readPlainRows,
  requestSource,
  singleTurnSource,
  type Cancellation,
  type ChatMessage,
  type DataRow,
  type DatasetContext,
  type HubFile,
  type ImageSettings,
  type LengthReport,
  type PerfDataset,
  type PromptItem,
  type PromptSource,
  type RequestSettings,
  type RowReader,
  type TextCounter,
  type WeightedModel,
} from "./data/index.js";
export { runLoad } from "./run-load.js";
export { maskedUrl, parsePerfOptions, pointsOf, type LoadPoint, type ParseEnvironment, type PerfOptions, type PointOptions } from "./plan/index.js";
export { DEFINITION_NAMES, type DefinitionName } from "./analysis/definitions/profile.js";
export { renderDefinitions } from "./analysis/definitions/render-definitions.js";
export { countsByTokenizer, createTabulator, tabulateBy, type DefinitionRow, type DefinitionTable, type DefinitionTabulator } from "./analysis/definitions/tabulate.js";
export { JOURNAL_FILE, openJournal, type Journal, type JournalOptions } from "./journal/journal.js";
export { readJournal, readRecords, type JournalEntry } from "./journal/read-journal.js";
export { recorderOf, replayInto } from "./journal/recorder.js";
export { ProbeJudge, bestLoad, formatLimit, highestLoad, probeRequests, type LoadRange, type ProbeFigure, type ProbeReport, type SearchReport, type SlaLimit, type SlaMetric, type SlaOptions, type SlaTarget, type Verdict } from "./search/index.js";
export { DatabaseWriter, type DatabaseOptions } from "./results/database.js";
export { evalscopeSummary, percentileRows, type PercentileRow } from "./results/evalscope-summary.js";
export { findingsOf, findingText, type Finding } from "./results/findings.js";
export { PERF_FILES, pointLabel, safeName, sweepFolder, type SweepFolderOptions } from "./results/layout.js";
export { openPerfRun, type StoredPerfRun, type StoredPoint } from "./results/open-perf-run.js";
export { renderLive, renderPercentileTable, renderSummaryTable, renderSweepTable } from "./results/point-tables.js";
export { readDatabase } from "./results/read-database.js";
export type { CalibrationNote, PointReport, RunFacts } from "./results/run-facts.js";
export { summaryMarkdown } from "./results/summary-markdown.js";
export { calibrationText, renderRunSummary, summaryText } from "./results/summary-text.js";
export { maskedArguments, pointResultOf, writePointFiles, writeSlaSummary, writeSweepFiles, type PointFilesOptions, type SlaTry } from "./results/write-files.js";
export { renderPerfReport, writePerfReport, type PerfReportOptions } from "./html/perf-report.js";
export { comparePerfRuns, type ComparisonRow, type ComparisonVerdict, type PerfComparison, type PointComparison } from "./compare/compare-runs.js";
export { comparisonMarkdown, renderComparison } from "./compare/render-comparison.js";
export { readCalibration, type Calibration, type RateStep, type StreamStep } from "./selftest/calibration.js";
export { describeCalibration } from "./selftest/calibration-text.js";
export { currentHost } from "./selftest/host.js";
export { loadShare, PeakTally, type PeakLoad } from "./selftest/load-share.js";
export { runSelftest, type SelftestOptions } from "./selftest/run-selftest.js";
