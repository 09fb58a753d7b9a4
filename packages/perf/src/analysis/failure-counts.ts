import { stripUnsafe } from "@evalkit/core";
import type { FailureKind, RequestRecord } from "../spec/record.js";
import type { FailureCount } from "./load-result.js";

const MAX_EXAMPLE = 300;

interface Tally {
  count: number;
  readonly example: string;
  readonly statuses: Map<number, number>;
}

/** Counts failures by kind with one example each, cleaned of what a terminal would act on and of secrets. */
export class FailureCounts {
  readonly #kinds = new Map<FailureKind, Tally>();
  readonly #redact: (text: string) => string;

  constructor(redact: (text: string) => string) {
    this.#redact = redact;
  }

  add({ failure }: RequestRecord): void {
    if (failure === undefined) return;
    let tally = this.#kinds.get(failure.kind);
    if (tally === undefined) {
      tally = { count: 0, example: this.#redact(stripUnsafe(failure.message)).slice(0, MAX_EXAMPLE), statuses: new Map() };
      this.#kinds.set(failure.kind, tally);
    }
    tally.count += 1;
    if (failure.status !== undefined) tally.statuses.set(failure.status, (tally.statuses.get(failure.status) ?? 0) + 1);
  }

  /** The most frequent first. */
  list(): readonly FailureCount[] {
    return [...this.#kinds]
      .map(([kind, { count, example, statuses }]) => ({ kind, count, example, statuses: [...statuses].map(([status, times]) => ({ status, count: times })) }))
      .toSorted((first, second) => second.count - first.count);
  }
}
