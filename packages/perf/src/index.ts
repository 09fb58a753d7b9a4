export type { ApiReader, ApiReference, BuildInput, EventKind, LoadApi, ParsedReply, PromptInput } from "./spec/api.js";
export type { Arrivals, LoadObserver, LoadOutcome, LoadPlan, RunLoad } from "./spec/load.js";
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
export { createTabulator, tabulateBy, type DefinitionRow, type DefinitionTable, type DefinitionTabulator } from "./analysis/definitions/tabulate.js";
export { JOURNAL_FILE, openJournal, type Journal, type JournalOptions } from "./journal/journal.js";
export { readJournal, readRecords, type JournalEntry } from "./journal/read-journal.js";
export { recorderOf, replayInto } from "./journal/recorder.js";
