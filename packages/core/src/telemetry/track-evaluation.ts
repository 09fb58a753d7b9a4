import type { Reporter, RunEvent } from "../spec/reporter.js";
import type { RunSummary } from "../spec/run.js";
import type { Tracker, TrackerRun, TrackerState } from "../spec/tracker.js";
import { EvalTelemetry, type EvalTelemetryOptions, evalRunInfo } from "./eval-telemetry.js";

export interface TrackEvaluationOptions extends EvalTelemetryOptions {
  /** What was asked for, secrets masked; shown as the run's configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Name of the run. @default model and time */
  readonly runName?: string;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: () => number;
}

const STATES: Readonly<Record<RunSummary["status"], TrackerState>> = { complete: "finished", interrupted: "aborted", error: "crashed" };

/** Shows an evaluation in a tracker. Its run stays open until it is disposed of, so that the page, which is written last, still gets in. */
export class EvaluationTracking implements Reporter {
  readonly name: string;
  readonly #tracker: Tracker;
  readonly #options: TrackEvaluationOptions;
  readonly #telemetry: EvalTelemetry;
  readonly #now: () => number;
  #run: TrackerRun | undefined;
  #state: TrackerState = "crashed";

  constructor(tracker: Tracker, options: TrackEvaluationOptions = {}) {
    this.name = tracker.name;
    this.#tracker = tracker;
    this.#options = options;
    this.#telemetry = new EvalTelemetry(options);
    this.#now = options.now ?? Date.now;
  }

  onEvent(event: RunEvent): void {
    if (event.type === "run-start") {
      const info = evalRunInfo(event.run, this.#options.config);
      this.#run = this.#tracker.open({ ...info, name: this.#options.runName ?? info.name });
    }
    if (event.type === "run-end") this.#state = STATES[event.summary.status];
    for (const item of this.#telemetry.take(event, this.#now())) this.#run?.log(item);
  }

  /** Adds the HTML report. */
  attachPage(html: string): void {
    this.#run?.log({ kind: "page", key: "report/page", atMs: this.#now(), html });
  }

  async flush(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    await (this.#state === "crashed" ? run?.finish("crashed", "The run ended with an error.") : run?.finish(this.#state));
  }
}
