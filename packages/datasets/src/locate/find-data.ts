import { resolve } from "node:path";
import { ConfigError, DatasetError } from "@evalkit/core";
import type { BenchmarkSettings, DataEnvironment } from "../tabular/settings.js";
import { listed } from "../util/nearest.js";
import { candidateRoots } from "./candidate-roots.js";
import { isFile } from "./file-root.js";
import { findOnHub } from "./find-on-hub.js";
import { locateIn, type Attempt } from "./locate-in.js";
import type { DataNeeds, LocatedData } from "./located.js";
import { lookedFor } from "./locate-split.js";
import { partOfData } from "./part-of-data.js";
import type { Search } from "./search.js";
import { locateSingleFile } from "./single-file.js";
import { noUserDemonstrations } from "./user-subsets.js";

/** Finds every file that is needed before anything is read. Throws a DatasetError that says what was looked for and what is there. */
export async function findData(search: Search): Promise<LocatedData> {
  const { benchmark, settings, environment, needs } = search;
  const { localPath } = settings;
  if (localPath !== undefined && !/\.zip$/i.test(localPath) && (await isFile(localPath))) {
    return locateSingleFile(resolve(localPath), benchmark, needs);
  }
  const absent: string[] = [];
  const attempts: Attempt[] = [];
  for await (const root of candidateRoots(benchmark, settings, environment, (path) => absent.push(path))) {
    const outcome = await locateIn(root, benchmark, needs);
    if ("evaluation" in outcome) return outcome;
    attempts.push(outcome);
  }
  const part = partOfData(search, attempts);
  const hub = localPath === undefined ? await onHub(search, part !== undefined) : undefined;
  if (hub !== undefined && "evaluation" in hub) return hub;
  if (part !== undefined) return part;
  throw notFound(search, hub === undefined ? attempts : [...attempts, hub], absent);
}

/** What the hub has; a hub that cannot be reached is no error where a part of the data lies here. */
async function onHub(search: Search, hasPart: boolean): Promise<LocatedData | Attempt | undefined> {
  try {
    return await findOnHub(search);
  } catch (error) {
    if (hasPart && error instanceof DatasetError) return undefined;
    throw error;
  }
}

function notFound(search: Search, attempts: readonly Attempt[], absent: readonly string[]): Error {
  const { benchmark, settings, environment, needs } = search;
  const hint = hintFor(settings, environment);
  if (attempts.length === 0 && absent.length === 0) {
    return new ConfigError(`${benchmark.id}: there is no data to read.`, { hint });
  }
  const best = attempts.toSorted((left, right) => right.found - left.found)[0];
  const demonstrations = missingUserDemonstrations(search, best);
  if (demonstrations !== undefined) return demonstrations;
  const lines = [`${benchmark.id}: ${missingText(best, needs)}.`];
  for (const { root, missing } of best === undefined ? [] : [best, ...attempts.filter((attempt) => attempt !== best)].slice(0, 3)) {
    const looked = [...new Set(missing.slice(0, 3).flatMap((wanted) => lookedFor(benchmark, wanted, needs)))];
    lines.push(`Looked in ${root.shown} for: ${listed(looked, 20)}.`, `There is: ${root.files.length === 0 ? "nothing" : listed(root.files, 20)}.`);
  }
  if (absent.length > 0) lines.push(`Not there: ${listed(absent, 12)}.`);
  return new DatasetError(lines.join("\n"), { hint });
}

/** The error for demonstrations that the user's own files lack although what is evaluated is there. */
function missingUserDemonstrations({ benchmark, needs }: Search, best: Attempt | undefined): ConfigError | undefined {
  const missing = best?.missing ?? [];
  if (benchmark.subsets.length > 0 || best === undefined || missing.length === 0 || missing.some(({ split }) => split !== needs.trainSplit)) return undefined;
  return noUserDemonstrations(benchmark, missing, best.root.shown);
}

function missingText(best: Attempt | undefined, needs: DataNeeds): string {
  const first = best?.missing[0];
  if (best === undefined || first === undefined) return "the data was not found";
  const more = best.missing.length > 1 ? `, and ${best.missing.length - 1} more` : "";
  const what = first.subset === "*" ? "no data file" : `no data for split ${first.split} of subset ${first.subset}`;
  const demonstrations = first.split === needs.trainSplit && first.split !== needs.evalSplit ? " (demonstrations; few_shot_num 0 needs none)" : "";
  return `found ${what}${more}${demonstrations}`;
}

function hintFor(settings: BenchmarkSettings, environment: DataEnvironment): string {
  if (settings.localPath !== undefined) return "Check local_path: a folder with the files of the benchmark, or one file.";
  if (environment.hub === "local") return "Give local_path in --dataset-args, or --dataset-dir.";
  if (environment.offline) return "--offline forbids to download it: give local_path in --dataset-args or --dataset-dir, or run once without --offline.";
  return "Give local_path in --dataset-args, or --dataset-dir.";
}
