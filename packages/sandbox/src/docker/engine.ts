import { hostname } from "node:os";
import type Docker from "dockerode";
import { PluginError, SandboxUnavailableError, type SandboxLimits } from "@evalkit/core";
import { seccompProfile } from "./seccomp-profile.js";

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
/** A label of every container: the machine and the process that made it. */
const OWNER = "evalkit.sandbox.owner";
const ownOwner = (): string => `${hostname()}/${process.pid}`;
/** The label of this process's containers, as engines filter by it. */
export const ownLabel = (): string => `${OWNER}=${ownOwner()}`;
/** Who keeps a container open: nobody, in every image. Programs run as another user, so that none can end it. */
const KEEPER = "65534:65534";
/** Room in a container beside the program's own processes, for its keeper and for what an engine needs to start the next command. */
const SPARE_PROCESSES = 32;

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
  const about: Partial<Docker.DockerVersion> = await asked(engine.version(), "the Docker engine does not tell its version", "Look at its log");
  if (about.Components?.some(({ Name }) => Name.includes("Podman")) === true) {
    throw new SandboxUnavailableError("this engine is Podman, which takes over Docker's API no filter of system calls and no bounds of a folder in memory", { hint: "Name a Docker engine by DOCKER_HOST, or take --sandbox bubblewrap or landlock" });
  }
  await asked(engine.getImage(image).inspect(), `the Docker image ${image} is not here`, `Fetch it with \`docker pull ${image}\` or, without a network, \`docker load\` or \`docker import\`; or name another one`);
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

/**
 * What a container may do: nothing but use the processor, some memory and its work folder, which belongs to `user`.
 * It lives as long as whoever holds its standard input open, so that nothing outlives a process that was killed.
 */
export function containerOptions({ image, limits, user }: { readonly image: string; readonly limits: SandboxLimits; readonly user: number }): Docker.ContainerCreateOptions {
  // Some engines give the folder the mode of the image's own, whatever is asked for here, but the owner is kept.
  const folder = `rw,exec,nosuid,nodev,size=${limits.fileBytes},nr_inodes=16384,mode=1777,uid=${user},gid=${user}`;
  return {
    Image: image,
    Entrypoint: ["/bin/sh", "-c", "exec cat > /dev/null"],
    Cmd: [],
    Env: [],
    User: KEEPER,
    WorkingDir: WORK_FOLDER,
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: false,
    AttachStderr: false,
    NetworkDisabled: true,
    Labels: { [OWNER]: ownOwner() },
    HostConfig: {
      NetworkMode: "none",
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges", `seccomp=${seccompProfile()}`],
      PidsLimit: limits.processes + SPARE_PROCESSES,
      ...memoryOptions(limits),
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

/** Memory of a container, without any swap beside it. */
export function memoryOptions({ memoryBytes }: SandboxLimits): { readonly Memory: number; readonly MemorySwap: number } {
  return { Memory: memoryBytes, MemorySwap: memoryBytes };
}
