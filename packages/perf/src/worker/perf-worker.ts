import { parentPort, workerData } from "node:worker_threads";
import { openReader } from "../api/index.js";
import { RunClock } from "../transport/clock.js";
import { createTransport } from "../transport/create-transport.js";
import { LoadWorker } from "./load-worker.js";
import { warmCode } from "./warm-code.js";
import type { ToWorker, WorkerSetup } from "./protocol.js";

/** Entry of a load thread: runs only inside a worker that was given a setup. */
async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) return;
  const setup = workerData as WorkerSetup;
  const early: ToWorker[] = [];
  const keep = (message: ToWorker): void => void early.push(message);
  port.on("message", keep);
  const clock = new RunClock();
  const [reader, transport] = await Promise.all([openReader(setup.api), createTransport(setup.transport, setup.transportSettings, clock)]);
  if (setup.api.kind === "built-in") warmCode(reader);
  const worker = new LoadWorker(setup, { reader, transport, clock, post: (message, transfer) => port.postMessage(message, transfer) });
  port.off("message", keep);
  port.on("message", (message: ToWorker) => worker.receive(message));
  for (const message of early) worker.receive(message);
  worker.begin();
}

await main();
