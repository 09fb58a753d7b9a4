import { ConfigError, DatasetError, EvalkitError, isRecord } from "@evalkit/core";
import { explain } from "@evalkit/scorers";
import type { JudgeConfig, SandboxConfig, SandboxFlags } from "../config/index.js";
import { readJudgeAlone } from "../config/judge-alone.js";
import { readSandbox } from "../config/sandbox-config.js";
import { type OpenedJudges, openJudges } from "../judge-models.js";
import { benchmarkJudge, type RowJudge, type RowTotals, type RowVerdict, scorerJudge } from "./row-judge.js";
import { checkNeededSandbox, lazySandbox } from "../sandboxing.js";
import { fileBytes, type RowLine, rowLines } from "./row-lines.js";
import { RowFault } from "./row-values.js";

export type { RowTotals } from "./row-judge.js";

export interface ScoreRowsOptions {
  /** A JSONL file, or its content as it arrives. */
  readonly rows: string | AsyncIterable<Uint8Array | string>;
  /** How the rows are called in messages. @default the path, or `rows` */
  readonly name?: string;
  /** Name of a scorer; this or `benchmark` is given. */
  readonly scorer?: string;
  readonly benchmark?: string;
  /** Options of the scorer, or extra parameters of the benchmark. A scorer's options in a row go before them. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Gives each row an explanation. @default false */
  readonly explains?: boolean;
  /** The judges of a benchmark, as `--judge` of a run says them. */
  readonly judge?: Readonly<Record<string, unknown>>;
  /** Where a judge's key and address are looked for that `judge` does not say. @default {} */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What holds the code of answers, where a benchmark runs any, as a task says it. @default the first that works here */
  readonly sandboxFlags?: SandboxFlags;
  /** Folder that relative names of benchmark modules start from. @default process.cwd() */
  readonly cwd?: string;
  readonly onWarning?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export interface ScoredRow extends RowVerdict {
  /** From 1. */
  readonly line: number;
  readonly id?: unknown;
  /** The row as it was, on one line, with its verdict under `score`. */
  readonly text: string;
  readonly explanation?: string;
}

/** Rows with their verdicts as they are asked for, in order; `totals` tells of those given so far. */
export interface RowScoring extends AsyncIterable<ScoredRow> {
  totals(): RowTotals;
}

/**
 * Scores answers that exist already: rows `{"output", "expected", "choices"?, …options}`. Rows are read no faster than verdicts are taken.
 * Throws `ConfigError` for an unknown scorer, benchmark or option, or a sandbox that cannot run the benchmark's language, and `DatasetError` naming the line of a row that cannot be read.
 */
export async function scoreRows(options: ScoreRowsOptions): Promise<RowScoring> {
  const { scorer, benchmark, options: given = {}, cwd = process.cwd() } = options;
  if ((scorer === undefined) === (benchmark === undefined)) throw new ConfigError("Name a scorer or a benchmark, one of the two.");
  if (benchmark === undefined) {
    if (options.judge !== undefined) throw new ConfigError("A scorer by name asks no judge.", { hint: "Judges go with --benchmark." });
    if (Object.values(options.sandboxFlags ?? {}).some((value) => value !== undefined)) throw new ConfigError("A scorer by name runs no code.", { hint: "Sandboxes go with --benchmark." });
    return scoring(scorerJudge(scorer ?? "", given), options, []);
  }
  const onWarning = options.onWarning ?? (() => undefined);
  const task = { datasets: [benchmark], sandbox: sandboxOf(options, onWarning) };
  await checkNeededSandbox(task, cwd);
  const sandbox = lazySandbox(task, onWarning);
  const judges = await judgesOf(options);
  const tools = { ...sandbox, ...(judges === undefined ? {} : { judging: { config: judges.config, judge: judges.opened.judge } }) };
  const judge = await benchmarkJudge(benchmark, given, { cwd, tools, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  return scoring(judge, options, [sandbox, ...(judges === undefined ? [] : [judges.opened])]);
}

function scoring(judge: RowJudge, options: ScoreRowsOptions, held: readonly AsyncDisposable[]): RowScoring {
  return { totals: () => judge.totals(), [Symbol.asyncIterator]: () => scored(judge, options, held) };
}

function sandboxOf({ sandboxFlags = {} }: ScoreRowsOptions, onWarning: (text: string) => void): SandboxConfig {
  const notes: string[] = [];
  const sandbox = readSandbox(sandboxFlags, notes);
  for (const note of notes) onWarning(note);
  return sandbox;
}

async function judgesOf({ judge, env = {} }: ScoreRowsOptions): Promise<{ readonly config: JudgeConfig; readonly opened: OpenedJudges } | undefined> {
  if (judge === undefined) return undefined;
  const read = await readJudgeAlone(judge, env);
  return { config: read.judge, opened: openJudges(read) };
}

async function* scored(judge: RowJudge, options: ScoreRowsOptions, held: readonly AsyncDisposable[]): AsyncGenerator<ScoredRow> {
  await using stack = new AsyncDisposableStack();
  for (const each of held) stack.use(each);
  const { rows, signal, explains = false } = options;
  const name = options.name ?? (typeof rows === "string" ? rows : "rows");
  const chunks = typeof rows === "string" ? fileBytes(rows, signal) : rows;
  for await (const line of rowLines(chunks, name)) {
    signal?.throwIfAborted();
    const place = `${name}:${line.line}`;
    const row = parseRow(line, place);
    const verdict = await judged(judge, row, place);
    yield {
      ...verdict,
      line: line.line,
      ...("id" in row ? { id: row["id"] } : {}),
      text: withVerdict(line.text, row, verdict),
      ...(explains ? { explanation: explain(verdict.score, String(row["output"])) } : {}),
    };
  }
}

type Row = Readonly<Record<string, unknown>>;

function parseRow({ text }: RowLine, place: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DatasetError(`${place}: not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  if (!isRecord(value)) throw new DatasetError(`${place}: a row must be a JSON object.`);
  return value;
}

async function judged(judge: RowJudge, row: Row, place: string): Promise<RowVerdict> {
  try {
    return await judge.judge(row, place);
  } catch (cause) {
    if (cause instanceof RowFault) throw new DatasetError(`${place}: the row ${cause.message}.`, { cause });
    if (EvalkitError.is(cause) && cause.fault === "user" && !cause.message.startsWith(place)) throw new DatasetError(`${place}: ${cause.message}`, { cause });
    throw cause;
  }
}

/** The verdict is put behind what stands in the line, so that nothing in it changes, not even the digits of its numbers. */
function withVerdict(text: string, row: Row, { score, scores }: RowVerdict): string {
  const added = { score, ...(scores === undefined ? {} : { scores }) };
  if ("score" in row || (scores !== undefined && "scores" in row)) return JSON.stringify({ ...row, ...added });
  return `${text.slice(0, text.lastIndexOf("}"))},${JSON.stringify(added).slice(1)}`;
}
