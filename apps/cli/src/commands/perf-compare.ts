import { ConfigError } from "@evalkit/core";
import type { Command } from "../command.js";
import { exitCodes } from "../exit-code.js";
import { type Flag, helpFlag } from "../flags/flag.js";
import { parseFlags } from "../flags/parse-flags.js";
import { renderHelp } from "../render/help.js";

const flags: readonly Flag[] = [{ name: "json", kind: "switch", description: "Print one JSON document." }];

/** `evalkit perf compare A B`: sets two load tests side by side. */
export const perfCompareCommand: Command = async (args, { terminal }) => {
  const { values, positionals } = parseFlags(args, flags, { command: "evalkit perf compare", positionals: ["RUN_A", "RUN_B"] });
  if (values["help"] === true) {
    const summary = "Sets the loads that two runs have in common side by side, with the interval of each difference.";
    terminal.print(renderHelp({ usage: "evalkit perf compare RUN_A RUN_B", summary, flags: [...flags, helpFlag] }, terminal.out));
    return exitCodes.done;
  }
  const [first, second] = positionals;
  if (first === undefined || second === undefined) throw new ConfigError("Two runs are needed.", { hint: "evalkit perf compare RUN_A RUN_B" });
  const { comparePerfRuns, readEnvironment } = await import("@evalkit/runtime");
  const compared = await comparePerfRuns(first, second, readEnvironment());
  terminal.print(values["json"] === true ? JSON.stringify(compared.document, undefined, 2) : compared.lines.join("\n"));
  return exitCodes.done;
};
