import type { SwanlabWarning } from "../options.js";

const MOST_WARNINGS = 100;

/** Warnings of a run: each message once, at most 100 of them. */
export class Warnings {
  readonly #listener: ((warning: SwanlabWarning) => void) | undefined;
  readonly #seen = new Map<string, SwanlabWarning>();
  readonly #redact: (text: string) => string;

  constructor(listener: ((warning: SwanlabWarning) => void) | undefined, redact: (text: string) => string) {
    this.#listener = listener;
    this.#redact = redact;
  }

  get all(): readonly SwanlabWarning[] {
    return [...this.#seen.values()];
  }

  /** What a listener throws is not the run's concern. */
  readonly add = ({ kind, message }: SwanlabWarning): void => {
    const warning = { kind, message: this.#redact(message) };
    if (this.#seen.has(warning.message) || this.#seen.size >= MOST_WARNINGS) return;
    this.#seen.set(warning.message, warning);
    try {
      this.#listener?.(warning);
    } catch {
      // The listener is told once; it has no second chance to stop a run.
    }
  };
}
