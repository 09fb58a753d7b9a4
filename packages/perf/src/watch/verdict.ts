import type { LoadOutcome } from "../spec/load.js";
import type { HealthSample } from "../spec/record.js";

/** Shares of seconds or sends above which the client is said to have been the limit, and above which the run says nothing about the server. */
const LIMITED_SHARE = 0.05;
const INVALID_SHARE = 0.5;
const LATE_SHARE = 0.01;

/** The reason of a verdict on nothing. */
export const NOTHING_MEASURED = "no measured request has ended";

/** What the verdict is made from, gathered while the run goes on. */
export class VerdictTally {
  #seconds = 0;
  #tainted = 0;
  readonly #reasons = new Map<string, number>();

  /** Seconds without any request in flight say nothing about the figures. */
  addSample({ inFlight, sent, tainted }: HealthSample): void {
    if (inFlight === 0 && sent === 0) return;
    this.#seconds += 1;
    if (tainted === undefined) return;
    this.#tainted += 1;
    const kind = tainted.replace(/ (?:for|by) .*$/, "");
    this.#reasons.set(kind, (this.#reasons.get(kind) ?? 0) + 1);
  }

  verdict(run: { readonly measured: number; readonly sent: number; readonly lateSends: number; readonly skippedSends: number }): LoadOutcome["verdict"] {
    if (run.measured === 0) return { state: "invalid", reasons: [NOTHING_MEASURED] };
    const taintedShare = this.#seconds === 0 ? 0 : this.#tainted / this.#seconds;
    const reasons: string[] = [];
    if (taintedShare > LIMITED_SHARE) reasons.push(`${this.#tainted} of ${this.#seconds} seconds are tainted: ${this.#told()}`);
    if (run.lateSends > LATE_SHARE * run.sent) reasons.push(`${run.lateSends} of ${run.sent} sends were late by more than 1 ms`);
    if (run.skippedSends > 0) reasons.push(`${run.skippedSends} sends were left out because the client was behind its schedule`);
    if (reasons.length === 0) return { state: "valid", reasons };
    const isInvalid = taintedShare > INVALID_SHARE || run.skippedSends + run.lateSends > INVALID_SHARE * (run.sent + run.skippedSends);
    return { state: isInvalid ? "invalid" : "client-limited", reasons };
  }

  #told(): string {
    return [...this.#reasons].map(([reason, count]) => `${reason} (${count})`).join(", ");
  }
}
