import { type Tracker, type TrackerItem, type TrackerRun, type TrackerRunInfo, type TrackerState } from "@evalkit/core";
import { processEnvironment, type Environment } from "../environment.js";
import { SwanlabAuthError, SwanlabServerError } from "../errors.js";
import { init } from "../init.js";
import { echarts, html, table, text } from "../media/media.js";
import type { InitOptions } from "../options.js";
import type { LogValue } from "../run/flatten.js";
import type { Run, RunReport } from "../run/run.js";
import { resolveSettings } from "../settings/settings.js";
import { reportOf } from "./report-text.js";

type Passed = "workspace" | "mode" | "logDir" | "apiHost" | "webHost" | "public" | "metadata" | "clock" | "connectTimeoutMs" | "uploadIntervalMs";

/** Where runs are shown; what is left out comes from `SWANLAB_…` variables, then from the default. */
export interface SwanlabTrackerOptions extends Pick<InitOptions, Passed> {
  /** Default `SWANLAB_PROJ_NAME`, then `evalscope` for evaluations and `perf_benchmark` for load tests. */
  readonly project?: string;
  /** `local`: local mode. Default `SWANLAB_API_KEY`, then the file that `swanlab login` writes. */
  readonly apiKey?: string;
  /** How long the end of a run waits while nothing gets through. @default 8000 */
  readonly finishTimeoutMs?: number;
  /** Told, in one sentence each, what did not get through and what to do about it. */
  readonly onWarning?: (text: string) => void;
  /** Told where the run can be seen. */
  readonly onNote?: (text: string) => void;
  /** Default: the variables of the process. */
  readonly environment?: Environment;
}

/** Nothing waits for the connection but the end of a very short run. */
const CONNECT_TIMEOUT_MS = 3_000;
const FINISH_TIMEOUT_MS = 8_000;

/**
 * Shows runs in SwanLab. Throws `SwanlabConfigError` or `SwanlabAuthError` for settings that cannot work: a name that SwanLab does not
 * take, no key. A server that is away or refuses the key hinders nothing: the run is kept in its folder, and the end tells how to send it.
 */
export function swanlabTracker(options: SwanlabTrackerOptions = {}): Tracker {
  const settings = { ...options, environment: withoutRunId(options.environment ?? processEnvironment()) };
  resolveSettings(initOptions(settings));
  return { name: "swanlab", open: (info) => new SwanlabTracking(info, settings) };
}

type TrackerSettings = SwanlabTrackerOptions & { readonly environment: Environment };

/** One id cannot be the id of every run of a sweep. */
function withoutRunId({ SWANLAB_RUN_ID: _id, SWANLAB_RESUME: _resume, SWANLAB_EXP_NAME: _name, SWANLAB_EXPERIMENT_NAME: _longName, ...others }: Environment): Environment {
  return others;
}

/** The client's options of a run; without a run, those that do not depend on it. */
function initOptions({ onWarning: _onWarning, onNote: _onNote, apiKey, ...options }: TrackerSettings, info?: TrackerRunInfo): InitOptions {
  const { environment } = options;
  const hasProject = options.project !== undefined || Boolean(environment["SWANLAB_PROJ_NAME"]?.trim() || environment["SWANLAB_PROJECT_NAME"]?.trim());
  const key = apiKey ?? environment["SWANLAB_API_KEY"];
  return {
    ...options,
    connectTimeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    finishTimeoutMs: options.finishTimeoutMs ?? FINISH_TIMEOUT_MS,
    ...(key === "local" ? { mode: "local" } : key === undefined ? {} : { apiKey: key }),
    ...(hasProject || info === undefined ? {} : { project: info.project }),
    ...(info === undefined ? {} : describe(info)),
  };
}

