import type { FileRoot } from "./file-root.js";
import type { DataNeeds, LocatedData, LocatedSplit } from "./located.js";
import { locateSplit, type Located } from "./locate-split.js";
import { locateTexts } from "./locate-texts.js";
import type { Wanted } from "./match-layout.js";
import { userSubsets } from "./user-subsets.js";

/** A root in which not all that is needed was found. */
export interface Attempt {
  readonly root: FileRoot;
  readonly found: number;
  readonly missing: readonly Wanted[];
  /** What was found. */
  readonly partial: LocatedData;
}

/** Everything below one root, or what of it is missing. */
export async function locateIn(root: FileRoot, benchmark: Located, needs: DataNeeds): Promise<LocatedData | Attempt> {
  const subsets = needs.subsets ?? userSubsets(root, needs);
  const evaluation = new Map<string, LocatedSplit>();
  const training = new Map<string, LocatedSplit>();
  const missing: Wanted[] = subsets.length === 0 ? [{ subset: "*", split: needs.evalSplit }] : [];
  const find = async (wanted: Wanted, into: Map<string, LocatedSplit>): Promise<void> => {
    const located = await locateSplit(root, benchmark, wanted, needs);
    if (located === undefined) missing.push(wanted);
    else into.set(wanted.subset, located);
  };
  for (const subset of subsets) {
    await find({ subset, split: needs.evalSplit }, evaluation);
    if (needs.trainSplit !== undefined) await find({ subset, split: needs.trainSplit }, training);
  }
  const demonstrationFiles = await locateTexts(root, needs.demonstrationFiles ?? [], subsets);
  const data: LocatedData = { subsets, evaluation, training, demonstrationFiles, revision: root.revision ?? (root.isSnapshot ? "snapshot" : "local"), notes: [] };
  return missing.length === 0 ? data : { root, found: evaluation.size + training.size, missing, partial: data };
}
