import type { BenchmarkRequirements, CodeChecker, GenerationParams, Judge, Metric, Scorer } from "@evalkit/core";
import type { BenchmarkSettings } from "./settings.js";

/** One record of a data file. CSV values are strings; JSON and parquet values keep their types. */
export type Row = Readonly<Record<string, unknown>>;

export interface RowContext {
  /** Subset the row belongs to. */
  readonly subset: string;
  readonly split: string;
  /** File and line or row number, for messages: `test.jsonl:12`. */
  readonly place: string;
  /** The benchmark's extra parameters with the user's values. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What a row says, before an id is given to it. */
export interface SampleDraft<Target = unknown> {
  /** The question alone, as it stands for `{question}` in templates. A message list is sent as it is, without a template. */
  readonly input: string | readonly { readonly role: "system" | "user" | "assistant"; readonly content: string }[];
  readonly target: Target;
  readonly choices?: readonly string[];
  readonly group?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Shown in reports and files as the gold; default: the target as text, lists joined by `,`. */
  readonly shownTarget?: string;
  /** Overrides the subset of the file the row stands in. */
  readonly subset?: string;
  /** System prompt of this row alone. */
  readonly system?: string;
}

/**
 * One way in which the data of a benchmark lies on disk.
 * `{subset}` and `{split}` are replaced in paths, which are relative to the data's root; `*` stands for any run of characters but `/`.
 * A path without `{split}` holds what is evaluated, never demonstrations.
 */
export interface Layout {
  /** What people call it: `original repository`, `EvalScope data.zip`, `hub snapshot`. */
  readonly name: string;
  /** Tried in order; a path may go through a zip file: `mmlu.zip!data/test/{subset}_test.csv`. */
  readonly paths: readonly string[];
  /** Our split → the word this layout uses for it. */
  readonly splits?: Readonly<Record<string, string>>;
  /** Our subset → the word this layout uses for it; default the same. */
  readonly subsetName?: (subset: string) => string;
  /** Column names of a delimited file that has no header line. */
  readonly columns?: readonly string[];
  /** The layout's column (or a function of its row) that names the subset, where one file holds several. */
  readonly subsetOf?: string | ((row: Row) => string);
  /** What separates the fields of a delimited file whose ending says otherwise. */
  readonly delimiter?: "," | "\t";
  /** Where the rows stand inside a JSON document that is not a plain list: `examples`. */
  readonly rowsAt?: string;
}

export interface ExtraParameter {
  readonly type: "bool" | "str" | "int" | "float" | "list" | "dict";
  readonly description: string;
  readonly default: unknown;
  readonly choices?: readonly unknown[];
}

/** Demonstrations that are whole texts, not rows of a training split. Ignored when the user names a `train_split`. */
export interface DemonstrationTexts {
  /** The benchmark's own, for each subset; none: the subset has no demonstrations. */
  readonly texts: (subset: string) => readonly string[];
  /** Paths of text files beside the data that go before `texts`, `{subset}` replaced. */
  readonly files?: readonly string[];
  /** Cuts such a file into demonstrations; throw a DatasetError for one that holds none. */
  readonly read?: (text: string, subset: string) => readonly string[];
}

/** What a run lends to scorers. */
export interface ScorerTools {
  /** The run's judge models; absent when there are none. */
  readonly judge?: Judge;
  /** Runs programs against their tests, contained; absent when no sandbox was asked for. */
  readonly codeChecker?: CodeChecker;
}

/** Texts around a question. Known placeholders are replaced once; all other braces stay as they are. */
export interface PromptTemplates {
  /** Default template; always `{question}`, often `{choices}`, `{letters}`. `{query}` means the same as `{question}`. */
  readonly prompt: string;
  /** With demonstrations: `{fewshot}` and what `prompt` has. Default: `{fewshot}`, a blank line, `prompt`. */
  readonly fewShot?: string;
  readonly system?: string;
  /** Further templates that `prompt_template` can ask for by name. */
  readonly named?: Readonly<Record<string, string>>;
}

/** A benchmark whose samples come from tables of rows, and which users configure with `--dataset-args`. Data only: reading is done elsewhere. */
export interface TabularBenchmark<Target = unknown> {
  readonly kind: "evalkit.tabular.v1";
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly descriptionZh?: string;
  readonly dimension: "knowledge" | "math" | "reasoning" | "code" | "reading" | "truthfulness" | "long-context" | "instruction" | "custom" | "demo";
  readonly language: "en" | "zh" | "multilingual";
  readonly license?: string;
  readonly paperUrl?: string;
  /** Ids on the two hubs; absent: user files only. */
  readonly hubs: { readonly modelscope?: string; readonly huggingface?: string };
  readonly evalSplit: string;
  /** The split that extra parameters name in place of `evalSplit`, where they do; the user's `eval_split` goes before it. */
  readonly evalSplitOf?: (extra: Readonly<Record<string, unknown>>) => string | undefined;
  readonly trainSplit?: string;
  /** Whole demonstrations in place of a training split that is nowhere to be found, unless the user names a `train_split`; the run says so. */
  readonly ownDemonstrations?: readonly string[];
  /** In report order. Empty: the names of the user's files. */
  readonly subsets: readonly string[];
  /** Official number of samples of `evalSplit`. */
  readonly sampleCount?: number;
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  readonly layouts: readonly Layout[];
  /** Default number of demonstrations, taken from the start of `trainSplit` of the same subset. */
  readonly shots: number;
  readonly maxShots?: number;
  /** Undefined: the row holds no question (a heading, a withheld label) and is passed over, counted in the notes. Throw a DatasetError for a bad row. */
  sample(row: Row, context: RowContext): SampleDraft<Target> | undefined;
  readonly templates: PromptTemplates | ((settings: BenchmarkSettings) => PromptTemplates);
  /**
   * Values of further placeholders of this benchmark's templates, such as `{subject}`. `question`, `query`, `choices`, `letters`, `fewshot` are given;
   * a value for `question` goes before the draft's input, also for `query`.
   */
  parts?(draft: SampleDraft<Target>, context: { readonly subset: string }): Readonly<Record<string, string>>;
  /** How options are printed, one line each. Default `A) text`. */
  readonly choiceLine?: (letter: string, text: string) => string;
  /** One demonstration, question and answer. Default: question, options, `ANSWER: target`. */
  demonstration?(draft: SampleDraft<Target>, rendered: { readonly question: string; readonly choices: string }): string;
  /** Goes before the training split. */
  readonly demonstrationTexts?: DemonstrationTexts;
  /** Options are shuffled by content and seed unless the user turns it off. */
  readonly shuffleChoices?: boolean;
  /** The order of shuffled options, position → index in `choices`, where it is made in a way of its own; not used under a seed that the user gives. */
  readonly choiceOrder?: (draft: SampleDraft<Target>) => readonly number[];
  /** The target after options moved; only for benchmarks that allow `shuffle_choices`. Default handles letter targets. */
  remapTarget?(target: Target, order: readonly number[]): Target;
  scorers(settings: BenchmarkSettings, tools?: ScorerTools): readonly Scorer<Target>[];
  readonly metrics: readonly Metric[];
  readonly extraParameters?: Readonly<Record<string, ExtraParameter>>;
  readonly requires?: BenchmarkRequirements;
  readonly defaults?: GenerationParams;
  /** What our scores do differently from EvalScope's, and why; for the docs. */
  readonly differences?: string;
}

/** Checks nothing at run time; lets the target's type flow from rows to scorers. */
export function defineTabularBenchmark<Target>(
  benchmark: Omit<TabularBenchmark<Target>, "kind">,
): TabularBenchmark<Target> {
  return { kind: "evalkit.tabular.v1", ...benchmark };
}
