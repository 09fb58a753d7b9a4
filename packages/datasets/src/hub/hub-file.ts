import { stat } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "@evalkit/core";
import { cachedRevision, repositoryFolder, revisionFolder } from "./download-cache.js";
import { defaultRevision, openDownload, type HubName, type HubOptions } from "./download-data.js";

export interface HubFileRequest {
  readonly hub: HubName;
  /** `owner/name`. */
  readonly id: string;
  /** Path inside the repository. */
  readonly file: string;
  /** Our download cache. */
  readonly cacheDir: string;
  readonly offline: boolean;
  readonly signal: AbortSignal;
  readonly onDownload?: (event: { readonly file: string; readonly receivedBytes: number; readonly totalBytes?: number }) => void;
  readonly options?: HubOptions;
}

/** Path of one file of a hub's repository, downloaded unless it was before. Throws a DatasetError when it cannot be had; opens no socket when offline. */
export async function hubFile(asked: HubFileRequest): Promise<string> {
  const { hub, id, file, cacheDir, offline, signal, onDownload, options = {} } = asked;
  const cached = await cachedFile(asked);
  if (cached !== undefined) return cached;
  const environment = { cacheDir, hub, offline, seed: 0, signal, ...(onDownload === undefined ? {} : { onDownload }) };
  const download = await openDownload({ hub, id, revision: undefined, environment, options });
  if (!download.root.has(file)) throw new DatasetError(`${id} on ${hub} has no file ${file}.`);
  return join(await download.fetch([file]), file);
}

async function cachedFile({ hub, id, file, cacheDir }: HubFileRequest): Promise<string | undefined> {
  const repository = repositoryFolder(cacheDir, hub, id);
  if (repository === undefined) return undefined;
  const path = join(revisionFolder(repository, await cachedRevision(repository, defaultRevision(hub))), file);
  return (await stat(path).catch(() => undefined))?.isFile() === true ? path : undefined;
}
