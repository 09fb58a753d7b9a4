import { ConfigError } from "@evalkit/core";
import { nearest } from "../plan/nearest.js";
import type { PerfDataset } from "./dataset.js";
import { imageSets } from "./sets/images.js";
import { random, randomEmbeddingSets, randomMultiTurn, randomRerank, randomVision, speedSets } from "./sets/random.js";
import { custom, customMultiTurn, lineByLine, longalpaca, openqa, shareGptSets, sweSmith, trieSets } from "./sets/texts.js";
import { azureTrace, burstGpt, mooncake, workloadTrace } from "./sets/traces.js";
import { embedding, embeddingBatch, rerank } from "./sets/vectors.js";

/** All kinds of workload, EvalScope's under the same names. */
export const perfDatasets: readonly PerfDataset[] = [
  openqa, longalpaca, lineByLine, custom, customMultiTurn, random, randomVision, randomMultiTurn,
  ...shareGptSets, ...imageSets, ...speedSets, sweSmith, ...trieSets, workloadTrace, mooncake, burstGpt, azureTrace,
  embedding, embeddingBatch, ...randomEmbeddingSets, rerank, randomRerank,
]; // prettier-ignore

/** The data set of that name or alias. Throws a ConfigError, with the nearest names, when there is none. */
export function findPerfDataset(name: string): PerfDataset {
  const found = perfDatasets.find((dataset) => dataset.name === name || dataset.aliases?.includes(name) === true);
  if (found !== undefined) return found;
  const names = perfDatasets.map((dataset) => dataset.name);
  const near = nearest(name, names);
  throw new ConfigError(`There is no data set ${name.slice(0, 60)}.`, { hint: near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Known: ${names.join(", ")}.` });
}
