import type { SwanlabWarning } from "../options.js";
import type { Run, RunReport } from "../run/run.js";

export interface ReportText {
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** What is to be said of a run that has ended: what the server lacks and the command that sends it; where the run can be seen. */
export function reportOf(report: RunReport, { mode, problem }: { readonly mode: Run["mode"]; readonly problem: string | undefined }): ReportText {
  const refused = report.warnings.filter((warning) => warning.kind !== "server" && !isAboutOneKey(warning)).map(({ message }) => `SwanLab: ${message}`);
  return { warnings: [...lack(report, { mode, problem }), ...refused.slice(0, 3)], notes: place(report, { mode, problem }) };
}

/** What `swanlab watch` has no place for, key by key: all of it stands in the run's folder. */
function isAboutOneKey({ kind, message }: SwanlabWarning): boolean {
  return kind === "local" && !message.startsWith("The board");
}

function lack({ recorded, posted, failure, syncCommand, directory }: RunReport, { mode, problem }: { readonly mode: Run["mode"]; readonly problem: string | undefined }): readonly string[] {
  if (problem !== undefined) return [`SwanLab: ${problem} The run is kept in ${directory ?? "no folder"}; send it with: ${syncCommand ?? "swanlab sync"}`];
  if (mode !== "online" || syncCommand === undefined) return [];
  const all = recorded.scalars + recorded.media;
  const missing = all - posted.scalars - posted.media;
  const why = (failure ?? "not everything got through").replace(/\.$/, "");
  return [`SwanLab: ${missing} of ${all} points did not get through (${why}); they are kept, send them with: ${syncCommand}`];
}

function place({ directory, syncCommand, warnings }: RunReport, { mode, problem }: { readonly mode: Run["mode"]; readonly problem: string | undefined }): readonly string[] {
  if (directory === undefined || problem !== undefined) return [];
  const folder = directory.replace(/[/\\][^/\\]*$/, "");
  const left = warnings.some(isAboutOneKey) ? " (charts and pages are not shown there; they stay in the run's folder)" : "";
  if (mode === "local") return [`SwanLab: written to ${folder}; show it with: swanlab watch ${quoted(folder)}${left}`];
  return mode === "offline" && syncCommand !== undefined ? [`SwanLab: written to ${directory}; send it with: ${syncCommand}`] : [];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
