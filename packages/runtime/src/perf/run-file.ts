import { readFile, readdir, stat } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { ConfigError, canonicalJson, isRecord, isSecretKey } from "@evalkit/core";
import type { LoadPoint, PerfOptions } from "@evalkit/perf";
import { writeFileAtomic } from "../store/atomic-write.js";
import { MASK } from "../config/secrets.js";

/** What a load test was asked for, written before its first request: what `--resume` goes on from. Holds no secret. */
export interface RunFile {
  readonly schema: "evalkit.perf.v1";
  readonly startedAt: string;
  readonly evalkitVersion: string;
  readonly model: string;
  readonly seed: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly points: readonly string[];
}

export const RUN_FILE = "perf_run.json";

/** Writes the file of a run. */
export function writeRunFile(folder: string, file: RunFile): void {
  writeFileAtomic(join(folder, RUN_FILE), `${JSON.stringify(file, undefined, 2)}\n`);
}

/** The run in a folder, or in the only folder below it. Throws a ConfigError when there is none. */
export async function findRunFile(folder: string): Promise<{ readonly folder: string; readonly file: RunFile }> {
  const here = await readRunFile(folder);
  if (here !== undefined) return { folder, file: here };
  const names = await readdir(folder).catch(() => []);
  const below = await Promise.all(names.map(async (name) => ({ folder: join(folder, name), file: await readRunFile(join(folder, name)) })));
  const [found, ...others] = below.filter((entry): entry is { folder: string; file: RunFile } => entry.file !== undefined);
  if (found === undefined) throw new ConfigError(`There is no load test in ${folder}.`, { hint: `Give the folder that holds ${RUN_FILE}.` });
  if (others.length > 0) throw new ConfigError(`There are several load tests in ${folder}.`, { hint: `Give one of: ${[found, ...others].map((entry) => entry.folder).join(", ")}.` });
  return found;
}

async function readRunFile(folder: string): Promise<RunFile | undefined> {
  const path = join(folder, RUN_FILE);
  if ((await stat(path).catch(() => undefined))?.isFile() !== true) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new ConfigError(`${path} cannot be read.`, { cause });
  }
  if (isRecord(value) && value["schema"] === "evalkit.perf.v1" && isRecord(value["options"]) && typeof value["seed"] === "number") return value as unknown as RunFile;
  throw new ConfigError(`${path} was not written by this version.`);
}

/**
 * The flags of a run that is gone on with: its own, under those given now. Throws a ConfigError for what held a key and is not given again, such as an address
 * or headers: without it requests would go elsewhere, or be others. A key by itself may come from the environment.
 */
export function resumedOptions(file: RunFile, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isMasked = (value: unknown): boolean => JSON.stringify(value).includes(MASK);
  const lost = Object.entries(file.options).filter(([key, value]) => isMasked(value) && given[key] === undefined && !isSecretKey(key));
  if (lost.length > 0) {
    throw new ConfigError(`${lost.map(([key]) => `--${key.replaceAll("_", "-")}`).join(" and ")} of the earlier run held a key, which is stored nowhere.`, { hint: "Give the same once more beside --resume." });
  }
  const kept = Object.entries(file.options).filter(([key, value]) => !["resume", "outputs_dir", "no_timestamp"].includes(key) && !isMasked(value));
  return { ...Object.fromEntries(kept), ...given, seed_of_run: file.seed };
}

/** Flags that change neither the requests nor how they are sent. */
const FREE = new Set([
  "resume", "seed_of_run", "url", "api_key", "headers", "outputs_dir", "name", "no_timestamp", "visualizer", "swanlab_api_key", "swanlab_host", "wandb_api_key",
  "debug", "json", "quiet", "format", "strict", "no_test_connection", "log_every_n_query", "enable_progress_tracker", "sleep_interval", "workers", "transport",
  "definitions", "goodput", "prometheus", "exclude_tainted", "no_gpu_telemetry", "connect_timeout", "read_timeout", "total_timeout", "number", "parallel", "rate", "sweep",
]); // prettier-ignore

/** Stands for everything that decides what the requests of a point are. */
export function pointFingerprint(options: PerfOptions, point: LoadPoint): string {
  const deciding = Object.entries(options.recorded).filter(([key]) => !FREE.has(key));
  const { arrivals, concurrency, requests, warmUpRequests, coolDownRequests, offset } = point;
  const text = canonicalJson({ options: Object.fromEntries(deciding), seed: options.request.seed, point: { arrivals, concurrency, requests, warmUpRequests, coolDownRequests, offset } });
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
