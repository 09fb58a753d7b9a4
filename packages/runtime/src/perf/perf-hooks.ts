import type { PerfReporter } from "@evalkit/core";
import type { LoadPoint, LoadSnapshot, PerfOptions } from "@evalkit/perf";
import type { FinishedPoint } from "./perf-run.js";

/** What a load test tells while it goes on, and what it is lent. */
export interface PerfHooks {
  readonly signal: AbortSignal;
  readonly readStdin: () => Promise<string>;
  readonly onNote?: (text: string) => void;
  readonly onWarning?: (text: string) => void;
  /** Once, before the first request. */
  readonly onPlan?: (plan: PerfPlan) => void;
  readonly onPointStart?: (point: LoadPoint, snapshot: () => LoadSnapshot) => void;
  readonly onPointEnd?: (finished: FinishedPoint) => void;
  readonly onProbe?: (text: string) => void;
  readonly onDownload?: (file: string, receivedBytes: number) => void;
  /** Starts the built-in server for `--url mock`, best in a process of its own. @default in this process */
  readonly startMock?: () => Promise<{ readonly url: string; close(): Promise<void> }>;
  readonly reporters?: readonly PerfReporter[];
}

export interface PerfPlan {
  readonly folder: string;
  readonly options: PerfOptions;
  readonly points: readonly LoadPoint[];
  readonly url: string;
  readonly isResumed: boolean;
}

/** Lets the server come to rest between points. */
export function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  if (durationMs <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      done();
    };
    const timer = setTimeout(finish, durationMs);
    signal.addEventListener("abort", finish, { once: true });
  });
}
