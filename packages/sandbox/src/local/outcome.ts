import { constants } from "node:os";
import type { RunOutcome } from "@evalkit/core";

/** What a launcher says when a program has ended. */
export interface EndReport {
  readonly code: number;
  readonly signal: number;
  readonly killedBy: "cpu" | "wall" | "memory" | "output" | null;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly truncated: boolean;
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly result?: string;
}

/** A launcher's report in the words of the contract. */
export function outcomeOf(end: EndReport, output: Output): RunOutcome {
  const shared = { ...output, truncated: end.truncated, cpuMs: end.cpuMs, wallMs: end.wallMs };
  if (end.killedBy !== null) return { kind: "killed", by: end.killedBy, ...shared };
  if (end.signal !== 0) return { kind: "signalled", signal: signalName(end.signal), ...shared };
  return { kind: "exited", code: end.code, ...shared };
}

function signalName(number: number): string {
  const known = Object.entries(constants.signals).find(([, value]) => value === number);
  return known === undefined ? `SIG${number}` : known[0];
}
