import type { SandboxLimits } from "@evalkit/core";

/** Further limits of a check: the program's own CPU time is counted by the harness, these are fences around both processes. */
export function fences(timeoutMs: number): Partial<SandboxLimits> {
  return { cpuMs: 2 * timeoutMs + 5_000, wallMs: 20 * timeoutMs + 60_000 };
}

/** Libraries of numbers and plots reserve gigabytes of addresses and start threads for each core. */
export const LIBRARY_LIMITS = { memoryBytes: 4 * 1024 ** 3, processes: 256 } as const;

/** The end of what a program printed, for logs: bounded, cut at a line where one is near. */
export function logTail(stdout: string, stderr: string, most = 2000): string | undefined {
  const text = [stdout.trimEnd(), stderr.trimEnd()].filter((part) => part !== "").join("\n");
  if (text === "") return undefined;
  if (text.length <= most) return text;
  const tail = text.slice(-most);
  const line = tail.indexOf("\n");
  return `…${line !== -1 && line < most / 2 ? tail.slice(line + 1) : tail}`;
}
