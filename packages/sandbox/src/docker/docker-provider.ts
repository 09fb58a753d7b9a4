import type Docker from "dockerode";
import { SandboxUnavailableError, type Sandbox, type SandboxDescription, type SandboxLimits, type SandboxProvider } from "@evalkit/core";
import { connectEngine, containerOptions, DEFAULT_IMAGE, type DockerOptions } from "./engine.js";
import { DockerSandbox } from "./docker-sandbox.js";

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
}

/** Opens the backend docker. Throws what `connectEngine` throws. */
export async function openDocker({ limits, docker = {} }: { readonly limits: SandboxLimits; readonly docker?: DockerOptions | undefined }): Promise<DockerProvider> {
  return new DockerProvider({ engine: await connectEngine(docker), image: docker.image ?? DEFAULT_IMAGE, limits });
}

/** Sandboxes that are containers of a Docker engine, each made fresh and removed in the end. */
export class DockerProvider implements SandboxProvider {
  readonly backend = "docker";
  readonly #options: DockerProviderOptions;
  readonly #open = new Set<DockerSandbox>();
  readonly #programs = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(options: DockerProviderOptions) {
    this.#options = options;
  }

  describe(): SandboxDescription {
    return {
      backend: this.backend,
      contains: ["network: none", `files: the image ${this.#options.image} read-only, a work folder in memory`, "user: nobody, without capabilities or new privileges", "processes: own namespaces, counted; all ended with the container", "system calls: Docker's own filter"],
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
    const { engine, image, limits } = this.#options;
    const container = await engine.createContainer(containerOptions(image, limits)).catch((error: unknown) => {
      throw new SandboxUnavailableError(`the Docker engine made no container: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    });
    const sandbox = new DockerSandbox({ container, limits, onRemoved: (removed) => this.#open.delete(removed) });
    this.#open.add(sandbox);
    try {
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

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open].map(async (sandbox) => await sandbox[Symbol.asyncDispose]()));
  }

  async #find([program = "", ...rest]: readonly string[]): Promise<readonly string[] | undefined> {
    const signal = AbortSignal.timeout(60_000);
    await using sandbox = await this.open({ signal });
    const outcome = await sandbox.run(["/bin/sh", "-c", 'command -v "$1"', "sh", program], { signal });
    const path = outcome.stdout.trim();
    return outcome.kind === "exited" && outcome.code === 0 && path.startsWith("/") ? [path, ...rest] : undefined;
  }
}
