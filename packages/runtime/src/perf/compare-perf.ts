import { resolve } from "node:path";
import { type PerfComparison, comparePerfRuns as compare, openPerfRun, renderComparison } from "@evalkit/perf";
import type { ProcessEnvironment } from "../env.js";

/** Sets two stored load tests (ours or EvalScope's) side by side. Throws a ConfigError when a folder holds none. */
export async function comparePerfRuns(first: string, second: string, { cwd }: ProcessEnvironment): Promise<{ readonly document: PerfComparison; readonly lines: readonly string[] }> {
  const document = await compare(openPerfRun(resolve(cwd, first)), openPerfRun(resolve(cwd, second)));
  return { document, lines: renderComparison(document) };
}
