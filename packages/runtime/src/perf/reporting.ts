import type { PerfEvent, PerfReporter } from "@evalkit/core";

/** Tells reporters, and drops those that fail. Nothing here throws or waits for long. */
export class Reporting {
  #reporters: readonly PerfReporter[];
  readonly #warn: (text: string) => void;

  constructor(reporters: readonly PerfReporter[], warn: (text: string) => void) {
    this.#reporters = reporters;
    this.#warn = warn;
  }

  get isNeeded(): boolean {
    return this.#reporters.length > 0;
  }

  tell(event: PerfEvent): void {
    for (const reporter of this.#reporters) {
      try {
        void Promise.resolve(reporter.onEvent(event)).catch((error: unknown) => this.#drop(reporter, error));
      } catch (error) {
        this.#drop(reporter, error);
      }
    }
  }

  async close(): Promise<void> {
    for (const reporter of this.#reporters) {
      try {
        await reporter.flush();
        await reporter[Symbol.asyncDispose]();
      } catch (error) {
        this.#drop(reporter, error);
      }
    }
  }

  #drop(reporter: PerfReporter, error: unknown): void {
    this.#reporters = this.#reporters.filter((other) => other !== reporter);
    this.#warn(`The reporter ${reporter.name} failed and is told nothing more: ${error instanceof Error ? error.message : String(error)}`);
  }
}
