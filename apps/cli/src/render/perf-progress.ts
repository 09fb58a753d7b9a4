import type { LoadPoint, LoadSnapshot } from "@evalkit/runtime";
import { formatCount, formatShort } from "./format.js";
import { formatFigure, formatMs } from "./perf-figures.js";
import { truncate } from "./table.js";
import { type Terminal } from "./terminal.js";
import type { Width } from "./width.js";

const REDRAW_MS = 200;
const PLAIN_MS = 5000;

/** Shows how a load goes: a line that redraws itself on a terminal, a plain line every few seconds elsewhere. */
export class PerfProgress implements Disposable {
  readonly #terminal: Terminal;
  readonly #quiet: boolean;
  readonly #width: Width;
  #timer: NodeJS.Timeout | undefined;
  #current: { readonly point: LoadPoint; readonly snapshot: () => LoadSnapshot } | undefined;
  #state = "";

  constructor({ terminal, quiet, width }: { readonly terminal: Terminal; readonly quiet: boolean; readonly width: Width }) {
    this.#terminal = terminal;
    this.#quiet = quiet;
    this.#width = width;
  }

  start(point: LoadPoint, snapshot: () => LoadSnapshot): void {
    this.#current = { point, snapshot };
    if (this.#quiet || this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#tick(), this.#terminal.isLive ? REDRAW_MS : PLAIN_MS);
    this.#timer.unref();
  }

  /** Shown in front of the line, such as `stopping`. */
  setState(state: string): void {
    this.#state = state;
  }

  end(): void {
    this.#current = undefined;
    this.#terminal.live("");
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#terminal.live("");
  }

  #tick(): void {
    if (this.#current === undefined) return;
    const line = progressLine(this.#current.point, this.#current.snapshot());
    const shown = this.#state === "" ? line : `${this.#state} ${line}`;
    if (this.#terminal.isLive) this.#terminal.live(truncate(shown, this.#terminal.columns - 1, this.#width));
    else this.#terminal.say(shown);
  }
}

/** The state of a load on one line: progress, rates, TTFT and TPOT as p50/p99, failures by kind, the client itself. */
export function progressLine({ label, requests }: LoadPoint, snapshot: LoadSnapshot): string {
  const { ended, requestsPerSecond, inFlight, outputTokensPerSecond, failures, client } = snapshot;
  const pair = (name: string, pairOf: { readonly p50: number; readonly p99: number } | undefined): string => (pairOf === undefined ? "" : `${name} ${formatMs(pairOf.p50)} / ${formatMs(pairOf.p99)}`);
  return [
    label,
    `${formatCount(ended)}${requests === undefined ? "" : `/${formatCount(requests)}`}`,
    requestsPerSecond === undefined ? "" : `${formatFigure(requestsPerSecond)} req/s`,
    inFlight === undefined ? "" : `${inFlight} in flight`,
    pair("TTFT", snapshot.ttft),
    pair("TPOT", snapshot.tpot),
    outputTokensPerSecond === undefined ? "" : `${formatShort(outputTokensPerSecond)} tok/s`,
    failures.length === 0 ? "" : `failed ${failures.map(({ kind, count }) => `${kind} ${formatCount(count)}`).join(", ")}`,
    client === undefined ? "" : client.tainted === undefined ? `client ${Math.round(client.utilisation * 100)}% busy` : `client too busy: ${client.tainted}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
