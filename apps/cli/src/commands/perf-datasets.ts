import { exitCodes } from "../exit-code.js";
import { renderTable } from "../render/table.js";
import type { Terminal } from "../render/terminal.js";

/** Prints the data sets of `evalkit perf` and what each needs. */
export async function listPerfDatasets(terminal: Terminal): Promise<number> {
  const { listPerfDatasets: list } = await import("@evalkit/runtime");
  const rows = (await list()).map(({ name, title, needs, hubs }) => [name, title, needs, hubs.join(", ")]);
  terminal.print(await renderTable([{ title: "Name" }, { title: "Prompts", maxWidth: 60 }, { title: "--dataset-path", maxWidth: 70 }, { title: "Hubs" }], rows));
  return exitCodes.done;
}
