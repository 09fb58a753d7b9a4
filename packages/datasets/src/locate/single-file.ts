import { basename, dirname } from "node:path";
import { ConfigError, DatasetError } from "@evalkit/core";
import { DATA_ENDINGS, formatOf, isHubFormat, withoutGzip } from "../readers/file-format.js";
import type { Layout } from "../tabular/declaration.js";
import { listed } from "../util/nearest.js";
import { folderRoot } from "./file-root.js";
import type { DataNeeds, LocatedData, LocatedSplit } from "./located.js";
import { allLayouts, locateSplit, type Located } from "./locate-split.js";
import { layoutPaths } from "./match-layout.js";
import { locateTexts } from "./locate-texts.js";
import { noUserDemonstrations, userSubsetOf } from "./user-subsets.js";

/** A benchmark's data in one file that the user names; demonstrations are looked for beside it. */
export async function locateSingleFile(path: string, benchmark: Located, needs: DataNeeds): Promise<LocatedData> {
  const name = basename(path);
  if (formatOf(name) === undefined) {
    throw new DatasetError(`${path} is no data file that can be read.`, { hint: `Its name must end in ${DATA_ENDINGS.join(", ")}, .zip, or one of these with .gz.` });
  }
  const { layout, subset } = recognised(name, benchmark, needs);
  const subsets = subset === undefined ? wholeSubsets(name, benchmark, needs, layout) : [subset];
  const located: LocatedSplit = { files: [{ path, name }], layout, shuffle: isHubFormat(name) ? "numpy" : "python" };
  return {
    subsets,
    evaluation: new Map(subsets.map((each) => [each, located])),
    training: await trainingBeside(path, benchmark, subsets, needs),
    demonstrationFiles: await textsBeside(path, subsets, needs),
    revision: "local",
    notes: [],
  };
}

interface Recognised {
  readonly layout: Layout;
  readonly subset?: string;
}

/** The layout, and where its file names say so the subset, that a file of this name belongs to. */
function recognised(name: string, benchmark: Located, needs: DataNeeds): Recognised {
  if (benchmark.subsets.length === 0) {
    return { layout: { name: "user file", paths: [] }, subset: needs.subsets?.[0] ?? userSubsetOf(name, needs.evalSplit) };
  }
  const plain = withoutGzip(name);
  for (const layout of allLayouts(benchmark)) {
    for (const subset of benchmark.subsets) {
      const paths = layoutPaths(layout, { subset, split: needs.evalSplit });
      const at = paths.findIndex((path) => path.slice(path.lastIndexOf("/") + 1) === plain);
      if (at < 0) continue;
      const isNamed = layout.paths[at]?.slice(layout.paths[at].lastIndexOf("/") + 1).includes("{subset}") ?? false;
      return isNamed ? { layout, subset } : { layout };
    }
  }
  const sameFormat = benchmark.layouts.find((layout) => layout.paths.some((path) => formatOf(path) === formatOf(name)));
  return { layout: sameFormat ?? benchmark.layouts[0] ?? { name: "single file", paths: [] } };
}

function wholeSubsets(name: string, benchmark: Located, needs: DataNeeds, layout: Layout): readonly string[] {
  const wanted = needs.subsets ?? benchmark.subsets;
  if (wanted.length <= 1 || layout.subsetOf !== undefined) return wanted;
  throw new ConfigError(`${benchmark.id}: ${name} is one file, and which of the subsets it holds cannot be seen: ${listed(wanted, 5)}.`, {
    hint: "Name one subset in subset_list, or give the folder with the files of all subsets.",
  });
}

async function textsBeside(path: string, subsets: readonly string[], needs: DataNeeds): Promise<LocatedData["demonstrationFiles"]> {
  if (needs.demonstrationFiles === undefined) return new Map();
  const root = await folderRoot(dirname(path), { isSnapshot: false });
  return root === undefined ? new Map() : locateTexts(root, needs.demonstrationFiles, subsets);
}

async function trainingBeside(path: string, benchmark: Located, subsets: readonly string[], needs: DataNeeds): Promise<Map<string, LocatedSplit>> {
  const training = new Map<string, LocatedSplit>();
  const { trainSplit } = needs;
  if (trainSplit === undefined) return training;
  const root = await folderRoot(dirname(path), { isSnapshot: false });
  for (const subset of subsets) {
    const found = root === undefined ? undefined : await locateSplit(root, benchmark, { subset, split: trainSplit }, needs);
    if (found === undefined && benchmark.subsets.length === 0) throw noUserDemonstrations(benchmark, [{ subset, split: trainSplit }], dirname(path));
    if (found === undefined) {
      throw new DatasetError(`${benchmark.id}: found no demonstrations (split ${trainSplit}, subset ${subset}) beside ${path}.`, {
        hint: "Set few_shot_num to 0, or give a folder that holds the training split too.",
      });
    }
    training.set(subset, found);
  }
  return training;
}
