import { constants } from "node:os";
import { PassThrough } from "node:stream";
import { finished } from "node:stream/promises";
import type Docker from "dockerode";
import { ConfigError, SandboxUnavailableError, type RunOptions, type RunOutcome, type Sandbox, type SandboxLimits } from "@evalkit/core";
import { withLimits } from "../limits.js";
import { textOf } from "../text.js";
import { insidePath } from "../work-path.js";
import { memoryOptions, WORK_FOLDER } from "./engine.js";
import { Kept } from "./kept.js";
import { watchProcessor } from "./processor-watch.js";

/** Where file descriptor 3 of a program goes: an engine connects no more than three. */
const RESULT_FILE = ".evalkit-result";
/**
 * Limits the program's processes (of its user) and the CPU time of each (a warning signal first, so that it can be told from others), opens
 * descriptor 3 where asked, becomes the program.
 */
const START = `{ ulimit -p "$3" 2>/dev/null || ulimit -u "$3"; } && ulimit -S -t "$1" && ulimit -H -t "$2" || exit 125; r=$4; shift 4; if [ "$r" = 1 ]; then exec "$@" 3>${RESULT_FILE}; else exec "$@"; fi`;
const WRITE = 'case "$1" in */*) mkdir -p -- "${1%/*}";; esac && rm -f -- "$1" && cat > "$1"';
const READ = '[ -f "$1" ] && [ "$(readlink -f -- "$1")" = "$PWD/$1" ] && exec cat -- "$1"; exit 44';

interface Execution {
  readonly code: number;
  readonly stdout: Kept;
  readonly stderr: Kept;
}

/** An engine tells of the end of a command's output before it knows its exit code, and of memory that ran out a moment after what that ended. */
const EXIT_CODE_WAIT_MS = 10_000;
const MEMORY_WAIT_MS = 300;
const KILLED = 128 + constants.signals.SIGKILL;

export interface DockerSandboxOptions {
  readonly container: Docker.Container;
  readonly limits: SandboxLimits;
  /** The user as whom programs run. */
  readonly user: number;
  readonly onRemoved: () => void;
  /** Told after each try to remove the container, whether it is gone or not. */
  readonly onClosed: () => void;
}

type Limit = "cpu" | "wall" | "memory";

/** One container, removed with everything in it when disposed. A command that is ended at a limit takes it along. */
export class DockerSandbox implements Sandbox {
  readonly #options: DockerSandboxOptions;
  readonly #container: Docker.Container;
  #memoryBytes: number;
  #isClosed = false;
  #removal: Promise<void> | undefined;
  #hasRunOut = false;
  #onRunOut: (() => void) | undefined;

  constructor(options: DockerSandboxOptions) {
    this.#options = options;
    this.#container = options.container;
    this.#memoryBytes = options.limits.memoryBytes;
  }

  /** Ends what runs as out of memory: the kernel ends only the largest of its processes. */
  endForMemory(): void {
    this.#hasRunOut = true;
    this.#onRunOut?.();
  }

