const DEFAULT_API_HOST = "https://api.swanlab.cn";

/** The command that sends a run's folder; the key comes from the environment or from `swanlab login`. */
export function syncCommand({ folder, id, apiHost }: { readonly folder: string; readonly id: string; readonly apiHost: string | undefined }): string {
  const host = apiHost === undefined || apiHost === DEFAULT_API_HOST ? [] : ["-h", apiHost];
  return ["swanlab", "sync", folder, "--id", id, ...host].map(quoted).join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
