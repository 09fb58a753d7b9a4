import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { PluginError } from "@evalkit/core";

/** Starts `evalkit mock` as a process of its own, so that it does not share the load generator's threads. */
export async function startMockProcess(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const bin = process.argv[1] ?? fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [bin, "mock", "--port", "0", "--ttft-ms", "20", "--itl-ms", "5", "--tokens", "64"], { stdio: ["ignore", "pipe", "ignore"] });
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
