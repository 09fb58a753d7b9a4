import type { Tracker, TrackerItem, TrackerRun, TrackerRunInfo, TrackerState } from "@evalkit/core";
import { backoffMs } from "../shared/backoff.js";
import type { TrackerOptions } from "../shared/options.js";
import { type MlflowCredentials, mlflowAddress } from "./address.js";
import { MlflowApi, MlflowFailure } from "./api.js";
import { type ArtifactFile, artifactFile } from "./artifact-files.js";
import { type Metric, MlflowSession } from "./mlflow-session.js";
import { MetricNames } from "./names.js";

export interface MlflowOptions extends TrackerOptions, MlflowCredentials {
  /** Made when missing. @default the run's project */
  readonly experiment?: string;
  /** Of one request. @default 30000 */
  readonly timeoutMs?: number;
  /** The end of a run waits for what is queued as long as requests get through, with at most this long between two of them, and six times this in all. @default 10000 */
  readonly closeTimeoutMs?: number;
}

/** Points that are kept while a server is away; a day of a load test's. */
const MAX_WAITING = 1_000_000;
const METRICS_PER_CALL = 1_000;
const GATHERING_MS = 1_000;
const LAST_CALL_MS = 3_000;

/** Shows runs at an MLflow tracking server over REST. Throws `ConfigError` for an address that is none. */
export function mlflowTracker(options: MlflowOptions): Tracker {
  const address = mlflowAddress(options);
  const api = new MlflowApi(address, { timeoutMs: options.timeoutMs ?? 30_000 });
  return { name: "mlflow", open: (info) => new MlflowRun({ info, api, options, origin: address.origin }) };
}

interface RunParts {
  readonly info: TrackerRunInfo;
  readonly api: MlflowApi;
  readonly options: MlflowOptions;
  readonly origin: string;
}

interface Ending {
  readonly state: TrackerState;
  readonly error: string | undefined;
}

