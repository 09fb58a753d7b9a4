import { ConfigError } from "@evalkit/core";
import type { Command } from "../command.js";
import { exitCodes } from "../exit-code.js";
import { type Flag, helpFlag } from "../flags/flag.js";
import { parseFlags } from "../flags/parse-flags.js";
import { givenSandbox, sandboxFlags } from "../flags/sandbox-flags.js";
import { listenForInterrupts } from "../interrupts.js";
import { formatCount, plural } from "../render/format.js";
import { renderHelp } from "../render/help.js";
import { showStoredRun } from "../render/stored-run.js";

const flags: readonly Flag[] = [
  { name: "dry-run", kind: "switch", description: "Show the new scores and change nothing." },
  { name: "report-schema", kind: "text", value: "v1|v2", description: "Shape of the report files, default v1." },
  ...sandboxFlags,
  { name: "json", kind: "switch", description: "Print one JSON document." },
];

const examples = ["evalkit rescore outputs/20260131_120000", "evalkit rescore outputs/20260131_120000 --dry-run"];

/** `evalkit rescore RUN`: scores the stored answers of a run again; no model is asked. */
export const rescoreCommand: Command = async (args, context) => {
  const { values, positionals } = parseFlags(args, flags, { command: "evalkit rescore", positionals: ["RUN"] });
  const { terminal } = context;
  if (values["help"] === true) {
    const summary = "Scores the stored answers of a run again with today's scorers and writes its reports anew. No model is asked.";
    terminal.print(renderHelp({ usage: "evalkit rescore RUN [flags]", summary, flags: [...flags, helpFlag], examples }, terminal.out));
    return 0;
  }
  const run = positionals[0];
  if (run === undefined) throw new ConfigError("No run is given.", { hint: "evalkit rescore outputs/20260131_120000" });
  const schema = values["report_schema"];
  if (schema !== undefined && schema !== "v1" && schema !== "v2") throw new ConfigError("--report-schema must be v1 or v2.");
  const { rescore } = await import("@evalkit/runtime");
  using interrupts = listenForInterrupts(context, { onFirst: () => {}, onSecond: () => {} });
  const shown = await rescore(run, {
    signal: interrupts.drain,
    write: values["dry_run"] !== true,
    sandboxFlags: givenSandbox(values),
    onWarning: (text) => terminal.warn(text),
    ...(schema === undefined ? {} : { schema }),
  });
  if (interrupts.drain.aborted) return exitCodes.interrupted;
  terminal.say(`${plural(shown.answers, "stored answer")} scored again, ${formatCount(shown.changed)} with another result.`);
  await showStoredRun(shown, { terminal, json: values["json"] === true });
  return exitCodes.done;
};
