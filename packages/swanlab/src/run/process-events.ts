import type { RecordFile } from "../file/record-file.js";
import type { Run } from "./run.js";

/** Ends a run as aborted on SIGINT and SIGTERM (and lets the signal have its way then), as crashed on an uncaught exception. */
export function handleProcessEvents(run: () => Run, file: RecordFile): { remove(): void } {
  const onSignal = (signal: NodeJS.Signals) => {
    void run()
      .abort(`the process was stopped by ${signal}`)
      .finally(() => process.kill(process.pid, signal));
  };
  // The process ends at once after this event: the file is closed, and nothing more can be sent.
  const onException = (error: unknown) => void run().crash(error);
  const onExit = () => file.write();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  process.once("uncaughtExceptionMonitor", onException).once("exit", onExit);
  return {
    remove() {
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
      process.off("uncaughtExceptionMonitor", onException).off("exit", onExit);
    },
  };
}
