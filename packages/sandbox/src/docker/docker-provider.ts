import { randomInt } from "node:crypto";
import type Docker from "dockerode";
import { SandboxUnavailableError, type Sandbox, type SandboxDescription, type SandboxLimits, type SandboxProvider } from "@evalkit/core";
import { connectEngine, containerOptions, DEFAULT_IMAGE, ownLabel, type DockerOptions } from "./engine.js";
import { DockerSandbox } from "./docker-sandbox.js";
import { Slots } from "../verdict/slots.js";
import { watchMemory } from "./memory-watch.js";

/** Programs of a sandbox run as a user of their own, so that each is counted alone. Within what engines that map users can give. */
const FIRST_USER = 30_000;
const PAST_USERS = 60_000;

/** Programs to look for in an image, by language. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  python: ["python3", "-I", "-B"],
  javascript: ["node"],
  typescript: ["node", "--no-warnings"],
  shell: ["bash", "--noprofile", "--norc"],
  cpp: ["g++"],
  c: ["gcc"],
  java: ["java"],
  javac: ["javac"],
  go: ["go"],
  rust: ["rustc"],
};

export interface DockerProviderOptions {
  readonly engine: Docker;
  readonly image: string;
  readonly limits: SandboxLimits;
  /** Containers at once; who wants further ones waits. */
  readonly workers: number;
}

/** Opens the backend docker. Throws what `connectEngine` throws. */
export async function openDocker({ docker = {}, ...options }: Pick<DockerProviderOptions, "limits" | "workers"> & { readonly docker?: DockerOptions | undefined }): Promise<DockerProvider> {
  const provider = new DockerProvider({ ...options, engine: await connectEngine(docker), image: docker.image ?? DEFAULT_IMAGE });
  await provider.listen();
  return provider;
}

/** Sandboxes that are containers of a Docker engine, each made fresh and removed in the end. */
export class DockerProvider implements SandboxProvider {
  readonly backend = "docker";
  readonly #options: DockerProviderOptions;
  readonly #open = new Map<string, DockerSandbox>();
  readonly #places: Slots;
  #memory: Disposable | undefined;
  readonly #programs = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(options: DockerProviderOptions) {
    this.#options = options;
    this.#places = new Slots(options.workers);
  }

  /** Hears from now on which containers run out of memory. */
  async listen(): Promise<void> {
    const { engine } = this.#options;
    this.#memory = await watchMemory({ engine, label: ownLabel(), told: (id) => this.#open.get(id)?.endForMemory() });
  }

  describe(): SandboxDescription {
    return {
      backend: this.backend,
      contains: ["network: none", `files: the image ${this.#options.image} read-only, a work folder in memory`, "user: an unprivileged number, without capabilities or new privileges", "processes: own namespaces, counted; all ended with the container", "system calls: seccomp filter; environment: empty"],
      limits: this.#options.limits,
    };
  }

  async toolchain(language: string): Promise<readonly string[] | undefined> {
    const name = language.toLowerCase();
    const program = PROGRAMS[name];
    if (program === undefined) return undefined;
    let found = this.#programs.get(name);
    if (found === undefined) {
      found = this.#find(program);
      this.#programs.set(name, found);
      found.catch(() => this.#programs.delete(name));
    }
    return await found;
  }

  async open({ signal, files = {} }: { readonly signal: AbortSignal; readonly files?: Readonly<Record<string, string>> }): Promise<Sandbox> {
    signal.throwIfAborted();
    const { limits } = this.#options;
    const place = await this.#places.take(signal);
    const user = randomInt(FIRST_USER, PAST_USERS);
    const container = await this.#create(user).catch((error: unknown) => {
      place[Symbol.dispose]();
      throw error;
    });
    let lifeline: NodeJS.ReadWriteStream | undefined;
    const onRemoved = (): void => {
      this.#open.delete(container.id);
      lifeline?.end();
    };
    const sandbox = new DockerSandbox({ container, limits, user, onRemoved, onClosed: () => place[Symbol.dispose]() });
    this.#open.set(container.id, sandbox);
    try {
      lifeline = await container.attach({ stream: true, stdin: true, hijack: true });
      lifeline.on("error", () => undefined).resume();
      await container.start();
      signal.throwIfAborted();
      for (const [path, content] of Object.entries(files)) await sandbox.write(path, content);
      return sandbox;
    } catch (error) {
      await sandbox[Symbol.asyncDispose]();
      signal.throwIfAborted();
      throw error instanceof Error && "statusCode" in error ? new SandboxUnavailableError(`the Docker container did not start: ${error.message}`, { cause: error }) : error;
    }
  }

  async #create(user: number): Promise<Docker.Container> {
    const { engine, image, limits } = this.#options;
    try {
      return await engine.createContainer(containerOptions({ image, limits, user }));
    } catch (error) {
      throw new SandboxUnavailableError(`the Docker engine made no container: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await Promise.all([...this.#open.values()].map(async (sandbox) => await sandbox[Symbol.asyncDispose]()));
    } finally {
      this.#memory?.[Symbol.dispose]();
    }
  }

  async #find([program = "", ...rest]: readonly string[]): Promise<readonly string[] | undefined> {
    const { signal } = new AbortController();
    await using sandbox = await this.open({ signal });
    const outcome = await sandbox.run(["/bin/sh", "-c", 'command -v "$1"', "sh", program], { signal });
    const path = outcome.stdout.trim();
    return outcome.kind === "exited" && outcome.code === 0 && path.startsWith("/") ? [path, ...rest] : undefined;
  }
}
