import { EvaluationTracking, PerfTracking, type TrackEvaluationOptions } from "@evalkit/core";
import { swanlabTracker, type SwanlabTrackerOptions } from "./swanlab-tracker.js";

export interface SwanlabEvalReporterOptions extends SwanlabTrackerOptions, Omit<TrackEvaluationOptions, "now"> {}

/** Shows an evaluation in SwanLab: a `Reporter` for `runEvaluation`. Throws for settings that cannot work. */
export function swanlabEvalReporter(options: SwanlabEvalReporterOptions = {}): EvaluationTracking {
  const { config, runName, wrongAnswers, redact, ...tracker } = options;
  return new EvaluationTracking(swanlabTracker(tracker), {
    ...(config === undefined ? {} : { config }),
    ...(runName === undefined ? {} : { runName }),
    ...(wrongAnswers === undefined ? {} : { wrongAnswers }),
    ...(redact === undefined ? {} : { redact }),
  });
}

/** Shows a load test in SwanLab: one run for each load, and one for the sweep. Throws for settings that cannot work. */
export function swanlabPerfReporter(options: SwanlabTrackerOptions = {}): PerfTracking {
  return new PerfTracking(swanlabTracker(options));
}
