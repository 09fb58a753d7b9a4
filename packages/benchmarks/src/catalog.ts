import { code } from "./catalog/code.js";
import type { CatalogEntry } from "./catalog/entry.js";
import { judged } from "./catalog/judged.js";
import { knowledge } from "./catalog/knowledge.js";
import { longContext } from "./catalog/long-context.js";
import { math } from "./catalog/math.js";
import { moreChoice } from "./catalog/more-choice.js";
import { moreOther } from "./catalog/more-other.js";
import { own } from "./catalog/own.js";
import { reading } from "./catalog/reading.js";
import { reasoning } from "./catalog/reasoning.js";
import { truthfulness } from "./catalog/truthfulness.js";

export type { CatalogEntry } from "./catalog/entry.js";

/** Every benchmark of this package, by id. */
export const catalog: readonly CatalogEntry[] = [
  ...code,
  ...judged,
  ...knowledge,
  ...longContext,
  ...math,
  ...moreChoice,
  ...moreOther,
  ...own,
  ...reading,
  ...reasoning,
  ...truthfulness,
].sort((left, right) => (left.id < right.id ? -1 : 1));

/** The benchmark with this id or alias, upper and lower case alike; `undefined` when there is none. */
export function findBenchmark(nameOrAlias: string): CatalogEntry | undefined {
  const wanted = nameOrAlias.trim().toLowerCase();
  return catalog.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
}
