import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError, redactor } from "@evalkit/core";
import type { PerfRun } from "@evalkit/runtime";
import type { Command, CommandContext } from "../command.js";
import { exitCodes } from "../exit-code.js";
import { helpFlag } from "../flags/flag.js";
import { parseFlags } from "../flags/parse-flags.js";
import { perfCommandKeys, perfFlags } from "../flags/perf-flags.js";
import { listenForInterrupts } from "../interrupts.js";
import { limitNursery } from "../nursery.js";
import { startMockProcess } from "../perf-mock.js";
import { renderHelp } from "../render/help.js";
import { PerfProgress } from "../render/perf-progress.js";
import { clean } from "../render/terminal.js";
import { anyWidth } from "../render/width.js";

const examples = [
  "evalkit perf --model M --url http://127.0.0.1:8000/v1/chat/completions --dataset openqa --number 20 --parallel 2",
  "evalkit perf --model M --url URL --dataset random --min-prompt-length 1024 --max-prompt-length 1024 --tokenizer-path DIR --max-tokens 256 --ignore-eos --parallel 1 10 50 --number 20 100 500",
  "evalkit perf --model M --url URL --open-loop --rate 10 --duration 60 --goodput ttft:200ms,tpot:50ms",
  `evalkit perf --model M --url URL --sla-auto-tune --sla-params '[{"p99_ttft": "<=200ms"}]'`,
  "evalkit perf compare RUN_A RUN_B",
  "evalkit perf --url mock --model m --prompt 'Hello.' --number 50 --parallel 5",
];

const notes = `Exit codes: 0 done; 2 wrong flags, data, address or key; 3 every request failed, or --strict and the client was too busy; 70 a fault in
evalkit; 130 interrupted (finish with --resume FOLDER).`;

/** `evalkit perf`: measures a server under load. */
export const perfCommand: Command = async (args, context) => {
  if (args[0] === "compare") return (await import("./perf-compare.js")).perfCompareCommand(args.slice(1), context);
  if (args[0] === "paced-server") return (await import("./perf-selftest.js")).servePacedUntilStopped(context);
  const { values } = parseFlags(args, perfFlags, { command: "evalkit perf", positionals: [] });
  const { terminal } = context;
  if (values["help"] === true) {
    const usage = "evalkit perf --model NAME --url URL [--dataset NAME] [flags]";
    const summary = "Sends load to a server of language models and measures TTFT, TPOT, latency and throughput, with the error of the client beside them.";
    terminal.print(renderHelp({ usage, summary, flags: [...perfFlags, helpFlag], examples, notes }, terminal.out));
    return exitCodes.done;
  }
  if (values["list_datasets"] === true) return (await import("./perf-datasets.js")).listPerfDatasets(terminal);
  if (values["selftest"] === true) return (await import("./perf-selftest.js")).perfSelftest(values["json"] === true, context);
  if (!["table", "json", "markdown"].includes(String(values["format"] ?? "table"))) throw new ConfigError("--format must be table, json or markdown.");
  return measure(Object.fromEntries(Object.entries(values).filter(([key]) => !perfCommandKeys.includes(key))), { json: values["json"] === true || values["format"] === "json", markdown: values["format"] === "markdown", quiet: values["quiet"] === true }, context);
};

interface Printing {
  readonly json: boolean;
  readonly markdown: boolean;
  readonly quiet: boolean;
}

