import type { SlaLimit, SlaMetric } from "./sla-params.js";

/** One load that a search tried, and what it found. */
export interface ProbeReport {
  /** Requests in flight or requests a second, by the variable of the search. */
  readonly value: number;
  /** Of the point that holds its results. */
  readonly label: string;
  readonly verdict: "pass" | "fail";
  /** False: the planned requests ran out before the test was certain, and the figure itself decided. */
  readonly isCertain: boolean;
  readonly why: string;
  /** Measured requests that ended, and how many there would have been at most. */
  readonly requests: number;
  readonly planned: number;
  /** What the limits are about, measured over the probe. */
  readonly figures: readonly ProbeFigure[];
  /** Found by an earlier start of the run: nothing was sent for it now. */
  readonly isResumed: boolean;
}

/** One limited (or best) figure of a probe: milliseconds, or a second for rates. */
export interface ProbeFigure {
  readonly metric: SlaMetric;
  /** Absent where it could not be measured. */
  readonly value?: number;
  /** Absent where the figure is to be as large or small as can be. */
  readonly limit?: Pick<SlaLimit, "operator" | "value">;
}

/** How a search for the highest load under limits (or for the best load) went. */
export interface SearchReport {
  readonly variable: "parallel" | "rate";
  /** As people write it. */
  readonly target: string;
  readonly goal: "limits" | "max" | "min";
  /** Loads that were allowed. */
  readonly range: { readonly low: number; readonly high: number };
  /** The highest load that kept the limits (or the best one); undefined when none did. */
  readonly best?: number;
  /** Stopped by the user: `best` is the highest that had passed by then. */
  readonly isInterrupted: boolean;
  readonly probes: readonly ProbeReport[];
}
