import { constants } from "node:os";
import { PassThrough, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type Docker from "dockerode";
import { ConfigError, SandboxUnavailableError, type RunOptions, type RunOutcome, type Sandbox, type SandboxLimits } from "@evalkit/core";
import { withLimits } from "../limits.js";
import { textOf } from "../text.js";
import { insidePath } from "../work-path.js";
import { WORK_FOLDER } from "./engine.js";

/** Where file descriptor 3 of a program goes: an engine connects no more than three. */
const RESULT_FILE = ".evalkit-result";
/** Limits CPU time (a warning signal first, so that it can be told from others), opens descriptor 3 where asked, becomes the program. */
const START = `ulimit -S -t "$1" && ulimit -H -t "$2" || exit 125; r=$3; shift 3; if [ "$r" = 1 ]; then exec "$@" 3>${RESULT_FILE}; else exec "$@"; fi`;
const WRITE = 'case "$1" in */*) mkdir -p -- "${1%/*}";; esac && rm -f -- "$1" && cat > "$1"';
const READ = '[ -f "$1" ] && [ "$(readlink -f -- "$1")" = "$PWD/$1" ] && exec cat -- "$1"; exit 44';

/** Keeps the first bytes and drains the rest. */
class Kept extends Writable {
  readonly #chunks: Buffer[] = [];
  #room: number;
  truncated = false;

  constructor(limit: number) {
    super();
    this.#room = limit;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (chunk.length > this.#room) this.truncated = true;
    if (this.#room > 0) this.#chunks.push(chunk.subarray(0, this.#room));
    this.#room = Math.max(0, this.#room - chunk.length);
    done();
  }
}

interface Execution {
  readonly code: number;
  readonly stdout: Kept;
  readonly stderr: Kept;
}

/** One container, removed with everything in it when disposed. A command that is ended at its wall limit takes it along. */
export class DockerSandbox implements Sandbox {
  readonly #container: Docker.Container;
  readonly #limits: SandboxLimits;
  readonly #onRemoved: () => void;
  #isClosed = false;
  #removal: Promise<void> | undefined;

  constructor({ container, limits, onRemoved }: { readonly container: Docker.Container; readonly limits: SandboxLimits; readonly onRemoved: (sandbox: DockerSandbox) => void }) {
    this.#container = container;
    this.#limits = limits;
    this.#onRemoved = () => onRemoved(this);
  }

  async run(command: readonly string[], options: RunOptions): Promise<RunOutcome> {
    options.signal.throwIfAborted();
    const limits = withLimits(this.#limits, options.limits);
    if (command.length === 0) throw new ConfigError("a sandbox command needs at least one word");
    const seconds = Math.ceil(limits.cpuMs / 1000);
    const hasResult = options.resultChannel === true;
    const started = performance.now();
    let isLate = false;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      isLate = true;
      stop.abort();
    }, limits.wallMs);
    try {
      const words = ["/bin/sh", "-c", START, "sh", String(seconds), String(seconds + 1), hasResult ? "1" : "0", ...command];
      const done = await this.#execute(words, { stdin: options.stdin ?? "", outputBytes: limits.outputBytes, signal: AbortSignal.any([options.signal, stop.signal]) });
      const wallMs = performance.now() - started;
      const result = hasResult && !isLate ? await this.#result(limits, options.signal) : undefined;
      const shared = { stdout: textOf(done.stdout.bytes), stderr: textOf(done.stderr.bytes), truncated: done.stdout.truncated || done.stderr.truncated || result?.truncated === true, wallMs, ...(hasResult && { result: result?.text ?? "" }) };
      if (isLate) return { kind: "killed", by: "wall", ...shared };
      if (done.code === 128 + constants.signals.SIGXCPU) return { kind: "killed", by: "cpu", ...shared };
      const signal = Object.entries(constants.signals).find(([, number]) => number + 128 === done.code);
      return signal === undefined ? { kind: "exited", code: done.code, ...shared } : { kind: "signalled", signal: signal[0], ...shared };
    } finally {
      clearTimeout(timer);
    }
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    const { code, stderr } = await this.#execute(["/bin/sh", "-c", WRITE, "sh", insidePath(path)], { stdin: content, outputBytes: 1000 });
    if (code !== 0) throw new ConfigError(`sandbox file ${JSON.stringify(path)}: ${textOf(stderr.bytes).trim() || `exit code ${code}`}`);
  }

  async read(path: string): Promise<Uint8Array> {
    const { code, stdout } = await this.#execute(["/bin/sh", "-c", READ, "sh", insidePath(path)], { stdin: "", outputBytes: this.#limits.fileBytes });
    if (code !== 0) throw new ConfigError(`sandbox file ${JSON.stringify(path)}: no plain file`);
    return stdout.bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#remove();
  }

  /** Removes the container once; a removal that failed is tried again when asked again. */
  async #remove(): Promise<void> {
    this.#isClosed = true;
    this.#removal ??= removeContainer(this.#container).then(this.#onRemoved);
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
      const exec = await this.#container.exec({ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false, Cmd: [...command], WorkingDir: WORK_FOLDER, Env: ["HOME=/work", "LANG=C.UTF-8"] });
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
      return { code: (await exec.inspect()).ExitCode ?? 137, stdout, stderr };
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

/** Removes a container, also one that is going already. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
    if (status !== 404 && status !== 409) throw new SandboxUnavailableError(`a Docker container could not be removed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
