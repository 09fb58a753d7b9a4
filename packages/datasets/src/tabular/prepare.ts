import { ConfigError, type Benchmark, type Scorer } from "@evalkit/core";
import type { HubOptions } from "../hub/download-data.js";
import { findData } from "../locate/find-data.js";
import type { DataNeeds, LocatedData } from "../locate/located.js";
import { checkedExtra, checkedShots, checkedSubsets, idleNotes } from "./check-settings.js";
import { chooseTemplates } from "./choose-templates.js";
import type { DemonstrationTexts, SampleDraft, ScorerTools, TabularBenchmark } from "./declaration.js";
import { type DemonstrationOptions, demonstrationTexts } from "./demonstrations.js";
import { checkSeparate, fixedDemonstrations, ownDemonstrations } from "./demonstration-texts.js";
import { identityOf } from "./identity.js";
import { promptRenderer } from "./render-prompt.js";
import type { BenchmarkSettings, DataEnvironment } from "./settings.js";
import { readDrafts, toSources, type Source } from "./source.js";
import { TabularDataset } from "./tabular-dataset.js";

export interface PrepareOptions<Target = unknown> {
  /** Goes round the benchmark's scorers, such as the filters of the settings. */
  readonly wrapScorers?: (scorers: readonly Scorer<Target>[]) => readonly Scorer<Target>[];
  /** What the benchmark's scorers may use. */
  readonly tools?: ScorerTools;
  /** How downloads are made; absent: from the hubs' own sites. */
  readonly hub?: HubOptions;
}

/**
 * Makes a benchmark that can be run out of a declaration and the user's settings: finds every file, reads the demonstrations, checks the templates.
 * Throws a ConfigError for settings that cannot be met and a DatasetError for data that is missing or bad, both before any request.
 */
export async function prepareBenchmark<Target>(
  benchmark: TabularBenchmark<Target>,
  given: BenchmarkSettings,
  environment: DataEnvironment,
  options: PrepareOptions<Target> = {},
): Promise<Benchmark<Target>> {
  const extra = checkedExtra(benchmark, given);
  const settings: BenchmarkSettings = { ...given, extra };
  const { shots, note } = checkedShots(benchmark, settings);
  const split = evalSplitOf(benchmark, settings);
  const fixed = settings.trainSplit === undefined && shots > 0 ? benchmark.demonstrationTexts : undefined;
  const demonstrationSplit = settings.trainSplit ?? benchmark.trainSplit;
  const trainSplit = shots > 0 && fixed === undefined ? demonstrationSplit : undefined;
  const templates = chooseTemplates(benchmark, settings, trainSplit !== undefined || fixed !== undefined);
  const needs: DataNeeds = {
    subsets: checkedSubsets(benchmark, settings),
    evalSplit: split,
    trainSplit,
    demonstrationSplit,
    demonstrationFiles: fixed?.files,
    defaultSubset: settings.defaultSubset,
  };
  const data = await findData({ benchmark, settings, environment, needs, hub: options.hub ?? {} });
  checkSeparate(benchmark.id, data);
  const notes = [...idleNotes(benchmark, settings), ...(note === undefined ? [] : [note]), ...templates.notes, ...data.notes];
  const sources = toSources(data.evaluation, split);
  const training = toSources(data.training, trainSplit ?? "");
  const read = { benchmark, extra, signal: environment.signal };
  const seeds = seedsOf(benchmark, settings, environment);
  const showing = { ...read, shots, randomSeed: seeds.shotsSeed, note: (text: string) => notes.push(text) };
  const demonstrations = await textsOf({ fixed, trainSplit, training, data }, showing);
  const first = await firstDraft(sources, read);
  notes.push(...placeholderNotes(benchmark, templates.userNames, first));
  checkChoices(benchmark, settings, first);
  return {
    ...described(benchmark, data),
    dataset: new TabularDataset({
      benchmark: typeof settings.shuffleChoices === "number" ? withoutOrder(benchmark) : benchmark,
      id: datasetId(benchmark, settings, environment),
      revision: data.revision,
      split,
      subsets: data.subsets,
      sources,
      training,
      extra,
      limit: environment.limit,
      ...seeds,
      notes,
      officialCount: isOfficial(benchmark, settings) ? benchmark.sampleCount : undefined,
    }),
    prompt: promptRenderer(benchmark, templates, demonstrations),
    scorers: wrapped(benchmark.scorers(settings, options.tools), options),
    identity: identityOf({ settings, split, subsets: data.subsets, templates, shots, demonstrations, extra, ...seeds }),
  };
}

interface ShownSources {
  readonly fixed: DemonstrationTexts | undefined;
  readonly trainSplit: string | undefined;
  readonly training: readonly Source[];
  readonly data: LocatedData;
}

