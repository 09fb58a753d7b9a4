import type { RunClock } from "./clock.js";
import type { Transport, TransportSettings } from "./transport.js";

/** Loads a transport when it is asked for: plain HTTP needs no undici. */
export async function createTransport(kind: "net" | "undici", settings: TransportSettings, clock: RunClock): Promise<Transport> {
  if (kind === "net") {
    const { NetTransport } = await import("./net-transport.js");
    return new NetTransport(settings, clock);
  }
  const { UndiciTransport } = await import("./undici-transport.js");
  return new UndiciTransport(settings, clock);
}
