import { hostname } from "node:os";
import type Docker from "dockerode";
import { PluginError, SandboxUnavailableError, type SandboxLimits } from "@evalkit/core";

/** How to reach a Docker engine, and what to run in it. */
export interface DockerOptions {
  /**
   * An image with a shell and the languages wanted. It is not pulled.
   * @default "python:3.12-slim"
   */
  readonly image?: string;
  /** Path of the engine's socket; without it and `host`, DOCKER_HOST or the usual socket. */
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: number;
}

export const DEFAULT_IMAGE = "python:3.12-slim";
export const WORK_FOLDER = "/work";
const OWNER = "evalkit.sandbox.owner";
/** Nobody, in every image. */
const USER = "65534:65534";

/** The engine, asked once whether it answers. Throws a PluginError without the package `dockerode`, a SandboxUnavailableError without an engine or the image. */
export async function connectEngine({ image = DEFAULT_IMAGE, ...place }: DockerOptions): Promise<Docker> {
  const Engine = await import("./dockerode.js").then(
    (module) => module.DockerEngine,
    (error: unknown) => {
      throw new PluginError("the sandbox docker needs the package dockerode", { hint: "Install it beside evalkit: `npm install dockerode`", cause: error });
    },
  );
  const engine = new Engine(Object.keys(place).length === 0 ? undefined : place);
  await asked(engine.ping(), "no Docker engine answers", "Start Docker, or set DOCKER_HOST");
  await asked(engine.getImage(image).inspect(), `the Docker image ${image} is not here`, `Fetch it with \`docker pull ${image}\``);
  await removeLeftovers(engine);
  return engine;
}

async function asked<T>(answer: Promise<T>, message: string, hint: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new SandboxUnavailableError(`${message}: ${error instanceof Error ? error.message : String(error)}`, { hint, cause: error });
  }
}

/** Removes containers of programs on this machine that have ended without doing so. */
async function removeLeftovers(engine: Docker): Promise<void> {
  const ours = await asked(engine.listContainers({ all: true, filters: JSON.stringify({ label: [OWNER] }) }), "the Docker engine does not list its containers", "Look at its log");
  for (const { Id, Labels } of ours) {
    const [host, pid] = (Labels[OWNER] ?? "").split("/");
    if (host === hostname() && !isAlive(Number(pid))) await engine.getContainer(Id).remove({ force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** What a container may do: nothing but use the processor, some memory and its work folder. */
export function containerOptions(image: string, limits: SandboxLimits): Docker.ContainerCreateOptions {
  const folder = `rw,exec,nosuid,nodev,size=${limits.fileBytes},mode=1777`;
  return {
    Image: image,
    Entrypoint: ["/bin/sh", "-c", "while :; do sleep 3600; done"],
    Cmd: [],
    Env: [],
    User: USER,
    WorkingDir: WORK_FOLDER,
    NetworkDisabled: true,
    Labels: { [OWNER]: `${hostname()}/${process.pid}` },
    HostConfig: {
      NetworkMode: "none",
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      PidsLimit: limits.processes + 8,
      Memory: limits.memoryBytes,
      MemorySwap: limits.memoryBytes,
      NanoCpus: 1_000_000_000,
      IpcMode: "private",
      Init: true,
      AutoRemove: true,
      LogConfig: { Type: "none", Config: {} },
      Tmpfs: { [WORK_FOLDER]: folder, "/tmp": folder },
      Ulimits: [
        { Name: "core", Soft: 0, Hard: 0 },
        { Name: "nofile", Soft: 256, Hard: 256 },
        { Name: "fsize", Soft: limits.fileBytes, Hard: limits.fileBytes },
      ],
    },
  };
}
