// Runs as a thread of its own.
import { parentPort } from "node:worker_threads";
import { Engine, type Ending } from "./engine.js";
import { newMachine } from "./machine.js";
import { ProgramOutput } from "./program-output.js";
import type { QuickJsJob } from "./quickjs-job.js";
import { threadMs } from "./thread-time.js";

interface Job extends QuickJsJob {
  readonly id: number;
}

/** The engine of the last program. Those that are asked for the same thing start from the same picture. */
let kept: { readonly key: string; readonly engine: Engine } | undefined;

async function perform(job: Job): Promise<object> {
  const key = `${job.memoryBytes} ${job.hasResult} ${job.preparation}`;
  let output = new ProgramOutput(job.outputBytes);
  let started = threadMs();
  let ending: Ending;
  try {
    const { engine } = kept?.key === key ? kept : { engine: new Engine(await newMachine(job.memoryBytes), job) };
    kept = undefined;
    const unready = engine.isFit ? undefined : engine.prepare(job, output);
    if (unready === undefined) {
      output = new ProgramOutput(job.outputBytes);
      started = threadMs();
    }
    ending = unready ?? engine.run(job, output);
    if (ending.killedBy === undefined && engine.isFit) kept = { key, engine };
  } catch (error) {
    ending = { code: 1, signal: "SIGABRT", ...(threadMs() - started > job.cpuMs && { killedBy: "cpu" as const }) };
    output.add(2, `${String(error).slice(0, 500)}\n`);
  }
  const { 1: stdout, 2: stderr, 3: result } = output.kept;
  return { id: job.id, ...ending, cpuMs: threadMs() - started, truncated: output.truncated, stdout: stdout.join(""), stderr: stderr.join(""), result: result.join("") };
}

parentPort?.on("message", (job: Job) => {
  parentPort?.postMessage({ id: job.id, isStart: true });
  void perform(job).then((report) => parentPort?.postMessage(report));
});
