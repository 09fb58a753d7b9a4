import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError, EvaluationTracking, type PerfReporter, PerfTracking, type Reporter, Secret, type Tracker, redactor } from "@evalkit/core";
import type { TaskConfig } from "./config/index.js";
import { LOCAL } from "./config/local-key.js";
import { SecretCollector } from "./config/secrets.js";
import type { TrackerName, TrackersConfig } from "./config/tracker-config.js";
import { shownConfig } from "./without-paths.js";

/** What trackers say: what is missing there, and where the run can be seen. */
export interface TrackerVoices {
  readonly onWarning: (text: string) => void;
  readonly onNote: (text: string) => void;
}

/** The trackers by their settings, none connected yet. Throws a user's error for settings that cannot work. */
export function makeTrackers(config: TrackersConfig, { onWarning, onNote }: TrackerVoices): Promise<readonly Tracker[]> {
  const voices = { onWarning: once(onWarning), onNote: once(onNote) };
  return Promise.all(config.names.map((name) => MAKERS[name](config, voices)));
}

/** The loads of a sweep have the same to say. */
function once(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (!said.has(text)) say(text);
    said.add(text);
  };
}

const MAKERS: Readonly<Record<TrackerName, (config: TrackersConfig, voices: TrackerVoices) => Promise<Tracker>>> = {
  swanlab: async ({ swanlabApiKey, swanlabHost, folder, offline, isKeyForgotten, environment }, voices) => {
    const { SwanlabAuthError, swanlabTracker } = await import("@evalkit/swanlab");
    const isLocal = (swanlabApiKey?.reveal() ?? environment["SWANLAB_API_KEY"]) === LOCAL;
    const hasLogDir = (environment["SWANLAB_LOG_DIR"] ?? environment["SWANLAB_LOGDIR"]) !== undefined;
    const settings = {
      ...voices,
      environment,
      ...(hasLogDir ? {} : { logDir: join(folder, "swanlog") }),
      ...(swanlabApiKey === undefined ? {} : { apiKey: swanlabApiKey.reveal() }),
      ...(swanlabHost === undefined ? {} : { apiHost: swanlabHost }),
      ...(offline && !isLocal ? { mode: "offline" as const } : {}),
    };
    try {
      return swanlabTracker(settings);
    } catch (error) {
      // A run that is continued must not stop for want of a key that only its tracker needs.
      if (!isKeyForgotten || !(error instanceof SwanlabAuthError)) throw error;
      return swanlabTracker({ ...settings, mode: "offline" });
    }
  },
  mlflow: async ({ offline, environment }, voices) => {
    if (offline) throw new ConfigError("--offline and --visualizer mlflow do not go together.", { hint: "MLflow is reached over the network; tensorboard and wandb write files." });
    const { mlflowTracker } = await import("@evalkit/trackers");
    const experiment = environment["MLFLOW_EXPERIMENT_NAME"];
    const username = environment["MLFLOW_TRACKING_USERNAME"];
    const token = secretOf(environment["MLFLOW_TRACKING_TOKEN"]);
    const password = secretOf(environment["MLFLOW_TRACKING_PASSWORD"]);
    return mlflowTracker({
      ...voices,
      trackingUri: environment["MLFLOW_TRACKING_URI"] ?? "",
      ...(experiment === undefined ? {} : { experiment }),
      ...(username === undefined ? {} : { username }),
      ...(token === undefined ? {} : { token }),
      ...(password === undefined ? {} : { password }),
    });
  },
  tensorboard: async ({ folder }, voices) => {
    const { tensorboardTracker } = await import("@evalkit/trackers");
    return tensorboardTracker({ ...voices, logDir: join(folder, "tensorboard") });
  },
  wandb: async ({ folder, environment }, voices) => {
    const { wandbTracker } = await import("@evalkit/trackers");
    const project = environment["WANDB_PROJECT"];
    const entity = environment["WANDB_ENTITY"];
    return wandbTracker({
      ...voices,
      dir: environment["WANDB_DIR"] ?? folder,
      ...(project === undefined ? {} : { project }),
      ...(entity === undefined ? {} : { entity }),
    });
  },
};

function secretOf(value: string | undefined): Secret | undefined {
  return value === undefined ? undefined : new Secret(value);
}

/** The trackers of one evaluation. Disposed of, they send what is left and say what did not get through. */
export class EvaluationTrackers implements AsyncDisposable {
  readonly #trackings: readonly EvaluationTracking[];

  constructor(trackings: readonly EvaluationTracking[]) {
    this.#trackings = trackings;
  }

  get reporters(): readonly Reporter[] {
    return this.#trackings;
  }

  /** Adds the HTML report, where one was written. */
  async attachPage(files: readonly string[]): Promise<void> {
    const path = files.find((file) => file.endsWith(".html"));
    if (this.#trackings.length === 0 || path === undefined) return;
    const page = await readFile(path, "utf8");
    for (const tracking of this.#trackings) tracking.attachPage(page);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#trackings.map((tracking) => tracking[Symbol.asyncDispose]()));
  }
}

/** The trackers that a task names. Throws a user's error for settings that cannot work; connects to nothing. */
export async function openEvaluationTrackers(task: TaskConfig, { redact, ...voices }: TrackerVoices & { readonly redact: (text: string) => string }): Promise<EvaluationTrackers> {
  if (task.trackers === undefined) return new EvaluationTrackers([]);
  const trackers = await makeTrackers(task.trackers, voices);
  return new EvaluationTrackers(trackers.map((tracker) => new EvaluationTracking(tracker, { config: shownConfig(task.recorded), redact })));
}

/** The trackers that the flags of a load test name. Throws as `openEvaluationTrackers` does. */
export async function openPerfTrackers(
  { visualizer, swanlab_api_key, swanlab_host, wandb_api_key }: Readonly<Record<string, unknown>>,
  { env, outputsDir, offline, ...voices }: TrackerVoices & { readonly env: TrackersConfig["environment"]; readonly outputsDir: string; readonly offline: boolean },
): Promise<readonly PerfReporter[]> {
  const secrets = new SecretCollector();
  const notes: string[] = [];
  if (visualizer === undefined && swanlab_api_key === undefined && wandb_api_key === undefined) return [];
  // The schemas behind it are 9 MB that a load test has no other use for.
  const { readTrackers } = await import("./config/tracker-config.js");
  const implied = visualizer ?? (swanlab_api_key === undefined && wandb_api_key !== undefined ? "wandb" : undefined);
  const config = readTrackers({ visualizer: implied, swanlab_api_key, swanlab_host }, { env, runDir: outputsDir, offline, secrets, notes });
  if (wandb_api_key !== undefined) notes.push("--wandb-api-key has no effect: runs are written offline, and `wandb sync` uses its own login.");
  for (const note of notes) voices.onNote(note);
  if (config === undefined) return [];
  const redact = redactor(secrets.list());
  const quiet: TrackerVoices = { onWarning: (text) => voices.onWarning(redact(text)), onNote: (text) => voices.onNote(redact(text)) };
  return (await makeTrackers(config, quiet)).map((tracker) => new PerfTracking(tracker));
}
