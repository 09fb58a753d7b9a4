import { redactor } from "@evalkit/core";
import type { Evaluation, RawTask, TaskConfig } from "@evalkit/runtime";
import type { CommandContext } from "./command.js";
import { exitCodeOf, exitCodes, isIncomplete } from "./exit-code.js";
import { listenForInterrupts } from "./interrupts.js";
import { formatCount } from "./render/format.js";
import { renderPlan } from "./render/plan.js";
import { ProgressDisplay } from "./render/progress.js";
import { durationLine, renderBenchmark } from "./render/summary.js";
import { type Terminal, clean } from "./render/terminal.js";
import { anyWidth } from "./render/width.js";
import { type ThresholdVerdict, judgeThresholds } from "./thresholds.js";
import { limitNursery } from "./nursery.js";

export interface RunTaskOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly dryRun: boolean;
}

/** Runs (or, for a dry run, plans) a task and shows what comes out of it; the result is the exit code. */
export async function runTask(raw: RawTask, options: RunTaskOptions, context: CommandContext): Promise<number> {
  const { parseTask, readEnvironment } = await import("@evalkit/runtime");
  const task = await parseTask(raw, readEnvironment());
  context.terminal.redactWith(redactor(task.secrets));
  if (!options.quiet) for (const note of task.notes) context.terminal.say(`note: ${clean(note)}`);
  return options.dryRun ? await planTask(task, options, context) : await evaluateTask(task, options, context);
}

async function planTask(task: TaskConfig, options: RunTaskOptions, context: CommandContext): Promise<number> {
  const { planEvaluation } = await import("@evalkit/runtime");
  const { terminal } = context;
  using interrupts = listenForInterrupts(context, { onFirst: () => {}, onSecond: () => {} });
  const plan = await planEvaluation(task, { signal: interrupts.drain });
  if (interrupts.drain.aborted) return exitCodes.interrupted;
  if (options.json) terminal.print(JSON.stringify({ schema: "evalkit.plan.v1", notes: task.notes, total: plan.total, benchmarks: plan.benchmarks }, undefined, 2));
  else terminal.print(renderPlan(plan, terminal.out));
  return exitCodes.done;
}

async function evaluateTask(task: TaskConfig, options: RunTaskOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const warnings: string[] = [];
  await using progress = new ProgressDisplay({ terminal, quiet: options.quiet, width: await anyWidth() });
  using interrupts = listenForInterrupts(context, {
    onFirst: () => {
      progress.setState("stopping");
      terminal.say("Stopping: requests in flight are finished and kept. Interrupt again to stop at once.");
    },
    onSecond: () => terminal.say("Stopping at once."),
  });
  const result = await evaluateUntilStopped(task, { interrupts, progress, warnings, terminal, quiet: options.quiet });
  if (result === undefined) {
    if (options.json) terminal.print(JSON.stringify({ schema: "evalkit.result.v1", exitCode: exitCodes.interrupted, runDir: task.runDir }, undefined, 2));
    sayHowToResume(task, terminal);
    return exitCodes.interrupted;
  }
  const verdicts = judgeThresholds(task.thresholds, result.summary, idsByName(task, result));
  const exitCode = verdictOf(task, result, verdicts);
  if (options.json) printJson({ task, result, verdicts, warnings, exitCode }, terminal);
  else await showResult(task, result, { verdicts, terminal, quiet: options.quiet });
  if (exitCode === exitCodes.interrupted) sayHowToResume(task, terminal);
  return exitCode;
}

interface Watchers {
  readonly quiet: boolean;
  readonly interrupts: ReturnType<typeof listenForInterrupts>;
  readonly progress: ProgressDisplay;
  readonly warnings: string[];
  readonly terminal: Terminal;
}

/** Undefined when it was interrupted so early, or so hard, that there is no summary. */
async function evaluateUntilStopped(task: TaskConfig, watchers: Watchers): Promise<Evaluation | undefined> {
  const { interrupts, progress, warnings, terminal, quiet } = watchers;
  const { evaluate } = await import("@evalkit/runtime");
  limitNursery();
  try {
    return await evaluate(task, {
      reporters: [progress],
      signal: interrupts.signal,
      drain: interrupts.drain,
      onModel: (model) => progress.watch(model),
      onNote: (text) => {
        if (!quiet) terminal.say(clean(text));
      },
      onWarning: (text) => {
        warnings.push(text);
        terminal.warn(text);
      },
    });
  } catch (error) {
    // What breaks while everything is being torn down says nothing about the run; a store that cannot write does.
    if (interrupts.drain.aborted && exitCodeOf(error) === exitCodes.bug) return undefined;
    throw error;
  }
}