function describe(info: TrackerRunInfo): InitOptions {
  return {
    experimentName: cut(info.name, 512) || "unnamed",
    jobType: info.kind,
    tags: info.tags.slice(0, 30).map((tag) => cut(tag, 512)),
    config: info.config,
    ...(info.description === undefined ? {} : { description: cut(info.description, 1024) }),
    ...(info.group === undefined ? {} : { group: cut(info.group, 512) }),
  };
}

function cut(value: string, most: number): string {
  return [...value].slice(0, most).join("");
}

class SwanlabTracking implements TrackerRun {
  readonly #settings: TrackerSettings;
  readonly #sections = new Map<string, string>();
  readonly #waiting: TrackerItem[] = [];
  readonly #opening: Promise<void>;
  #run: Run | undefined;
  #problem: string | undefined;
  #isPlaceTold = false;
  #end: Promise<void> | undefined;

  constructor(info: TrackerRunInfo, settings: TrackerSettings) {
    this.#settings = settings;
    this.#opening = this.#open(info);
  }

  log(item: TrackerItem): void {
    if (this.#run === undefined) this.#waiting.push(item);
    else this.#log(this.#run, item);
  }

  finish(state: TrackerState, error?: string): Promise<void> {
    return (this.#end ??= this.#close(state, error));
  }

  /** Never rejects. */
  async #open(info: TrackerRunInfo): Promise<void> {
    const options: InitOptions = { ...initOptions(this.#settings, info), section: (key) => this.#sections.get(key) };
    try {
      this.#run = await begin(options, (problem) => (this.#problem = problem));
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      return;
    }
    this.#tellPlace(this.#run.url);
    for (const item of this.#waiting.splice(0)) this.#log(this.#run, item);
  }

  #log(run: Run, item: TrackerItem): void {
    const step = item.kind === "scalars" ? item.step : 0;
    if (item.kind === "scalars" && item.section !== undefined) for (const key of Object.keys(item.values)) this.#sections.set(key, item.section);
    run.log(valuesOf(item), { step });
  }

  /** Once; a server that is slow says it late. */
  #tellPlace(url: string | undefined): void {
    if (url === undefined || this.#isPlaceTold) return;
    this.#isPlaceTold = true;
    this.#settings.onNote?.(`SwanLab: ${url}`);
  }

  async #close(state: TrackerState, error: string | undefined): Promise<void> {
    await this.#opening;
    const { onWarning, onNote } = this.#settings;
    if (this.#run === undefined) {
      onWarning?.(`SwanLab: nothing of the run is there or in a folder for it: ${this.#problem ?? "it could not be begun"}`);
      return;
    }
    const report = await endOf(this.#run, state, error);
    this.#tellPlace(report.url);
    const { warnings, notes } = reportOf(report, { mode: this.#run.mode, problem: this.#problem });
    for (const warning of warnings) onWarning?.(warning);
    for (const note of notes) onNote?.(note);
  }
}

/** Begins the run; where the server says no, one that is only written to its folder. */
async function begin(options: InitOptions, onProblem: (text: string) => void): Promise<Run> {
  try {
    return await init(options);
  } catch (error) {
    if (!(error instanceof SwanlabAuthError || error instanceof SwanlabServerError)) throw error;
    onProblem(error.message);
    return init({ ...options, mode: "offline" });
  }
}

function endOf(run: Run, state: TrackerState, error: string | undefined): Promise<RunReport> {
  if (state === "finished") return run.finish();
  return state === "crashed" ? run.crash(error ?? "The run ended with an error.") : run.abort(error);
}

function valuesOf(item: TrackerItem): Readonly<Record<string, LogValue>> {
  switch (item.kind) {
    case "scalars":
      return item.values;
    case "table":
      return { [item.key]: table(item.columns, item.rows) };
    case "chart":
      return { [item.key]: echarts(item.option) };
    case "texts":
      return { [item.key]: item.texts.map(({ caption, content }) => text(content, { caption })) };
    case "page":
      return { [item.key]: html(item.html) };
  }
}