async function measure(raw: Readonly<Record<string, unknown>>, printing: Printing, context: CommandContext): Promise<number> {
  const { runPerf, readEnvironment } = await import("@evalkit/runtime");
  const { terminal } = context;
  const quiet = printing.quiet || printing.json;
  using progress = new PerfProgress({ terminal, quiet, width: await anyWidth() });
  using interrupts = listenForInterrupts(context, {
    onFirst: () => {
      progress.setState("stopping");
      terminal.say("Stopping: the results of what has ended are written.");
    },
    onSecond: () => {},
  });
  // The load threads have nurseries of their own: this thread makes little, and the client is to stay small beside what it measures.
  limitNursery(8);
  const warnings: string[] = [];
  let hasBegun = false;
  const running = runPerf(raw, readEnvironment(), {
    signal: interrupts.drain,
    readStdin: () => readAll(context),
    startMock: startMockProcess,
    onNote: (text) => (quiet ? undefined : terminal.say(`note: ${clean(text)}`)),
    onWarning: (text) => {
      warnings.push(text);
      terminal.warn(text);
    },
    onPlan: ({ folder, options }) => {
      terminal.redactWith(redactor(options.secrets));
      if (!quiet) terminal.say(`Results: ${clean(folder)}`);
    },
    onPointStart: (point, snapshot) => {
      hasBegun = true;
      progress.start(point, snapshot);
    },
    onPointEnd: ({ point, result }) => {
      hasBegun = true;
      progress.end();
      if (!quiet) terminal.say(`${point.label}: ${result.counts.ok} of ${result.counts.total} requests succeeded in ${(result.window.durationMs / 1000).toFixed(1)} s`);
    },
    onProbe: (text) => (quiet ? undefined : terminal.say(clean(text))),
  });
  const run = await running.catch((error: unknown) => {
    // What an interrupt broke before the first load is no error.
    if (interrupts.drain.aborted && !hasBegun) return undefined;
    throw error;
  });
  if (run === undefined) {
    terminal.say("Interrupted before the load began: nothing was measured.");
    return exitCodes.interrupted;
  }
  const exitCode = exitCodeOf(run, raw["strict"] === true);
  await show(run, { printing, exitCode, warnings, context });
  return exitCode;
}

async function readAll({ stdin }: CommandContext): Promise<string> {
  const parts: Uint8Array[] = [];
  if (stdin !== undefined) for await (const part of stdin()) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

/** Failed requests are part of what is measured; a run of nothing else, or with `--strict` one that cannot be believed, is not done. */
function exitCodeOf({ points, searches, isInterrupted }: PerfRun, isStrict: boolean): number {
  if (isInterrupted) return exitCodes.interrupted;
  if (searches.length > 0) return searches.every(({ best }) => best !== undefined) ? exitCodes.done : exitCodes.incomplete;
  const isUseless = points.some(({ result }) => result.counts.ok === 0);
  const isDoubtful = isStrict && points.some(({ result }) => result.outcome !== undefined && result.outcome.verdict.state !== "valid");
  return isUseless || isDoubtful ? exitCodes.incomplete : exitCodes.done;
}

/** Files that are named at the end. */
const MOST_FILES = 12;

interface ShowParts {
  readonly printing: Printing;
  readonly exitCode: number;
  readonly warnings: readonly string[];
  readonly context: CommandContext;
}

async function show(run: PerfRun, { printing, exitCode, warnings, context: { terminal } }: ShowParts): Promise<void> {
  if (printing.json) {
    const points = run.points.map(({ point, folder, result, lengths, server, gpus, isResumed }) => ({ point, folder, isResumed, result, lengths, server, gpus }));
    terminal.print(JSON.stringify({ schema: "evalkit.perf-result.v1", exitCode, folder: run.folder, files: run.files, notes: run.notes, warnings, points, searches: run.searches, ...(run.definitions.length === 0 ? {} : { definitions: run.definitions }) }, undefined, 2));
    return;
  }
  if (printing.markdown && run.files.includes("summary.md")) {
    terminal.print(await readFile(join(run.folder, "summary.md"), "utf8"));
    return;
  }
  const { renderPerfRun } = await import("../render/perf-summary.js");
  terminal.print();
  terminal.print(await renderPerfRun(run, terminal.out));
  if (!printing.quiet) {
    terminal.print();
    terminal.print(`Files: ${clean(run.folder)}`);
    for (const file of run.files.slice(0, MOST_FILES)) terminal.print(`  ${clean(file)}`);
    if (run.files.length > MOST_FILES) terminal.print(`  and ${run.files.length - MOST_FILES} more`);
  }
  if (run.isInterrupted) terminal.say(`Interrupted. Finish it with: evalkit perf --resume ${clean(run.folder)}`);
}
