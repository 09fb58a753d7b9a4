import {
  type Answer,
  type BenchmarkSummary,
  ConfigError,
  type Judge,
  type MetricSummary,
  type OutcomeCounts,
  type ResultRow,
  type Sample,
  type Score,
  scoreAnswer,
  summarizeBenchmark,
  toResultRow,
} from "@evalkit/core";
import type { BenchmarkSettings, RowContext, SampleDraft, ScorerTools, TabularBenchmark } from "@evalkit/datasets";
import { didYouMean, type JudgeConfig } from "../config/index.js";
import { judgingOf, scoringUnder } from "../judging.js";
import { isTabular, loadBenchmark } from "../registry.js";
import { commandOptions, rowOptions } from "./checked-options.js";
import { isMissing, RowFault, textOf } from "./row-values.js";
import { ROW_ALIASES, ROW_SCORERS } from "./row-scorers.js";

type Row = Readonly<Record<string, unknown>>;

/** Verdict on one row. */
export interface RowVerdict {
  readonly score: Score;
  /** All of a benchmark's scorers by name, where it has several. */
  readonly scores?: Readonly<Record<string, Score>>;
}

/** What all verdicts come to. */
export interface RowTotals {
  readonly counts: Pick<OutcomeCounts, "total" | "scored" | "unscored" | "unparsed" | "refused">;
  /** Means and other figures by name and aggregation; without a value where nothing was scored. */
  readonly metrics: readonly (Pick<MetricSummary, "name" | "aggregation" | "dimensions"> & { readonly value: number | undefined })[];
}

/** Judges rows one after another and keeps count. */
export interface RowJudge {
  judge(row: Row, place: string): RowVerdict | Promise<RowVerdict>;
  totals(): RowTotals;
}

/** A judge by the name of a scorer. Throws `ConfigError` for an unknown one or bad options. */
export function scorerJudge(name: string, given: Row): RowJudge {
  const id = Object.hasOwn(ROW_ALIASES, name) ? (ROW_ALIASES[name] ?? name) : name;
  const scorer = Object.hasOwn(ROW_SCORERS, id) ? ROW_SCORERS[id] : undefined;
  if (scorer === undefined) {
    const known = Object.keys(ROW_SCORERS);
    const near = didYouMean(name, [...known, ...Object.keys(ROW_ALIASES)]);
    throw new ConfigError(`There is no scorer called ${JSON.stringify(name.slice(0, 60))}.`, { hint: near ?? `There are ${known.join(", ")}.` });
  }
  const all = commandOptions(id, scorer.options, given);
  const tally = { total: 0, scored: 0, unscored: 0, unparsed: 0, refused: 0, sum: 0 };
  const judge = (row: Row): RowVerdict => {
    const { expected } = row;
    const own = rowOptions(scorer.options, row);
    const output = outputOf(row);
    const score: Score =
      isMissing(expected) && scorer.needsNoGold !== true
        ? { status: "unscored", why: 'The row has no "expected".' }
        : scorer.score({ output, expected, row }, { ...all, ...own });
    tally.total += 1;
    if (score.status === "unscored") tally.unscored += 1;
    else {
      tally.scored += 1;
      tally.sum += score.value;
      if (score.mark !== undefined) tally[score.mark] += 1;
    }
    return { score };
  };
  const totals = (): RowTotals => {
    const { sum, ...counts } = tally;
    return { counts, metrics: [{ name: scorer.metric, aggregation: "mean", value: counts.scored === 0 ? undefined : sum / counts.scored }] };
  };
  return { judge, totals };
}

/** What rows are judged with. */
interface BenchmarkJudgeOptions {
  readonly cwd: string;
  readonly tools?: Pick<ScorerTools, "codeChecker"> & { readonly judging?: { readonly config: JudgeConfig; readonly judge: Judge | undefined } };
  readonly signal?: AbortSignal;
}

/**
 * A judge with a benchmark's own scorers and metrics. A row gives `expected` (and `choices`), or the benchmark's data fields. Options are the
 * benchmark's extra parameters. Throws as `loadBenchmark`, and `ConfigError` for an unknown option.
 */
