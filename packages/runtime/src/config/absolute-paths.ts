import { isAbsolute, resolve } from "node:path";
import { isRecord } from "@evalkit/core";
import type { GivenTask } from "./task-keys.js";
import { fileExists } from "../file-exists.js";

export interface PathContext {
  readonly cwd: string;
  /** For `~/` at the head of a path. */
  readonly home?: string;
}

/** A path as seen from the user's folder. */
export function absolutePath(path: string, { cwd, home }: PathContext): string {
  const expanded = home !== undefined && /^~[/\\]/.test(path) ? `${home}${path.slice(1)}` : path;
  return resolve(cwd, expanded);
}

/** Where a `dataset_id` is on disk: one that exists there or can only be a path; undefined for a hub's. */
export function pathOfId(id: string, context: PathContext): string | undefined {
  const path = absolutePath(id, context);
  const isPath = /^(?:[/\\]|\.{1,2}[/\\]|~[/\\]|[A-Za-z]:[/\\])/.test(id) || fileExists(path);
  return isPath ? path : undefined;
}

/** The task with every place of data and every module as an absolute path, so that it means the same in whatever folder it is resumed. */
export function withAbsolutePaths(given: GivenTask, datasets: readonly string[], context: PathContext): GivenTask & { readonly datasets: readonly string[] } {
  const { dataset_args: settings, cache_dir: cache, threshold } = given;
  const rename = renamer(datasets, context);
  const thresholds = typeof threshold === "string" ? [threshold] : threshold;
  return {
    ...given,
    datasets: datasets.map(rename),
    ...(Array.isArray(thresholds) ? { threshold: thresholds.map((text: unknown) => (typeof text === "string" ? rename(text) : text)) } : {}),
    ...(isRecord(settings)
      ? { dataset_args: Object.fromEntries(Object.entries(settings).map(([name, value]) => [rename(name), withAbsoluteSource(value, context)])) }
      : {}),
    ...(typeof cache === "string" && cache !== "" ? { cache_dir: absolutePath(cache, context) } : {}),
  };
}

function withAbsoluteSource(settings: unknown, context: PathContext): unknown {
  if (!isRecord(settings)) return settings;
  const { local_path: path, dataset_id: id } = settings;
  const place = typeof id === "string" && id !== "" ? pathOfId(id, context) : undefined;
  return {
    ...settings,
    ...(typeof path === "string" && path !== "" ? { local_path: absolutePath(path, context) } : {}),
    ...(place === undefined ? {} : { dataset_id: place }),
  };
}

/** Whether a benchmark is named by the file of its module. */
export function isModulePath(name: string): boolean {
  return name.startsWith("./") || name.startsWith("../") || isAbsolute(name) || /\.(?:[cm]?[jt]s)$/.test(name);
}

/** Makes module paths absolute at the head of texts: names of datasets, `NAME>=X`. */
function renamer(datasets: readonly string[], context: PathContext): (text: string) => string {
  const names = datasets.filter(isModulePath);
  return (text) => {
    const name = names.find((candidate) => text.startsWith(candidate));
    return name === undefined ? text : `${absolutePath(name, context)}${text.slice(name.length)}`;
  };
}
