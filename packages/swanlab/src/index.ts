export { systemClock, type Clock } from "./clock.js";
export type { Environment } from "./environment.js";
export { SwanlabAuthError, SwanlabConfigError, SwanlabServerError, type SwanlabErrorOptions } from "./errors.js";
export { readRecordFile, type RecordFileContent } from "./file/record-reader.js";
export type {
  ColumnRecord,
  FinishRecord,
  LogRecord,
  MediaFileRecord,
  MediaRecord,
  SaveRecord,
  ScalarRecord,
  StartRecord,
  SwanlabRecord,
  Timestamp,
} from "./file/records.js";
export { init } from "./init.js";
export { echarts, html, image, table, text, type Media, type MediaKind, type MediaOptions, type TableCell } from "./media/media.js";
export type { InitOptions, MetadataGroups, ResumeMode, SectionOf, SwanlabMode, SwanlabWarning } from "./options.js";
export { swanlabEvalReporter, swanlabPerfReporter, type SwanlabEvalReporterOptions } from "./reporters/reporters.js";
export { swanlabTracker, type SwanlabTrackerOptions } from "./reporters/swanlab-tracker.js";
export type { LogValue } from "./run/flatten.js";
export type { LogOptions, Run, RunConfig, RunReport, RunState } from "./run/run.js";
export { swanlab } from "./swanlab.js";
export type { PointCounts } from "./upload/counts.js";
