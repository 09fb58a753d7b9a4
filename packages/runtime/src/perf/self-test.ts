import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Calibration, currentHost, describeCalibration, readCalibration, runSelftest } from "@evalkit/perf";
import type { ProcessEnvironment } from "../env.js";
import { jsonText, writeFileAtomic } from "../store/atomic-write.js";
import { cacheDir } from "./cache-dir.js";

export interface SelfTestHooks {
  readonly signal: AbortSignal;
  /** One line for each step that is done. */
  readonly onStep: (text: string) => void;
  /** Starts `servePaced` in a process of its own. */
  readonly startPaced: () => Promise<{ readonly url: string; close(): Promise<void> }>;
}

const FILE = "perf-calibration.json";

/** Measures how much load this machine can send and how exactly, and keeps the result for the reports of later runs. */
export async function runPerfSelftest(environment: ProcessEnvironment, { signal, onStep, startPaced }: SelfTestHooks): Promise<{ readonly document: Calibration; readonly lines: readonly string[]; readonly file: string }> {
  const server = await startPaced();
  try {
    const document = await runSelftest({
      url: server.url,
      signal,
      onStep: (step) => onStep("streams" in step ? `${step.streams} streams: ${step.holds ? "holds" : "does not hold"}` : `${step.perSecond} sends a second: ${step.holds ? "holds" : "does not hold"}`),
    });
    const file = join(cacheDir(environment), FILE);
    writeFileAtomic(file, jsonText(document));
    return { document, lines: describeCalibration(document).split("\n"), file };
  } finally {
    await server.close();
  }
}

/** What an earlier self-test found on this very machine; undefined when there was none. */
export async function cachedCalibration(environment: Pick<ProcessEnvironment, "cwd" | "env">): Promise<Calibration | undefined> {
  const text = await readFile(join(cacheDir(environment), FILE), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return readCalibration(JSON.parse(text) as unknown, currentHost());
  } catch {
    return undefined;
  }
}

/** Starts the server with a known schedule that the self-test measures against. */
export async function servePaced(): Promise<{ readonly url: string; close(): Promise<void> }> {
  return (await import("@evalkit/mock-server")).startPacedServer();
}
