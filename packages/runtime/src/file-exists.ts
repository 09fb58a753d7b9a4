/** Whether a file or folder is there. Short commands come this way, too: an import of `node:fs` loads its promises and streams, which takes longer than all else they do. */
export function fileExists(path: string): boolean {
  return process.getBuiltinModule("node:fs").existsSync(path);
}
