import { ConfigError, isRecord } from "@evalkit/core";
import type { RowScoring } from "@evalkit/runtime";
import type { Command, CommandContext } from "../command.js";
import { exitCodes } from "../exit-code.js";
import { type Flag, type ParsedFlags, helpFlag } from "../flags/flag.js";
import { parseFlags } from "../flags/parse-flags.js";
import { givenSandbox, sandboxFlags } from "../flags/sandbox-flags.js";
import { formatCount, formatScore, plural } from "../render/format.js";
import { renderHelp } from "../render/help.js";
import { metricLabel } from "../render/summary.js";
import { cleanLine } from "../render/terminal.js";

const flags: readonly Flag[] = [
  { name: "scorer", kind: "text", value: "NAME", description: "math, numeric, choice, exact, includes, regex, token_f1, drop, bleu, rouge, chrf, edit_distance, list, json, json_diff, json_schema, general_qa or ifeval." },
  { name: "benchmark", kind: "text", value: "NAME", description: "Use a benchmark's own scorers; rows may also carry the fields of its data instead of `expected`." },
  { name: "options", kind: "text", value: "JSON", description: "Options of the scorer, or extra parameters of the benchmark. A scorer's options in a row go before them." },
  { name: "judge", kind: "text", value: "JSON", description: 'The judges of a benchmark: {"models": [{"model_id", "api_url", "api_key"}], "strategy": "auto|rule|llm|llm_recall", …}. Key and address else from EVALKIT_JUDGE_API_KEY, EVALKIT_JUDGE_BASE_URL.' },
  ...sandboxFlags,
  { name: "explain", kind: "switch", description: "Print plain text that tells how each verdict came about, instead of rows." },
];

const examples = [
  "evalkit score --scorer math answers.jsonl > scored.jsonl",
  `evalkit score --scorer choice --options '{"labels": ["A", "B", "C", "D"]}' -`,
  "evalkit score --benchmark ifeval answers.jsonl",
  "evalkit score --benchmark humaneval --sandbox landlock answers.jsonl",
  `evalkit score --benchmark simple_qa --judge '{"models": [{"model_id": "NAME", "api_url": "URL"}]}' answers.jsonl`,
];

const notes =
  'A row is a JSON object: {"id"?, "output", "expected", "choices"?, ...options}. The same rows come out on standard output with "score" added; totals are said on standard error. Exit codes: 0 every row has a verdict, 2 a row or an option cannot be understood, 3 some rows are unscored.';

/** `evalkit score FILE`: judges answers that exist already, row by row. */
export const scoreCommand: Command = async (args, context) => {
  const { values, positionals } = parseFlags(args, flags, { command: "evalkit score", positionals: ["FILE"] });
  const { terminal } = context;
  if (values["help"] === true) {
    const summary = "Scores answers that exist already. Reads rows of JSON from a file, or from standard input when the file is called -.";
    terminal.print(renderHelp({ usage: "evalkit score --scorer NAME FILE", summary, flags: [...flags, helpFlag], examples, notes }, terminal.out));
    return exitCodes.done;
  }
  const file = positionals[0];
  if (file === undefined) throw new ConfigError("No file is given.", { hint: "evalkit score --scorer math answers.jsonl; - reads standard input." });
  const { readEnvironment, scoreRows } = await import("@evalkit/runtime");
  const stop = new AbortController();
  const release = context.onInterrupt(() => stop.abort());
  try {
    const scoring = await scoreRows({
      ...source(file, context),
      ...named(values, "scorer"),
      ...named(values, "benchmark"),
      options: readObject(values["options"], "options", `--options '{"normalize": "squad"}'`) ?? {},
      ...judges(values["judge"], readEnvironment().env),
      sandboxFlags: givenSandbox(values),
      onWarning: (text) => terminal.warn(text),
      explains: values["explain"] === true,
      signal: stop.signal,
    });
    return await printRows(scoring, context, stop.signal);
  } catch (error) {
    if (stop.signal.aborted) return exitCodes.interrupted;
    throw error;
  } finally {
    release();
  }
};

async function printRows(scoring: RowScoring, { terminal }: CommandContext, signal: AbortSignal): Promise<number> {
  for await (const row of scoring) {
    const text = row.explanation === undefined ? row.text : `Row ${row.id === undefined ? row.line : cleanLine(String(row.id), 80)}\n${row.explanation}\n`;
    if (!(await terminal.stream(text)) || signal.aborted) break;
  }
  const { counts, metrics } = scoring.totals();
  const marks = [counts.unparsed > 0 ? `${formatCount(counts.unparsed)} unparsed` : "", counts.refused > 0 ? `${formatCount(counts.refused)} refused` : ""].filter((mark) => mark !== "");
  terminal.say(`${plural(counts.total, "row")}: ${formatCount(counts.scored)} scored${marks.length === 0 ? "" : ` (${marks.join(", ")})`}, ${formatCount(counts.unscored)} unscored`);
  for (const metric of metrics) terminal.say(`${cleanLine(metricLabel(metric), 60)}: ${formatScore(metric.value)}`);
  if (signal.aborted) return exitCodes.interrupted;
  return counts.unscored > 0 ? exitCodes.incomplete : exitCodes.done;
}

function source(file: string, { stdin }: CommandContext): { readonly rows: string | AsyncIterable<Uint8Array>; readonly name: string } {
  if (file !== "-") return { rows: file, name: file };
  if (stdin === undefined) throw new ConfigError("There is no standard input to read.");
  return { rows: stdin(), name: "standard input" };
}

function named<Key extends "scorer" | "benchmark">(values: ParsedFlags["values"], key: Key): { readonly [Name in Key]?: string } {
  const value = values[key];
  return (typeof value === "string" ? { [key]: value } : {}) as { readonly [Name in Key]?: string };
}

function judges(
  text: ParsedFlags["values"][string] | undefined,
  env: Readonly<Record<string, string | undefined>>,
): { readonly judge?: Readonly<Record<string, unknown>>; readonly env?: Readonly<Record<string, string | undefined>> } {
  const judge = readObject(text, "judge", `--judge '{"models": [{"model_id": "NAME", "api_url": "URL"}]}'`);
  return judge === undefined ? {} : { judge, env };
}

function readObject(text: ParsedFlags["values"][string] | undefined, name: string, hint: string): Readonly<Record<string, unknown>> | undefined {
  if (typeof text !== "string") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // What a judge is given may hold a key, and the parser's message quotes the text.
    throw new ConfigError(name === "judge" ? "--judge is no JSON." : `--${name} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { hint, ...(name === "judge" ? {} : { cause }) });
  }
  if (!isRecord(value)) throw new ConfigError(`--${name} must be a JSON object.`, { hint });
  return value;
}