class MlflowRun implements TrackerRun {
  readonly #parts: RunParts;
  readonly #names = new MetricNames();
  readonly #metrics: Metric[] = [];
  readonly #files: ArtifactFile[] = [];
  readonly #lost = { points: 0, files: 0, reasons: new Set<string>() };
  #points = 0;
  #fileCount = 0;
  #hasGivenUp = false;
  #wasReached = false;
  #hasFailed = false;
  #ending: Ending | undefined;
  #giveUpAt = Number.POSITIVE_INFINITY;
  #lastGiveUpAt = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wake = Promise.withResolvers<void>();
  readonly #stop = new AbortController();
  readonly #work: Promise<void>;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#work = this.#run();
  }

  log(item: TrackerItem): void {
    if (this.#ending !== undefined) return;
    if (item.kind !== "scalars") {
      this.#fileCount += 1;
      const file = this.#hasGivenUp ? undefined : artifactFile(item);
      if (file !== undefined) this.#files.push(file);
      return;
    }
    for (const [key, value] of Object.entries(item.values)) {
      this.#points += 1;
      if (this.#hasGivenUp) continue;
      if (this.#metrics.length >= MAX_WAITING) this.#lose({ points: 1, files: 0, reason: `more than ${MAX_WAITING} points were waiting` });
      else this.#metrics.push({ key: this.#names.of(key, item.section), value, timestamp: Math.round(item.atMs), step: item.step });
    }
  }

  async finish(state: TrackerState, error?: string): Promise<void> {
    if (this.#ending !== undefined) return this.#work;
    this.#ending = { state, error };
    this.#lastGiveUpAt = Date.now() + this.#closeTimeoutMs * 6;
    this.#extend();
    this.#wake.resolve();
    await this.#work;
    clearTimeout(this.#timer);
    this.#tell();
  }

  /** A server that was away from the start is not worth the whole wait. */
  get #closeTimeoutMs(): number {
    const whole = this.#parts.options.closeTimeoutMs ?? 10_000;
    return this.#wasReached || !this.#hasFailed ? whole : whole / 4;
  }

  /** Grants the end of the run more time, since something got through. */
  #extend(): void {
    if (this.#ending === undefined || this.#stop.signal.aborted) return;
    const now = Date.now();
    this.#giveUpAt = Math.min(now + this.#closeTimeoutMs, this.#lastGiveUpAt);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stop.abort(), Math.max(0, this.#giveUpAt - now));
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    const { api, info, options, origin } = this.#parts;
    let session: MlflowSession;
    try {
      session = await MlflowSession.open(api, { info, experiment: options.experiment ?? info.project, persist: (call) => this.#persist(call) });
    } catch (error) {
      this.#giveUp(error);
      return;
    }
    options.onNote?.(`MLflow: ${origin}/#/experiments/${session.experimentId}/runs/${session.runId}`);
    for (;;) {
      await this.#gather();
      await this.#sendFiles(session);
      await this.#sendMetrics(session);
      if (this.#ending !== undefined && this.#metrics.length === 0 && this.#files.length === 0) break;
    }
    const { state, error } = this.#ending;
    const end = (signal: AbortSignal): Promise<void> => session.end(state, { error, signal });
    // What could not be sent in time is lost, but the run should not be shown as running for ever.
    const told = this.#stop.signal.aborted ? end(AbortSignal.timeout(LAST_CALL_MS)) : this.#persist(end);
    await told.catch((failure: unknown) => this.#lose({ points: 0, files: 0, reason: `the run's end was not told: ${reasonOf(failure)}` }));
  }

  /** Waits until enough has gathered to be worth a request, or the run ends. */
  async #gather(): Promise<void> {
    if (this.#ending !== undefined || this.#metrics.length >= METRICS_PER_CALL) return;
    await this.#pause(GATHERING_MS);
  }

  async #sendMetrics(session: MlflowSession): Promise<void> {
    while (this.#metrics.length > 0) {
      const batch = this.#metrics.splice(0, METRICS_PER_CALL);
      try {
        await this.#persist((signal) => session.logMetrics(batch, signal));
      } catch (error) {
        this.#lose({ points: batch.length, files: 0, reason: reasonOf(error) });
      }
    }
  }

  async #sendFiles(session: MlflowSession): Promise<void> {
    for (let file = this.#files.shift(); file !== undefined; file = this.#files.shift()) {
      const sent = file;
      try {
        if (!session.takesFiles) throw new MlflowFailure("the server does not take files itself (start it with --serve-artifacts)", { isTemporary: false });
        await this.#persist((signal) => session.putFile(sent, signal));
      } catch (error) {
        this.#lose({ points: 0, files: 1, reason: reasonOf(error) });
      }
    }
  }

  /** Calls until it works, the server refuses for good, or the time after the run's end is over. */
  async #persist<Result>(call: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const result = await call(this.#stop.signal);
        this.#wasReached = true;
        this.#extend();
        return result;
      } catch (error) {
        if (!(error instanceof MlflowFailure) || !error.isTemporary) throw error;
        this.#hasFailed = true;
        const waitMs = backoffMs(attempt, error.waitMs === undefined ? {} : { retryAfterMs: error.waitMs });
        await this.#pause(Math.min(waitMs, Math.max(0, this.#giveUpAt - Date.now())));
        if (Date.now() >= this.#giveUpAt) throw error;
      }
    }
  }

  /** Waits that long; the first wait after the run's end was told is cut short. */
  async #pause(waitMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slept = new Promise<void>((resolve) => (timer = setTimeout(resolve, waitMs).unref()));
    await Promise.race([slept, this.#wake.promise]);
    clearTimeout(timer);
    if (this.#ending !== undefined) this.#wake = Promise.withResolvers<void>();
  }

  /** The run could not be opened, and nothing more will be sent: what came and comes is lost. */
  #giveUp(error: unknown): void {
    this.#hasGivenUp = true;
    this.#lost.reasons.add(reasonOf(error));
    this.#metrics.length = 0;
    this.#files.length = 0;
  }

  #lose({ points, files, reason }: { readonly points: number; readonly files: number; readonly reason: string }): void {
    this.#lost.points += points;
    this.#lost.files += files;
    this.#lost.reasons.add(reason);
  }

  #tell(): void {
    const { points, files, reasons } = this.#lost;
    if (reasons.size === 0) return;
    const { options, origin } = this.#parts;
    const why = [...reasons].slice(0, 3).join("; ");
    const what = this.#hasGivenUp ? `nothing of the run (${this.#points} points, ${this.#fileCount} files) got through` : `${points} of ${this.#points} points and ${files} of ${this.#fileCount} files did not get through`;
    options.onWarning?.(`MLflow at ${origin}: ${what}: ${why}. The run's own files hold all of it.`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
