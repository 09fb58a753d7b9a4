import type { LoadOutcome } from "../spec/load.js";
import type { HealthSample } from "../spec/record.js";
import { NOTHING_MEASURED, VerdictTally } from "../watch/verdict.js";

const STATES = ["valid", "client-limited", "invalid"] as const;

/**
 * How a load ended that was started several times: lengths and counts are sums, the verdict is the worst one. A start that was killed left no verdict of its own
 * and is judged by the health of its seconds.
 */
export class OutcomeSum {
  #sum: LoadOutcome | undefined;
  #killed: LoadOutcome["verdict"] = { state: "valid", reasons: [] };
  #open = new VerdictTally();

  /** A further start. */
  startSegment(): void {
    this.#killed = worse(this.#killed, this.#open.verdict({ measured: 1, sent: 0, lateSends: 0, skippedSends: 0 }));
    this.#open = new VerdictTally();
  }

  addSample(sample: HealthSample): void {
    this.#open.addSample(sample);
  }

  /** The outcome of everything so far. */
  add(outcome: LoadOutcome): LoadOutcome {
    this.#open = new VerdictTally();
    this.#sum = this.#sum === undefined ? outcome : sumOf(this.#sum, outcome);
    const isEmpty = this.#sum.verdict.reasons.includes(NOTHING_MEASURED);
    return isEmpty ? this.#sum : { ...this.#sum, verdict: worse(this.#sum.verdict, this.#killed) };
  }
}

function sumOf(first: LoadOutcome, next: LoadOutcome): LoadOutcome {
  return {
    ...next,
    startedAtEpochMs: first.startedAtEpochMs,
    startedAtMonotonicMs: first.startedAtMonotonicMs,
    wallMs: first.wallMs + next.wallMs,
    lateSends: first.lateSends + next.lateSends,
    skippedSends: first.skippedSends + next.skippedSends,
    heldBackMs: first.heldBackMs + next.heldBackMs,
    verdict: verdictOf(first.verdict, next.verdict),
  };
}

/** A start in which nothing was measured says nothing about the others. */
function verdictOf(first: LoadOutcome["verdict"], next: LoadOutcome["verdict"]): LoadOutcome["verdict"] {
  if (next.reasons.includes(NOTHING_MEASURED)) return first;
  return first.reasons.includes(NOTHING_MEASURED) ? next : worse(first, next);
}

function worse(first: LoadOutcome["verdict"], next: LoadOutcome["verdict"]): LoadOutcome["verdict"] {
  const state = STATES[Math.max(STATES.indexOf(first.state), STATES.indexOf(next.state))] ?? next.state;
  return { state, reasons: [...new Set([...first.reasons, ...next.reasons])] };
}