export async function benchmarkJudge(name: string, given: Row, { cwd, tools = {}, signal = new AbortController().signal }: BenchmarkJudgeOptions): Promise<RowJudge> {
  const benchmark = await loadBenchmark(name, cwd);
  const parameters = isTabular(benchmark) ? (benchmark.extraParameters ?? {}) : {};
  const extra: Record<string, unknown> = Object.fromEntries(Object.entries(parameters).map(([key, parameter]) => [key, parameter.default]));
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(parameters, key)) throw new ConfigError(`The benchmark ${name} has no option ${JSON.stringify(key).slice(0, 60)}.`, { hint: didYouMean(key, Object.keys(parameters)) ?? "See `evalkit info`." });
    extra[key] = value;
  }
  const settings: BenchmarkSettings = { extra };
  const judging = judgingOf(benchmark, tools.judging?.config, tools.judging?.judge);
  const { scorers, metrics } = scoringUnder(benchmark, settings, { judging, sandbox: tools });
  const rows: ResultRow[] = [];
  const judge = async (row: Row, place: string): Promise<RowVerdict> => {
    const draft = draftOf(isTabular(benchmark) ? benchmark : undefined, row, { subset: textOf(row["subset"]) ?? "default", split: "test", place, extra });
    if (draft === undefined) throw new RowFault(`holds no question of ${benchmark.id}`);
    const sample = sampleOf(draft, rows.length);
    const answer = answerOf(outputOf(row), sample);
    const score = (target: unknown) => scoreAnswer({ scorers, answer, sample: { ...sample, target }, context: { signal } });
    const first = await score(sample.target);
    // Some benchmarks have lists of golds, of which a row may give the only one as it is.
    const outcome = first.status === "failed" && typeof sample.target === "string" ? await score([sample.target]) : first;
    if (outcome.status === "failed") throw new RowFault(`cannot be scored: ${outcome.error.message}`);
    const attempt = { benchmark: benchmark.id, subset: sample.subset ?? "default", sampleId: sample.id, repeat: 0, index: rows.length, sample };
    rows.push(toResultRow({ attempt, outcome }, { keepExtracted: false }));
    const [headline] = Object.values(outcome.scores);
    return { score: headline ?? { status: "unscored", why: "The benchmark has no scorer." }, ...(scorers.length > 1 ? { scores: outcome.scores } : {}) };
  };
  return { judge, totals: () => totalsOf(summarizeBenchmark({ benchmark: { ...benchmark, metrics }, rows, subsetOrder: [] })) };
}

function totalsOf({ counts, metrics }: BenchmarkSummary): RowTotals {
  return { counts, metrics: metrics.map(({ name, aggregation, dimensions, overall }) => ({ name, aggregation, ...(dimensions !== undefined && { dimensions }), value: overall.value })) };
}

function outputOf(row: Row): string {
  const { output } = row;
  if (typeof output !== "string") throw new RowFault('has no text under "output"');
  return output;
}

/** What the row asks and expects: as it says itself, else as the benchmark reads its own data. */
function draftOf(benchmark: TabularBenchmark | undefined, row: Row, context: RowContext): SampleDraft | undefined {
  const { expected, choices } = row;
  if (!isMissing(expected) || benchmark === undefined) {
    if (isMissing(expected)) throw new RowFault('has no "expected"');
    const texts = Array.isArray(choices) ? choices.map((choice) => textOf(choice) ?? "") : undefined;
    return { input: textOf(row["input"]) ?? "", target: expected, ...(texts === undefined ? {} : { choices: texts }) };
  }
  return benchmark.sample(row, context);
}

function sampleOf(draft: SampleDraft, index: number): Sample {
  const { input, target, choices, subset, metadata, group } = draft;
  return {
    id: String(index),
    input,
    target,
    ...(choices === undefined ? {} : { choices }),
    ...(subset === undefined ? {} : { subset }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(group === undefined ? {} : { group }),
  };
}

function answerOf(text: string, sample: Sample): Answer {
  const { input } = sample;
  const messages = typeof input === "string" ? [{ role: "user" as const, content: input }] : input;
  return { text, finish: "unknown", toolCalls: [], usage: undefined, timing: { startedAt: 0, totalMs: 0, attempts: 1 }, messages };
}
