import { spawn } from "node:child_process";
import { once } from "node:events";
import { PluginError } from "@evalkit/core";

/** A server that runs as another process of this command line. */
export interface OwnProcess {
  readonly url: string;
  close(): Promise<void>;
}

/** The built-in server of `--url mock`: it does not share the load generator's threads. */
export function startMockProcess(): Promise<OwnProcess> {
  return startOwnProcess(["mock", "--port", "0", "--ttft-ms", "20", "--itl-ms", "5", "--tokens", "64"]);
}

/** Starts this command line once more and waits until it listens. Throws a PluginError when it does not. */
export async function startOwnProcess(args: readonly string[]): Promise<OwnProcess> {
  const child = spawn(process.execPath, [process.argv[1] ?? "evalkit", ...args], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "close");
  const url = await Promise.race([listening(child.stdout), ended.then(() => undefined)]);
  if (url === undefined) throw new PluginError("The built-in server did not start.");
  return {
    url,
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function listening(output: AsyncIterable<unknown>): Promise<string | undefined> {
  let text = "";
  for await (const chunk of output) {
    text += String(chunk);
    const found = /Listening on (\S+)/.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
