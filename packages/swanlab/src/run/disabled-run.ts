import type { Run, RunReport, RunState } from "./run.js";

const NOTHING = { scalars: 0, media: 0, lines: 0 };

/** A run that keeps nothing but its configuration. */
export function disabledRun(id: string, config: Readonly<Record<string, unknown>>): Run {
  let values = config;
  let end: Promise<RunReport> | undefined;
  const endAs = (state: RunState) =>
    (end ??= Promise.resolve({
      state,
      directory: undefined,
      url: undefined,
      recorded: NOTHING,
      posted: NOTHING,
      refused: NOTHING,
      failure: undefined,
      syncCommand: undefined,
      warnings: [],
    }));
  return {
    id,
    mode: "disabled",
    directory: undefined,
    url: undefined,
    config: {
      get values() {
        return values;
      },
      update(more) {
        values = { ...values, ...more };
      },
    },
    log() {},
    print() {},
    finish: () => endAs("finished"),
    crash: () => endAs("crashed"),
    abort: () => endAs("aborted"),
    async [Symbol.asyncDispose]() {
      await endAs("finished");
    },
  };
}
