import { access, constants, realpath, stat } from "node:fs/promises";

const FOLDERS = ["/usr/bin", "/usr/local/bin", "/bin", "/usr/local/go/bin", "/opt/homebrew/bin"];

/** First of the system's programs of this name, links not followed; wrappers of version managers in people's homes are passed over. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of FOLDERS) {
    const path = `${folder}/${name}`;
    try {
      await access(path, constants.X_OK);
      if ((await stat(path)).isFile()) return path;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The Node program that runs us, without links. */
export async function ownNode(): Promise<string> {
  return await realpath(process.execPath);
}
