import type { ShownRun } from "@evalkit/runtime";
import { renderBenchmark } from "./summary.js";
import { type Terminal, clean } from "./terminal.js";

/** Prints a stored run: its tables, or one JSON document. */
export async function showStoredRun(run: ShownRun, { terminal, json }: { readonly terminal: Terminal; readonly json: boolean }): Promise<void> {
  if (json) {
    terminal.print(JSON.stringify({ schema: "evalkit.stored-run.v1", ...run }, undefined, 2));
    return;
  }
  if (run.header !== undefined) terminal.print(`${clean(run.header.model.name)}, ${clean(run.header.createdAt)}`);
  for (const summary of run.summaries) {
    terminal.print();
    terminal.print(await renderBenchmark(summary, { colors: terminal.out, ...(run.header === undefined ? {} : { header: run.header }) }));
  }
  terminal.print();
  terminal.print(`Files: ${clean(run.runDir)}`);
  for (const file of run.files) terminal.print(`  ${clean(file)}`);
}
