import { listed } from "../util/nearest.js";
import type { Attempt } from "./locate-in.js";
import type { LocatedData } from "./located.js";
import type { Search } from "./search.js";

/**
 * The subsets that are there, where the user named none, with a note that says which were left out; undefined when nothing can be run so.
 * A training split that is missing does no harm where the benchmark has demonstrations of its own.
 */
export function partOfData({ benchmark, settings, needs }: Search, attempts: readonly Attempt[]): LocatedData | undefined {
  const best = attempts.toSorted((left, right) => right.partial.evaluation.size - left.partial.evaluation.size)[0]?.partial;
  if (best === undefined || best.evaluation.size === 0 || benchmark.subsets.length === 0) return undefined;
  const absent = best.subsets.filter((subset) => !best.evaluation.has(subset));
  if (absent.length > 0 && settings.subsets !== undefined) return undefined;
  const subsets = best.subsets.filter((subset) => best.evaluation.has(subset));
  const training = new Map([...best.training].filter(([subset]) => best.evaluation.has(subset)));
  const lacksTraining = needs.trainSplit !== undefined && training.size < subsets.length;
  if (lacksTraining && (benchmark.ownDemonstrations === undefined || settings.trainSplit !== undefined)) return undefined;
  return {
    ...best,
    subsets,
    training: lacksTraining ? new Map() : training,
    notes: [
      ...best.notes,
      ...(absent.length === 0 ? [] : [`Left out, because there is no data for ${absent.length === 1 ? "it" : "them"}: ${listed(absent, 12)}. The score is that of ${listed(subsets, 12)} alone.`]),
      ...(lacksTraining ? [`Demonstrations are our own: there is no ${needs.trainSplit} split beside the data.`] : []),
    ],
  };
}
