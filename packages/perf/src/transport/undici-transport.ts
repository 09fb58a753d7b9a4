import type { RunClock } from "./clock.js";
import type { ResponseSink } from "./response-sink.js";
import type { Exchange, OutgoingRequest, RequestTarget, Transport, TransportSettings } from "./transport.js";

export class UndiciTransport implements Transport {
  constructor(_settings: TransportSettings, _clock: RunClock) {
    throw new Error("not yet");
  }
  get open(): number {
    return 0;
  }
  preconnect(_target: RequestTarget, _count: number): Promise<void> {
    return Promise.resolve();
  }
  send(_request: OutgoingRequest, _sink: ResponseSink): Exchange {
    return { abandon: () => undefined };
  }
  close(): void {}
}