/** The demonstrations of every subset: the benchmark's texts, rows of the training split, or what the benchmark has instead of one. */
async function textsOf<Target>({ fixed, trainSplit, training, data }: ShownSources, options: DemonstrationOptions<Target>): Promise<ReadonlyMap<string, string>> {
  if (fixed !== undefined) return fixedDemonstrations(fixed, data, options);
  if (trainSplit === undefined) return new Map();
  const own = options.benchmark.ownDemonstrations;
  if (training.length === 0 && own !== undefined) return ownDemonstrations(own, data.subsets, options);
  return demonstrationTexts(training, data.subsets, options);
}

interface Seeds {
  readonly shuffleSeed: number | undefined;
  readonly choiceSeed: number | undefined;
  readonly shotsSeed: number | undefined;
}

function seedsOf<Target>(benchmark: TabularBenchmark<Target>, settings: BenchmarkSettings, { seed }: DataEnvironment): Seeds {
  const choices = settings.shuffleChoices ?? benchmark.shuffleChoices ?? false;
  return {
    shuffleSeed: settings.shuffle === true ? seed : undefined,
    choiceSeed: typeof choices === "number" ? choices : choices ? seed : undefined,
    shotsSeed: settings.shotsRandom === true ? seed : undefined,
  };
}

function described<Target>(benchmark: TabularBenchmark<Target>, { subsets }: LocatedData): Omit<Benchmark<Target>, "dataset" | "prompt" | "scorers"> {
  const { id, version, title, description, metrics, categories, requires, defaults } = benchmark;
  return {
    id,
    version,
    title,
    description,
    metrics,
    ...(categories === undefined ? undefined : { categories: categoriesOf(categories, subsets) }),
    ...(requires === undefined ? undefined : { requires }),
    ...(defaults === undefined ? undefined : { defaults }),
  };
}

/** The categories as far as their subsets are run. */
function categoriesOf(categories: Readonly<Record<string, readonly string[]>>, subsets: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const run = new Set(subsets);
  const kept = Object.entries(categories).map(([name, members]) => [name, members.filter((subset) => run.has(subset))] as const);
  return Object.fromEntries(kept.filter(([, members]) => members.length > 0));
}

function withoutOrder<Target>(benchmark: TabularBenchmark<Target>): TabularBenchmark<Target> {
  const { choiceOrder: _order, ...rest } = benchmark;
  return rest;
}

function datasetId<Target>({ id, hubs }: TabularBenchmark<Target>, settings: BenchmarkSettings, { hub }: DataEnvironment): string {
  if (settings.datasetId !== undefined) return settings.datasetId;
  return (hub === "huggingface" ? (hubs.huggingface ?? hubs.modelscope) : (hubs.modelscope ?? hubs.huggingface)) ?? id;
}

function isOfficial<Target>(benchmark: TabularBenchmark<Target>, settings: BenchmarkSettings): boolean {
  return settings.subsets === undefined && evalSplitOf(benchmark, settings) === benchmark.evalSplit;
}

function evalSplitOf<Target>(benchmark: TabularBenchmark<Target>, { evalSplit, extra = {} }: BenchmarkSettings): string {
  return evalSplit ?? benchmark.evalSplitOf?.(extra) ?? benchmark.evalSplit;
}

/** The first sample of the first files: a file that does not fit shows here, before any request. */
async function firstDraft<Target>(
  sources: readonly Source[],
  read: { readonly benchmark: TabularBenchmark<Target>; readonly extra: Readonly<Record<string, unknown>>; readonly signal: AbortSignal },
): Promise<{ readonly draft: SampleDraft<Target>; readonly subset: string } | undefined> {
  const source = sources[0];
  if (source === undefined) return undefined;
  for await (const batch of readDrafts(source, read)) if (batch[0] !== undefined) return batch[0];
  return undefined;
}

const GIVEN = ["question", "query", "choices", "letters", "fewshot"];

function placeholderNotes<Target>(
  benchmark: TabularBenchmark<Target>,
  names: ReadonlySet<string>,
  first: { readonly draft: SampleDraft<Target>; readonly subset: string } | undefined,
): string[] {
  if (first === undefined || typeof first.draft.input !== "string") return [];
  const parts = Object.keys(benchmark.parts?.(first.draft, { subset: first.subset }) ?? {});
  const known = [...GIVEN, ...parts];
  const unknown = [...names].filter((name) => !known.includes(name));
  if (unknown.length === 0) return [];
  return [`No placeholder of ${benchmark.id}, left as text: ${unknown.map((name) => `{${name}}`).join(", ")}. There are: ${known.map((name) => `{${name}}`).join(", ")}.`];
}

function checkChoices<Target>(benchmark: TabularBenchmark<Target>, settings: BenchmarkSettings, first: { readonly draft: SampleDraft<Target> } | undefined): void {
  const asked = settings.shuffleChoices !== undefined && settings.shuffleChoices !== false;
  if (asked && first !== undefined && first.draft.choices === undefined) throw new ConfigError(`${benchmark.id} has no options that shuffle_choices could move.`);
}

function wrapped<Target>(scorers: readonly Scorer<Target>[], { wrapScorers }: PrepareOptions<Target>): readonly Scorer<Target>[] {
  return wrapScorers === undefined ? scorers : wrapScorers(scorers);
}
