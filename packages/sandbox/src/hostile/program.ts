import type { SandboxLimits } from "@evalkit/core";

/** Things of the host that a program must neither read, change, reach nor end. */
export interface Canaries {
  /** Holds `secret`, readable by its owner only. */
  readonly file: string;
  /** Folder of the file, writable for everyone. */
  readonly folder: string;
  /** TCP port on loopback. */
  readonly port: number;
  /** Abstract Unix socket's name, without the zero byte. */
  readonly abstractSocket: string;
  /** Text in the file, and in the environment of the test and of a process of the host. */
  readonly secret: string;
}

/** A program that tries to get out or to do harm. It prints `ESCAPED` and how, where it got through. */
export interface HostileProgram {
  readonly name: string;
  readonly source: (canaries: Canaries) => string;
  /** Laid over the limits of the suite. */
  readonly limits?: Partial<SandboxLimits>;
  /** How it must end, where only one way is right. */
  readonly ends?: "killed";
  /** Also tried with nothing to hold it, to see that the suite notices; only for programs that do no harm. */
  readonly isHarmless?: boolean;
}

/** Python that runs `attempts`, one a line, and tells of each that does not raise. */
export function attempts(preamble: string, lines: readonly string[]): string {
  const tried = lines.map((line) => `try:\n    ${line}\n    print("ESCAPED", ${JSON.stringify(line)})\nexcept BaseException as error:\n    print("held:", type(error).__name__)`);
  return [preamble, ...tried].join("\n");
}
