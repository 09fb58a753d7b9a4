import type { SwanlabWarning } from "../options.js";
import type { PointCounts } from "../upload/counts.js";
import type { LogValue } from "./flatten.js";

export type RunState = "finished" | "crashed" | "aborted";

/** What became of a run. */
export interface RunReport {
  readonly state: RunState;
  /** The run's folder; `undefined` in disabled mode. */
  readonly directory: string | undefined;
  /** Where the run is shown; `undefined` when the server does not know it. */
  readonly url: string | undefined;
  /** What the run's file holds. */
  readonly recorded: PointCounts;
  /** What the server has confirmed. */
  readonly posted: PointCounts;
  /** What SwanLab does not take, and is nowhere. */
  readonly refused: PointCounts;
  /** Why the server does not have everything, in online mode. */
  readonly failure: string | undefined;
  /** The command that sends what the server does not have; `undefined` when it has everything, and in local and disabled mode. */
  readonly syncCommand: string | undefined;
  readonly warnings: readonly SwanlabWarning[];
}

/** The configuration of a run; each change goes to its file, and to the server. */
export interface RunConfig {
  readonly values: Readonly<Record<string, unknown>>;
  /** Adds values, or replaces those of the same name. */
  update(values: Readonly<Record<string, unknown>>): void;
}

export interface LogOptions {
  /** A whole number from 0 to 2^48; default: one more than the largest step so far, from 0. */
  readonly step?: number;
}

/** One run. None of its methods throws, and none but the ends waits: what goes wrong is a warning and stands in the report. */
export interface Run extends AsyncDisposable {
  readonly id: string;
  readonly mode: "online" | "offline" | "local" | "disabled";
  /** The run's folder; `undefined` in disabled mode. */
  readonly directory: string | undefined;
  /** Where the run is shown, once the server knows it. */
  readonly url: string | undefined;
  readonly config: RunConfig;
  /** Logs values under their names; nested objects are joined by `/`. The first value of a name at a step stays. */
  log(values: Readonly<Record<string, LogValue>>, options?: LogOptions): void;
  /** Adds lines to the console of the run; terminal escapes are taken out, lines are cut at 1,024 characters. */
  print(text: string, level?: "info" | "error"): void;
  /** Ends the run well; the same report however often it is called. */
  finish(): Promise<RunReport>;
  /** Ends the run as crashed, with the error's text. */
  crash(error: unknown): Promise<RunReport>;
  /** Ends the run as stopped by somebody. */
  abort(reason?: string): Promise<RunReport>;
}
