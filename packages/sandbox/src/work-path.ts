import { ConfigError } from "@evalkit/core";

/** `path` when it stays within the work folder by its words alone; throws a ConfigError otherwise. */
export function insidePath(path: string): string {
  const names = path.split("/");
  if (path.includes("\0") || names.some((name) => name === "" || name === "." || name === "..")) {
    throw new ConfigError(`sandbox file ${JSON.stringify(path)} must be a path inside the work folder, without . or .. in it`);
  }
  return path;
}