  async run(command: readonly string[], options: RunOptions): Promise<RunOutcome> {
    options.signal.throwIfAborted();
    const limits = withLimits(this.#options.limits, options.limits);
    if (command.length === 0) throw new ConfigError("a sandbox command needs at least one word");
    await this.#limitMemory(limits);
    const seconds = Math.ceil(limits.cpuMs / 1000);
    const hasResult = options.resultChannel === true;
    const words = ["/bin/sh", "-c", START, "sh", String(seconds), String(seconds + 1), String(limits.processes), hasResult ? "1" : "0", ...command];
    const started = performance.now();
    const stop = new AbortController();
    let by: Limit | undefined;
    const end = (limit: Limit): void => {
      by ??= limit;
      stop.abort();
    };
    using processor = watchProcessor({ container: this.#container, limitMs: limits.cpuMs, end: () => end("cpu") });
    const timer = setTimeout(() => end("wall"), limits.wallMs);
    this.#hasRunOut = false;
    this.#onRunOut = () => end("memory");
    try {
      const done = await this.#execute(words, { stdin: options.stdin ?? "", outputBytes: limits.outputBytes, signal: AbortSignal.any([options.signal, stop.signal]) });
      if (by === undefined && done.code === KILLED) by = await this.#whyKilled(processor.usedMs, limits);
      if (done.code === 128 + constants.signals.SIGXCPU) by ??= "cpu";
      const wallMs = performance.now() - started;
      const result = hasResult && !this.#isClosed ? await this.#result(limits, options.signal) : undefined;
      const shared = { stdout: textOf(done.stdout.bytes), stderr: textOf(done.stderr.bytes), truncated: done.stdout.truncated || done.stderr.truncated || result?.truncated === true, wallMs, ...(hasResult && { result: result?.text ?? "" }) };
      if (by !== undefined) return { kind: "killed", by, ...shared };
      const signal = Object.entries(constants.signals).find(([, number]) => number + 128 === done.code);
      return signal === undefined ? { kind: "exited", code: done.code, ...shared } : { kind: "signalled", signal: signal[0], ...shared };
    } finally {
      clearTimeout(timer);
      this.#onRunOut = undefined;
    }
  }

  /** Which limit a program ran into that the kernel has killed, if it was one. */
  async #whyKilled(usedMs: () => Promise<number | undefined>, limits: SandboxLimits): Promise<Limit | undefined> {
    if (((await usedMs()) ?? 0) >= limits.cpuMs) return "cpu";
    if (!this.#hasRunOut) await new Promise((resolve) => setTimeout(resolve, MEMORY_WAIT_MS));
    return this.#hasRunOut ? "memory" : undefined;
  }

  async #limitMemory(limits: SandboxLimits): Promise<void> {
    if (limits.memoryBytes === this.#memoryBytes) return;
    if (this.#isClosed) throw new ConfigError("the sandbox is closed; open another one");
    try {
      await this.#container.update(memoryOptions(limits));
    } catch (error) {
      throw new SandboxUnavailableError(`the Docker engine did not set the memory limit of ${limits.memoryBytes} bytes: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    this.#memoryBytes = limits.memoryBytes;
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    const { code, stderr } = await this.#execute(["/bin/sh", "-c", WRITE, "sh", insidePath(path)], { stdin: content, outputBytes: 1000 });
    if (code !== 0) throw new ConfigError(`sandbox file ${JSON.stringify(path)}: ${textOf(stderr.bytes).trim() || `exit code ${code}`}`);
  }

  async read(path: string): Promise<Uint8Array> {
    const { code, stdout } = await this.#execute(["/bin/sh", "-c", READ, "sh", insidePath(path)], { stdin: "", outputBytes: this.#options.limits.fileBytes });
    if (code !== 0) throw new ConfigError(`sandbox file ${JSON.stringify(path)}: no plain file`);
    return stdout.bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#remove();
  }

  /** Removes the container once; a removal that failed is tried again when asked again. */
  async #remove(): Promise<void> {
    this.#isClosed = true;
    this.#removal ??= removeContainer(this.#container).then(this.#options.onRemoved).finally(this.#options.onClosed);
    try {
      await this.#removal;
    } catch (error) {
      this.#removal = undefined;
      throw error;
    }
  }

  async #result({ outputBytes }: SandboxLimits, signal: AbortSignal): Promise<{ readonly text: string; readonly truncated: boolean }> {
    const { stdout } = await this.#execute(["/bin/sh", "-c", `cat ${RESULT_FILE}; rm -f ${RESULT_FILE}`], { stdin: "", outputBytes, signal });
    return { text: textOf(stdout.bytes), truncated: stdout.truncated };
  }

  /** Runs a command; when aborted, removes the container, and rejects with the signal's reason unless that was our own wall limit. */
  async #execute(command: readonly string[], { stdin, outputBytes, signal }: { readonly stdin: string | Uint8Array; readonly outputBytes: number; readonly signal?: AbortSignal }): Promise<Execution> {
    if (this.#isClosed) throw new ConfigError("the sandbox is closed; open another one");
    const [stdout, stderr] = [new Kept(outputBytes), new Kept(outputBytes)];
    try {
      const exec = await this.#container.exec({ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false, Cmd: [...command], User: `${this.#options.user}:${this.#options.user}`, WorkingDir: WORK_FOLDER, Env: ["HOME=/work", "LANG=C.UTF-8"] });
      const stream = await exec.start({ hijack: true, stdin: true });
      const whole = new PassThrough();
      this.#container.modem.demuxStream(stream, stdout, stderr);
      stream.pipe(whole).resume();
      const stop = (): void => {
        // Should it fail, disposal tries again and says so.
        void this.#remove().catch(() => undefined).finally(() => stream.destroy());
      };
      signal?.addEventListener("abort", stop, { once: true });
      if (signal?.aborted === true) stop();
      stream.on("error", () => undefined);
      stream.end(stdin);
      await finished(stream, { writable: false }).catch(() => undefined);
      signal?.removeEventListener("abort", stop);
      if (signal?.aborted === true) return await aborted(signal, { code: 137, stdout, stderr });
      return { code: await exitCode(exec), stdout, stderr };
    } catch (error) {
      if (signal?.aborted === true || error instanceof ConfigError) throw error;
      throw new SandboxUnavailableError(`the Docker engine failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

/** The caller's abort is passed on; our own, which has no reason of its own, ends in `execution`. */
async function aborted(signal: AbortSignal, execution: Execution): Promise<Execution> {
  if (signal.reason instanceof DOMException && signal.reason.name === "AbortError") return execution;
  throw signal.reason;
}

async function exitCode(exec: Docker.Exec): Promise<number> {
  const until = performance.now() + EXIT_CODE_WAIT_MS;
  for (let waitMs = 1; performance.now() < until; waitMs = Math.min(100, waitMs * 2)) {
    const { ExitCode, Running } = await exec.inspect();
    if (!Running && typeof ExitCode === "number") return ExitCode;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  throw new SandboxUnavailableError(`the Docker engine did not tell a command's exit code within ${EXIT_CODE_WAIT_MS / 1000} s`);
}

const statusOf = (error: unknown): unknown => (error instanceof Error && "statusCode" in error ? error.statusCode : undefined);

/** Removes a container; waits for one that is going already. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true }).catch(async (error: unknown) => {
      if (statusOf(error) !== 409) throw error;
      await container.wait({ condition: "removed" });
    });
  } catch (error) {
    if (statusOf(error) !== 404) throw new SandboxUnavailableError(`a Docker container could not be removed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