function idsByName(task: TaskConfig, { header }: Evaluation): Readonly<Record<string, string>> {
  return Object.fromEntries(task.datasets.map((name, index) => [name, header.benchmarks[index]?.id ?? name]));
}

/** An incomplete run is said to be incomplete, whatever its thresholds: what is missing could change them. */
function verdictOf(task: TaskConfig, { summary }: Evaluation, verdicts: readonly ThresholdVerdict[]): number {
  if (summary.status === "interrupted") return exitCodes.interrupted;
  if (summary.status === "error" || isIncomplete(summary.counts, task.maxFailed)) return exitCodes.incomplete;
  return verdicts.every(({ isMet }) => isMet) ? exitCodes.done : exitCodes.belowThreshold;
}

function sayHowToResume(task: TaskConfig, terminal: Terminal): void {
  terminal.say(`Interrupted. What was answered is kept; continue with: evalkit resume ${shellWord(task.runDir)}`);
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

interface ShowOptions {
  readonly verdicts: readonly ThresholdVerdict[];
  readonly terminal: Terminal;
  readonly quiet: boolean;
}

async function showResult(task: TaskConfig, result: Evaluation, { verdicts, terminal, quiet }: ShowOptions): Promise<void> {
  const { summary } = result;
  for (const benchmark of summary.benchmarks) {
    terminal.print();
    terminal.print(await renderBenchmark(benchmark, { colors: terminal.out, showsPerformance: task.collectPerformance ?? true, header: result.header }));
  }
  terminal.print();
  for (const verdict of verdicts) terminal.print(verdictLine(verdict, terminal));
  const missing = summary.counts.failed + summary.counts.unscored;
  if (missing > 0 && isIncomplete(summary.counts, task.maxFailed)) {
    terminal.print(terminal.out.yellow(`Incomplete: ${formatCount(missing)} of ${formatCount(summary.counts.total)} samples have no score. Try them again: evalkit resume ${shellWord(result.runDir)}`));
  }
  if (isDemo(task)) terminal.print(DEMO_NOTE);
  else if (task.model.kind === "mock") terminal.print(MOCK_NOTE);
  if (!quiet) {
    terminal.print(`Files: ${clean(result.runDir)}`);
    for (const file of result.files) terminal.print(`  ${clean(file)}`);
    terminal.print(durationLine(summary.durationMs));
  }
  // Scripts around EvalScope wait for this line of its log.
  if (summary.status === "complete") for (const { benchmark } of summary.benchmarks) terminal.print(`Benchmark ${clean(benchmark)} evaluation finished`);
}

const MOCK_NOTE = "The mock model knows the answers of the demo only; its scores here say nothing.";
const DEMO_NOTE = "This was a demo: its questions are evalkit's own and the mock model knows their answers. The scores say nothing about a real model.";

function isDemo(task: TaskConfig): boolean {
  return task.datasets.includes("demo");
}

function verdictLine({ benchmark, operator, value, score, isMet }: ThresholdVerdict, { out }: Terminal): string {
  const held = `${clean(benchmark)} ${operator} ${value}: ${score === undefined ? "no score" : score.toFixed(4)}`;
  return isMet ? `${out.green("threshold met")}  ${held}` : `${out.red("threshold missed")}  ${held}`;
}

interface JsonParts {
  readonly task: TaskConfig;
  readonly result: Evaluation;
  readonly verdicts: readonly ThresholdVerdict[];
  readonly warnings: readonly string[];
  readonly exitCode: number;
}

function printJson({ task, result, verdicts, warnings, exitCode }: JsonParts, terminal: Terminal): void {
  const document = {
    schema: "evalkit.result.v1",
    exitCode,
    isDemo: isDemo(task),
    model: result.header.model,
    runDir: result.runDir,
    files: result.files,
    thresholds: verdicts,
    notes: task.notes,
    warnings,
    summary: result.summary,
  };
  terminal.print(JSON.stringify(document, undefined, 2));
}
