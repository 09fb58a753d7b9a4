import { access, constants, readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { ownNode } from "../which.js";

/** Where programs find what lies elsewhere on the host; below the folder that sandboxes have for themselves. */
export const TOOLS_FOLDER = "/tmp/.tools";
const OTHERS_READ_AND_RUN = 0o005;
const OTHERS_PASS = 0o001;

/** Parts of the host to show inside, and the programs in them by the language's name. */
export interface ShownTools {
  readonly readable: readonly string[];
  readonly tools: readonly (readonly [source: string, target: string])[];
  readonly programs: Readonly<Record<string, string>>;
}

/** Shows the Node that runs us, where it is or, where programs do not reach that, below `/tmp/.tools`; and there a Rust or Go that its installer put into the home folder. */
export async function showTools(isRoot: boolean, readable: readonly string[]): Promise<ShownTools> {
  const node = await ownNode();
  const homes = { rust: await rustToolchain(), go: await goToolchain() };
  const isOpen = !node.startsWith("/tmp/") && (!isRoot || (await isOpenToAll(node)));
  const nodeInside = isOpen ? node : `${TOOLS_FOLDER}/node`;
  return {
    readable: isOpen ? [...readable, node] : readable,
    tools: [...(isOpen ? [] : [[node, nodeInside] as const]), ...Object.entries(homes).flatMap(([name, home]) => (home === undefined ? [] : [[home, `${TOOLS_FOLDER}/${name}`] as const]))],
    programs: {
      javascript: nodeInside,
      typescript: nodeInside,
      ...(homes.rust !== undefined && { rust: `${TOOLS_FOLDER}/rust/bin/rustc` }),
      ...(homes.go !== undefined && { go: `${TOOLS_FOLDER}/go/bin/go` }),
    },
  };
}

/** Folders of `/etc` that Java reads its settings from. */
export async function javaConfiguration(): Promise<readonly string[]> {
  const names = await namesIn("/etc");
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
  const names = (await namesIn(folder)).toSorted((one, other) => Number(other.startsWith("stable")) - Number(one.startsWith("stable")));
  return await firstWith(names.map((name) => join(folder, name)), "bin/rustc");
}

/** Where Go's own installers and version managers put it; of several versions the highest. */
async function goToolchain(): Promise<string | undefined> {
  const versions = await Promise.all(
    ["sdk", ".goenv/versions", ".local/share/mise/installs/go", ".asdf/installs/golang"].map(async (name) => {
      const folder = join(homedir(), name);
      const numbered = (await namesIn(folder)).toSorted((one, other) => other.localeCompare(one, "en", { numeric: true }));
      return numbered.flatMap((version) => [join(folder, version), join(folder, version, "go")]);
    }),
  );
  return await firstWith([join(homedir(), ".local", "go"), join(homedir(), "go"), ...versions.flat()], "pkg/tool", "bin/go");
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => []);
}

/** The first of the folders in which all these can be run or entered. */
async function firstWith(folders: readonly string[], ...names: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const found = await Promise.all(names.map((name) => access(join(folder, name), constants.X_OK).then(() => true, () => false)));
    if (found.every(Boolean)) return folder;
  }
  return undefined;
}
