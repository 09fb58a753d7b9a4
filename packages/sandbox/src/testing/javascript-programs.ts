import type { ContractProgram, SandboxPrograms } from "@evalkit/core/testing";

const script = (source: string): ContractProgram => ({ command: ["javascript", "-e", source] });

/** The contract's programs for QuickJS, which has no exit codes, no files and nothing to wait for. */
export const JAVASCRIPT_PROGRAMS: SandboxPrograms = {
  writesResult: script('writeResult("kept");'),
  loops: script("for (;;) {}"),
};
