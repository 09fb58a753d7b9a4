import { ConfigError, DatasetError } from "@evalkit/core";
import type { DataFile, LocatedData } from "../locate/located.js";
import { pythonShuffleOrder } from "../random/python-random.js";
import { readText } from "../readers/text.js";
import type { DemonstrationTexts, TabularBenchmark } from "./declaration.js";

const MAX_CHARACTERS = 1024 * 1024;

export interface FixedDemonstrationOptions {
  readonly benchmark: Pick<TabularBenchmark, "id">;
  readonly shots: number;
  /** Given: demonstrations are picked at random by this seed instead of from the start. */
  readonly randomSeed: number | undefined;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

/** The demonstrations of every subset, joined by blank lines, out of the user's text files or else the benchmark's own. Throws a DatasetError for a subset that has none. */
export async function fixedDemonstrations(
  { texts, files, read }: DemonstrationTexts,
  data: Pick<LocatedData, "subsets" | "demonstrationFiles">,
  options: FixedDemonstrationOptions,
): Promise<ReadonlyMap<string, string>> {
  const result = new Map<string, string>();
  for (const subset of data.subsets) {
    const file = data.demonstrationFiles.get(subset);
    const found = file === undefined || read === undefined ? texts(subset) : read(await wholeText(file, options.signal), subset);
    if (found.length === 0) {
      throw new DatasetError(`${options.benchmark.id}: there is no demonstration for subset ${subset}${file === undefined ? "" : ` in ${file.name}`}.`, {
        hint: "Set few_shot_num to 0, or leave the subset out.",
      });
    }
    result.set(subset, picked(found, options).join("\n\n"));
  }
  const fromFiles = data.subsets.filter((subset) => data.demonstrationFiles.has(subset)).length;
  if (files !== undefined) options.note(sourceNote(files, fromFiles, data.subsets.length));
  return result;
}

/** The benchmark's own demonstrations, the same for every subset, joined by blank lines. */
export function ownDemonstrations(texts: readonly string[], subsets: readonly string[], options: Pick<FixedDemonstrationOptions, "shots" | "randomSeed" | "note">): ReadonlyMap<string, string> {
  if (texts.length < options.shots) options.note(`Fewer than ${options.shots} demonstrations: there are ${texts.length}.`);
  const text = picked(texts, options).join("\n\n");
  return new Map(subsets.map((subset) => [subset, text]));
}

function sourceNote(files: readonly string[], fromFiles: number, all: number): string {
  if (fromFiles === 0) return `Demonstrations are our own: there is no ${files[0] ?? "file of them"} beside the data.`;
  return `Demonstrations were read from ${files[0] ?? "files"}${fromFiles === all ? "" : ` for ${fromFiles} of ${all} subsets; the others are our own`}.`;
}

function picked(found: readonly string[], { shots, randomSeed }: Pick<FixedDemonstrationOptions, "shots" | "randomSeed">): readonly string[] {
  const ordered = randomSeed === undefined ? found : pythonShuffleOrder(found.length, randomSeed).map((index) => found[index] as string);
  return ordered.slice(0, shots);
}

async function wholeText({ path, name }: DataFile, signal: AbortSignal): Promise<string> {
  let text = "";
  for await (const chunk of readText(path, name, { signal })) {
    text += chunk;
    if (text.length > MAX_CHARACTERS) throw new DatasetError(`${name}: a file of demonstrations may hold 1 Mi characters at most.`);
  }
  return text;
}

/** Throws a ConfigError when demonstrations would be taken from a file that is evaluated. */
export function checkSeparate(id: string, { evaluation, training }: Pick<LocatedData, "evaluation" | "training">): void {
  const evaluated = new Set([...evaluation.values()].flatMap(({ files }) => files.map(({ path }) => path)));
  for (const { files } of training.values()) {
    const shared = files.find(({ path }) => evaluated.has(path));
    if (shared === undefined) continue;
    throw new ConfigError(`${id}: the demonstrations would come from ${shared.name}, which is what is evaluated.`, {
      hint: "Give a train_split that is not the eval_split, or set few_shot_num to 0.",
    });
  }
}
