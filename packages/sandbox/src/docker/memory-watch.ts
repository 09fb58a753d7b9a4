import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { isRecord, SandboxUnavailableError } from "@evalkit/core";

/** Calls `told` with the id of each container with `label` whose memory has run out. Throws a SandboxUnavailableError where the engine tells nothing. */
export async function watchMemory({ engine, label, told }: { readonly engine: Docker; readonly label: string; readonly told: (id: string) => void }): Promise<Disposable> {
  const filters = { type: ["container"], event: ["oom"], label: [label] };
  const events = await engine.getEvents({ filters: JSON.stringify(filters) }).catch((error: unknown) => {
    throw new SandboxUnavailableError(`the Docker engine tells no events: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  const lines = createInterface({ input: events }).on("line", (line) => {
    const id = containerOf(line);
    if (id !== undefined) told(id);
  });
  // Should it break off, programs that run out of memory end as killed by a signal.
  for (const source of [events, lines]) source.on("error", () => undefined);
  return {
    [Symbol.dispose]: () => {
      if (events instanceof Readable) events.destroy();
    },
  };
}

function containerOf(line: string): string | undefined {
  try {
    const event: unknown = JSON.parse(line);
    const actor = isRecord(event) ? event["Actor"] : undefined;
    const id = isRecord(actor) ? actor["ID"] : undefined;
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}
