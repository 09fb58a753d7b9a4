/** What a benchmark needs a sandbox for. */
export type SandboxKind = "python" | "javascript" | "shell";

/** How untrusted code is held. `none` holds nothing. */
export type SandboxBackend = "bubblewrap" | "landlock" | "docker" | "quickjs" | "none";

/** What one command may use. All of them hold for the command and everything it starts. */
export interface SandboxLimits {
  /** CPU time in milliseconds: a busy machine takes none of it away. */
  readonly cpuMs: number;
  /** Time on the wall in milliseconds, the ceiling for programs that wait. */
  readonly wallMs: number;
  /** Address space in bytes of each process. */
  readonly memoryBytes: number;
  /** Processes and threads at once. */
  readonly processes: number;
  /** Bytes kept of standard output, of standard error and of the result channel, each. */
  readonly outputBytes: number;
  /** Bytes of one file, and of the work folder. */
  readonly fileBytes: number;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Written to standard input, which is then closed. */
  readonly stdin?: string | Uint8Array;
  /** Opens file descriptor 3 for writing; what came through it is in the outcome. */
  readonly resultChannel?: boolean;
  /** Laid over the limits of the sandbox. */
  readonly limits?: Partial<SandboxLimits>;
}

interface RunOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** Output was cut at `outputBytes`. */
  readonly truncated: boolean;
  /** What was written to file descriptor 3, where it was asked for. */
  readonly result?: string;
  /** CPU time used in milliseconds, where it is known. */
  readonly cpuMs?: number;
  readonly wallMs: number;
}

/** What the command did. That the sandbox itself broke is thrown instead, as a SandboxUnavailableError. */
export type RunOutcome =
  | ({ readonly kind: "exited"; readonly code: number } & RunOutput)
  | ({ readonly kind: "signalled"; readonly signal: string } & RunOutput)
  | ({ readonly kind: "killed"; readonly by: "cpu" | "wall" | "memory" | "output" } & RunOutput);

/** One work folder in which commands run, one after the other; gone with everything in it when disposed. */
export interface Sandbox extends AsyncDisposable {
  /** Runs a command without a shell in the work folder. Rejects with the signal's reason when aborted. */
  run(command: readonly string[], options: RunOptions): Promise<RunOutcome>;
  /** Writes a file, its path relative to the work folder. A path that leaves the folder is refused. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Reads a file of the work folder, no link that leaves it. */
  read(path: string): Promise<Uint8Array>;
}

/** What holds the code, for the report. */
export interface SandboxDescription {
  readonly backend: SandboxBackend;
  /** What is closed, in words for people: network, files, user, system calls. */
  readonly contains: readonly string[];
  readonly limits: SandboxLimits;
  /** Set where the code is not contained. */
  readonly warning?: string;
}

/** Opens sandboxes of one backend. */
export interface SandboxProvider extends AsyncDisposable {
  readonly backend: SandboxBackend;
  describe(): SandboxDescription;
  /** Commands that start a language's programs, by language (`python`, `node`, `cpp` …), where the backend has them. */
  toolchain(language: string): Promise<readonly string[] | undefined>;
  open(options: { readonly signal: AbortSignal; readonly files?: Readonly<Record<string, string>> }): Promise<Sandbox>;
}
