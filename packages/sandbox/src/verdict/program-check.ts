import type { CodeCheck, CodeVerdict, RunOutcome, Sandbox } from "@evalkit/core";

/** A program that lies in its sandbox, ready to run. */
export interface ProgramCheck {
  readonly sandbox: Sandbox;
  /** Runs the program. */
  readonly command: readonly string[];
  readonly check: CodeCheck;
  readonly signal: AbortSignal;
}

/** The verdict on a program that ran into a limit. */
export function killed(by: Extract<RunOutcome, { kind: "killed" }>["by"]): Pick<CodeVerdict, "outcome" | "why"> {
  switch (by) {
    case "cpu":
      return { outcome: "timed-out", why: "The program used up its CPU time." };
    case "wall":
      return { outcome: "timed-out", why: "The program took longer than its time." };
    case "memory":
      return { outcome: "crashed", why: "The program used up its memory." };
    case "output":
      return { outcome: "failed", why: "The program printed more than is allowed." };
  }
}
