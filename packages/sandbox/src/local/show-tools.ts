import { access, constants, readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { ownNode } from "../which.js";

/** Where programs find what lies elsewhere on the host; below the folder that sandboxes have for themselves. */
const TOOLS_FOLDER = "/tmp/.tools";
const OTHERS_READ_AND_RUN = 0o005;
const OTHERS_PASS = 0o001;

/** Parts of the host to show inside, and the programs in them by the language's name. */
export interface ShownTools {
  readonly readable: readonly string[];
  readonly tools: readonly (readonly [source: string, target: string])[];
  readonly programs: Readonly<Record<string, string>>;
}

/** Shows the Node that runs us, and a Rust that its installer put into the home folder, where they are or, where programs do not reach that, below `/tmp/.tools`. */
export async function showTools(isRoot: boolean, readable: readonly string[]): Promise<ShownTools> {
  const node = await ownNode();
  const rust = await rustToolchain();
  const isOpen = !node.startsWith("/tmp/") && (!isRoot || (await isOpenToAll(node)));
  const nodeInside = isOpen ? node : `${TOOLS_FOLDER}/node`;
  return {
    readable: isOpen ? [...readable, node] : readable,
    tools: [...(isOpen ? [] : [[node, nodeInside] as const]), ...(rust === undefined ? [] : [[rust, `${TOOLS_FOLDER}/rust`] as const])],
    programs: { javascript: nodeInside, typescript: nodeInside, ...(rust !== undefined && { rust: `${TOOLS_FOLDER}/rust/bin/rustc` }) },
  };
}

/** Folders of `/etc` that Java reads its settings from. */
export async function javaConfiguration(): Promise<readonly string[]> {
  const names = await readdir("/etc").catch(() => []);
  return names.filter((name) => /^java(?:-|$)/u.test(name)).map((name) => `/etc/${name}`);
}

/** Whether every user may read and run a file, and pass the folders above it. */
async function isOpenToAll(path: string): Promise<boolean> {
  if (((await stat(path)).mode & OTHERS_READ_AND_RUN) !== OTHERS_READ_AND_RUN) return false;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (((await stat(folder)).mode & OTHERS_PASS) === 0) return false;
  }
  return true;
}

async function rustToolchain(): Promise<string | undefined> {
  const folder = join(homedir(), ".rustup", "toolchains");
  const names = (await readdir(folder).catch(() => [])).toSorted((one, other) => Number(other.startsWith("stable")) - Number(one.startsWith("stable")));
  for (const name of names) {
    const path = join(folder, name);
    const isThere = await access(join(path, "bin", "rustc"), constants.X_OK).then(() => true, () => false);
    if (isThere) return path;
  }
  return undefined;
}
