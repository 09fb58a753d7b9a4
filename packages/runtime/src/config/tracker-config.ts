import { basename, dirname } from "node:path";
import { ConfigError, Secret } from "@evalkit/core";
import { LOCAL } from "./local-key.js";
import { didYouMean } from "./nearest.js";
import { notSupported } from "./not-built.js";
import { isMask, type SecretCollector } from "./secrets.js";
import type { GivenTask } from "./task-keys.js";
import { readOptional, text, texts } from "./values.js";

export const TRACKER_NAMES = ["swanlab", "mlflow", "tensorboard", "wandb"] as const;
export type TrackerName = (typeof TRACKER_NAMES)[number];

/** Where a run is shown while it goes on. */
export interface TrackersConfig {
  readonly names: readonly TrackerName[];
  /** Folder beside the runs that file-based trackers write below. */
  readonly folder: string;
  /** `local`: local mode. Absent: the environment's, or what `swanlab login` stored. */
  readonly swanlabApiKey?: Secret;
  readonly swanlabHost?: string;
  /** The task was read back from a run whose key was, as all keys, not stored. */
  readonly isKeyForgotten: boolean;
  /** Nothing is to go over the network. */
  readonly offline: boolean;
  /** `SWANLAB_…`, `MLFLOW_…` and `WANDB_…` variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface TrackerContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly runDir: string;
  readonly offline: boolean;
  readonly secrets: SecretCollector;
  readonly notes: string[];
}

const SECRET_VARIABLES = ["SWANLAB_API_KEY", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_PASSWORD", "WANDB_API_KEY"];

/** The trackers that a task names; undefined for none. Throws a ConfigError for what is unknown or not supported. */
export function readTrackers(given: GivenTask, { env, runDir, offline, secrets, notes }: TrackerContext): TrackersConfig | undefined {
  const isKeyForgotten = isMask(given.swanlab_api_key);
  const key = isKeyForgotten ? undefined : readOptional(given.swanlab_api_key, text, "swanlab_api_key")?.trim() || undefined;
  if (isKeyForgotten) notes.push("swanlab_api_key is masked in the task file and left out; give it again, or set SWANLAB_API_KEY.");
  const listed = readOptional(given.visualizer, texts, "visualizer");
  const names = trackerNames(listed ?? (given.swanlab_api_key === undefined ? [] : ["swanlab"]));
  if (names.length === 0) return undefined;
  const environment = trackerVariables(env);
  for (const name of SECRET_VARIABLES) if (environment[name] !== undefined) secrets.add(environment[name]);
  if (key !== undefined && key !== LOCAL) secrets.add(key);
  const host = readOptional(given.swanlab_host, text, "swanlab_host") ?? environment["SWANLAB_HOST"];
  return {
    names,
    folder: TIMESTAMP.test(basename(runDir)) ? dirname(runDir) : runDir,
    offline,
    isKeyForgotten,
    environment,
    ...(key === undefined ? {} : { swanlabApiKey: new Secret(key) }),
    ...(host === undefined || host === "" ? {} : { swanlabHost: host }),
  };
}

const TIMESTAMP = /^\d{8}_\d{6}(?:_\d{1,4})?$/;

/** Names of trackers, parted by commas or given as a list, each once. */
export function trackerNames(listed: readonly string[]): readonly TrackerName[] {
  const names = listed.flatMap((entry) => entry.split(",")).map((entry) => entry.trim().toLowerCase());
  return [...new Set(names.filter((name) => name !== "" && name !== "none"))].map((name) => {
    const known = TRACKER_NAMES.find((tracker) => tracker === name);
    if (known !== undefined) return known;
    if (name === "clearml") throw notSupported("--visualizer clearml", `There are ${TRACKER_NAMES.join(", ")}.`);
    throw new ConfigError(`Unknown tracker ${name.slice(0, 60)} in --visualizer.`, { hint: didYouMean(name, TRACKER_NAMES) ?? `There are ${TRACKER_NAMES.join(", ")}.` });
  });
}

/** The variables that trackers read, empty ones left out. */
export function trackerVariables(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (/^(?:SWANLAB|MLFLOW|WANDB)_/.test(name) && value !== undefined && value.trim() !== "" ? [[name, value] as const] : [])),
  );
}
