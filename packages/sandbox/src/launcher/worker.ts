import { spawn, type ChildProcess } from "node:child_process";
import type { Duplex } from "node:stream";
import { SandboxUnavailableError } from "@evalkit/core";
import { LAUNCHER } from "../generated/launcher.js";
import { encodeFrame, FrameReader, type Frame } from "./frames.js";

/** How a launcher closes programs in; read by launcher/*.py. */
export interface LauncherConfig {
  readonly confinement: "bubblewrap" | "landlock" | "none";
  /** Whose right it takes to make namespaces: a user namespace's, root's, or none are made. */
  readonly namespaces: "user" | "root" | "none";
  readonly uid: number;
  readonly gid: number;
  /** The program runs under `uid` because the launcher is root. */
  readonly dropsUser: boolean;
  /** Host folder for work folders where no mount namespace gives one. */
  readonly folder: string;
  readonly folderBytes: number;
  /** Filter as hexadecimal BPF. */
  readonly seccomp: string;
  /** `bwrap` and its arguments, for that confinement. */
  readonly bubblewrap: readonly string[];
  readonly readable: readonly string[];
  readonly devices: readonly string[];
  /** Host paths that only root reaches, or that lie below /tmp, each with the path where programs see it, read-only. */
  readonly tools: readonly (readonly [source: string, target: string])[];
  readonly environment: Readonly<Record<string, string>>;
  /** Python modules that warm programs find loaded. */
  readonly preload: readonly string[];
  /** Python sources that warm programs find compiled. */
  readonly warmSources: readonly string[];
}

const STDERR_KEPT = 2_000;

/** One launcher process, which serves one sandbox at a time. */
export class LauncherWorker {
  readonly #child: ChildProcess;
  readonly #control: Duplex;
  readonly #reader = new FrameReader();
  #listener: ((frame: Frame | undefined) => void) | undefined;
  #stderr = "";
  #isDead = false;

  constructor(python: string, config: LauncherConfig) {
    // A group of its own, so that a signal to ours (an interrupt from the keyboard) leaves it to us.
    this.#child = spawn(python, ["-I", "-S", "-B", "-c", LAUNCHER], { cwd: "/", env: {}, detached: true, stdio: ["ignore", "ignore", "pipe", "pipe"] });
    this.#control = this.#child.stdio[3] as Duplex;
    this.#control.on("data", (chunk: Buffer) => {
      for (const frame of this.#reader.push(chunk)) this.#listener?.(frame);
    });
    this.#control.on("error", () => undefined);
    this.#control.on("close", () => this.#die());
    this.#child.on("error", (error) => this.#die(error.message));
    this.#child.on("exit", () => this.#die());
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    });
    // Should it fail, the launcher has ended: whoever takes it next is told.
    void this.send("c", JSON.stringify(config)).catch(() => undefined);
    this.rest();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Process id of the launcher, where it started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What the launcher said before it ended, for an error's text. */
  get lastWords(): string {
    return this.#stderr.trim();
  }

  /** Hands every frame to `listener`, and undefined once the launcher has ended. */
  listen(listener: ((frame: Frame | undefined) => void) | undefined): void {
    this.#listener = listener;
    if (this.#isDead) listener?.(undefined);
  }

  /** Sends a frame; resolves when more may be sent. */
  async send(kind: string, payload: Uint8Array | string = ""): Promise<void> {
    if (this.#isDead) throw new SandboxUnavailableError(`the sandbox launcher has ended${this.lastWords === "" ? "" : `: ${this.lastWords}`}`);
    if (this.#control.writableCorked === 0) {
      // What is sent in one go travels in one go.
      this.#control.cork();
      process.nextTick(() => this.#control.uncork());
    }
    if (this.#control.write(encodeFrame(kind, payload))) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#control.off("drain", done).off("close", done);
        resolve();
      };
      this.#control.on("drain", done).on("close", done);
    });
  }

  /** While at rest, the launcher does not keep this program alive. */
  rest(): void {
    this.#setReferenced("unref");
  }

  work(): void {
    this.#setReferenced("ref");
  }

  /** Ends the launcher and everything below it at once. */
  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#die();
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      this.#child.kill("SIGKILL");
    }
    this.#die();
  }

  #setReferenced(how: "ref" | "unref"): void {
    this.#child[how]();
    for (const stream of [this.#control, this.#child.stderr]) (stream as unknown as Record<typeof how, () => void> | null)?.[how]();
  }

  #die(words?: string): void {
    if (this.#isDead) return;
    if (words !== undefined) this.#stderr = words;
    this.#isDead = true;
    this.#control.destroy();
    this.#child.stderr?.destroy();
    this.#child.unref();
    this.#listener?.(undefined);
  }
}
