import type { Answer } from "./answer.js";
import type { Dataset } from "./dataset.js";
import type { GenerationParams, Model } from "./model.js";
import type { Message } from "./message.js";
import type { Metric } from "./metric.js";
import type { Sample } from "./sample.js";
import type { SandboxKind } from "./sandbox.js";
import type { Scorer } from "./scorer.js";

export interface BenchmarkRequirements {
  readonly sandbox?: SandboxKind;
  /** `true`: nothing else can score it; `preferred`: under the strategy `auto` it is used when there is one; `optional`: only when asked for. */
  readonly judge?: boolean | "optional" | "preferred";
}

export interface SolveContext<Target = unknown> {
  readonly benchmark: Benchmark<Target>;
  readonly model: Model;
  readonly params: GenerationParams;
  readonly repeat: number;
  readonly signal: AbortSignal;
}

/** How an answer is reached. Default: one `generate`. Agents and tool loops are other solvers. */
export type Solver<Target = unknown> = { solve(sample: Sample<Target>, context: SolveContext<Target>): Promise<Answer> }["solve"];

/** Data about an evaluation. Nothing in it runs until the engine asks. */
export interface Benchmark<Target = unknown> {
  readonly id: string;
  /** Bumped when a prompt or the reading of answers changes. */
  readonly version: number;
  readonly title: string;
  readonly description?: string;
  readonly dataset: Dataset<Target>;
  prompt(sample: Sample<Target>): readonly Message[];
  readonly solve?: Solver<Target>;
  /** The first gives the headline. */
  readonly scorers: readonly Scorer<Target>[];
  readonly metrics: readonly Metric[];
  /** Category → its subsets. Absent: one category, `default`. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  readonly requires?: BenchmarkRequirements;
  readonly defaults?: GenerationParams;
  /** Everything that shapes prompts and scores, as plain JSON: two runs are comparable when it is equal. */
  readonly identity?: Readonly<Record<string, unknown>>;
  /** The same benchmark under `extra_params` of its own; throws `ConfigError` for an unknown one. Absent: it takes none. */
  configure?(parameters: Readonly<Record<string, unknown>>): Benchmark<Target>;
}

/** Checks nothing at run time; lets the target's type flow from dataset to prompt and scorers. */
export function defineBenchmark<Target>(benchmark: Benchmark<Target>): Benchmark<Target> {
  return benchmark;
}
