export { ConfigError, DatasetError, ModelAuthError, PluginError } from "./errors/user-errors.js";
export { EvalkitError, type EvalkitErrorOptions, type Fault } from "./errors/evalkit-error.js";
export {
  ContextLengthError,
  ModelRateLimitError,
  ModelResponseError,
  ModelTimeoutError,
  ModelUnavailableError,
  type ModelErrorOptions,
} from "./errors/model-errors.js";
export { SandboxUnavailableError, ScorerError, StoreError } from "./errors/system-errors.js";
export { defineBenchmark, type Benchmark, type BenchmarkRequirements } from "./spec/benchmark.js";
export type { Dataset, DatasetDescription, DatasetFile } from "./spec/dataset.js";
export type { ContentPart, Message, ToolCall } from "./spec/message.js";
export type {
  Judge,
  JudgeCallContext,
  JudgeContract,
  JudgeMark,
  JudgeModel,
  JudgeObservation,
  JudgeRecord,
  JudgeReply,
  JudgeStatus,
  JudgeSummary,
} from "./spec/judge.js";
export type { Metric, MetricValue } from "./spec/metric.js";
export type {
  CallContext,
  CallTiming,
  FinishReason,
  GenerationParams,
  Model,
  ModelRequest,
  ModelResponse,
  ModelStats,
  ToolDefinition,
  Usage,
} from "./spec/model.js";
export type { Reporter, RunEvent } from "./spec/reporter.js";
export type { PerfEvent, PerfHealth, PerfPoint, PerfPointResult, PerfReporter, PerfRequest, PerfRunInfo } from "./spec/perf-reporter.js";
export type { Tracker, TrackerCell, TrackerItem, TrackerRun, TrackerRunInfo, TrackerState } from "./spec/tracker.js";
export type { Attempt, AttemptKey, Failure, Outcome, ResultRow, SampleResult } from "./spec/result.js";
export type {
  BenchmarkSummary,
  CategorySummary,
  Distribution,
  MetricSummary,
  OutcomeCounts,
  PerformanceSummary,
  RunBenchmark,
  RunHeader,
  RunSummary,
  SubsetSummary,
  Treatments,
} from "./spec/run.js";
export type { ResumeState, RunStore, RunWriter } from "./spec/run-store.js";
export type { Sample } from "./spec/sample.js";
export type { CodeCheck, CodeChecker, CodeTests, CodeVerdict, LanguageMissing } from "./spec/code-check.js";
export type {
  RunOptions,
  RunOutcome,
  Sandbox,
  SandboxBackend,
  SandboxDescription,
  SandboxKind,
  SandboxLimits,
  SandboxProvider,
} from "./spec/sandbox.js";
export type { Score, ScoreMark, Scored, Unscored } from "./spec/score.js";
export type { ScoreContext, Scorer } from "./spec/scorer.js";
export type { Answer } from "./spec/answer.js";
export type { SolveContext, Solver } from "./spec/benchmark.js";
export { attemptKey } from "./util/attempt-key.js";
export { judgeMarks } from "./util/judge-marks.js";
export { Secret } from "./util/secret.js";
export { canonicalJson } from "./util/canonical-json.js";
export { isRecord } from "./util/is-record.js";
export { redactor } from "./util/redactor.js";
export { isSecretKey, redactKeys } from "./util/secret-keys.js";
export { splitReasoning, type SplitText } from "./util/split-reasoning.js";
export { stripUnsafe } from "./util/strip-unsafe.js";
export { toResultRow } from "./util/to-result-row.js";
export type { EvaluationOptions, PlannedBenchmark } from "./engine/evaluation-options.js";
export { generateOnce } from "./engine/generate-once.js";
export { planBenchmark } from "./engine/planned-benchmark.js";
export { runEvaluation } from "./engine/run-evaluation.js";
export { scoreAnswer, type ScoreRequest } from "./engine/score-answer.js";
export { passAtK, passHatK, voteAtK } from "./metrics/at-k.js";
export { distributionOf } from "./metrics/distribution.js";
export { estimate, type Observation } from "./metrics/estimate.js";
export { accuracy, clippedMean, meanOf } from "./metrics/mean.js";
export { RunningScore, type RunningTally } from "./metrics/running-score.js";
export { krippendorffAlpha } from "./metrics/krippendorff.js";
export { studentQuantile } from "./metrics/student-quantile.js";
export { summarizeBenchmark, type BenchmarkResults } from "./metrics/summarize-benchmark.js";
export { summarizeRun, type RunResults } from "./metrics/summarize-run.js";
export { withRepeats, type Aggregation } from "./metrics/with-repeats.js";
export { EvalTelemetry, evalRunInfo, type EvalTelemetryOptions } from "./telemetry/eval-telemetry.js";
export { EvaluationTracking, type TrackEvaluationOptions } from "./telemetry/track-evaluation.js";
export { PerfPointTelemetry, sweepItems } from "./telemetry/perf-telemetry.js";
export { PerfTracking } from "./telemetry/track-perf.js";
