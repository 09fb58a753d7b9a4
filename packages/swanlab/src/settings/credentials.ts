import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `swanlab login` has left behind. */
export interface StoredCredentials {
  readonly apiHost: string;
  readonly webHost: string | undefined;
  readonly apiKey: string;
}

/** The credentials in the first of these folders whose `.netrc` holds some; unreadable and malformed files count as absent. */
export function readCredentials(folders: readonly string[]): StoredCredentials | undefined {
  for (const folder of folders) {
    const found = parseNetrc(readText(join(folder, ".netrc")));
    if (found !== undefined) return found;
  }
  return undefined;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function parseNetrc(text: string): StoredCredentials | undefined {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const values = new Map<string, string>();
  for (let index = 0; index + 1 < words.length; index += 2) {
    const [name = "", value = ""] = words.slice(index, index + 2);
    if (!values.has(name)) values.set(name, value);
  }
  const [machine, apiKey, login] = [values.get("machine"), values.get("password"), values.get("login")];
  if (machine === undefined || apiKey === undefined) return undefined;
  return { apiHost: machine, apiKey, webHost: login?.startsWith("http") === true ? login : undefined };
}
