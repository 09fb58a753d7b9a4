import type { Command } from "../command.js";
import { type Flag, helpFlag } from "../flags/flag.js";
import { parseFlags } from "../flags/parse-flags.js";
import { formatCount } from "../render/format.js";
import { renderHelp } from "../render/help.js";
import { renderTable } from "../render/table.js";

const flags: readonly Flag[] = [{ name: "json", kind: "switch", description: "Print a JSON list." }];

/** `evalkit list`: the benchmarks that come with evalkit. */
export const listCommand: Command = async (args, { terminal }) => {
  const { values } = parseFlags(args, flags, { command: "evalkit list", positionals: [] });
  if (values["help"] === true) {
    const summary = "Lists the benchmarks that come with evalkit.";
    terminal.print(renderHelp({ usage: "evalkit list [flags]", summary, flags: [...flags, helpFlag], examples: ["evalkit list", "evalkit list --json"] }, terminal.out));
    return 0;
  }
  const { listBenchmarks } = await import("@evalkit/runtime");
  const benchmarks = listBenchmarks();
  if (values["json"] === true) {
    terminal.print(JSON.stringify(benchmarks, undefined, 2));
    return 0;
  }
  const rows = benchmarks.map(({ id, title, dimension, language, sampleCount, shots, metric }) => [
    id, title, dimension, language, sampleCount === undefined ? "-" : formatCount(sampleCount), String(shots), metric,
  ]);
  const columns = [
    { title: "Name" }, { title: "Title" }, { title: "Dimension" }, { title: "Language" },
    { title: "Samples", align: "right" as const }, { title: "Shots", align: "right" as const }, { title: "Metric" },
  ];
  terminal.print(await renderTable(columns, rows));
  terminal.print(`\nTotal: ${benchmarks.length} benchmarks`);
  return 0;
};
