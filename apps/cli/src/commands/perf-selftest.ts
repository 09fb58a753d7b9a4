import type { CommandContext } from "../command.js";
import { exitCodes } from "../exit-code.js";
import { listenForInterrupts } from "../interrupts.js";
import { startOwnProcess } from "../perf-mock.js";

/** `evalkit perf --selftest`: measures how much load this machine can send and how exactly, and keeps it for later reports. */
export async function perfSelftest(json: boolean, context: CommandContext): Promise<number> {
  const { runPerfSelftest, readEnvironment } = await import("@evalkit/runtime");
  const { terminal } = context;
  using interrupts = listenForInterrupts(context, { onFirst: () => terminal.say("Stopping."), onSecond: () => {} });
  try {
    const { document, lines, file } = await runPerfSelftest(readEnvironment(), {
      signal: interrupts.drain,
      startPaced: () => startOwnProcess(["perf", "paced-server"]),
      onStep: (text) => (json ? undefined : terminal.say(text)),
    });
    terminal.print(json ? JSON.stringify(document, undefined, 2) : [...lines, "", `Kept in ${file}; later reports say how much of these limits they used.`].join("\n"));
    return exitCodes.done;
  } catch (error) {
    if (interrupts.drain.aborted) return exitCodes.interrupted;
    throw error;
  }
}

/** `evalkit perf paced-server`: the server of the self-test, until it is interrupted. */
export async function servePacedUntilStopped(context: CommandContext): Promise<number> {
  const { servePaced } = await import("@evalkit/runtime");
  const server = await servePaced();
  const interrupted = Promise.withResolvers<void>();
  const release = context.onInterrupt(() => interrupted.resolve());
  context.terminal.print(`Listening on ${server.url}`);
  await interrupted.promise;
  release();
  await server.close();
  return exitCodes.done;
}
