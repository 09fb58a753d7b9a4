import { accuracy, type Benchmark, type BenchmarkRequirements, ConfigError, isRecord, type Judge, type JudgeModel, type Metric, type Sample, type Scorer } from "@evalkit/core";
import type { BenchmarkSettings, ScorerTools } from "@evalkit/datasets";
import { contractRubric, judgeScorer, recallScorer, referenceText } from "@evalkit/scorers";
import type { JudgeConfig } from "./config/index.js";
import { type BenchmarkModule, isTabular } from "./registry.js";

/** How the answers to one benchmark are judged. */
export interface Judging {
  /** `llm_recall`: rules first, judges for what they do not find right. */
  readonly strategy: "llm" | "llm_recall";
  readonly judge: Judge;
}

interface Judged {
  readonly id: string;
  readonly requires?: BenchmarkRequirements;
}

/**
 * What the task's strategy means for a benchmark; undefined: its rules score it. Throws `ConfigError` for a benchmark that only a judge
 * can score when there is none, or when rules are asked for.
 */
export function judgingOf(benchmark: Judged, config: JudgeConfig | undefined, judge: Judge | undefined): Judging | undefined {
  const strategy = config?.strategy ?? "auto";
  const need = benchmark.requires?.judge;
  if (need === true) return { strategy: "llm", judge: requiredJudge(benchmark.id, strategy, judge) };
  const isAsked = strategy === "llm" || strategy === "llm_recall" || (strategy === "auto" && need === "preferred");
  if (!isAsked || judge === undefined) return undefined;
  return { strategy: strategy === "llm_recall" ? "llm_recall" : "llm", judge };
}

function requiredJudge(id: string, strategy: JudgeConfig["strategy"], judge: Judge | undefined): Judge {
  if (strategy === "rule" || strategy === "llm_recall") {
    throw new ConfigError(`${id} has no rules to score by, so the judge strategy ${strategy} cannot be used.`, { hint: "Use auto or llm." });
  }
  if (judge === undefined) {
    throw new ConfigError(`${id} needs a judge model.`, {
      hint: `--judge '{"models": [{"model_id": "NAME", "api_url": "URL", "api_key": "KEY"}]}'`,
    });
  }
  const { scores, scoreType } = judge.contract ?? {};
  if (scores === undefined && scoreType !== "numeric") return judge;
  throw new ConfigError(`${id} has grades of its own, so judge.contract cannot say score_mapping or score_type.`);
}

/** The scorers and metrics of a benchmark under these settings, the judges among them. Prompts and data are not looked at. */
export function scoringUnder(
  benchmark: BenchmarkModule,
  settings: BenchmarkSettings,
  { judging, sandbox }: { readonly judging: Judging | undefined; readonly sandbox?: Pick<ScorerTools, "codeChecker"> },
): { readonly scorers: readonly Scorer[]; readonly metrics: readonly Metric[] } {
  const scorers = isTabular(benchmark) ? benchmark.scorers(settings, toolsOf(judging, sandbox)) : benchmark.scorers;
  return judgedScoring({ benchmark, scorers }, judging);
}

/** What the scorers of a declaration are lent. */
export function toolsOf(judging: Judging | undefined, { codeChecker }: Pick<ScorerTools, "codeChecker"> = {}): ScorerTools {
  return { ...(judging === undefined ? {} : { judge: judging.judge }), ...(codeChecker === undefined ? {} : { codeChecker }) };
}

/** Puts judges in place of rules, or behind them; what judges by itself stays as it is. */
export function judgedScoring(
  { benchmark, scorers }: { readonly benchmark: BenchmarkModule; readonly scorers: readonly Scorer[] },
  judging: Judging | undefined,
): { readonly scorers: readonly Scorer[]; readonly metrics: readonly Metric[] } {
  const { metrics } = benchmark;
  if (judging === undefined || judgesItself(benchmark)) return { scorers, metrics };
  const { judge, strategy } = judging;
  const [first, ...others] = scorers;
  const byJudge = judgeScorer({ judge, rubric: contractRubric(judge.contract), ...(first === undefined ? {} : { name: first.name }) });
  if (strategy === "llm" || first === undefined) return { scorers: [byJudge], metrics: [accuracy] };
  return { scorers: [recallScorer(first, byJudge), ...others], metrics };
}

function judgesItself(benchmark: BenchmarkModule): boolean {
  return isTabular(benchmark) && benchmark.requires?.judge === true;
}

/** Throws `ConfigError` when the judges would have nothing to compare the answers with. */
export function requireReference(benchmark: BenchmarkModule, judging: Judging | undefined, sample: Sample | undefined): void {
  if (judging === undefined || sample === undefined || judgesItself(benchmark)) return;
  if (judging.judge.contract?.scoreType === "numeric" || referenceText(sample) !== undefined) return;
  throw new ConfigError(`${benchmark.id} has no reference answer in text that a judge could compare with.`, {
    hint: 'A judge without a reference: --judge with "contract": {"score_type": "numeric"}.',
  });
}

/** The part of a benchmark's identity that says how it was judged; enough to use stored verdicts again. */
export function judgingIdentity(judging: Judging | undefined): Readonly<Record<string, unknown>> {
  if (judging === undefined) return {};
  const { models, contract, repeats, positionSwap, aggregation, minValidJudges } = judging.judge;
  return {
    judge: {
      strategy: judging.strategy,
      models: models.map(({ id, model, params }) => ({ id, model, params })),
      ...(contract === undefined ? {} : { contract }),
      repeats,
      positionSwap,
      aggregation,
      minValidJudges,
    },
  };
}

/** Reads `judgingIdentity` back; its judges cannot be asked, only what they said before counts. */
export function storedJudging(identity: Benchmark["identity"]): Judging | undefined {
  const stored = identity?.["judge"];
  if (!isRecord(stored) || !Array.isArray(stored["models"])) return undefined;
  // Written by `judgingIdentity` into the header of one of our runs.
  const { strategy, ...judge } = stored as unknown as Judge & Pick<Judging, "strategy">;
  return { strategy, judge: { ...judge, models: judge.models.map(({ id, model, params }): JudgeModel => ({ id, model, params })) } };
}
