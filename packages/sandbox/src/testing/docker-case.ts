import { EvalkitError, type SandboxLimits } from "@evalkit/core";
import { openDocker, type DockerProvider } from "../docker/docker-provider.js";
import { DEFAULT_LIMITS, withLimits } from "../limits.js";

/** The Docker engine of this machine for tests, found by DOCKER_HOST as ever, with the image that EVALKIT_DOCKER_IMAGE names; `skips` says why it cannot be tried here. */
export interface DockerCase {
  readonly skips?: string;
  readonly open: (limits?: Partial<SandboxLimits>) => Promise<DockerProvider>;
  /** How its Python starts, and its Node, none where it has none. */
  readonly python: readonly string[];
  readonly node: readonly string[];
}

/** An engine is looked for only where EVALKIT_DOCKER_IMAGE is set, to an image with a shell and Python, and with Node for programs in JavaScript. */
export async function dockerCase(): Promise<DockerCase> {
  const image = process.env["EVALKIT_DOCKER_IMAGE"] ?? "";
  const open: DockerCase["open"] = async (limits) => await openDocker({ limits: withLimits(DEFAULT_LIMITS, limits), workers: 4, docker: { image } });
  const missing = (skips: string): DockerCase => ({ open, skips, python: [], node: [] });
  if (image === "") return missing("EVALKIT_DOCKER_IMAGE names no image");
  try {
    await using provider = await open();
    const [python, node] = await Promise.all(["python", "javascript"].map(async (language) => await provider.toolchain(language)));
    return python === undefined ? missing(`the image ${image} has no python3`) : { open, python, node: node ?? [] };
  } catch (error) {
    if (!EvalkitError.is(error)) throw error;
    return missing(error.message);
  }
}
