import { ConfigError, SandboxUnavailableError, type RunOptions, type RunOutcome, type Sandbox, type SandboxLimits } from "@evalkit/core";
import type { Frame } from "../launcher/frames.js";
import type { Lease } from "../launcher/pool.js";
import { withLimits } from "../limits.js";
import { textOf } from "../text.js";
import { insidePath } from "../work-path.js";
import { outcomeOf, type EndReport } from "./outcome.js";

const INPUT_CHUNK_BYTES = 65_536;

export interface LocalSandboxOptions {
  readonly lease: Lease;
  readonly limits: SandboxLimits;
  /** Which source a warm interpreter runs in place of a command, where nothing was done in the sandbox before: the number of a declared one, or the source itself. */
  readonly warmSource?: (command: readonly string[]) => number | string | undefined;
}

/** A sandbox held by a launcher process of this machine. */
export class LocalSandbox implements Sandbox {
  readonly #options: LocalSandboxOptions;
  #isBusy = false;
  #hasBegun = false;
  #isClosed = false;

  constructor(options: LocalSandboxOptions) {
    this.#options = options;
  }

  /** Makes the launcher keep a sandbox for what follows; resolves to what it says of the machine. Otherwise the first command that no warm interpreter runs begins it. */
  async begin(signal?: AbortSignal): Promise<Uint8Array> {
    const said = await this.#exchange({ ...(signal !== undefined && { signal }), send: async (worker) => await worker.send("O"), receive: (frame) => (frame.kind === "r" ? frame.payload : undefined) });
    this.#hasBegun = true;
    return said;
  }

  async run(command: readonly string[], options: RunOptions): Promise<RunOutcome> {
    options.signal.throwIfAborted();
    if (command.length === 0 || command.some((part) => part.includes("\0"))) throw new ConfigError("a sandbox command needs at least one word, and none with a zero byte");
    const limits = withLimits(this.#options.limits, options.limits);
    const warm = this.#hasBegun ? undefined : this.#options.warmSource?.(command);
    if (warm === undefined && !this.#hasBegun) await this.begin(options.signal);
    const job = {
      command: warm === undefined ? command : [],
      limits: { ...limits, limitsAddressSpace: !reservesAddresses(command[0] ?? "") },
      resultChannel: options.resultChannel === true,
      ...(warm !== undefined && { warm }),
    };
    const output: Record<string, Uint8Array[]> = { o: [], e: [], f: [] };
    const end = await this.#exchange<EndReport>({
      signal: options.signal,
      send: async (worker) => {
        await worker.send(warm === undefined ? "R" : "A", JSON.stringify(job));
        await sendInput(worker, options.stdin ?? "");
      },
      receive: (frame) => {
        if (frame.kind === "x") return JSON.parse(textOf(frame.payload)) as EndReport;
        output[frame.kind]?.push(frame.payload);
        return undefined;
      },
    });
    const text = (kind: string): string => textOf(Buffer.concat(output[kind] ?? []));
    return outcomeOf(end, { stdout: text("o"), stderr: text("e"), ...(options.resultChannel === true && { result: text("f") }) });
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    const name = Buffer.from(insidePath(path));
    if (!this.#hasBegun) await this.begin();
    const length = Buffer.alloc(4);
    length.writeUInt32BE(name.length);
    const payload = Buffer.concat([length, name, typeof content === "string" ? Buffer.from(content) : content]);
    await this.#exchange({ send: async (worker) => await worker.send("W", payload), receive: (frame) => (frame.kind === "k" ? true : undefined), path });
  }

  async read(path: string): Promise<Uint8Array> {
    const name = insidePath(path);
    if (!this.#hasBegun) await this.begin();
    return await this.#exchange({ send: async (worker) => await worker.send("G", name), receive: (frame) => (frame.kind === "d" ? frame.payload : undefined), path });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    const { lease } = this.#options;
    try {
      if (this.#isBusy) lease.worker.kill();
      else if (this.#hasBegun && !lease.worker.isDead) await this.#exchange({ send: async (worker) => await worker.send("C"), receive: (frame) => (frame.kind === "c" ? true : undefined) });
    } catch {
      lease.worker.kill(); // It ended by itself: nothing is left to close.
    } finally {
      this.#isClosed = true;
      lease.giveBack();
    }
  }

  /** Sends a request and waits for the frame that answers it. */
  async #exchange<T>({ signal, send, receive, path }: Exchange<T>): Promise<T> {
    if (this.#isClosed) throw new ConfigError("the sandbox is closed; open another one");
    if (this.#isBusy) throw new ConfigError("the sandbox already runs a command; wait for it, or open another sandbox");
    this.#isBusy = true;
    const { worker } = this.#options.lease;
    try {
      return await new Promise<T>((resolve, reject) => {
        const abort = (): void => {
          worker.listen(undefined);
          worker.kill();
          reject(signal?.reason);
        };
        const settle = (act: () => void): void => {
          signal?.removeEventListener("abort", abort);
          worker.listen(undefined);
          act();
        };
        signal?.addEventListener("abort", abort, { once: true });
        worker.listen((frame) => {
          const error = faultOf(frame, { path, lastWords: worker.lastWords });
          const answer = error === undefined && frame !== undefined ? receive(frame) : undefined;
          if (error !== undefined) settle(() => reject(error));
          else if (answer !== undefined) settle(() => resolve(answer));
        });
        send(worker).catch((error: unknown) => settle(() => reject(error)));
      });
    } finally {
      this.#isBusy = false;
    }
  }
}

interface Exchange<T> {
  readonly signal?: AbortSignal;
  readonly send: (worker: Lease["worker"]) => Promise<void>;
  readonly receive: (frame: Frame) => T | undefined;
  readonly path?: string;
}

function faultOf(frame: Frame | undefined, { path, lastWords }: { readonly path: string | undefined; readonly lastWords: string }): Error | undefined {
  if (frame === undefined) return new SandboxUnavailableError(`the sandbox launcher ended in the middle of its work${lastWords === "" ? "" : `: ${lastWords}`}`);
  if (frame.kind !== "u" && frame.kind !== "n") return undefined;
  const { message } = JSON.parse(textOf(frame.payload)) as { readonly message: string };
  if (frame.kind === "n") return new ConfigError(`sandbox file ${JSON.stringify(path ?? "")}: ${message}`);
  return new SandboxUnavailableError(`the sandbox could not start the program: ${message}`);
}

async function sendInput(worker: Lease["worker"], input: string | Uint8Array): Promise<void> {
  const bytes = typeof input === "string" ? Buffer.from(input) : input;
  for (let at = 0; at < bytes.length; at += INPUT_CHUNK_BYTES) await worker.send("I", bytes.subarray(at, at + INPUT_CHUNK_BYTES));
  await worker.send("I");
}

/** Run times that reserve far more addresses than they use; their memory is held by what they fill. */
function reservesAddresses(program: string): boolean {
  return ["node", "java", "javac", "go"].includes(program.slice(program.lastIndexOf("/") + 1));
}
