import { DATA_ENDINGS, isHubFormat } from "../readers/file-format.js";
import type { Layout, TabularBenchmark } from "../tabular/declaration.js";
import type { FileRoot } from "./file-root.js";
import type { DataNeeds, LocatedSplit } from "./located.js";
import { layoutPaths, matchLayout, type Wanted } from "./match-layout.js";
import { matchSnapshot } from "./snapshot-layout.js";

/** What locating needs to know of a benchmark. */
export type Located = Pick<TabularBenchmark, "id" | "aliases" | "subsets" | "layouts" | "hubs" | "ownDemonstrations">;

/** The files of one subset and split below a root, by the benchmark's own layouts first, then as dataset repositories lie; undefined when there are none. */
export async function locateSplit(root: FileRoot, benchmark: Located, wanted: Wanted, needs: DataNeeds): Promise<LocatedSplit | undefined> {
  for (const layout of allLayouts(benchmark)) {
    const files = await matchLayout(root, usable(layout, wanted, needs), wanted);
    if (files.length > 0) return located(root, layout, files);
  }
  if (benchmark.subsets.length === 0) return undefined;
  const layout = snapshotLayout(benchmark);
  const subsetWord = layout.subsetName?.(wanted.subset) ?? wanted.subset;
  const shared = layout.subsetOf === undefined ? [] : ["all", "default"];
  const files = await matchSnapshot(root, {
    subset: wanted.subset,
    split: layout.splits?.[wanted.split] ?? wanted.split,
    configs: [...new Set([subsetWord, wanted.subset, ...(needs.defaultSubset === undefined ? [] : [needs.defaultSubset]), ...shared])],
    isWhole: benchmark.subsets.length === 1 || layout.subsetOf !== undefined,
  });
  return files.length > 0 ? located(root, layout, files) : undefined;
}

/** What `locateSplit` looks for, for the message when it finds nothing. */
export function lookedFor(benchmark: Located, wanted: Wanted, needs: DataNeeds): string[] {
  return allLayouts(benchmark).flatMap((layout) => layoutPaths(usable(layout, wanted, needs), wanted));
}

/** A layout without the paths that name no split when demonstrations are wanted: those files are what is evaluated. */
function usable(layout: Layout, { split }: Wanted, { evalSplit }: DataNeeds): Layout {
  return split === evalSplit ? layout : { ...layout, paths: layout.paths.filter((path) => path.includes("{split}")) };
}

/** The benchmark's layouts and, where subsets are the user's files, the plain one. */
export function allLayouts(benchmark: Located): readonly Layout[] {
  if (benchmark.subsets.length > 0) return benchmark.layouts;
  const stems = ["{subset}_{split}", "{subset}"];
  const paths = DATA_ENDINGS.flatMap((ending) => stems.map((stem) => `${stem}.${ending}`));
  return [...benchmark.layouts, { name: "user files", paths }];
}

/** How rows of a repository with undeclared file names are read: as the benchmark's hub layout says, if it has one. */
function snapshotLayout(benchmark: Located): Layout {
  const hub = benchmark.layouts.find((layout) => isHubLayout(layout)) ?? benchmark.layouts.find((layout) => layout.subsetOf !== undefined);
  const { columns: _columns, ...rest } = hub ?? { paths: [] };
  return { ...rest, name: "hub snapshot", paths: [] };
}

function isHubLayout(layout: Layout): boolean {
  return /hub|snapshot/i.test(layout.name);
}

function located(root: FileRoot, layout: Layout, files: readonly string[]): LocatedSplit {
  const isHub = root.isSnapshot || isHubLayout(layout) || files.some(isHubFormat);
  return {
    files: files.map((name) => ({ path: root.pathOf(name), name })),
    layout,
    shuffle: isHub ? "numpy" : "python",
  };
}
