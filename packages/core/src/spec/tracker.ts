/** A cell of a table; absent figures are `undefined`, never 0. */
export type TrackerCell = string | number | undefined;

/** Something to show in a tracker (SwanLab, MLflow, TensorBoard, Weights & Biases), in no tracker's own words. Keys use `/` between section and name. */
export type TrackerItem =
  /**
   * One step of one or more series; every value is finite. `atMs` is when it was measured, epoch milliseconds.
   * With a `section` the keys belong to it as they are: a slash in them separates nothing.
   */
  | { readonly kind: "scalars"; readonly step: number; readonly atMs: number; readonly section?: string; readonly values: Readonly<Record<string, number>> }
  | { readonly kind: "table"; readonly key: string; readonly atMs: number; readonly columns: readonly string[]; readonly rows: readonly (readonly TrackerCell[])[] }
  /** `option` is an ECharts option object, plain JSON. */
  | { readonly kind: "chart"; readonly key: string; readonly atMs: number; readonly title: string; readonly option: Readonly<Record<string, unknown>> }
  /** Texts of models and servers, without control characters; not to be taken for HTML or Markdown. */
  | { readonly kind: "texts"; readonly key: string; readonly atMs: number; readonly texts: readonly { readonly caption: string; readonly content: string }[] }
  /** A whole, self-contained HTML document. */
  | { readonly kind: "page"; readonly key: string; readonly atMs: number; readonly html: string };

/** What a tracker's run is called and made of, known before its first item. Holds no secret. */
export interface TrackerRunInfo {
  readonly kind: "eval" | "perf";
  /** Where the run goes unless the tracker was given a project of its own. */
  readonly project: string;
  readonly name: string;
  readonly description?: string;
  /** Runs that belong together share it. */
  readonly group?: string;
  readonly tags: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
}

/** How the work that a tracker's run shows has ended. */
export type TrackerState = "finished" | "crashed" | "aborted";

/** One run in a tracker. It may queue, but never throws, never keeps its caller waiting and drops nothing without saying so. */
export interface TrackerRun {
  log(item: TrackerItem): void;
  /** Sends what is queued, within the tracker's time limit, and closes the run. Never rejects. */
  finish(state: TrackerState, error?: string): Promise<void>;
}

/** Opens runs in one tracker. */
export interface Tracker {
  readonly name: string;
  /** Returns at once: connections are opened behind the queue. */
  open(info: TrackerRunInfo): TrackerRun;
}
